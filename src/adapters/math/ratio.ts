// Fractions of integers of any size, in lowest terms with a positive denominator.
import { gcd } from "./integers.ts";

export interface Ratio {
	readonly n: bigint;
	readonly d: bigint;
}

/** Throws Error when `d` is 0. */
export function ratio(n: bigint, d = 1n): Ratio {
	if (d === 0n) throw new Error("It divides by zero");
	const common = gcd(n, d) * (d < 0n ? -1n : 1n);
	return common === 0n ? { n: 0n, d: 1n } : { n: n / common, d: d / common };
}

export const zero = ratio(0n);
export const one = ratio(1n);
export const plus = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.n, a.d * b.d);
export const over = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d, a.d * b.n);
export const isZero = (a: Ratio): boolean => a.n === 0n;
export const ratioText = ({ n, d }: Ratio): string => (d === 1n ? `${n}` : `${n}/${d}`);

/** The nearest double, for integers of any size. */
export function toNumber({ n, d }: Ratio): number {
	const [top, bottom] = [Number(n), Number(d)];
	if (Number.isFinite(top) && Number.isFinite(bottom)) return top / bottom;
	const bits = Math.max(n.toString(2).length, d.toString(2).length) - 1000;
	return Number(n >> BigInt(bits)) / Number(d >> BigInt(bits));
}
