// Equations and systems of them: linear ones and polynomials exactly where that can be written, everything else by
// numbers in a stated range.
import type { MathJsInstance } from "mathjs";
import { checkExpression } from "./allowed.ts";
import {
	addPolynomials,
	byPower,
	constantOf,
	NotPolynomial,
	type Polynomial,
	powersOf,
	type Quotient,
	scalePolynomial,
	substitute,
	toQuotient,
	unknownsOf,
} from "./polynomial.ts";
import { isZero, minus, one, over, type Ratio, ratio, ratioText, times, toNumber, zero } from "./ratio.ts";
import {
	type Coefficients,
	type Complex,
	complexText,
	decimal,
	divide,
	multiply,
	numericRoots,
	type Root,
	rootsOf,
	trim,
} from "./roots.ts";
import { findRoots, type RealFunction, searchedRange } from "./scan-roots.ts";
import { toMathSyntax } from "./syntax.ts";

export interface SolvedValue {
	readonly value: string;
	/** Decimals of an exact value that is no integer. */
	readonly approximate?: string;
	readonly isExact: boolean;
	readonly isReal: boolean;
	/** How often the root occurs; above 1 only for a single equation. */
	readonly multiplicity?: number;
}

export interface Solved {
	readonly unknowns: readonly string[];
	/** By unknown; one that may be anything is absent, and others may be said by it. */
	readonly solutions: readonly Readonly<Record<string, SolvedValue>>[];
	/** `infinite`: some unknowns are free. */
	readonly kind: "unique" | "several" | "none" | "infinite";
	/** False: numbers were searched in a range; there may be more outside. */
	readonly isComplete: boolean;
	readonly note?: string;
}

interface Bound {
	readonly exact?: Ratio;
	readonly at: Complex;
	readonly shown: SolvedValue;
}
type Bindings = ReadonlyMap<string, Bound>;

const maxEquations = 20;
const maxSolutions = 200;

const ofRatio = (value: Ratio): Bound => ({
	exact: value,
	at: { re: toNumber(value), im: 0 },
	shown: {
		value: ratioText(value),
		isExact: true,
		isReal: true,
		...(value.d === 1n ? {} : { approximate: decimal(toNumber(value)) }),
	},
});

const ofRoot = ({ text, approximate, isExact, isReal, multiplicity, value, re, im }: Root): Bound => ({
	...(value === undefined ? {} : { exact: value }),
	at: { re, im },
	shown: {
		value: text,
		isExact,
		isReal,
		...(approximate === undefined ? {} : { approximate }),
		...(multiplicity > 1 ? { multiplicity } : {}),
	},
});

const ofComplex = (at: Complex): Bound => {
	const size = 1e-11 * (1 + Math.hypot(at.re, at.im));
	const tidy = { re: Math.abs(at.re) < size ? 0 : at.re, im: Math.abs(at.im) < size ? 0 : at.im };
	return { at: tidy, shown: { value: complexText(tidy), isExact: false, isReal: tidy.im === 0 } };
};

/** The value where all its unknowns are bound. */
function numericValue(a: Polynomial, bindings: Bindings): Complex {
	let sum: Complex = { re: 0, im: 0 };
	for (const [key, coefficient] of a) {
		let term: Complex = { re: toNumber(coefficient), im: 0 };
		for (const [name, power] of powersOf(key))
			for (let step = 0; step < power; step++) term = multiply(term, bindings.get(name)?.at ?? { re: 0, im: 0 });
		sum = { re: sum.re + term.re, im: sum.im + term.im };
	}
	return sum;
}

const isNearZero = (a: Polynomial, bindings: Bindings): boolean => {
	const value = numericValue(a, bindings);
	const size = [...a.keys()].reduce(
		(most, key) =>
			Math.max(
				most,
				...[...powersOf(key).keys()].map((name) =>
					Math.hypot(bindings.get(name)?.at.re ?? 0, bindings.get(name)?.at.im ?? 0),
				),
			),
		1,
	);
	return (
		Math.hypot(value.re, value.im) <
		1e-7 * size ** 2 * Math.max(1, ...[...a.values()].map((one_) => Math.abs(toNumber(one_))))
	);
};

const coefficientsOf = (a: Polynomial, name: string): Coefficients =>
	byPower(a, name).map((part) => constantOf(part) ?? zero);

/** `x` = something in the others, from an equation in which it stands alone. */
function isolated(
	equations: readonly Polynomial[],
): { readonly index: number; readonly name: string; readonly value: Polynomial } | undefined {
	for (const [index, equation] of equations.entries()) {
		for (const name of [...unknownsOf(equation)].reverse()) {
			const [rest = new Map(), factor, ...higher] = byPower(equation, name);
			const divisor = factor === undefined ? undefined : constantOf(factor);
			if (higher.length > 0 || divisor === undefined || isZero(divisor)) continue;
			return { index, name, value: scalePolynomial(rest, over(ratio(-1n), divisor)) };
		}
	}
	return undefined;
}

class NotSolvable extends Error {}

/** All bindings under which every equation is 0. */
function solveAll(
	given: readonly Polynomial[],
): readonly { readonly bindings: Bindings; readonly free: ReadonlyMap<string, Polynomial> }[] {
	const equations = given.filter((equation) => equation.size > 0);
	if (equations.some((equation) => constantOf(equation) !== undefined)) return [];
	if (equations.length === 0) return [{ bindings: new Map(), free: new Map() }];
	const alone = isolated(equations);
	if (alone !== undefined) {
		const { index, name, value } = alone;
		const rest = equations.filter((_, place) => place !== index).map((equation) => substitute(equation, name, value));
		return solveAll(rest).map(({ bindings, free }) => withIsolated(name, value, bindings, free));
	}
	const single = equations.find((equation) => unknownsOf(equation).length === 1);
	if (single !== undefined) {
		const [name = ""] = unknownsOf(single);
		const others = equations.filter((equation) => equation !== single);
		return rootsOf(coefficientsOf(single, name)).flatMap((root) => withRoot(name, ofRoot(root), others));
	}
	const [first, second] = equations;
	if (first === undefined || second === undefined) throw new NotSolvable("There are more unknowns than equations");
	return solvePair(first, second, equations.slice(2));
}

type Found = ReturnType<typeof solveAll>[number];

function withIsolated(name: string, value: Polynomial, bindings: Bindings, free: Found["free"]): Found {
	let rest = value;
	for (const [other, bound] of bindings)
		if (bound.exact !== undefined)
			rest = substitute(rest, other, new Map(isZero(bound.exact) ? [] : [["", bound.exact]]));
	for (const [other, expression] of free) rest = substitute(rest, other, expression);
	const exact = constantOf(rest);
	if (exact !== undefined) return { bindings: new Map([...bindings, [name, ofRatio(exact)]]), free };
	if (unknownsOf(rest).every((other) => bindings.has(other)))
		return { bindings: new Map([...bindings, [name, ofComplex(numericValue(rest, bindings))]]), free };
	return { bindings, free: new Map([...free, [name, rest]]) };
}

function withRoot(name: string, root: Bound, others: readonly Polynomial[]): readonly Found[] {
	const bind = ({ bindings, free }: Found): Found => ({ bindings: new Map([[name, root], ...bindings]), free });
	const { exact } = root;
	if (exact !== undefined) {
		const value: Polynomial = new Map(isZero(exact) ? [] : [["", exact]]);
		return solveAll(others.map((equation) => substitute(equation, name, value))).map(bind);
	}
	return solveAround(new Map([[name, root]]), others);
}

/** The rest of a system by numbers, when some unknowns have no exact value. */
function solveAround(bindings: Bindings, others: readonly Polynomial[]): readonly Found[] {
	const open = others.filter((equation) => unknownsOf(equation).some((name) => !bindings.has(name)));
	const closed = others.filter((equation) => !open.includes(equation));
	if (!closed.every((equation) => isNearZero(equation, bindings))) return [];
	const next = open.find((equation) => unknownsOf(equation).filter((name) => !bindings.has(name)).length === 1);
	if (next === undefined) {
		if (open.length > 0) throw new NotSolvable("This system is not solved here");
		return [{ bindings, free: new Map() }];
	}
	const name = unknownsOf(next).find((unknown) => !bindings.has(unknown)) ?? "";
	const values = byPower(next, name).map((part) => numericValue(part, bindings));
	const end = values.findLastIndex(({ re, im }) => Math.hypot(re, im) > 1e-9);
	if (end < 1) return [];
	const rest = open.filter((equation) => equation !== next);
	return numericRoots(values.slice(0, end + 1)).flatMap((root) =>
		solveAround(new Map([...bindings, [name, ofComplex(root)]]), rest),
	);
}

/** Two equations in two unknowns: one is eliminated by the resultant, whose roots are the values of the other. */
function solvePair(first: Polynomial, second: Polynomial, more: readonly Polynomial[]): readonly Found[] {
	const names = unknownsOf(addPolynomials(first, scalePolynomial(second, ratio(12_345_679n, 1_000_003n))));
	const [gone, kept, third] = names;
	if (gone === undefined || kept === undefined || third !== undefined)
		throw new NotSolvable("This system is not solved here: too many unknowns are multiplied");
	const resultant = resultantOf(first, second, gone, kept);
	if (resultant.length === 0)
		throw new NotSolvable("The equations have a common factor, so there are infinitely many solutions");
	if (resultant.length === 1) return [];
	return rootsOf(resultant).flatMap((root) => {
		const { multiplicity: _, ...plain } = ofRoot(root).shown;
		return withRoot(kept, { ...ofRoot(root), shown: plain }, [first, second, ...more]);
	});
}

const totalDegree = (a: Polynomial): number =>
	Math.max(...[...a.keys()].map((key) => [...powersOf(key).values()].reduce((sum, power) => sum + power, 0)));

/** The resultant as a polynomial in `kept`: its values at whole numbers (by Euclid's algorithm), interpolated (Newton). */
function resultantOf(first: Polynomial, second: Polynomial, gone: string, kept: string): Coefficients {
	const size = totalDegree(first) * totalDegree(second);
	if (size > 60) throw new NotSolvable("The degrees are too high");
	const [high, low] = [byPower(first, gone).length, byPower(second, gone).length];
	const points: [Ratio, Ratio][] = [];
	for (let next = 0n; points.length <= size; next = next > 0n ? -next : -next + 1n) {
		const at = new Map(next === 0n ? [] : [["", ratio(next)]]);
		const [a, b] = [first, second].map((equation) => trim(coefficientsOf(substitute(equation, kept, at), gone)));
		// Where the degree falls the value says something else.
		if (a?.length === high && b?.length === low) points.push([ratio(next), resultantAt(a, b)]);
		if (next > 1000n) throw new NotSolvable("This system is not solved here");
	}
	let differences = points.map(([, value]) => value);
	const newton: Ratio[] = [];
	for (let level = 0; level < points.length; level++) {
		newton.push(differences[0] ?? zero);
		differences = differences
			.slice(1)
			.map((value, index) =>
				over(
					minus(value, differences[index] ?? zero),
					minus(points[index + level + 1]?.[0] ?? zero, points[index]?.[0] ?? zero),
				),
			);
	}
	let result: Ratio[] = [];
	for (let level = newton.length - 1; level >= 0; level--) {
		const shift = points[level]?.[0] ?? zero;
		const shifted = [zero, ...result];
		for (const [index, value] of result.entries()) shifted[index] = minus(shifted[index] ?? zero, times(value, shift));
		shifted[0] = minus(shifted[0] ?? zero, minus(zero, newton[level] ?? zero));
		result = shifted;
	}
	return trim(result);
}

function resultantAt(a: Coefficients, b: Coefficients): Ratio {
	if (b.length === 0) return zero;
	const lead = b.at(-1) ?? one;
	const power = (value: Ratio, count: number): Ratio => (count <= 0 ? one : times(value, power(value, count - 1)));
	if (b.length === 1) return power(lead, a.length - 1);
	const { rest } = divide(a, b);
	if (rest.length === 0) return zero;
	const sign = ((a.length - 1) * (b.length - 1)) % 2 === 1 ? ratio(-1n) : one;
	return times(times(sign, power(lead, a.length - rest.length)), resultantAt(b, rest));
}

const names = /[A-Za-z][A-Za-z0-9_]*/g;
const constants = new Set(["pi", "e", "i", "tau", "phi", "Infinity", "deg", "rad"]);

interface Parsed {
	readonly text: string;
	readonly quotient: Quotient | undefined;
}

function parse(math: MathJsInstance, text: string, unknowns: ReadonlySet<string>): Parsed {
	const sides = toMathSyntax(text.trim().replace(/[.;,]$/, "")).split(/==?/);
	if (sides.length > 2) throw new Error(`"${text.slice(0, 60)}" has more than one equals sign`);
	const [left = "", right = "0"] = sides;
	if (left.trim() === "" || right.trim() === "") throw new Error(`A side of "${text.slice(0, 60)}" is empty`);
	const difference = `(${left}) - (${right})`;
	const node = checkExpression(math, math.parse(difference), unknowns);
	try {
		return { text: difference, quotient: toQuotient(math, node) };
	} catch (error) {
		if (error instanceof NotPolynomial) return { text: difference, quotient: undefined };
		throw error;
	}
}

/** Names in the equations that are neither functions nor constants. */
function findUnknowns(equations: readonly string[]): readonly string[] {
	const found = new Set<string>();
	for (const text of equations) {
		const syntax = toMathSyntax(text);
		for (const match of syntax.matchAll(names)) {
			const [name] = match;
			// A name before a bracket is a function; a single letter is multiplied with it.
			const isFunction = name.length > 1 && /^\s*\(/.test(syntax.slice(match.index + name.length));
			if (!isFunction && !constants.has(name)) found.add(name);
		}
	}
	return [...found].sort();
}

/** Throws Error with what is wrong in one line. */
export function solveEquations(
	math: MathJsInstance,
	equations: readonly string[],
	asked: readonly string[] | undefined,
	toFunction: (text: string, unknown: string) => RealFunction,
): Solved {
	if (equations.length > maxEquations) throw new Error(`At most ${maxEquations} equations are solved at once`);
	const unknowns = asked ?? findUnknowns(equations);
	if (unknowns.length === 0) throw new Error("The equation has no unknown");
	const parsed = equations.map((text) => parse(math, text, new Set(unknowns)));
	const quotients = parsed.flatMap(({ quotient }) => (quotient === undefined ? [] : [quotient]));
	if (quotients.length < parsed.length) {
		const [only, another] = parsed;
		const [unknown = "", further] = unknowns;
		if (only === undefined || another !== undefined || further !== undefined)
			throw new Error("Systems are solved here only of polynomials; this one has other functions");
		return scanned(toFunction(only.text, unknown), unknown);
	}
	try {
		const found = solveAll(quotients.map(({ top }) => top)).filter(
			({ bindings, free }) =>
				free.size > 0 ||
				quotients.every(({ bottom }) => constantOf(bottom) !== undefined || !isNearZero(bottom, bindings)),
		);
		return report(unknowns, found.slice(0, maxSolutions));
	} catch (error) {
		throw error instanceof NotPolynomial || error instanceof NotSolvable
			? new Error(error.message || "This system is not solved here")
			: error;
	}
}

function report(unknowns: readonly string[], found: readonly Found[]): Solved {
	if (found.length === 0) return { unknowns, solutions: [], kind: "none", isComplete: true };
	const isFree = found.some(({ bindings }) => unknowns.some((name) => !bindings.has(name)));
	const solutions = found.map(({ bindings, free }) =>
		Object.fromEntries(
			unknowns.flatMap((name): readonly (readonly [string, SolvedValue])[] => {
				const bound = bindings.get(name);
				if (bound !== undefined) return [[name, bound.shown]];
				const expression = free.get(name);
				return expression === undefined
					? []
					: [[name, { value: polynomialText(expression), isExact: true, isReal: true }]];
			}),
		),
	);
	return {
		unknowns,
		solutions,
		kind: isFree ? "infinite" : solutions.length === 1 ? "unique" : "several",
		isComplete: true,
	};
}

/** `2*x^2 - 3/4*y + 1`. */
export function polynomialText(a: Polynomial): string {
	const degree = (key: string): number => [...powersOf(key).values()].reduce((sum, power) => sum + power, 0);
	const terms = [...a].sort(([x], [y]) => degree(y) - degree(x) || (x < y ? -1 : 1));
	if (terms.length === 0) return "0";
	return terms
		.map(([key, value], index) => {
			const size = ratioText(value.n < 0n ? ratio(-value.n, value.d) : value);
			const unknowns = key.replace(/\^1(?!\d)/g, "");
			const term = unknowns === "" ? size : size === "1" ? unknowns : `${size}*${unknowns}`;
			const sign = value.n < 0n ? "-" : "+";
			return index === 0 ? `${sign === "-" ? "-" : ""}${term}` : `${sign} ${term}`;
		})
		.join(" ");
}

function scanned(f: RealFunction, unknown: string): Solved {
	const roots = findRoots(f);
	const solutions = roots.map((root) => ({ [unknown]: { value: decimal(root), isExact: false, isReal: true } }));
	return {
		unknowns: [unknown],
		solutions,
		kind: roots.length === 0 ? "none" : roots.length === 1 ? "unique" : "several",
		isComplete: false,
		note: `found by numbers between -${searchedRange} and ${searchedRange}; there may be more elsewhere`,
	};
}
