// Sums of plain numbers, exactly and at once: most of what is asked, without starting a maths library for it.
import { add, divide, multiply, parseRational, type Rational, toDecimal } from "./rational.js";

export interface PlainResult {
	readonly result: string;
	readonly type: "integer" | "decimal";
}

const maxLength = 300;
/** Significant digits that a decimal result may have without being rounded. */
const maxDigits = 16;
const maxBits = 20_000;

/**
 * `+ - * / ^`, brackets, and `15% of 240`, with integers and decimals. Undefined for everything else, for what is not a
 * whole or short decimal number in the end, and for anything doubtful: those are for the maths library.
 */
export const plainArithmetic = (expression: string): PlainResult | undefined => {
	if (expression.length > maxLength || !/^[\d.+\-*/^()%of\s]+$/.test(expression) || !/\d/.test(expression))
		return undefined;
	const tokens = expression.match(/\d+(?:\.\d+)?|%\s*of\b|[-+*/^()]|\S/g) ?? [];
	try {
		const reader = new Reader(tokens);
		const value = reader.sum();
		return reader.isAtEnd ? written(value, expression.includes(".")) : undefined;
	} catch {
		return undefined;
	}
};

class Reader {
	readonly #tokens: readonly string[];
	#at = 0;

	constructor(tokens: readonly string[]) {
		this.#tokens = tokens;
	}

	get isAtEnd(): boolean {
		return this.#at === this.#tokens.length;
	}

	sum(): Rational {
		let value = this.product();
		for (let sign = this.#take("+", "-"); sign !== undefined; sign = this.#take("+", "-")) {
			const next = this.product();
			value = checked(add(value, sign === "+" ? next : negated(next)));
		}
		return value;
	}

	product(): Rational {
		let value = this.signed();
		for (let sign = this.#take("*", "/"); sign !== undefined; sign = this.#take("*", "/")) {
			const next = this.signed();
			value = checked(sign === "*" ? multiply(value, next) : divide(value, next));
		}
		return value;
	}

	signed(): Rational {
		if (this.#take("-") === undefined) return this.power();
		return negated(this.signed());
	}

	power(): Rational {
		const base = this.single();
		if (this.#take("^") === undefined) return base;
		const { top, bottom } = this.power();
		const bits = base.top.toString(2).length + base.bottom.toString(2).length;
		if (bottom !== 1n || top < 0n || BigInt(bits) * top > maxBits) throw new RangeError("not plain");
		return { top: base.top ** top, bottom: base.bottom ** top };
	}

	single(): Rational {
		if (this.#take("(") !== undefined) {
			const value = this.sum();
			if (this.#take(")") === undefined) throw new RangeError("not closed");
			return value;
		}
		const value = parseRational(this.#tokens[this.#at++] ?? "");
		if (!/^%\s*of$/.test(this.#tokens[this.#at] ?? "")) return value;
		this.#at++;
		return multiply({ top: value.top, bottom: value.bottom * 100n }, this.signed());
	}

	#take(...wanted: readonly string[]): string | undefined {
		const token = this.#tokens[this.#at];
		if (token === undefined || !wanted.includes(token)) return undefined;
		this.#at++;
		return token;
	}
}

const negated = ({ top, bottom }: Rational): Rational => ({ top: -top, bottom });

const checked = (value: Rational): Rational => {
	if (value.top.toString(2).length + value.bottom.toString(2).length > maxBits) throw new RangeError("too large");
	return value;
};

/** A person who wrote no decimals is answered in fractions, which are not for here. */
const written = (value: Rational, hasDecimals: boolean): PlainResult | undefined => {
	const { top, bottom } = value;
	if (top % bottom === 0n) return { result: (top / bottom).toString(), type: "integer" };
	const { text, exact } = toDecimal(value, maxDigits);
	return hasDecimals && exact ? { result: text, type: "decimal" } : undefined;
};
