// All roots of a polynomial in one unknown: rational ones exactly, those of quadratics as square roots, the rest as decimals.
import { exactRoot, gcd } from "./integers.ts";
import { isZero, minus, one, over, plus, type Ratio, ratio, ratioText, times, toNumber, zero } from "./ratio.ts";

/** Coefficients from the constant one up. */
export type Coefficients = readonly Ratio[];

export interface Root {
	/** Exact where it can be said, else a decimal of 15 digits; complex ones with `i`. */
	readonly text: string;
	/** Decimals of an exact text that is no number. */
	readonly approximate?: string;
	readonly isExact: boolean;
	readonly isReal: boolean;
	readonly multiplicity: number;
	/** For substituting: exact, where it is rational. */
	readonly value?: Ratio;
	readonly re: number;
	readonly im: number;
}

export const trim = (a: Coefficients): Coefficients => a.slice(0, a.findLastIndex((value) => !isZero(value)) + 1);
const degree = (a: Coefficients): number => a.length - 1;

const derive = (a: Coefficients): Coefficients =>
	a.slice(1).map((value, index) => times(value, ratio(BigInt(index + 1))));

export function divide(
	a: Coefficients,
	b: Coefficients,
): { readonly quotient: Coefficients; readonly rest: Coefficients } {
	const rest = [...a];
	const quotient: Ratio[] = Array.from({ length: Math.max(0, a.length - b.length + 1) }, () => zero);
	const lead = b.at(-1) ?? one;
	for (let at = a.length - b.length; at >= 0; at--) {
		const factor = over(rest[at + degree(b)] ?? zero, lead);
		quotient[at] = factor;
		for (const [index, value] of b.entries()) rest[at + index] = minus(rest[at + index] ?? zero, times(factor, value));
	}
	return { quotient: trim(quotient), rest: trim(rest) };
}

const monic = (a: Coefficients): Coefficients => a.map((value) => over(value, a.at(-1) ?? one));

function commonDivisor(a: Coefficients, b: Coefficients): Coefficients {
	let [x, y] = [trim(a), trim(b)];
	while (y.length > 0) [x, y] = [y, monic(divide(x, y).rest)];
	return monic(x);
}

/** Factors without repeated roots, by how often they occur (Yun, "On square-free decomposition algorithms", 1976). */
function squareFree(a: Coefficients): readonly (readonly [Coefficients, number])[] {
	const found: [Coefficients, number][] = [];
	let common = commonDivisor(a, derive(a));
	let rest = divide(a, common).quotient;
	for (let times_ = 1; degree(rest) > 0; times_++) {
		const next = commonDivisor(rest, common);
		const own = divide(rest, next).quotient;
		if (degree(own) > 0) found.push([own, times_]);
		rest = next;
		common = divide(common, next).quotient;
	}
	return found;
}

/** The same roots with integer coefficients without a common factor. */
function toIntegers(a: Coefficients): readonly bigint[] {
	const bottom = a.reduce((product, { d }) => (product / gcd(product, d)) * d, 1n);
	const whole = a.map(({ n, d }) => (n * bottom) / d);
	const common = whole.reduce((found, value) => gcd(found, value), 0n);
	return whole.map((value) => value / (common === 0n ? 1n : common));
}

const valueAt = (a: Coefficients, x: Ratio): Ratio => a.reduceRight((sum, value) => plus(times(sum, x), value), zero);

export interface Complex {
	readonly re: number;
	readonly im: number;
}

export const multiply = (a: Complex, b: Complex): Complex => ({
	re: a.re * b.re - a.im * b.im,
	im: a.re * b.im + a.im * b.re,
});
const subtract = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
const quotientOf = (a: Complex, b: Complex): Complex => {
	const size = b.re * b.re + b.im * b.im;
	return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
};

export const evaluate = (values: readonly Complex[], x: Complex): Complex =>
	values.reduceRight<Complex>(
		(sum, value) => ({ re: multiply(sum, x).re + value.re, im: multiply(sum, x).im + value.im }),
		{ re: 0, im: 0 },
	);

/** All roots at once (Aberth, "Iteration methods for finding all zeros of a polynomial simultaneously", 1973). */
export function numericRoots(a: readonly Complex[]): readonly Complex[] {
	const count = a.length - 1;
	const size = (value: Complex | undefined): number => Math.hypot(value?.re ?? 0, value?.im ?? 0);
	const lead = size(a.at(-1));
	const bound = 1 + Math.max(0, ...a.slice(0, -1).map((value) => size(value) / lead));
	const radius = Math.min(bound, (size(a[0]) / lead) ** (1 / count) + 1e-3);
	let roots: readonly Complex[] = Array.from({ length: count }, (_, index) => {
		const angle = (2 * Math.PI * index) / count + 0.4;
		return { re: radius * Math.cos(angle), im: radius * Math.sin(angle) };
	});
	const slopes = a.slice(1).map(({ re, im }, index) => ({ re: re * (index + 1), im: im * (index + 1) }));
	for (let round = 0; round < 500; round++) {
		let moved = 0;
		roots = roots.map((root, index) => {
			const newton = quotientOf(evaluate(a, root), evaluate(slopes, root));
			if (!Number.isFinite(newton.re) || (newton.re === 0 && newton.im === 0)) return root;
			const pull = roots.reduce<Complex>(
				(sum, other, place) => {
					if (place === index) return sum;
					const part = quotientOf({ re: 1, im: 0 }, subtract(root, other));
					return { re: sum.re + part.re, im: sum.im + part.im };
				},
				{ re: 0, im: 0 },
			);
			const step = quotientOf(newton, subtract({ re: 1, im: 0 }, multiply(newton, pull)));
			moved = Math.max(moved, Math.hypot(step.re, step.im) / (1 + Math.hypot(root.re, root.im)));
			return subtract(root, step);
		});
		if (moved < 1e-16) break;
	}
	return roots;
}

export const decimal = (value: number): string => String(Number(value.toPrecision(15)));

export function complexText({ re, im }: Complex): string {
	if (im === 0) return decimal(re);
	const size = Math.abs(im) === 1 ? "i" : `${decimal(Math.abs(im))}i`;
	return re === 0 ? `${im < 0 ? "-" : ""}${size}` : `${decimal(re)} ${im < 0 ? "-" : "+"} ${size}`;
}

/** `n` as `square^2 * rest`; looks for small squares only. */
function splitSquare(n: bigint): readonly [outside: bigint, inside: bigint] {
	const whole = exactRoot(n, 2n);
	if (whole !== undefined) return [whole, 1n];
	let [outside, inside] = [1n, n];
	for (let factor = 2n; factor < 2000n && factor * factor <= inside; factor++) {
		while (inside % (factor * factor) === 0n) [outside, inside] = [outside * factor, inside / (factor * factor)];
	}
	return [outside, inside];
}

/** a x² + b x + c without rational roots: `(3 + sqrt(5))/2`, `1 - 2i`. */
function quadraticRoots([c = 0n, b = 0n, a = 1n]: readonly bigint[], multiplicity: number): readonly Root[] {
	const discriminant = b * b - 4n * a * c;
	const isReal = discriminant >= 0n;
	const [outside, inside] = splitSquare(isReal ? discriminant : -discriminant);
	const common = gcd(gcd(b, outside), 2n * a);
	const bottom = ((2n * a) / common) * (a < 0n ? -1n : 1n);
	const [first, factor] = [(-b / common) * (a < 0n ? -1n : 1n), outside / common];
	const surd = `${factor === 1n && inside !== 1n ? "" : factor}${inside === 1n ? "" : `${factor === 1n ? "" : "*"}sqrt(${inside})`}`;
	const part = isReal ? surd : inside === 1n ? `${factor === 1n ? "" : factor}i` : `${surd}*i`;
	return ([-1, 1] as const).map((sign) => {
		const top = first === 0n ? `${sign < 0 ? "-" : ""}${part}` : `${first} ${sign < 0 ? "-" : "+"} ${part}`;
		const text = bottom === 1n ? top : first === 0n ? `${top}/${bottom}` : `(${top})/${bottom}`;
		const size = toNumber(ratio(factor, bottom)) * Math.sqrt(Number(inside)) * sign;
		const middle = toNumber(ratio(first, bottom));
		const numbers = isReal ? { re: middle + size, im: 0 } : { re: middle, im: size };
		return { text, approximate: complexText(numbers), isExact: true, isReal, multiplicity, ...numbers };
	});
}

/** Roots in order: real ones by size, then complex pairs. `coefficients` from the constant one up. */
export function rootsOf(coefficients: Coefficients): readonly Root[] {
	const all = squareFree(trim(coefficients)).flatMap(([factor, multiplicity]) => rootsOfFactor(factor, multiplicity));
	return all.sort((a, b) => Number(b.isReal) - Number(a.isReal) || a.re - b.re || a.im - b.im);
}

const asComplex = (whole: readonly bigint[]): readonly Complex[] =>
	whole.map((value) => ({ re: toNumber(ratio(value, whole.at(-1) ?? 1n)), im: 0 }));

function rootsOfFactor(factor: Coefficients, multiplicity: number): readonly Root[] {
	const roots: Root[] = [];
	let rest = factor;
	const whole = toIntegers(factor);
	const lead = whole.at(-1) ?? 1n;
	// A rational root in lowest terms has a denominator that divides the leading coefficient.
	for (const { re, im } of numericRoots(asComplex(whole))) {
		if (Math.abs(im) > 1e-6 * (1 + Math.abs(re)) || Math.abs(re * Number(lead)) > 1e15) continue;
		const guess = ratio(BigInt(Math.round(re * Number(lead))), lead);
		if (degree(rest) < 1 || !isZero(valueAt(rest, guess))) continue;
		rest = divide(rest, [minus(zero, guess), one]).quotient;
		roots.push({
			text: ratioText(guess),
			isExact: true,
			isReal: true,
			multiplicity,
			value: guess,
			re: toNumber(guess),
			im: 0,
			...(guess.d === 1n ? {} : { approximate: decimal(toNumber(guess)) }),
		});
	}
	if (degree(rest) === 2) return [...roots, ...quadraticRoots(toIntegers(rest), multiplicity)];
	if (degree(rest) < 1) return roots;
	const left = toIntegers(rest);
	for (const { re, im } of numericRoots(asComplex(left))) {
		const size = 1e-11 * (1 + Math.hypot(re, im));
		const tidy = { re: Math.abs(re) < size ? 0 : re, im: Math.abs(im) < size ? 0 : im };
		roots.push({ text: complexText(tidy), isExact: false, isReal: tidy.im === 0, multiplicity, ...tidy });
	}
	return roots;
}
