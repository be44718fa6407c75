// Arithmetic in words to one expression: "half of 12 plus the square root of 16" is (12/2) + sqrt(16). Everything has
// to be understood; one foreign word and the phrase is no arithmetic.
import { replaceNumberWords } from "../../../lib/number-words.js";

export interface MathPhrase {
	readonly expression: string;
	/** Holds `ans`, the earlier result. */
	readonly usesEarlier: boolean;
}

/** Words of several tokens that are one thing. */
const idioms: readonly (readonly [RegExp, string])[] = [
	[/\bpower from\b/g, "power of"],
	[/(?<![\d/.])(\d+) ?\/ ?(\d+) of (?=[$€£]? ?\d|it\b|that\b|the result)/g, "($1/$2) * "],
	[/(?<=\d)\s*(?:dollars?|euros?|bucks|pounds sterling|usd|eur|cents)\b/g, ""],
	[/[$€£]\s*(?=[\d.])/g, ""],
	[/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, "@"],
	[
		/\b(?:the|your|our) (?:last |previous |earlier |final |above )?(?:result|answer|outcome|number|value|total|sum|product)\b(?! of)/g,
		"ans",
	],
	[/\b(?:previous|last) (?:result|answer|value|number)\b/g, "ans"],
	[/\b(?:that|this) (?:number|result|answer|value|sum|total|product|amount)\b/g, "ans"],
	[/\b(?:that|it|this)\b(?! (?:many|is))/g, "ans"],
	[/\b(?:raised )?to the (\d+)(?:st|nd|rd|th)?(?: power)?\b(?! (?:nearest|decimals?|places?|digits?))/g, "^ $1"],
	[
		/\bto the power of\b|\braised to(?: the)?(?: power)?(?: of)?\b|\bto the power\b|\*\*|\b(?:in|at)(?: the)? power(?: of)?\b|\bpower of\b(?= \d)|\bpower\b(?= \d)/g,
		"^",
	],
	[/\b(\d+(?:\.\d+)?) to the (?:power of )?(\w+(?:th|rd|nd|st|second|third))(?: power)?\b/g, "$1 ^ #$2"],
	[/\b(?:multiplied by|multiply by|(?<=\d )multiply(?= \d)|times by|multiplied with)\b/g, "*"],
	[/\btimes\b|[×⋅·✕]/g, "*"],
	[/\b(?:the )?numbers? (?=-?\d)/g, ""],
	[
		/\b(half|halves|thirds?|quarters?|percent|root|square|cube|factorial|double|twice)(?: from| out of) (?=-?\d)/g,
		"$1 of ",
	],
	[/(?<=\d) outta (?=\d)/g, " out of "],
	[/(?<=\d ?(?:%|percent|per cent|pct)) from (?=\d)/g, " of "],
	[/\b(?:divided by|divide by|divided to|divided through|divided into|(?<=\d )divide(?= \d)|over)\b|÷/g, "/"],
	[/\b(?:plus|added to|increased by)\b(?! \d+(?:\.\d+)? ?(?:%|percent))/g, "+"],
	[/\bplus\b/g, "+"],
	[/\b(?:minus|less|take away|decreased by)\b(?! \d+(?:\.\d+)? ?(?:%|percent))/g, "-"],
	[/\bminus\b/g, "-"],
	[/[−–—]/g, "-"],
	[/\b(?:modulo|modulus|mod)\b/g, "mod"],
	[/(?<=\d)\s*(?:per ?cent|pct|percentage points?)\b/g, "%"],
	[/\bsquare ?root\b|\bsquareroot\b|√/g, "sqrt"],
	[/\bcube ?root\b|\bcubic root\b|∛/g, "cbrt"],
	[/\bnatural log(?:arithm)?\b/g, "ln"],
	[/\b(?:common log(?:arithm)?|log(?:arithm)? base 10|log ?10)\b/g, "log10"],
	[/\b(?:log(?:arithm)? base 2|binary log(?:arithm)?|log ?2)\b/g, "log2"],
	[/\blogarithm\b/g, "log"],
	[/\b(?:sine)\b/g, "sin"],
	[/\bcosine\b/g, "cos"],
	[/\btangent\b/g, "tan"],
	[/\b(?:arc|inverse )(sin|cos|tan)\b/g, "a$1"],
	[/\babsolute value\b|\bmagnitude\b|\bmodulus\b/g, "abs"],
	[/²/g, "^2"],
	[/³/g, "^3"],
	[/π/g, "pi"],
	[/\bnegative (?=[\d(])/g, "-"],
	[/(?<=\d)\s?x\s?(?=\d)|(?<=\d) x (?=[\d(])/g, "*"],
	[/\b(\d+)(?:st|nd|rd|th) root\b/g, "root $1"],
	[/\b(fourth|fifth|sixth|seventh|eighth|ninth|tenth) root\b/g, "root #$1"],
	[/\b(?:is )?equals?(?: to)?\s*(?:what|\?)?\s*$|\s*=\s*(?:\?|what)?\s*$/g, ""],
];

const ordinals: Readonly<Record<string, number>> = {
	second: 2,
	third: 3,
	fourth: 4,
	fifth: 5,
	sixth: 6,
	seventh: 7,
	eighth: 8,
	ninth: 9,
	tenth: 10,
	eleventh: 11,
	twelfth: 12,
	thirteenth: 13,
	fourteenth: 14,
	fifteenth: 15,
	sixteenth: 16,
	seventeenth: 17,
	eighteenth: 18,
	nineteenth: 19,
	twentieth: 20,
	thirtieth: 30,
	fortieth: 40,
	fiftieth: 50,
	sixtieth: 60,
	seventieth: 70,
	eightieth: 80,
	ninetieth: 90,
	hundredth: 100,
};
const parts: Readonly<Record<string, number>> = {
	half: 2,
	halves: 2,
	third: 3,
	thirds: 3,
	quarter: 4,
	quarters: 4,
	fourth: 4,
	fourths: 4,
	fifth: 5,
	fifths: 5,
	sixth: 6,
	sixths: 6,
	seventh: 7,
	sevenths: 7,
	eighth: 8,
	eighths: 8,
	ninth: 9,
	ninths: 9,
	tenth: 10,
	tenths: 10,
	hundredth: 100,
	hundredths: 100,
	thousandth: 1000,
	thousandths: 1000,
};
const functions = new Set(
	"sqrt cbrt ln log log10 log2 sin cos tan asin acos atan sinh cosh tanh exp abs floor ceil round sign gcd lcm max min mod factorial fibonacci isprime primefactors divisors nthroot combinations permutations conj re im sum prod mean median std variance det inv transpose trace hex bin oct tobase".split(
		" ",
	),
);
const spelled: Readonly<Record<string, string>> = {
	isprime: "isPrime",
	primefactors: "primeFactors",
	nthroot: "nthRoot",
	tobase: "toBase",
};
const constants = new Set(["pi", "e", "i", "tau", "phi", "ans"]);

/** Lower-case text as tokens, or undefined when a character fits nowhere. */
function tokenize(text: string): readonly string[] | undefined {
	let plain = replaceNumberWords(text.toLowerCase());
	for (const [pattern, replacement] of idioms) {
		plain =
			replacement === "@"
				? plain.replace(pattern, (number) => number.replaceAll(",", ""))
				: plain.replace(pattern, replacement);
	}
	plain = plain
		.replace(/#([\w-]+)/g, (_, word: string) => String(ordinals[word] ?? word))
		.replace(/\b(?:the|an?)\b/g, " ");
	const tokens =
		plain.match(
			/0x[0-9a-f]+|0b[01]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![a-df-z])|\.\d+|\d+(?:\.\d+)?|[a-z]+\d*|[-+*/^()%!,[\];°]|\S/g,
		) ?? [];
	return tokens.every((token) => /^(?:[\d.]|[a-z]|[-+*/^()%!,[\];°])/.test(token)) ? tokens : undefined;
}

class Parser {
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
			else if (this.take("squared")) value = `${value}^2`;
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
		const times: Readonly<Record<string, string>> = {
			double: "2",
			twice: "2",
			triple: "3",
			thrice: "3",
			quadruple: "4",
		};
		const factor = times[token];
		if (factor !== undefined) {
			this.take("of");
			const value = this.unaryProduct();
			return value === undefined ? undefined : `${factor} * ${value}`;
		}
		if (token === "halve") {
			const value = this.unaryProduct();
			return value === undefined ? undefined : `${value} / 2`;
		}
		if ((token === "square" || token === "cube") && (this.take("of") || /^(?:[\d(]|ans)/.test(this.peek()))) {
			const value = this.unaryProduct();
			return value === undefined ? undefined : `${value}^${token === "square" ? 2 : 3}`;
		}
		if (token === "root") {
			const degree = this.peek();
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

/** The expression that `text` says, or undefined when any part of it is not arithmetic. */
export function parseMath(text: string): MathPhrase | undefined {
	if (text.length > 500) return undefined;
	const tokens = tokenize(text.trim());
	if (tokens === undefined || tokens.length === 0) return undefined;
	const expression = new Parser(tokens).all();
	return expression === undefined ? undefined : { expression, usesEarlier: /\bans\b/.test(expression) };
}

/** "3, 5 and 9" as its members, each an expression. A number alone is a list of one. */
export function parseMathList(text: string): readonly string[] | undefined {
	const members = text
		.replace(/(?<=\d),(?=\d{3}(?!\d))(?=.*(?:, | and ))/g, "")
		.split(/\s*(?:,\s*(?:and|&)\s+|,\s*|;\s*|\s+and\s+|\s*&\s*|\s+(?=[\d-]))\s*/i)
		.filter((member) => member !== "");
	const expressions = members.map((member) => parseMath(member)?.expression);
	return expressions.length > 0 && expressions.every((expression) => expression !== undefined)
		? (expressions as string[])
		: undefined;
}
