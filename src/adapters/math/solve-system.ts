// Systems of polynomial equations: what stands alone is substituted, what has one unknown is solved, two that have two are
// brought to one.
import {
	addPolynomials,
	byPower,
	constantOf,
	type Polynomial,
	powersOf,
	scalePolynomial,
	substitute,
	unknownsOf,
} from "./polynomial.ts";
import { isZero, over, type Ratio, ratio, ratioText, toNumber } from "./ratio.ts";
import { coefficientsOf, NotSolvable, resultantOf } from "./resultant.ts";
import { type Complex, complexText, decimal, multiply, numericRoots, type Root, rootsOf } from "./roots.ts";

export interface SolvedValue {
	readonly value: string;
	/** Decimals of an exact value that is no integer. */
	readonly approximate?: string;
	readonly isExact: boolean;
	readonly isReal: boolean;
	/** How often the root occurs; above 1 only for a single equation. */
	readonly multiplicity?: number;
}

export interface Bound {
	readonly exact?: Ratio;
	readonly at: Complex;
	readonly shown: SolvedValue;
}
export type Bindings = ReadonlyMap<string, Bound>;

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

export const isNearZero = (a: Polynomial, bindings: Bindings): boolean => {
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

/** All bindings under which every equation is 0. */
export function solveAll(
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

export type Found = ReturnType<typeof solveAll>[number];

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
