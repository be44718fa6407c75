// Values of mathjs as text: exact where they are, rounded to significant digits where not.
import type { BigNumber, Complex, Fraction, MathJsInstance } from "mathjs";

/** Significant digits of a rounded result unless asked otherwise. */
export const defaultDigits = 16;

const trimZeros = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** Digits of a terminating fraction, or undefined when its decimals never end or are more than 60. */
export function terminating(value: Fraction): string | undefined {
	let [rest, places] = [value.d, 0];
	for (const prime of [2n, 5n]) {
		let count = 0;
		while (rest % prime === 0n) [rest, count] = [rest / prime, count + 1];
		places = Math.max(places, count);
	}
	if (rest !== 1n || places > 60) return undefined;
	const digits = ((value.n * 10n ** BigInt(places)) / value.d).toString().padStart(places + 1, "0");
	const whole = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
	return `${value.s < 0n ? "-" : ""}${whole}`;
}

interface BigClass {
	new (text: string): BigNumber;
	clone(options: { readonly precision: number }): BigClass;
}

/** A fraction as a decimal of so many significant digits. */
export function decimalOf(math: MathJsInstance, value: Fraction, digits: number): string {
	const precise = terminating(value);
	if (precise !== undefined && precise.replace(/^-?0?\.?0*/, "").length <= digits) return precise;
	const Big = (math as unknown as { BigNumber: BigClass }).BigNumber;
	const Precise = Big.clone({ precision: digits + 10 });
	return formatBig(
		new Precise(value.n.toString()).div(new Precise(value.d.toString())).times(value.s < 0n ? -1 : 1),
		digits,
	);
}

export function formatBig(value: BigNumber, digits: number): string {
	if (value.isNaN()) return "undefined";
	if (!value.isFinite()) return value.isNegative() ? "-Infinity" : "Infinity";
	const rounded = value.toSignificantDigits(digits);
	const exponent = rounded.e;
	if (exponent < -10 || exponent > Math.max(digits, 30)) return rounded.toExponential().replace("e+", "e");
	return rounded.toFixed();
}

export const formatNumber = (value: number, digits: number): string =>
	Number.isFinite(value)
		? trimZeros(Math.abs(value) >= 1e21 ? value.toString() : Number(value.toPrecision(Math.min(15, digits))).toString())
		: value.toString();

/** Rounding noise of floating point (a part 1e-14 of the other one) is dropped. */
function formatComplex(value: Complex, digits: number): string {
	const size = Math.hypot(value.re, value.im);
	const [re, im] = [value.re, value.im].map((part) => (Math.abs(part) < size * 1e-14 ? 0 : part)) as [number, number];
	if (im === 0) return formatNumber(re, digits);
	const imaginary = Math.abs(im) === 1 ? "i" : `${formatNumber(Math.abs(im), digits)}i`;
	if (re === 0) return im < 0 ? `-${imaginary}` : imaginary;
	return `${formatNumber(re, digits)} ${im < 0 ? "-" : "+"} ${imaginary}`;
}

const maxShown = 2000;

/** One value, or a matrix of them in brackets. `asDecimal` writes fractions as decimals. */
export function formatValue(math: MathJsInstance, value: unknown, digits: number, asDecimal: boolean): string {
	const type = math.typeOf(value);
	if (type === "Fraction") {
		const fraction = value as Fraction;
		if (fraction.d === 1n) return (fraction.s * fraction.n).toString();
		return asDecimal ? decimalOf(math, fraction, digits) : `${fraction.s * fraction.n}/${fraction.d}`;
	}
	if (type === "BigNumber") return formatBig(value as BigNumber, digits);
	if (type === "number") return formatNumber(value as number, digits);
	if (type === "Complex") return formatComplex(value as Complex, digits);
	if (type === "Unit") return math.format(value as never, { precision: Math.min(digits, 16) });
	if (Array.isArray(value)) {
		if (value.length > maxShown) return `[${value.length} values]`;
		return `[${value.map((element) => formatValue(math, element, digits, asDecimal)).join(", ")}]`;
	}
	if (type === "DenseMatrix" || type === "SparseMatrix" || type === "ResultSet") {
		return formatValue(math, (value as { valueOf(): unknown }).valueOf(), digits, asDecimal);
	}
	return String(value);
}
