// What an expression may contain. Everything else is refused before anything is evaluated.
import type { MathJsInstance, MathNode } from "mathjs";

const functions = new Set(
	`abs acos acosh acot acoth acsc acsch add and asec asech asin asinh atan atan2 atanh bin bitAnd bitNot bitOr bitXor
	cbrt ceil combinations conj cos cosh cot coth count cross csc csch cube cumsum derivative det diag diff digitSum divide
	divisors dot eigenvalues erf exp expm1 fact factorial fibonacci fix floor fraction fromBase gamma gcd hex hypot
	identity im intersect inv isInteger isNegative isPositive isPrime isZero lcm log log10 log1p log2 lusolve
	mad max mean median min mod mode multiply nextPrime norm not nthPrime nthRoot oct ones or permutations
	pinv polynomialRoot pow previousPrime primeFactors primes prod quantileSeq rationalize re rightArithShift
	round sec sech sign simplify sin sinh size solve sort sqrt square sqrtm std subtract sum tan tanh to toBase trace
	transpose unaryMinus variance xor zeros`
		.split(/\s+/)
		.filter((name) => name !== ""),
);

const otherSpellings: Readonly<Record<string, string>> = {
	ln: "log",
	lg: "log10",
	fact: "factorial",
	arcsin: "asin",
	arccos: "acos",
	arctan: "atan",
	average: "mean",
	avg: "mean",
	stdev: "std",
	stddev: "std",
	var: "variance",
	determinant: "det",
	inverse: "inv",
	choose: "combinations",
	ncr: "combinations",
	nCr: "combinations",
	npr: "permutations",
	nPr: "permutations",
	root: "nthRoot",
	isprime: "isPrime",
	is_prime: "isPrime",
	factor: "primeFactors",
	factorize: "primeFactors",
	factorise: "primeFactors",
	primefactors: "primeFactors",
	factors: "divisors",
	hcf: "gcd",
	modulo: "mod",
	product: "prod",
	diff: "derivative",
	derive: "derivative",
	differentiate: "derivative",
	binary: "bin",
	octal: "oct",
	eig: "eigenvalues",
	eigs: "eigenvalues",
	fib: "fibonacci",
	power: "pow",
	arg: "atan2",
};

const constants = new Set(["pi", "e", "i", "tau", "phi", "Infinity", "true", "false", "deg", "rad", "PI", "E"]);
const plainNodes = new Set([
	"ConstantNode",
	"OperatorNode",
	"ParenthesisNode",
	"ArrayNode",
	"ConditionalNode",
	"RelationalNode",
	"IndexNode",
	"BlockNode",
]);
const maxNodes = 3000;
const maxRange = 10_000;

/** Loosely typed on purpose: mathjs gives each node its own class, and the checks go by the `type` they carry. */
type AnyNode = MathNode & { readonly type: string; readonly [field: string]: unknown };

const nameOf = (node: unknown): string => (node as { readonly name?: unknown } | undefined)?.name?.toString() ?? "";

/**
 * The parsed expression with names in the spelling of mathjs. Throws an Error naming the first thing that is not
 * arithmetic: an unknown function or name, an object, an access to a property, a definition of a function.
 * `free` are names that stand for unknowns (in derivatives and equations).
 */
export function checkExpression(math: MathJsInstance, root: MathNode, free: ReadonlySet<string> = new Set()): MathNode {
	let nodes = 0;
	const assigned = new Set<string>(free);
	root.traverse((node) => {
		nodes++;
		const part = node as AnyNode;
		if (part.type === "AssignmentNode" && (part.object as AnyNode).type === "SymbolNode" && part.index === null) {
			assigned.add(nameOf(part.object));
		}
	});
	if (nodes > maxNodes) throw new Error(`It has more than ${maxNodes} parts`);
	return root.transform((node, path) => {
		const part = node as AnyNode;
		if (plainNodes.has(part.type)) return node;
		if (part.type === "AssignmentNode" && part.index === null) return node;
		if (part.type === "AccessorNode" && (part.index as { isObjectProperty?(): boolean }).isObjectProperty?.() !== true)
			return node;
		if (part.type === "FunctionNode") return checkFunction(math, part);
		if (part.type === "RangeNode") return checkRange(part);
		if (part.type === "SymbolNode") {
			const name = nameOf(part);
			const isCallee = path === "fn";
			if (isCallee || constants.has(name) || assigned.has(name) || math.Unit.isValuelessUnit(name)) return node;
			throw new Error(
				functions.has(name) ? `The function "${name}" needs its arguments in brackets` : `Unknown name "${name}"`,
			);
		}
		throw new Error(`This is not arithmetic: ${node.toString().slice(0, 60)}`);
	});
}

function checkFunction(math: MathJsInstance, node: AnyNode): MathNode {
	const callee = node.fn as AnyNode;
	const name = callee.type === "SymbolNode" ? nameOf(callee) : "";
	const known = otherSpellings[name] ?? otherSpellings[name.toLowerCase()] ?? name;
	if (!functions.has(known) || known === "constructor")
		throw new Error(`Unknown function "${name || callee.toString().slice(0, 40)}"`);
	return known === name ? node : new math.FunctionNode(new math.SymbolNode(known) as never, node.args as MathNode[]);
}

function checkRange(node: AnyNode): MathNode {
	const [start, end] = [node.start, node.end].map((edge) => Number((edge as MathNode | undefined)?.toString()));
	const step = node.step === null || node.step === undefined ? 1 : Number((node.step as MathNode).toString());
	const length = ((end ?? Number.NaN) - (start ?? Number.NaN)) / step;
	if (Number.isFinite(length) && Math.abs(length) <= maxRange) return node;
	throw new Error(`A range runs between plain numbers and has at most ${maxRange} elements`);
}
