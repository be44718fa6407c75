// Arithmetic in words as tokens: idioms, ordinals, names of functions.
import { replaceNumberWords } from "../../../lib/number-words.js";

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

export const parts: Readonly<Record<string, number>> = {
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

export const functions = new Set(
	"sqrt cbrt ln log log10 log2 sin cos tan asin acos atan sinh cosh tanh exp abs floor ceil round sign gcd lcm max min mod factorial fibonacci isprime primefactors divisors nthroot combinations permutations conj re im sum prod mean median std variance det inv transpose trace hex bin oct tobase".split(
		" ",
	),
);

/** Words that multiply what follows them. */
export const times: Readonly<Record<string, string>> = {
	double: "2",
	twice: "2",
	triple: "3",
	thrice: "3",
	quadruple: "4",
	doubled: "2",
	tripled: "3",
	quadrupled: "4",
};

export const spelled: Readonly<Record<string, string>> = {
	isprime: "isPrime",
	primefactors: "primeFactors",
	nthroot: "nthRoot",
	tobase: "toBase",
};

export const constants = new Set(["pi", "e", "i", "tau", "phi", "ans"]);

/** Lower-case text as tokens, or undefined when a character fits nowhere. */
export function tokenize(text: string): readonly string[] | undefined {
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
