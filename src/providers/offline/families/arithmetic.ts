import { replaceNumberWords } from "../../../lib/number-words.js";
import { expressionOf } from "../language/math-forms.js";
import { type Clause, type Context, call, detailsOf, type Family, type Outcome, type Step, textOf } from "../plan.js";

/** Words that ask for a value without adding to its meaning. */
export const ask =
	/^(?:what do (?:you|i|we) get (?:if|when) (?:you|i|we)|what happens (?:if|when) (?:you|i|we)|(?:what(?: number| value| amount)?|which(?: number)?|how much|how many) (?:is|are|was|does|do|makes?|gives?|would be|will be|would|equals?|do you get (?:if|when) (?:you|i|we)|do i get (?:if|when) i|'s)|(?:calculate|compute|find|get|work out)(?: for)? (?:me|us)|calculate|compute|express|write|convert(?= [\d./ ]+ (?:to|into|as) (?:an? )?(?:fraction|decimal|percent))|work out|evaluate|figure out|find(?: out)?(?: me)?|determine|solve(?: this)?|get|give(?: me)?|show(?: me)?|tell me|say(?: me)?|state|name|identify|(?:calculate|compute|find|get|work out|convert)(?: for)? me|do the math on|do the maths? (?:of|for|on)?|math|calc|what do you get (?:if|when) (?:you|i|we)|what do (?:you|i) get for|how much do (?:you|i) get (?:if|when) (?:you|i)|return|print|output|say|what about|how about|the answer to|answer|result of|equals|i need)\b[\s:,]*(?:is |be )?(?:the )?(?:value of |result of |answer (?:to|of|for) |exact value of |following:? ?|expression |sum:? (?=\d+ ?[-+*]))?(?:the )?/i;

const stripAsk = (text: string): string => {
	let result = text
		.trim()
		.replace(/^do (?=[\d($])/i, "")
		.replace(/^(what is|how much is) (?:like|about|roughly|around|exactly) /i, "$1 ");
	for (let round = 0; round < 3; round++) {
		const shorter = result.replace(ask, "").trim();
		if (shorter === result || shorter === "") break;
		result = shorter;
	}
	return result
		.replace(/^(?:exact |full |precise |numeric |whole )*(?:value|number|result) of /i, "")
		.replace(/^(?:that|it) is (?=[\d(])/i, "")
		.replace(/^how many (?:[a-z]+ )?(?:is|are|makes?|would be) (?=[\d(])/i, "")
		.replace(/^(?:what|how much|how many) (.+) (?:is|are|equals|makes|would be|be)$/i, "$1")
		.replace(/\s+(?:equal to|equals?|be|make|come to|is|give|come out to)(?:\s+(?:what|to))?$/i, "")
		.replace(/\s*[=?]+\s*$/, "")
		.replace(/^(?:the )?(?:exact )?(?:value|result) of /i, "");
};

/** The last number that a calculation of this conversation gave. */
export function lastValue(context: Context): string | undefined {
	for (const outcome of [...context.earlier].reverse()) {
		if (outcome.isError) continue;
		const details = detailsOf(outcome);
		if (outcome.tool === "calculate" || outcome.tool === "convert_units") return textOf(details.result);
		if (outcome.tool === "statistics") return textOf(details.mean);
		if (outcome.tool === "read_file") return textOf(details.totalLines);
		if (outcome.tool === "list_directory") return textOf(details.files);
		if (outcome.tool === "find_files" || outcome.tool === "search_files") return textOf(details.total);
		if (outcome.tool === "date_math" && details.days !== undefined) return textOf(details.days);
	}
	return undefined;
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A fraction with its decimals, a decimal that was asked for first. */
export function shownResult(outcome: Outcome | undefined, preferDecimal = false): string {
	const details = detailsOf(outcome);
	const [result, approximate] = [textOf(details.result), textOf(details.approximate)];
	if (approximate === "" || details.type === "matrix") return result;
	return preferDecimal ? `${approximate} (${result})` : `${result} (${approximate})`;
}

/** A sentence of its own for what is no plain value: tests, factors, changes in per cent. */
function inWords(expression: string, result: string, approximate: string): string | undefined {
	const isTrue = result === "true";
	const prime = /^isPrime\((.*)\)$/.exec(expression)?.[1];
	if (prime !== undefined) return isTrue ? `Yes, ${prime} is a prime number.` : `No, ${prime} is not a prime number.`;
	const parity = /^(.+) mod 2 == ([01])$/.exec(expression);
	if (parity !== null) {
		const isEven = (parity[2] === "0") === isTrue;
		return `${isTrue ? "Yes" : "No"}, ${parity[1]} is ${isEven ? "even" : "odd"}.`;
	}
	const divisible = /^(.+) mod (.+) == 0$/.exec(expression);
	if (divisible !== null)
		return `${isTrue ? "Yes" : "No"}, ${divisible[1]} is ${isTrue ? "" : "not "}divisible by ${divisible[2]}.`;
	const list = /^(primeFactors|divisors)\((.*)\)$/.exec(expression);
	if (list !== null)
		return list[1] === "divisors"
			? `The divisors of ${list[2]} are ${result.replace(/^\[|\]$/g, "")}.`
			: `${list[2]} as a product of primes is ${result}.`;
	const change = /^\((.+) - (.+)\) \/ \2 \* 100$/.exec(expression);
	if (change !== null) {
		const amount = approximate || result;
		return `From ${change[2]} to ${change[1]} is ${amount.startsWith("-") ? "a decrease" : "an increase"} of ${amount.replace(/^-/, "")}%.`;
	}
	const primes = /^count\(primes\((\d+)(?:, (\d+))?\)\)$/.exec(expression);
	if (primes !== null)
		return `There are ${result} primes ${primes[2] === undefined ? `up to ${primes[1]}` : `from ${primes[1]} to ${primes[2]}`}.`;
	const extreme = /^(max|min)\(([^,()]+), ([^,()]+)\)$/.exec(expression);
	if (extreme !== null)
		return `Of ${extreme[2]} and ${extreme[3]} the ${extreme[1] === "max" ? "larger" : "smaller"} one is ${result}${approximate === "" ? "" : ` (${approximate})`}.`;
	const sorted = /^sort\(/.test(expression);
	return sorted ? `Sorted: ${result.replace(/^\[|\]$/g, "")}.` : undefined;
}

const answerFor =
	(subject: string) =>
	(outcomes: readonly Outcome[]): string => {
		const [outcome] = outcomes;
		const expression = textOf(detailsOf(outcome).expression);
		const result = textOf(detailsOf(outcome).result);
		const told = inWords(expression, result, textOf(detailsOf(outcome).approximate));
		if (told !== undefined) return told;
		const percent = /\/ .* \* 100$/.test(expression) ? "%" : "";
		const value =
			percent === ""
				? shownResult(outcome, !/fraction|simplif|reduce/.test(subject) && !/third|\d+\/\d+ *[-+]/.test(subject))
				: (textOf(detailsOf(outcome).approximate) || result) + percent;
		const isNoun =
			/^(?:[\d(\-−$€£.√[]|the |half|square|cube|sum|product|difference|gcd|lcm|prime|factorial|double|twice|triple|log|ln|sin|cos|tan|sqrt|remainder|greatest|least|lowest|highest|a |an |one |two |three )/.test(
				subject,
			);
		const isLong = subject.length > 60;
		if (/ans|that|it\b|result/.test(subject) || !isNoun || isLong) return `${expression} is ${value}.`;
		return `${capitalise(subject.replace(/ (?:in|into|to|as) (?:an? )?(decimal|fraction)\b/, " as a $1"))} is ${value}.`;
	};

/** One calculation; `ans` is filled in when it is planned. */
export const calculation = (
	expression: string,
	answer: (outcomes: readonly Outcome[]) => string,
	digits?: number,
): Step => ({
	refersBack: /\bans\b/.test(expression),
	plan: (context) => {
		const value = /\bans\b/.test(expression) ? lastValue(context) : "";
		if (value === undefined || (value === "" && /\bans\b/.test(expression)))
			return "There is no earlier result to go on from.";
		const filled = expression.replace(
			/\bans\b/g,
			/^[\d.]+$/.test(value) || expression === "ans" ? value : `(${value})`,
		);
		return [call("calculate", { expression: filled, ...(digits === undefined ? {} : { digits }) })];
	},
	answer,
});

/** A number alone is no request, and neither are names of constants. */
const isTrivial = (expression: string): boolean => /^-?[\d.]+$|^-?(?:ans|e|i)$|^\(?-?\d+\)?%?$/.test(expression);

function match(clause: Clause): Step | undefined {
	const subject = stripAsk(clause.lower);
	const digits =
		/^(.+?) (?:to|with) (\d+) (?:significant |decimal )?(?:digits|decimals|decimal places|places|significant figures)(?: of precision)?$/.exec(
			subject,
		);
	const asked = digits?.[1] === undefined || /\bround/.test(subject) ? undefined : expressionOf(digits[1]);
	if (digits !== null && asked !== undefined && /[a-z]/.test(asked)) {
		return calculation(
			asked,
			answerFor(digits[1] ?? ""),
			Math.min(1000, Number(digits[2]) + (asked === "pi" || asked === "e" ? 1 : 1)),
		);
	}
	const expression = expressionOf(subject) ?? expressionOf(replaceNumberWords(subject));
	if (expression === undefined || expression.length > 2000) return undefined;
	const wasAsked = subject !== clause.lower.trim();
	const isChanged =
		/(?:as|in|into|to) (?:an? )?(?:simplest |lowest )?(?:fraction|decimal|percent)/.test(subject) &&
		/[./]/.test(expression);
	if (isTrivial(expression) && !isChanged && !(wasAsked && /^(?:e|\(?-?\d+\)?%)$/.test(expression))) return undefined;
	// Dates look like subtractions.
	if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(subject)) return undefined;
	if (/^(?:pi|tau|phi|i|e)$/.test(expression) && !wasAsked) return undefined;
	return calculation(expression, answerFor(subject));
}

export const arithmetic: Family = {
	name: "arithmetic",
	gate: /\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|halve|third|quarter|pi|e|it|that|this|result|answer|number|plus|times|double|triple|twice|squared?|cubed?)\b|[πτ√²³]/,
	match,
};
