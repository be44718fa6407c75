// The resultant of two polynomials in two unknowns: a polynomial in one of them that is 0 where both are.
import { byPower, constantOf, type Polynomial, powersOf, substitute } from "./polynomial.ts";
import { minus, one, over, type Ratio, ratio, times, zero } from "./ratio.ts";
import { type Coefficients, divide, trim } from "./roots.ts";

export class NotSolvable extends Error {}

/** Of a polynomial in one unknown, from the constant one up. */
export const coefficientsOf = (a: Polynomial, name: string): Coefficients =>
	byPower(a, name).map((part) => constantOf(part) ?? zero);

const totalDegree = (a: Polynomial): number =>
	Math.max(...[...a.keys()].map((key) => [...powersOf(key).values()].reduce((sum, power) => sum + power, 0)));

/** The resultant as a polynomial in `kept`: its values at whole numbers (by Euclid's algorithm), interpolated (Newton). */
export function resultantOf(first: Polynomial, second: Polynomial, gone: string, kept: string): Coefficients {
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
