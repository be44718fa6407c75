// Derivatives, simplification, equations, matrices, number bases: requests whose operand is an expression as written.
import { replaceNumberWords } from "../../../lib/number-words.js";
import { parseMath } from "../language/math-phrase.js";
import { type Clause, call, detailsOf, type Family, type Step, step, textOf } from "../plan.js";
import { asExpression, calculate, isAlgebra } from "./algebra-words.js";
import { ask, calculation } from "./arithmetic.js";
import { baseOf, matchBases, matchLooseBases } from "./bases.js";

const orders: Readonly<Record<string, number>> = { second: 2, "2nd": 2, third: 3, "3rd": 3, fourth: 4, "4th": 4 };

/** "second derivative of x^4", "d^2/dx^2 x^4", "differentiate x^4 twice". */
function matchHigherDerivative(text: string): Step | undefined {
	const found =
		/^(?:the )?(second|2nd|third|3rd|fourth|4th) (?:order )?derivative(?: (?:of|for|from))? (.+?)(?: (?:with respect to|wrt|in terms of|by) ([a-z]))?(?: (?:at|when|for) (?:[a-z] ?= ?)?(-?[\d.]+))?$/i.exec(
			text,
		) ??
		/^d\^?([2-4²³]) ?\/ ?d([a-z])\^?[2-4²³] *(?:of )?(.+)$/i.exec(text) ??
		/^(?:differentiate|derive) (.+?) (twice|three times|two times)$/i.exec(text);
	if (found === null) return undefined;
	const isQuotient = /^d\^?[2-4²³]/i.test(text);
	const isTimes = /^d(?:ifferentiate|erive)/i.test(text);
	const count = isTimes
		? /three/i.test(found[2] ?? "")
			? 3
			: 2
		: (orders[(found[1] ?? "").toLowerCase()] ?? ({ "²": 2, "³": 3 }[found[1] ?? ""] || Number(found[1])));
	const expression = asExpression((isTimes ? found[1] : isQuotient ? found[3] : found[2]) ?? "");
	const letter =
		(isTimes ? undefined : isQuotient ? found[2] : found[3]) ??
		/(?<![a-z])[a-z](?![a-z(])/i.exec(expression)?.[0] ??
		"x";
	if (!isAlgebra(expression)) return undefined;
	const at = isTimes || isQuotient ? undefined : found[4];
	const name = ["", "", "second", "third", "fourth"][count] ?? "";
	return step(
		call("symbolic_math", {
			operation: "derive",
			expression,
			variable: letter,
			order: count,
			...(at === undefined ? {} : { at }),
		}),
		([outcome]) =>
			`The ${name} derivative of ${expression}${at === undefined ? "" : ` at ${letter} = ${at}`} is ${textOf(detailsOf(outcome).result)}.`,
	);
}

function matchDerivative(text: string): Step | undefined {
	const slope =
		/^(?:the )?(?:slope|gradient|(?:instantaneous )?rate of change) of (?:the (?:tangent (?:to|of)|curve|graph|function) )?(?:y ?= ?|f\(x\) ?= ?)?(.+?) (?:at|when|for)(?: the point)? (?:[a-z] ?= ?)?(-?[\d.]+)$/i.exec(
			text,
		);
	if (slope !== null) return matchDerivative(`derivative of ${slope[1]} at ${slope[2]}`);
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
			`${/[fgh] ?(?:['’′]{2}|[″"])|second derivative/i.test(text) ? "second " : ""}derivative of ${written[2]}${written[1] === undefined ? "" : ` with respect to ${written[1]}`}`,
		);
	if (found === null) return matchHigherDerivative(text);
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

export function match(clause: Clause): Step | undefined {
	const text = clause.text
		.replace(/^(?:make|do|take|build|form)(?: me)? (?=the |a )/i, "")
		.replace(ask, "")
		.replace(/^the /i, "")
		.trim();
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
	const prefixed = /^(0x[\da-f]+|0b[01]+|0o[0-7]+)$/.exec(lower)?.[1];
	if (prefixed !== undefined && lower !== clause.lower.trim()) return matchBases(`${prefixed} in decimal`);
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
	gate: /deriv|slope|gradient|rate of change|[fgh] ?['’′] ?\(|differentiat|\bd\^?[2-4²³]? ?\/ ?d[a-z]|simplif|expand|multiply out|=|equals|solve|roots?\b|solution|zeros?\b|\bbase\b|hex|binary|octal|denary|decimal|\b(?:bin|oct|dec)\b|0x|0b|\[|magnitude|modulus|absolute value|conjugate|real part|imaginary|[a-z]\d*\(/,
	match,
};
