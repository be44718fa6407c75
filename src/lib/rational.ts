// Exact fractions of integers of any size, just enough to scale numbers without rounding.

export interface Rational {
	readonly top: bigint;
	/** Above 0. */
	readonly bottom: bigint;
}

/** `12.5`, `-3/4`, `1e-3`. Throws RangeError on anything else. */
export function parseRational(text: string): Rational {
	const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?(?:\/(\d+))?$/i.exec(
		text.trim().replaceAll(",", "").replace("−", "-"),
	);
	const [, sign, whole = "", decimals = "", exponent = "0", divisor = "1"] = match ?? [];
	if (match === null || whole + decimals === "" || BigInt(divisor) === 0n)
		throw new RangeError(`"${text}" is no number`);
	const shift = Number(exponent) - decimals.length;
	const digits = BigInt(whole + decimals) * (sign === "-" ? -1n : 1n);
	const power = 10n ** BigInt(Math.abs(shift));
	return shift >= 0
		? { top: digits * power, bottom: BigInt(divisor) }
		: { top: digits, bottom: power * BigInt(divisor) };
}

export const multiply = (a: Rational, b: Rational): Rational => ({ top: a.top * b.top, bottom: a.bottom * b.bottom });

/** Throws RangeError when `b` is 0. */
export const divide = (a: Rational, b: Rational): Rational => {
	if (b.top === 0n) throw new RangeError("division by zero");
	const sign = b.top < 0n ? -1n : 1n;
	return { top: a.top * b.bottom * sign, bottom: a.bottom * b.top * sign };
};

export const add = (a: Rational, b: Rational): Rational => ({
	top: a.top * b.bottom + b.top * a.bottom,
	bottom: a.bottom * b.bottom,
});

/** Decimal text, all of it where it ends within `digits` significant digits, else rounded half up to that many. */
export function toDecimal(value: Rational, digits: number): { readonly text: string; readonly exact: boolean } {
	if (value.top === 0n) return { text: "0", exact: true };
	const negative = value.top < 0n;
	const top = negative ? -value.top : value.top;
	const whole = top / value.bottom;
	// Places after the point: enough for `digits` significant digits; leading zeros after the point do not count.
	let places = digits - (whole === 0n ? 0 : whole.toString().length);
	if (whole === 0n) for (let scaled = top * 10n; scaled < value.bottom && places < digits + 60; scaled *= 10n) places++;
	places = Math.max(0, places);
	const scale = 10n ** BigInt(places);
	const scaled = (2n * top * scale + value.bottom) / (2n * value.bottom);
	const exact = scaled * value.bottom === top * scale;
	const text = scaled.toString().padStart(places + 1, "0");
	const shown = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/, "");
	return { text: `${negative && scaled !== 0n ? "-" : ""}${shown}`, exact };
}
