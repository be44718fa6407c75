// Sums of decimals without rounding: whole numbers, one for each count of decimal places.

/** Past this a sum moves into a bigint. */
const nearlyUnsafe = 2 ** 52;

export class ExactSum {
	/** By decimal places: what has been added as plain integers. */
	private readonly small: number[] = [];
	private large: Map<number, bigint> | undefined;

	/** `value` is `text` as a number. */
	add(text: string, value: number): void {
		if (Number.isInteger(value) && Math.abs(value) <= nearlyUnsafe) {
			this.addSmall(0, value);
			return;
		}
		const point = text.indexOf(".");
		if (point !== -1 && text.length < 16 && !/[eE\s]/.test(text)) {
			const places = text.length - point - 1;
			this.addSmall(places, Number(text.slice(0, point) + text.slice(point + 1)));
			return;
		}
		const [, sign, whole = "", decimals = "", exponent = "0"] =
			/^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?\s*$/i.exec(text) ?? [];
		const places = decimals.length - Number(exponent);
		if (Math.abs(places) > 400) return;
		const digits = BigInt(`${whole}${decimals}` || "0") * (sign === "-" ? -1n : 1n);
		this.addLarge(Math.max(0, places), places < 0 ? digits * 10n ** BigInt(-places) : digits);
	}

	private addSmall(places: number, value: number): void {
		const sum = (this.small[places] ?? 0) + value;
		if (Math.abs(sum) < nearlyUnsafe) this.small[places] = sum;
		else {
			this.small[places] = 0;
			this.addLarge(places, BigInt(sum - value) + BigInt(value));
		}
	}

	private addLarge(places: number, value: bigint): void {
		this.large ??= new Map();
		this.large.set(places, (this.large.get(places) ?? 0n) + value);
	}

	/** As an integer of units of 10^-places. */
	total(): { readonly units: bigint; readonly places: number } {
		for (const [places, sum] of this.small.entries())
			if (sum !== undefined && sum !== 0) this.addLarge(places, BigInt(sum));
		this.small.length = 0;
		const places = Math.max(0, ...(this.large?.keys() ?? []));
		const units = [...(this.large ?? [])].reduce((sum, [own, value]) => sum + value * 10n ** BigInt(places - own), 0n);
		return { units, places };
	}

	addTotal(units: bigint, places: number): void {
		this.addLarge(places, units);
	}
}

/** `units` of 10^-places divided by `divisor`, as text: all digits where they end, else rounded to `digits` significant ones. */
export function decimalText(units: bigint, places: number, divisor = 1n, digits = 15): string {
	const isNegative = units < 0n;
	const top = isNegative ? -units : units;
	const bottom = divisor * 10n ** BigInt(places);
	const whole = top / bottom;
	const length = whole === 0n ? 0 : whole.toString().length;
	let zeros = 0;
	if (whole === 0n) for (let next = top * 10n; next > 0n && next < bottom && zeros < 400; next *= 10n) zeros++;
	const extra = divisor === 1n ? places : Math.max(0, digits - length + zeros);
	const scaled = (2n * top * 10n ** BigInt(extra) + bottom) / (2n * bottom);
	const text = scaled.toString().padStart(extra + 1, "0");
	const shown = extra === 0 ? text : `${text.slice(0, -extra)}.${text.slice(-extra)}`.replace(/\.?0+$/, "");
	return isNegative && /[1-9]/.test(shown) ? `-${shown}` : shown;
}

/** A number where nothing is lost by it, else its digits as text. */
export function exactNumber(text: string): number | string {
	const number = Number(text);
	return String(number) === text ? number : text;
}
