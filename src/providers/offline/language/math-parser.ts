// Tokens of arithmetic to one expression.
import { constants, functions, parts, spelled, times } from "./math-tokens.js";

export class Parser {
	private at = 0;
	private readonly tokens: readonly string[];

	constructor(tokens: readonly string[]) {
		this.tokens = tokens;
	}

	/** The whole text as one expression. */
	all(): string | undefined {
		const result = this.sum(true);
		return result !== undefined && this.at === this.tokens.length ? result : undefined;
	}

	private peek(offset = 0): string {
		return this.tokens[this.at + offset] ?? "";
	}

	private take(...words: readonly string[]): boolean {
		if (!words.includes(this.peek())) return false;
		this.at++;
		return true;
	}

	private sum(mayContinue = false): string | undefined {
		// "plus 5" continues from the earlier result.
		const isContinued = mayContinue && /^[+*/^]$/.test(this.peek());
		let left = isContinued ? "ans" : this.product();
		if (isContinued) left = this.productFrom("ans");
		while (left !== undefined && /^[+-]$/.test(this.peek())) {
			const operator = this.peek();
			this.at++;
			const right = this.product();
			left = right === undefined ? undefined : `${left} ${operator} ${right}`;
		}
		return left;
	}

	private product(): string | undefined {
		return this.productFrom(this.unary());
	}

	private productFrom(start: string | undefined): string | undefined {
		let left = start;
		for (;;) {
			if (left === undefined) return undefined;
			if (this.take("^")) {
				const exponent = this.unary();
				left = exponent === undefined ? undefined : `${left}^${exponent}`;
				continue;
			}
			const operator = this.take("*") ? "*" : this.take("/") ? "/" : this.take("mod") ? "mod" : undefined;
			if (operator === undefined) {
				// 2(3+4), 3i and 2pi without a sign.
				if ((this.peek() === "(" || constants.has(this.peek()) || functions.has(this.peek())) && /[\d)]$/.test(left)) {
					const right: string | undefined = this.unary();
					left = right === undefined ? undefined : `${left} * ${right}`;
					continue;
				}
				return left;
			}
			const right = this.unary();
			left = right === undefined ? undefined : `${left} ${operator} ${right}`;
		}
	}

	private unary(): string | undefined {
		if (this.take("-")) {
			const value = this.unary();
			return value === undefined ? undefined : `-${value}`;
		}
		if (this.take("+")) return this.unary();
		const base = this.postfix();
		if (base === undefined || !this.take("^")) return base;
		const exponent = this.unary();
		return exponent === undefined ? undefined : `${base}^${exponent}`;
	}

	private postfix(): string | undefined {
		let value = this.primary();
		for (;;) {
			if (value === undefined) return undefined;
			if (this.take("!", "factorial")) value = `${value}!`;
			else if (/^(?:doubled|tripled|halved|quadrupled)$/.test(this.peek())) {
				const how = this.peek();
				this.at++;
				value = how === "halved" ? `${value} / 2` : `${value} * ${how === "doubled" ? 2 : how === "tripled" ? 3 : 4}`;
			} else if (this.take("squared")) value = `${value}^2`;
			else if (this.take("cubed")) value = `${value}^3`;
			else if (/^(?:degrees?|deg|°)$/.test(this.peek())) {
				this.at++;
				value = `(${value} deg)`;
			} else if (this.take("radians", "radian")) value = `${value}`;
			else if (this.peek() === "%" && !this.isRemainder()) {
				this.at++;
				if (this.take("of")) {
					const whole = this.unaryProduct();
					value = whole === undefined ? undefined : `${value}% of ${whole}`;
				} else value = `${value}%`;
			} else if (this.take("choose")) {
				const taken = this.primary();
				value = taken === undefined ? undefined : `combinations(${value}, ${taken})`;
			} else return value;
		}
	}

	/** `7 % 3` is a remainder, `7% of`, `7% + 1` are percentages. */
	private isRemainder(): boolean {
		const following = this.peek(1);
		return /^[\d(]/.test(following);
	}

	/** What "of" applies to: one value with its powers, in brackets where it needs them. */
	private unaryProduct(): string | undefined {
		const value = this.unary();
		return value === undefined || /^[\w.]+$/.test(value) ? value : `(${value})`;
	}

	private primary(): string | undefined {
		const token = this.peek();
		if (/^(?:\d|\.\d)/.test(token)) {
			this.at++;
			const divisor = parts[this.peek()];
			if (divisor !== undefined) {
				this.at++;
				return this.fraction(`${token}/${divisor}`);
			}
			if (this.peek() === "%" && this.isRemainder()) {
				this.at++;
				const right = this.primary();
				return right === undefined ? undefined : `${token} mod ${right}`;
			}
			return token;
		}
		if (token === "(") {
			this.at++;
			const inner = this.sum();
			return inner !== undefined && this.take(")") ? `(${inner})` : undefined;
		}
		if (token === "[") return this.matrix();
		if (constants.has(token)) {
			this.at++;
			return token;
		}
		const divisor = parts[token];
		if (divisor !== undefined) {
			this.at++;
			return this.fraction(`1/${divisor}`);
		}
		return this.phrase(token);
	}

	private fraction(text: string): string | undefined {
		if (!this.take("of")) return `(${text})`;
		const whole = this.unary();
		return whole === undefined ? undefined : `(${text}) * ${whole}`;
	}

	private matrix(): string | undefined {
		const start = this.at;
		let depth = 0;
		for (; this.at < this.tokens.length; this.at++) {
			const token = this.peek();
			if (token === "[") depth++;
			if (token === "]") depth--;
			if (!/^(?:[\d.]|[-+*/^(),[\];]|i$|e$|pi$)/.test(token)) return undefined;
			if (depth === 0) {
				this.at++;
				return this.tokens
					.slice(start, this.at)
					.join("")
					.replace(/(?<=\d)(?=\[)|,/g, (comma) => (comma === "," ? ", " : ""));
			}
		}
		return undefined;
	}

	private phrase(token: string): string | undefined {
		this.at++;
		const factor = times[token];
		if (factor !== undefined) {
			this.take("of");
			const value = this.unaryProduct();
			return value === undefined ? undefined : `${factor} * ${value}`;
		}
		if (token === "halve" || token === "halved") {
			const value = this.unaryProduct();
			return value === undefined ? undefined : `${value} / 2`;
		}
		if ((token === "square" || token === "cube") && (this.take("of") || /^(?:[\d(]|ans)/.test(this.peek()))) {
			const value = this.unaryProduct();
			return value === undefined ? undefined : `${value}^${token === "square" ? 2 : 3}`;
		}
		if (token === "root") {
			const degree = this.peek();
			if (degree === "of") return this.apply("sqrt");
			if (!/^[\d(]/.test(degree)) return undefined;
			this.at++;
			this.take("of");
			const value = this.unary();
			return value === undefined ? undefined : `nthRoot(${value}, ${degree})`;
		}
		if (token === "reciprocal" && this.take("of")) {
			const value = this.unaryProduct();
			return value === undefined ? undefined : `1 / ${value}`;
		}
		if (token === "inverse" && this.take("of")) {
			const value = this.unaryProduct();
			if (value === undefined) return undefined;
			return value.includes("[") ? `inv(${value})` : `1 / ${value}`;
		}
		if (token === "log" && this.take("base")) {
			const base = this.primary();
			this.take("of");
			const value = this.unary();
			return base === undefined || value === undefined ? undefined : `log(${value}, ${base})`;
		}
		if (token === "log" && this.take("of")) return this.apply("log10");
		return functions.has(token) ? this.apply(token) : undefined;
	}

	/** A function before its arguments in brackets, after "of", or right before one value. */
	private apply(name: string): string | undefined {
		const known = spelled[name] ?? name;
		if (this.take("(")) {
			const values: string[] = [];
			do {
				const value = this.sum();
				if (value === undefined) return undefined;
				values.push(value);
			} while (this.take(","));
			return this.take(")") ? `${known}(${values.join(", ")})` : undefined;
		}
		this.take("of", "from", "for");
		const value = this.unary();
		if (value === undefined) return undefined;
		const inner = /^\((.*)\)$/.exec(value)?.[1];
		return `${known}(${inner !== undefined && !inner.includes(")") ? inner : value})`;
	}
}
