// Derivatives, simplification, equations, matrices, number bases: requests whose operand is an expression as written.

import { replaceNumberWords } from "../../../lib/number-words.js";
import { unquote } from "../language/clean.js";
import { parseMath } from "../language/math-phrase.js";
import { type Clause, call, detailsOf, type Family, type Outcome, type Step, step, textOf } from "../plan.js";
import { ask, calculation } from "./arithmetic.js";

const looksAlgebraic = /^[\w\s.+\-*/^()=,'"[\]²³]+$/;

/** "x squared plus 3x" as `x^2 + 3x`, else as written. */
const asExpression = (text: string): string =>
	unquote(text)
		.replace(/^(?:the )?(?:function|expression|equation|polynomial|fraction)[: ]+/i, "")
		.replace(/^(?:f\(x\)|y)\s*=\s*/i, "")
		.replace(/\s+squared/gi, "^2")
		.replace(/\s+cubed/gi, "^3")
		.replace(/\s+to the (?:power (?:of )?)?(\d+)(?:st|nd|rd|th)?(?: power)?/gi, "^$1")
		.replace(/\bplus\b/gi, "+")
		.replace(/\bminus\b/gi, "-")
		.replace(/\btimes\b/gi, "*")
		.replace(/\b(?:divided by|over)\b/gi, "/")
		.replace(/\bequals?(?: to)?\b/gi, "=")
		.replace(/²/g, "^2")
		.replace(/³/g, "^3")
		.replace(/\b(sin|cos|tan|ln|log|exp|sqrt) (?:of )?([a-z])\b/gi, "$1($2)")
		.trim();

const words = /[a-z]{2,}/gi;
const known = /^(?:sin|cos|tan|ln|log|exp|sqrt|abs|asin|acos|atan|pi|cosh|sinh|tanh)$/i;
const isAlgebra = (text: string): boolean =>
	looksAlgebraic.test(text) && (text.match(words) ?? []).every((word) => known.test(word) || /^[xyz]{2}$/i.test(word));

const calculate = (expression: string, answer: (result: string, outcomes: readonly Outcome[]) => string): Step =>
	step(call("calculate", { expression }), (outcomes) => answer(textOf(detailsOf(outcomes[0]).result), outcomes));

function matchDerivative(text: string): Step | undefined {
	const found =
		/^(?:the )?(?:first )?derivative (?:of|for)? ?(.+?)(?: (?:with respect to|wrt|w\.r\.t\.?|in terms of|by|over) (?:the variable )?([a-z]))?(?: (?:at|when|for) (?:([a-z]) ?= ?)?(-?[\d.]+))?$/i.exec(
			text,
		) ??
		/^(?:differentiate|derive) (.+?)(?: (?:with respect to|wrt|by|for) ([a-z]))?(?: (?:at|when) (?:([a-z]) ?= ?)?(-?[\d.]+))?$/i.exec(
			text,
		) ??
		/^d\s?\/\s?d([a-z])\s*(?:of )?\(?(.+?)\)?$/i.exec(text);
	const written =
		/^(?:if |let |given |for |with |suppose )?(?:[fgh]\(([a-z])\)|y) ?= ?(.+?)(?:[,;.]| then| and)+ .*(?:[fgh] ?['’′]|prime\b|dy\/dx|derivative|differentiate|slope)/i.exec(
			text,
		);
	if (written !== null)
		return matchDerivative(
			`derivative of ${written[2]}${written[1] === undefined ? "" : ` with respect to ${written[1]}`}`,
		);
	if (found === null) return undefined;
	const isQuotient = /^d\s?\//i.test(text);
	const expression = asExpression((isQuotient ? found[2] : found[1]) ?? "");
	const letter =
		(isQuotient ? found[1] : (found[2] ?? found[3])) ?? /(?<![a-z])[a-z](?![a-z(])/i.exec(expression)?.[0] ?? "x";
	const at = isQuotient ? undefined : found[4];
	if (!isAlgebra(expression)) return undefined;
	const callText = `derivative(${expression}, ${letter}${at === undefined ? "" : `, ${at}`})`;
	return calculate(
		callText,
		(result) => `The derivative of ${expression}${at === undefined ? "" : ` at ${letter} = ${at}`} is ${result}.`,
	);
}

const baseNames: Readonly<Record<string, number>> = {
	hex: 16,
	hexadecimal: 16,
	binary: 2,
	octal: 8,
	decimal: 10,
	denary: 10,
	hexa: 16,
	bin: 2,
	oct: 8,
	dec: 10,
};
const baseWord = "(hex(?:adecimal|a)?|binary|octal|decimal|denary|bin|oct|dec|base[- ]?\\d+)";
const baseOf = (word: string): number => baseNames[word] ?? Number(/\d+/.exec(word)?.[0] ?? 10);

function matchBases(lower: string): Step | undefined {
	const digits = "(0x[\\da-f]+|0b[01]+|0o[0-7]+|[\\da-z]+)";
	const inWords = "(?:representation|form|notation|number|value|digits|code|format|system)?";
	const patterns: readonly (readonly [
		RegExp,
		(groups: readonly (string | undefined)[]) => readonly [string, string | undefined, string],
	])[] = [
		[
			new RegExp(
				`^(?:convert |turn |change |write |express |put |show |represent )?(?:the )?(?:number |value )?${digits} (?:\\(?(?:from|in|as) )?${baseWord}\\)? ?(?:number )?(?:to|into|in|as) ${baseWord} ?${inWords}$`,
			),
			([n, a, b]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(
				`^(?:convert |turn |change |write |express |put |show |represent )?(?:the )?${baseWord} (?:number |value )?${digits} (?:to|into|in|as) ${baseWord} ?${inWords}$`,
			),
			([a, n, b]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(
				`^(?:convert |turn |change |write |express |put |show |represent )?(?:the )?(?:decimal )?(?:number |value )?${digits} (?:to|into|in|as)(?: an?)? ${baseWord} ?${inWords}$`,
			),
			([n, b]) => [n ?? "", undefined, b ?? ""],
		],
		[
			new RegExp(`^(?:convert )?(?:the )?(?:number )?${digits} (?:to|into|in|as) ${baseWord} from ${baseWord}$`),
			([n, b, a]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(`^(?:the )?${baseWord} ${inWords} ?(?:of|for) (?:the )?(?:number |decimal )?${digits}$`),
			([b, n]) => [n ?? "", undefined, b ?? ""],
		],
		[
			new RegExp(`^(?:convert |turn )?(?:from )?${baseWord} (?:to|into) ${baseWord}:? ${digits}$`),
			([a, b, n]) => [n ?? "", a, b ?? ""],
		],
		[
			new RegExp(`^(?:what is |decode )?(?:the )?${baseWord} (?:number )?${digits}$`),
			([a, n]) => [n ?? "", a, "decimal"],
		],
	];
	for (const [pattern, pick] of patterns) {
		const match = pattern.exec(lower);
		if (match === null) continue;
		const [number, from, to] = pick(match.slice(1));
		const prefix: Readonly<Record<string, number>> = { "0x": 16, "0b": 2, "0o": 8 };
		const source = from === undefined ? (prefix[number.slice(0, 2)] ?? 10) : baseOf(from);
		const found = based(number, number.replace(/^0[xbo]/, ""), source, to);
		if (found !== undefined) return found;
	}
	return undefined;
}

const baseFiller =
	/\b(?:what|which|how much|how many|how|is|are|it|as|an?|the|in|to|into|from|of|for|number|numbers|value|digits?|equal|equals|written|expressed|shown|given|said|say|be|would|does|do|you|i|me|convert|converted|change|turn|write|express|give|show|form|format|notation|representation|representing|system|code|normal|plain|regular|port|\d+-bit|bits?|mean|means|stand|stands|translate|spelled|look|like|looks|looks like|encode|decode|calculate|find|using|with|corresponding|equivalent|version|that|and)\b|[,:;?()'"=]/g;

/** One number and one or two names of bases, whatever the order: "the number FF in hexadecimal, how much is in decimal". */
function matchLooseBases(lower: string): Step | undefined {
	if (lower.length > 120 || !/\b(?:hex|hexa|hexadecimal|binary|octal|decimal|denary)\b/.test(lower)) return undefined;
	const words = lower
		.replace(baseFiller, " ")
		.split(/\s+/)
		.filter((word) => word !== "");
	const isBase = (word: string): boolean => baseNames[word] !== undefined && word.length > 2;
	const numbers = words.filter((word) => !isBase(word));
	const bases = words.filter(isBase);
	const [digits = ""] = numbers;
	if (numbers.length !== 1 || bases.length === 0 || bases.length > 2 || !/^(?:0[xbo])?[\da-f]+$/.test(digits))
		return undefined;
	if (!/\d/.test(digits) && digits !== digits.replace(/[^a-f]/g, "")) return undefined;
	const prefix: Readonly<Record<string, number>> = { "0x": 16, "0b": 2, "0o": 8 };
	const all = lower.replace(/[,:;?()'"=]/g, " ").split(/\s+/);
	const at = all.indexOf(digits);
	const near = [...bases].sort((a, b) => Math.abs(all.indexOf(a) - at) - Math.abs(all.indexOf(b) - at));
	const plain = digits.replace(/^0[xbo]/, "");
	const own = prefix[digits.slice(0, 2)];
	// With one base named: digits that are no decimal number are in that base, and a decimal result is wanted.
	const source = own ?? (bases.length === 2 ? baseOf(near[0] ?? "") : /[a-f]/.test(plain) ? 16 : 10);
	const target =
		bases.length === 2 ? (near[1] ?? "") : /[a-f]/.test(plain) && own === undefined ? "decimal" : (bases[0] ?? "");
	return based(digits, plain, source, target);
}

function based(number: string, plain: string, source: number, to: string): Step | undefined {
	if ([...plain].some((digit) => Number.isNaN(Number.parseInt(digit, source)))) return undefined;
	const value = source === 10 ? plain : `fromBase("${plain}", ${source})`;
	const target = baseOf(to);
	const names: Readonly<Record<number, string>> = { 2: "bin", 8: "oct", 16: "hex" };
	const name = names[target];
	const expression = target === 10 ? value : name === undefined ? `toBase(${value}, ${target})` : `${name}(${value})`;
	if (/^\d+$/.test(expression)) return undefined;
	return calculate(
		expression,
		(result) =>
			`${number} in ${to} is ${result.replace(/^0[xbo]/, "")}${/^0[xbo]/.test(result) ? ` (${result})` : ""}.`,
	);
}

function matchMatrix(lower: string): Step | undefined {
	const found =
		/^(?:the )?(determinant|det|inverse|transpose|trace|eigenvalues|rank)(?: (?:of|for))?(?: the)?(?: matrix)?:? ?(\[.+\])$/.exec(
			lower,
		) ?? /^(transpose|invert)(?: the)?(?: matrix)? (\[.+\])$/.exec(lower);
	if (found !== null) {
		const names: Readonly<Record<string, string>> = { determinant: "det", inverse: "inv", invert: "inv" };
		const name = names[found[1] ?? ""] ?? found[1] ?? "";
		return calculate(
			`${name}(${found[2]})`,
			(result) => `The ${found[1] === "invert" ? "inverse" : found[1]} of ${found[2]} is ${result}.`,
		);
	}
	const product =
		/^(?:multiply |the product of |product of |multiply matrix |multiply the matri(?:x|ces) )?(?:matrix )?(\[\[.+\]\]) (?:by|and|times|with|\*|x|multiplied by) (?:the )?(?:matrix )?(\[.+\])$/.exec(
			lower,
		) ?? /^(\[\[.+?\]\])\s*\*\s*(\[.+\])$/.exec(lower);
	if (product !== null) return calculate(`${product[1]} * ${product[2]}`, (result) => `The product is ${result}.`);
	const sum =
		/^(?:add |the sum of |sum )?(?:the )?(?:matri(?:x|ces) )?(\[\[.+\]\]) (?:and|to|plus|\+) (?:the )?(?:matrix )?(\[\[.+\]\])$/.exec(
			lower,
		);
	if (sum !== null) return calculate(`${sum[1]} + ${sum[2]}`, (result) => `The sum is ${result}.`);
	const vector = /^(?:the )?(dot|cross|scalar|vector)(?: product)? (?:of|between) (\[.+?\]) and (\[.+\])$/.exec(lower);
	if (vector === null) return undefined;
	const name = vector[1] === "cross" || vector[1] === "vector" ? "cross" : "dot";
	return calculate(`${name}(${vector[2]}, ${vector[3]})`, (result) => `The ${name} product is ${result}.`);
}

function matchComplex(lower: string): Step | undefined {
	const found =
		/^(?:the )?(magnitude|modulus|absolute value|conjugate|complex conjugate|real part|imaginary part)(?: of)?(?: the)?(?: complex number)? \(?([\d.+\-*\s]*i[\d.+\-\s]*)\)?$/.exec(
			lower,
		);
	if (found === null) return undefined;
	const names: Readonly<Record<string, string>> = {
		conjugate: "conj",
		"complex conjugate": "conj",
		"real part": "re",
		"imaginary part": "im",
	};
	return calculate(
		`${names[found[1] ?? ""] ?? "abs"}(${found[2]?.trim()})`,
		(result) => `The ${found[1]} of ${found[2]?.trim()} is ${result}.`,
	);
}

/** The call as it would be written by hand: `sqrt(2) + gcd(4, 6)`. */
function matchWritten(text: string): Step | undefined {
	const isCall =
		/^[a-z_]\w*\(.*\)$/i.test(text) &&
		/^(?:derivative|simplify|solve|expand|gcd|lcm|sqrt|cbrt|nthRoot|log\d*|ln|exp|sin|cos|tan|det|inv|transpose|factorial|combinations|permutations|mean|median|std|round|floor|ceil|abs|hex|bin|oct|toBase|fromBase|isPrime|primeFactors|divisors|mod|pow|max|min|sum|prod|trace|cross|dot)\(/i.test(
			text,
		);
	return isCall ? calculation(text, (outcomes) => `${text} is ${textOf(detailsOf(outcomes[0]).result)}.`) : undefined;
}

function match(clause: Clause): Step | undefined {
	const text = clause.text.replace(ask, "").trim();
	const lower = text.toLowerCase();
	const back =
		/^(?:convert |turn |show |write |express )?(?:it|that|this|the result|the answer) (?:to|in|as|into)(?: an?)? (hex(?:adecimal)?|binary|octal)$/.exec(
			lower,
		);
	if (back !== null) {
		const name = baseOf(back[1] ?? "") === 16 ? "hex" : baseOf(back[1] ?? "") === 2 ? "bin" : "oct";
		return calculation(`${name}(ans)`, ([outcome]) => `In ${back[1]} it is ${textOf(detailsOf(outcome).result)}.`);
	}
	const derivative = matchDerivative(text);
	if (derivative !== undefined) return derivative;
	const simplified = /^(simplify|expand|multiply out)(?: the)?(?: expression)?:? (.+)$/i.exec(text);
	if (simplified !== null && isAlgebra(asExpression(simplified[2] ?? "")) && /[a-z]/i.test(simplified[2] ?? "")) {
		const expression = asExpression(simplified[2] ?? "");
		const verb = /^simplify/i.test(simplified[1] ?? "") ? "simplify" : "expand";
		return calculate(`${verb}(${expression})`, (result) => `${expression} is ${result}.`);
	}
	const equation =
		/^(?:(?:(?:what are|find|what is) )?(?:the )?(?:roots?|solutions?|zeros?) (?:of|to|for)(?: the equation)?|solve(?: the)?(?: equation)?(?: for [a-z])?:?|find [a-z] (?:if|when|such that|in)|what is [a-z] (?:if|when)|if|when) ?(.+?=.+?)(?:,? (?:what is|find|for|solve for) (?:the value of )?([a-z]))?$/i.exec(
			clause.text,
		);
	const zeros =
		/^(?:(?:what are|find|what is|determine|calculate) )?(?:the )?(?:roots?|zeros?|zeroes) (?:of|for)(?: the)?(?: (?:polynomial|function|equation|expression))?:? (?:f\([a-z]\) ?= ?)?([^=]*[a-z][^=]*)$/i.exec(
			clause.text,
		)?.[1];
	if (zeros !== undefined && isAlgebra(asExpression(zeros)) && /(?<![a-z])[a-z](?![a-z])/i.test(zeros))
		return calculate(
			`solve(${asExpression(zeros)} = 0)`,
			(result) => `The roots of ${asExpression(zeros)} are ${result}.`,
		);
	const equationText = asExpression(equation?.[1] ?? text);
	if (
		(equation !== null || /=/.test(equationText)) &&
		/^[^=]*[a-z][^=]*=[^=]+$|^[^=]+=[^=]*[a-z][^=]*$/i.test(equationText) &&
		isAlgebra(equationText) &&
		/(?<![a-z])[a-z](?![a-z])/i.test(equationText)
	) {
		return calculate(`solve(${equationText})`, (result) => `${equationText} gives ${result}.`);
	}
	const plain = parseMath(lower) === undefined;
	return (
		matchBases(lower) ??
		matchLooseBases(replaceNumberWords(lower)) ??
		matchMatrix(lower) ??
		matchComplex(lower) ??
		(plain || /[a-z]\(/i.test(text) ? matchWritten(text) : undefined)
	);
}

export const algebra: Family = {
	name: "algebra",
	gate: /deriv|[fgh] ?['’′] ?\(|differentiat|\bd ?\/ ?d[a-z]|simplif|expand|multiply out|=|equals|solve|roots?\b|solution|zeros?\b|\bbase\b|hex|binary|octal|denary|decimal|\b(?:bin|oct|dec)\b|0x|0b|\[|magnitude|modulus|absolute value|conjugate|real part|imaginary|[a-z]\d*\(/,
	match,
};
