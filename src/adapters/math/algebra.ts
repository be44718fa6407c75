// Symbolic operations on one expression.
import { all, create, type MathJsInstance, type MathNode } from "mathjs";
import { checkExpression } from "./allowed.ts";
import { antiderivative } from "./antiderivative.ts";
import { calculate } from "./calculate.ts";
import { createExactEngine } from "./engine.ts";
import { polynomialText, type Solved, solveEquations } from "./equations.ts";
import { lazy } from "./lazy.ts";
import { integrateNumerically } from "./numeric-integral.ts";
import { byPower, constantOf, NotPolynomial, toQuotient, unknownsOf } from "./polynomial.ts";
import { over, plus, type Ratio, ratioText, times, zero } from "./ratio.ts";
import { decimal, rootsOf } from "./roots.ts";
import { realFunction } from "./scan-roots.ts";
import { derive, lettersOf, simplify, tidy } from "./symbolic.ts";
import { toMathSyntax } from "./syntax.ts";

export interface SymbolicRequest {
	readonly operation: "simplify" | "expand" | "factor" | "derive" | "integrate";
	readonly expression: string;
	readonly variable?: string;
	readonly from?: string;
	readonly to?: string;
	readonly order?: number;
	readonly at?: string;
}

export interface SymbolicResult {
	readonly result: string;
	readonly isExact: boolean;
	readonly approximate?: string;
}

const exact = lazy(() => createExactEngine().math);
const plain = lazy(() => create(all ?? {}, { number: "number", matrix: "Array" }) as MathJsInstance);

const parsed = (text: string, variable: string): MathNode => {
	const math = exact();
	return checkExpression(math, math.parse(text), new Set([...lettersOf(text), variable]));
};

/** Over plain numbers: exact fractions, written out, would be divisions (`x ^ 3/2`). */
const parsedPlain = (text: string, variable: string): MathNode => {
	const math = plain();
	return checkExpression(math, math.parse(text), new Set([...lettersOf(text), variable]));
};

export const solveAll = (equations: readonly string[], unknowns: readonly string[] | undefined): Solved =>
	solveEquations(exact(), equations, unknowns, (text, unknown) =>
		realFunction(plain(), parsedPlain(text, unknown).toString(), unknown),
	);

/** Throws Error with what is wrong in one line. */
export function symbolicMath(request: SymbolicRequest): SymbolicResult {
	const text = toMathSyntax(request.expression);
	if (text === "") throw new Error("There is no expression");
	const variable = request.variable ?? lettersOf(text)[0] ?? "x";
	if (!/^[a-z]\w*$/i.test(variable)) throw new Error(`"${variable}" cannot be a variable`);
	switch (request.operation) {
		case "simplify":
			return { result: simplify(exact(), text), isExact: true };
		case "expand":
			return { result: expanded(text, variable), isExact: true };
		case "factor":
			return { result: factored(text, variable), isExact: true };
		case "derive": {
			let result = text;
			for (let order = 0; order < (request.order ?? 1); order++) result = derive(exact(), result, variable, undefined);
			return request.at === undefined ? { result, isExact: true } : valueAt(result, variable, request.at);
		}
		case "integrate":
			return request.from === undefined && request.to === undefined
				? { result: indefinite(text, variable), isExact: true }
				: definite(text, variable, request.from ?? "0", request.to ?? "0");
	}
}

const asValue = (text: string): SymbolicResult => {
	const { result, approximate, type } = calculate({ expression: text });
	return {
		result,
		isExact: type === "integer" || type === "fraction",
		...(approximate === undefined ? {} : { approximate }),
	};
};

const valueAt = (text: string, variable: string, at: string): SymbolicResult =>
	asValue(`${variable} = (${toMathSyntax(at)}); ${text}`);

function expanded(text: string, variable: string): string {
	const { top, bottom } = quotient(text, variable);
	const divisor = constantOf(bottom);
	if (divisor === undefined) return `(${polynomialText(top)}) / (${polynomialText(bottom)})`;
	return polynomialText(new Map([...top].map(([key, value]) => [key, over(value, divisor)])));
}

const quotient = (text: string, variable: string) => {
	try {
		return toQuotient(exact(), parsed(text, variable));
	} catch (error) {
		throw error instanceof NotPolynomial
			? new Error(error.message || "Only polynomials can be expanded and factored here")
			: error;
	}
};

/** Over the rational numbers. */
function factored(text: string, variable: string): string {
	const { top, bottom } = quotient(text, variable);
	const divisor = constantOf(bottom);
	if (divisor === undefined || unknownsOf(top).length > 1)
		throw new Error("Only polynomials in one unknown are factored here");
	const coefficients = byPower(top, variable).map((part) => over(constantOf(part) ?? zero, divisor));
	if (coefficients.length < 2) return polynomialText(top);
	let rest = new Map(top);
	const factors: string[] = [];
	let lead = coefficients.at(-1) ?? zero;
	for (const root of rootsOf(coefficients)) {
		if (root.value === undefined) continue;
		const factor = new Map([
			[`${variable}^1`, { n: root.value.d, d: 1n }],
			...(root.value.n === 0n ? [] : [["", { n: -root.value.n, d: 1n }] as const]),
		]);
		const shown = factor.size === 1 ? variable : `(${polynomialText(factor)})`;
		factors.push(root.multiplicity > 1 ? `${shown}^${root.multiplicity}` : shown);
		for (let count = 0; count < root.multiplicity; count++) {
			lead = over(lead, { n: root.value.d, d: 1n });
			rest = divided(rest, variable, root.value);
		}
	}
	const remaining = byPower(rest, variable);
	const first = constantOf(remaining.at(-1) ?? new Map()) ?? lead;
	if (remaining.length > 1) {
		const monic = new Map([...rest].map(([key, value]) => [key, over(value, first)]));
		const bottoms = [...monic.values()].reduce((product, { d }) => product * d, 1n);
		const whole = bottoms < 1_000_000n ? bottoms : 1n;
		factors.push(
			`(${polynomialText(new Map([...monic].map(([key, value]) => [key, over(value, { n: 1n, d: whole })])))})`,
		);
		lead = over(lead, { n: whole, d: 1n });
	}
	const size = ratioText(lead);
	return size === "1"
		? factors.join(" * ")
		: size === "-1"
			? `-${factors.join(" * ")}`
			: [size, ...factors].join(" * ");
}

/** By (x - root), exactly (Horner). */
function divided(a: ReadonlyMap<string, Ratio>, variable: string, root: Ratio) {
	const coefficients = byPower(a, variable).map((part) => constantOf(part) ?? zero);
	const quotientOf: Ratio[] = [];
	let carried = zero;
	for (const coefficient of [...coefficients].reverse()) {
		carried = plus(coefficient, times(carried, root));
		quotientOf.unshift(carried);
	}
	return new Map(
		quotientOf
			.slice(1)
			.flatMap((value, power) => (value.n === 0n ? [] : [[power === 0 ? "" : `${variable}^${power}`, value] as const])),
	);
}

function indefinite(text: string, variable: string): string {
	const node = parsedPlain(text, variable);
	const found = antiderivative(exact(), node, variable);
	if (found === undefined || !isAntiderivative(found, node.toString(), variable))
		throw new Error("No antiderivative is found here by rules; with from and to the integral is computed by numbers");
	return tidy(plain().simplify(found));
}

/** Proven at some points, so that no wrong rule is ever told. */
function isAntiderivative(found: string, text: string, variable: string): boolean {
	const math = plain();
	const others = Object.fromEntries(lettersOf(`${text} ${found}`).map((name, index) => [name, 1.3 + index * 0.37]));
	const [slope, wanted] = [math.derivative(found, variable).compile(), math.parse(text).compile()];
	const differences = [0.31, 0.77, 1.21, 2.17].map((x) => {
		const scope = { ...others, [variable]: x };
		const [a, b] = [Number(slope.evaluate(scope)), Number(wanted.evaluate(scope))];
		return Number.isFinite(a) && Number.isFinite(b) ? Math.abs(a - b) / (1 + Math.abs(b)) : undefined;
	});
	const known = differences.filter((value) => value !== undefined);
	return known.length > 0 && known.every((value) => value < 1e-9);
}

const endOf = (text: string): number => {
	const infinite = /^([-+]?)\s*(?:inf|infinity|∞)$/i.exec(text.trim());
	if (infinite !== null) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	const { result, approximate } = calculate({ expression: text });
	const value = Number(approximate ?? result);
	if (Number.isNaN(value)) throw new Error(`"${text.slice(0, 40)}" is no number to integrate from or to`);
	return value;
};

function definite(text: string, variable: string, from: string, to: string): SymbolicResult {
	const [low, high] = [endOf(from), endOf(to)];
	const node = parsedPlain(text, variable);
	const others = lettersOf(text).filter((name) => name !== variable);
	if (others.length > 0) throw new Error(`${others[0]} has no value`);
	const number = integrateNumerically(realFunction(plain(), node.toString(), variable), low, high);
	if (number === undefined)
		throw new Error("The integral does not settle to a number: there may be a pole between the ends");
	const rounded = { result: decimal(number.value), isExact: false };
	const found = antiderivative(exact(), node, variable);
	if (found === undefined || !Number.isFinite(low) || !Number.isFinite(high)) return rounded;
	try {
		const value = asValue(
			`((${found.replace(new RegExp(`\\b${variable}\\b`, "g"), `(${to})`)})) - ((${found.replace(new RegExp(`\\b${variable}\\b`, "g"), `(${from})`)}))`,
		);
		const decimals_ = Number(value.approximate ?? value.result);
		return value.isExact && Math.abs(decimals_ - number.value) < 1e-9 * (1 + Math.abs(decimals_)) ? value : rounded;
	} catch {
		return rounded;
	}
}
