// Antiderivatives by the rules of school: sums, factors, powers, and functions of a + b x. What they do not cover has none here.
import type { MathJsInstance, MathNode } from "mathjs";
import { polynomialText } from "./equations.ts";
import { byPower, constantOf, NotPolynomial, type Polynomial, powersOf, toQuotient, unknownsOf } from "./polynomial.ts";
import { isZero, one, over, plus, type Ratio, ratio, ratioText } from "./ratio.ts";

interface AnyNode {
	readonly type: string;
	readonly fn?: { readonly name?: string } | string;
	readonly args?: readonly MathNode[];
	readonly content?: MathNode;
	readonly name?: string;
}

const polynomialOf = (math: MathJsInstance, node: MathNode): Polynomial | undefined => {
	try {
		const { top, bottom } = toQuotient(math, node);
		const divisor = constantOf(bottom);
		return divisor === undefined ? undefined : new Map([...top].map(([key, value]) => [key, over(value, divisor)]));
	} catch (error) {
		if (error instanceof NotPolynomial) return undefined;
		throw error;
	}
};

const hasUnknown = (node: MathNode, x: string): boolean =>
	node.filter((part) => (part as unknown as AnyNode).type === "SymbolNode" && (part as unknown as AnyNode).name === x)
		.length > 0;

/** The rational b of a + b x; undefined for anything else. */
function slopeOf(math: MathJsInstance, node: MathNode, x: string): Ratio | undefined {
	const polynomial = polynomialOf(math, node);
	if (polynomial === undefined) return undefined;
	const [, slope, ...higher] = byPower(polynomial, x);
	const value = slope === undefined ? undefined : constantOf(slope);
	return higher.length > 0 || value === undefined || isZero(value) ? undefined : value;
}

function ofPolynomial(polynomial: Polynomial, x: string): string {
	const raised = new Map<string, Ratio>();
	for (const [key, value] of polynomial) {
		const powers = new Map(powersOf(key));
		const power = (powers.get(x) ?? 0) + 1;
		powers.set(x, power);
		const name = [...powers]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([unknown, exponent]) => `${unknown}^${exponent}`)
			.join("*");
		raised.set(name, over(value, ratio(BigInt(power))));
	}
	return polynomialText(raised);
}

/** Divides by a rational number. */
const shared = (text: string, by: Ratio): string => {
	if (by.n === 1n && by.d === 1n) return text;
	const factor = over(one, by);
	return `${ratioText(factor).includes("/") ? `(${ratioText(factor)})` : ratioText(factor)} * ${text}`;
};

const ofFunction: Readonly<Record<string, (u: string) => string>> = {
	sin: (u) => `(-cos(${u}))`,
	cos: (u) => `sin(${u})`,
	tan: (u) => `(-log(abs(cos(${u}))))`,
	exp: (u) => `exp(${u})`,
	sinh: (u) => `cosh(${u})`,
	cosh: (u) => `sinh(${u})`,
	log: (u) => `((${u}) * log(${u}) - (${u}))`,
	sqrt: (u) => `(2/3 * (${u})^(3/2))`,
};

function ofPower(math: MathJsInstance, base: MathNode, exponent: MathNode, x: string): string | undefined {
	if (!hasUnknown(base, x)) {
		const slope = slopeOf(math, exponent, x);
		if (slope === undefined) return undefined;
		const isE = base.toString() === "e";
		return shared(isE ? `e^(${exponent})` : `((${base})^(${exponent}) / log(${base}))`, slope);
	}
	const slope = slopeOf(math, base, x);
	const power = hasUnknown(exponent, x) ? undefined : polynomialOf(math, exponent);
	const value = power === undefined ? undefined : constantOf(power);
	if (slope === undefined || value === undefined) return undefined;
	if (value.n === -1n && value.d === 1n) return shared(`log(abs(${base}))`, slope);
	const next = plus(value, one);
	return shared(`(${base})^(${ratioText(next)})`, ratio(slope.n * next.n, slope.d * next.d));
}

/** Of the expression by `x`, without a constant; undefined where no rule fits. */
export function antiderivative(math: MathJsInstance, node: MathNode, x: string): string | undefined {
	const part = node as unknown as AnyNode;
	if (part.type === "ParenthesisNode" && part.content !== undefined) return antiderivative(math, part.content, x);
	const polynomial = polynomialOf(math, node);
	if (polynomial !== undefined && (polynomial.size === 0 || unknownsOf(polynomial).length <= 10))
		return ofPolynomial(polynomial, x);
	if (!hasUnknown(node, x)) return `(${node}) * ${x}`;
	const [left, right] = part.args ?? [];
	if (part.type === "FunctionNode" && left !== undefined && right === undefined) {
		const rule = ofFunction[(typeof part.fn === "object" ? part.fn.name : part.fn) ?? ""];
		const slope = slopeOf(math, left, x);
		return rule === undefined || slope === undefined ? undefined : shared(rule(left.toString()), slope);
	}
	if (part.type !== "OperatorNode" || left === undefined) return undefined;
	const of = (inner: MathNode): string | undefined => antiderivative(math, inner, x);
	if (right === undefined) {
		const inner = part.fn === "unaryMinus" ? of(left) : undefined;
		return inner === undefined ? undefined : `-(${inner})`;
	}
	if (part.fn === "add" || part.fn === "subtract") {
		const [first, second] = [of(left), of(right)];
		return first === undefined || second === undefined
			? undefined
			: `${first} ${part.fn === "add" ? "+" : "-"} (${second})`;
	}
	if (part.fn === "multiply") {
		if (!hasUnknown(left, x)) return withFactor(left, of(right));
		if (!hasUnknown(right, x)) return withFactor(right, of(left));
		return undefined;
	}
	if (part.fn === "divide") {
		if (!hasUnknown(right, x)) return withFactor(math.parse(`1/(${right})`), of(left));
		if (hasUnknown(left, x)) return undefined;
		const [base, power] = powerOf(math, right);
		return withFactor(left, ofPower(math, base, math.parse(`-(${power})`), x));
	}
	return part.fn === "pow" ? ofPower(math, left, right, x) : undefined;
}

const withFactor = (factor: MathNode, text: string | undefined): string | undefined =>
	text === undefined ? undefined : factor.toString() === "1" ? text : `(${factor}) * (${text})`;

function powerOf(math: MathJsInstance, node: MathNode): readonly [MathNode, MathNode] {
	const part = node as unknown as AnyNode;
	if (part.type === "ParenthesisNode" && part.content !== undefined) return powerOf(math, part.content);
	const [base, exponent] = part.args ?? [];
	return part.type === "OperatorNode" && part.fn === "pow" && base !== undefined && exponent !== undefined
		? [base, exponent]
		: [node, math.parse("1")];
}
