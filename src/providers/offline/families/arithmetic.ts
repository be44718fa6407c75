import { replaceNumberWords } from "../../../lib/number-words.js";
import { parseMath, parseMathList } from "../language/math-phrase.js";
import { type Clause, type Context, call, detailsOf, type Family, type Outcome, type Step, textOf } from "../plan.js";

/** Words that ask for a value without adding to its meaning. */
export const ask =
	/^(?:what do (?:you|i|we) get (?:if|when) (?:you|i|we)|what happens (?:if|when) (?:you|i|we)|(?:what(?: number| value| amount)?|which(?: number)?|how much|how many) (?:is|are|was|does|do|makes?|gives?|would be|will be|would|equals?|do you get (?:if|when) (?:you|i|we)|do i get (?:if|when) i|'s)|(?:calculate|compute|find|get|work out)(?: for)? (?:me|us)|calculate|compute|express|write|convert(?= [\d.]+ (?:to|into|as) (?:an? )?(?:fraction|decimal|percent))|work out|evaluate|figure out|find(?: out)?(?: me)?|determine|solve(?: this)?|get|give(?: me)?|show(?: me)?|tell me|say(?: me)?|state|name|identify|(?:calculate|compute|find|get|work out|convert)(?: for)? me|do the math on|do the maths? (?:of|for|on)?|math|calc|what do you get (?:if|when) (?:you|i|we)|what do (?:you|i) get for|how much do (?:you|i) get (?:if|when) (?:you|i)|return|print|output|say|what about|how about|the answer to|answer|result of|equals|i need)\b[\s:,]*(?:is |be )?(?:the )?(?:value of |result of |answer (?:to|of|for) |exact value of |following:? ?|expression |sum:? (?=\d+ ?[-+*]))?(?:the )?/i;

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
		.replace(/^(?:what|how much|how many) (.+) (?:is|are|equals|makes|would be|be)$/i, "$1")
		.replace(/\s+(?:equal to|equals?|be|make|come to|is|give|come out to)(?:\s+(?:what|to))?$/i, "")
		.replace(/\s*[=?]+\s*$/, "")
		.replace(/^(?:the )?(?:exact )?(?:value|result) of /i, "");
};

type Build = (...values: string[]) => string;

const group = (value: string): string => (/^[\w.]+$|^\w*\([^()]*\)$/.test(value) ? value : `(${value})`);
/** The number before a percent sign, whichever way it was written. */
const P = String.raw`(\S+|\d[\d.]* and a half|[a-z]+(?:[- ][a-z]+)?)\s*(?:%|per ?cent|pct)`;

/** Phrasings whose parts are arithmetic themselves. Each group is parsed on its own. */
const forms: readonly (readonly [RegExp, Build])[] = [
	[
		new RegExp(`^${P} (?:off|discount on|less than|discount off)(?: of)? (.+)$`),
		(p, b) => `${group(b)} * (1 - ${p}/100)`,
	],
	[
		new RegExp(`^(.+?) (?:with|after|at|minus|less)(?: an?)? ${P} (?:off|discount|reduction)$`),
		(b, p) => `${group(b)} * (1 - ${p}/100)`,
	],
	[
		new RegExp(
			`^(?:price of |cost of )?(.+?) (?:with|after|plus|and|\\+|including)(?: an?)? ${P} (?:tip|tax|vat|increase|markup)$`,
		),
		(b, p) => `${group(b)} * (1 + ${p}/100)`,
	],
	[new RegExp(`^(?:increase|raise|grow) (.+?) by ${P}$`), (b, p) => `${group(b)} * (1 + ${p}/100)`],
	[new RegExp(`^(?:decrease|reduce|lower|cut|drop) (.+?) by ${P}$`), (b, p) => `${group(b)} * (1 - ${p}/100)`],
	[new RegExp(`^(.+?) (?:increased|raised|grown) by ${P}$`), (b, p) => `${group(b)} * (1 + ${p}/100)`],
	[new RegExp(`^(.+?) (?:decreased|reduced|lowered) by ${P}$`), (b, p) => `${group(b)} * (1 - ${p}/100)`],
	[new RegExp(`^add ${P} to (.+)$`), (p, b) => `${group(b)} * (1 + ${p}/100)`],
	[
		new RegExp(`^(?:subtract|take|deduct|remove) ${P} (?:off |from |of )+(.+)$`),
		(p, b) => `${group(b)} * (1 - ${p}/100)`,
	],
	[new RegExp(`^(.+?) (?:plus|\\+) ${P}$`), (b, p) => `${group(b)} * (1 + ${p}/100)`],
	[new RegExp(`^(.+?) (?:minus|-) ${P}$`), (b, p) => `${group(b)} * (1 - ${p}/100)`],
	[
		new RegExp(
			`^(?:an? )?${P} (?:tip|tax|vat|interest|commission|gratuity|service charge|sales tax)(?: (?:on|of|for|from|for a bill of))+ (?:an? )?(?:bill of )?(.+?)(?: bill| meal| check| purchase)?$`,
		),
		(p, b) => `${p}% of ${group(b)}`,
	],
	[
		/^(?:what |which )?percent(?:age)? of (.+?) (?:is|are|would be) (.+)$/,
		(whole, part) => `${group(part)} / ${group(whole)} * 100`,
	],
	[
		/^(.+?) (?:is|are|makes?) (?:what|which|how many|how much) (?:%|percent(?:age)?) of (.+)$/,
		(part, whole) => `${group(part)} / ${group(whole)} * 100`,
	],
	[
		/^(?:\S+ ){0,5}?(?:grew|grown|rose|risen|went|gone|increased|decreased|dropped|fell|changed|climbed|moved|shrank|jumped)(?: up| down)? from (.+?) to (.+?)[,;:]? (?:that is |by )?(?:what(?: is| was)? |how (?:much|many) )?(?:the |a |in )*(?:percent(?:age)?|pct|%)(?: is that)?(?: (?:change|increase|decrease|growth|difference|drop|rise))?$/,
		(a, b) => `(${b} - ${group(a)}) / ${group(a)} * 100`,
	],
	[
		/^(.+?) out of (\S+)(?: [a-z ]+)?[,;:]? (?:is |what is that |is that |that is |expressed |written )?(?:as|in|is|is what|what) (?:an? |what )?(?:percent(?:age)?|pct|%)$/,
		(part, whole) => `${group(part)} / ${group(whole)} * 100`,
	],
	[/^(.+?) as (?:an? )?(?:%|percent(?:age)?) of (.+)$/, (part, whole) => `${group(part)} / ${group(whole)} * 100`],
	[
		/^(?:the )?(?:percent(?:age)?|pct|%) ?(?:change|increase|decrease|growth|difference|drop|rise|gain|loss) ?(?:(?:when|if) (?:going|it goes|changing) )?(?:from|between|of|:)? ?(\S+?) ?(?:to|and|->|→|=>) ?(\S+)$/,
		(a, b) => `(${b} - ${group(a)}) / ${group(a)} * 100`,
	],
	[/^(.+?) as (?:an? )?percent(?:age)?$/, (a) => `${group(a)} * 100`],
	[/^(?:add|sum)(?: up)?(?: together)? (.+?) (?:and|to|with|plus) (.+)$/, (a, b) => `${b} + ${a}`],
	[/^(?:what (?:do|does) )?(.+?) and (.+?) (?:add up|sum up|sum|come|amount)(?: to)?$/, (a, b) => `${a} + ${b}`],
	[/^(?:subtract|take|deduct|remove)(?: away)? (.+?)(?: away)? from (.+)$/, (a, b) => `${b} - ${group(a)}`],
	[/^(?:subtract|take away) (.+)$/, (a) => `ans - ${group(a)}`],
	[/^(.+?) subtracted from (.+)$/, (a, b) => `${b} - ${group(a)}`],
	[/^(?:add) (.+)$/, (a) => `ans + ${a}`],
	[/^multiply (.+?) (?:by|with|and|times) (.+)$/, (a, b) => `${group(a)} * ${group(b)}`],
	[/^multiply by (.+)$/, (a) => `ans * ${group(a)}`],
	[/^(?:divide|split) (.+?) (?:by|with|into) (.+)$/, (a, b) => `${group(a)} / ${group(b)}`],
	[/^divide by (.+)$/, (a) => `ans / ${group(a)}`],
	[
		/^(?:raise) (.+?) to (?:the )?(?:power (?:of )?)?(.+?)(?:st|nd|rd|th)?(?: power)?$/,
		(a, b) => `${group(a)}^${group(b)}`,
	],
	[/^(?:the )?difference (?:between|of) (.+?) (?:and|from) (.+)$/, (a, b) => `abs(${group(a)} - ${group(b)})`],
	[/^(?:the )?quotient (?:of|between) (.+?) and (.+)$/, (a, b) => `${group(a)} / ${group(b)}`],
	[
		/^(?:the )?remainder (?:of|when|from|if|for)(?: dividing)? ?(.+?)(?: is)? (?:divided by|\/|and|mod|by) (.+)$/,
		(a, b) => `${group(a)} mod ${group(b)}`,
	],
	[
		/^(?:divide )?(.+?) (?:divided )?by (.+?) (?:and )?(?:give(?: me)?|what is|find) (?:the )?remainder$/,
		(a, b) => `${group(a)} mod ${group(b)}`,
	],
	[
		/^(?:what is left|what remains) (?:when|if|after) (?:you )?divid(?:e|ing) (.+?) by (.+)$/,
		(a, b) => `${group(a)} mod ${group(b)}`,
	],
	[/^ratio (?:of|between) (.+?) (?:to|and) (.+)$/, (a, b) => `${group(a)} / ${group(b)}`],
	[
		/^(?:the )?hypotenuse (?:of|for) (?:a )?(?:(?:right )?triangle )?(?:with )?(?:sides |legs )?(.+?) (?:and|by) (.+)$/,
		(a, b) => `sqrt(${group(a)}^2 + ${group(b)}^2)`,
	],
	[/^(?:the )?factorial (?:of )?(.+)$/, (a) => `${group(a)}!`],
	[
		/^(?:how many ways (?:can (?:i|you|we)|to) )?(?:choose|pick|select) (\S+) (?:items? |things? |people |cards? )?(?:from|out of|of) (\S+)(?: items?| things?| people| cards?)?$/,
		(k, n) => `combinations(${n}, ${k})`,
	],
	[
		/^(?:the )?(?:number of )?combinations? of (\S+) (?:choose|taken|things? taken|items? taken|items? chosen|objects taken) (\S+)(?: at a time)?$/,
		(n, k) => `combinations(${n}, ${k})`,
	],
	[
		/^(?:the )?(?:number of )?permutations? of (\S+) (?:taken|things? taken|items? taken|objects taken|choose) (\S+)(?: at a time)?$/,
		(n, k) => `permutations(${n}, ${k})`,
	],
	[
		/^(?:how many ways (?:can (?:i|you|we)|to) )?(?:arrange|order|permute) (\S+)(?: different| distinct)?(?: items?| things?| people| books| objects| letters)?$/,
		(n) => `${n}!`,
	],
	[/^(?:the )?(\S+?)(?:st|nd|rd|th)? fibonacci(?: number)?$/, (n) => `fibonacci(${n})`],
	[/^(?:the )?fibonacci(?: number)?(?: of)? (\S+)$/, (n) => `fibonacci(${n})`],
	[/^(?:the )?(\S+?)(?:st|nd|rd|th)? prime(?: number)?$/, (n) => `nthPrime(${n})`],
	[
		/^(?:the )?next prime(?: number)? (?:after|above|following|bigger than|greater than|larger than) (\S+)$/,
		(n) => `nextPrime(${n})`,
	],
	[
		/^(?:the )?(?:first|smallest) prime(?: number)? (?:after|above|greater than|larger than|bigger than) (\S+)$/,
		(n) => `nextPrime(${n})`,
	],
	[
		/^(?:the )?(?:largest|last|biggest|previous) prime(?: number)? (?:below|under|before|less than|smaller than) (\S+)$/,
		(n) => `previousPrime(${n})`,
	],
	[
		/^(?:list |find )?(?:all )?(?:the )?prime(?: number)?s? (?:below|under|up to|less than|smaller than|until) (\S+)$/,
		(n) => `primes(${n})`,
	],
	[
		/^(?:list |find )?(?:all )?(?:the )?prime(?: number)?s? (?:between|from) (\S+) (?:and|to) (\S+)$/,
		(a, b) => `primes(${a}, ${b})`,
	],
	[
		/^(?:is|check (?:if|whether)|test (?:if|whether)|if|whether) (\S+)(?: is)? (?:a )?prime(?: number)?(?: or not)?$/,
		(n) => `isPrime(${n})`,
	],
	[/^(?:is) (\S+) (?:divisible by|a multiple of) (\S+)$/, (a, b) => `${a} mod ${b} == 0`],
	[/^(?:is) (\S+) (even|odd)$/, (a, kind) => `${a} mod 2 == ${kind === "even" ? 0 : 1}`],
	[
		/^(?:the )?(?:prime factors?|prime factori[sz]ation|prime decomposition|factori[sz]ation|prime factors list) (?:of|for) (\S+)$/,
		(n) => `primeFactors(${n})`,
	],
	[
		/^(?:factori[sz]e|factor|prime factori[sz]e)(?: the number)? (\d\S*)(?: into (?:its )?prime(?:s| factors| numbers))?$/,
		(n) => `primeFactors(${n})`,
	],
	[
		/^(?:(?:break|decompose|split|write|express|give|put|present) )?(\d+) (?:down )?(?:in|into|as|to)(?: an?| the)?(?: product of)? ?(?:its |the )?(?:prime factors?|primes|prime numbers|prime factor form|index form)$/,
		(n) => `primeFactors(${n})`,
	],
	[
		/^(?:make |do |give |find )?(?:the |a )?(?:decomposition|factori[sz]ation|breakdown) of (\S+) (?:in|into|to) (?:its )?(?:prime factors|primes|factors)$/,
		(n) => `primeFactors(${n})`,
	],
	[/^(?:list )?(?:all )?(?:the )?(?:divisors?|factors) (?:of|for) (\S+)$/, (n) => `divisors(${n})`],
	[/^(?:the )?(?:sum of (?:the )?digits|digit sum|digital sum) (?:of|in) (\S+)$/, (n) => `digitSum(${n})`],
	[
		/^round(?: off)? (.+?) (?:to|until|at|with|on) (?:the )?(?:nearest )?(\S+) (?:decimals?(?: places?)?|places|digits|dp|decimal points?)(?: after the (?:decimal )?point)?$/,
		(a, n) => `round(${a}, ${n})`,
	],
	[
		/^(.+?) (?:rounded|round|rounding) to (?:the )?(?:nearest )?(\S+) (?:decimals?(?: places?)?|places|digits|dp|decimal points?)$/,
		(a, n) => `round(${a}, ${n})`,
	],
	[
		/^(?:round )?(.+?) (?:rounded )?to the nearest (?:whole number|whole|integer|unit|one|full number|int)$/,
		(a) => `round(${a.replace(/^round /, "")})`,
	],
	[/^round(?: off)? (.+?) to (?:a|an) (?:whole number|integer)$/, (a) => `round(${a})`],
	[
		/^(?:round )?(.+?) (?:rounded )?to (?:the )?nearest (ten|hundred|thousand|million|tenth|hundredth|thousandth)s?$/,
		(a, place) => `round(${a}, ${places[place] ?? 0})`,
	],
	[/^(?:round )?(.+?) (?:rounded )?to (?:the )?nearest (\d+)$/, (a, step) => `round(${group(a)} / ${step}) * ${step}`],
	[
		/^round (\S+) (?:up|upwards?)(?: to (?:the |a )?(?:next|nearest|closest)?(?: higher)? ?(?:whole number|integer|whole|unit|int))?$/,
		(a) => `ceil(${a})`,
	],
	[
		/^round (\S+) (?:down|downwards?)(?: to (?:the |a )?(?:next|nearest|closest)?(?: lower)? ?(?:whole number|integer|whole|unit|int))?$/,
		(a) => `floor(${a})`,
	],
	[/^round(?:ed)? up (.+)$|^(?:the )?(?:ceiling|ceil) of (.+)$/, (a) => `ceil(${a})`],
	[/^(.+?) rounded up$/, (a) => `ceil(${a})`],
	[/^round(?:ed)? down (.+)$|^(?:the )?floor of (.+)$/, (a) => `floor(${a})`],
	[/^(.+?) rounded down$/, (a) => `floor(${a})`],
	[/^round(?: off)? (.+)$/, (a) => `round(${a})`],
	[/^(.+?) (?:as|in|into|to) (?:an? )?(?:simplest |lowest )?(?:fraction|simplest form|lowest terms)$/, (a) => a],
	[/^(?:simplify|reduce) (?:the )?(?:fraction )?(\d+ ?\/ ?\d+)(?: to lowest terms)?$/, (a) => a],
	[/^(.+?) (?:as|in|into|to) (?:an? )?decimals?(?: number| form| fraction)?$/, (a) => a],
	[
		/^(.+?) (?:to|with) (\d+) (?:significant )?(?:digits|decimals|decimal places|places)(?: of precision)?$/,
		(a, n) => `round(${a}, ${n})`,
	],
	[/^(?:the )?(?:area) of (?:a )?circle (?:with|of) radius (?:of )?(.+)$/, (r) => `pi * ${group(r)}^2`],
	[/^(?:the )?circumference of (?:a )?circle (?:with|of) radius (?:of )?(.+)$/, (r) => `2 * pi * ${group(r)}`],
	[/^average speed$/, () => ""],
];

const places: Readonly<Record<string, number>> = {
	ten: -1,
	hundred: -2,
	thousand: -3,
	million: -6,
	tenth: 1,
	hundredth: 2,
	thousandth: 3,
};

/** Functions of a list: their words, and how the call is written. */
const lists: readonly (readonly [RegExp, (values: readonly string[]) => string])[] = [
	[
		/^(?:the )?(?:sum|total)(?: total)? (?:of|from) (?:the numbers? )?(?:from )?(\d+) (?:to|through|until) (\d+)$/,
		([range]) => range ?? "",
	],
	[
		/^(?:add|sum)(?: up)?(?: together)?(?: of)?(?: the)?(?: numbers?)?:? (.+?)(?: together| up)?$|^(?:the )?(?:sum|total) (?:of|for) (?:the )?(?:numbers? )?(.+)$/,
		(values) => values.join(" + "),
	],
	[
		/^(?:multiply)(?: together)?(?: the)?(?: numbers?)? (.+?)(?: together)?$|^(?:the )?product (?:of|from) (?:the )?(?:numbers? )?(.+)$/,
		(values) => values.map(group).join(" * "),
	],
	[
		/^(?:the )?(?:gcd|gcf|hcf|greatest common (?:divisor|factor|denominator)|highest common (?:factor|divisor)|largest common (?:factor|divisor)|biggest common (?:factor|divisor))(?: (?:of|between|for))? (.+)$/,
		(values) => `gcd(${values.join(", ")})`,
	],
	[
		/^(?:the )?(?:lcm|least common (?:multiple|denominator)|lowest common (?:multiple|denominator)|smallest common multiple)(?: (?:of|between|for))? (.+)$/,
		(values) => `lcm(${values.join(", ")})`,
	],
];

function fromForms(lower: string): string | undefined {
	const range =
		/^(?:the )?(?:sum|total) of (?:all )?(?:the )?(?:numbers|integers|whole numbers)? ?(?:from|between) (\d+) (?:to|through|until|and) (\d+)$/.exec(
			lower,
		);
	if (range !== null) return `sum(${range[1]}:${range[2]})`;
	for (const [pattern, build] of lists.slice(1)) {
		const match = pattern.exec(lower);
		const text = match?.slice(1).find((found) => found !== undefined);
		const values = text === undefined ? undefined : parseMathList(text);
		if (values !== undefined && values.length > 1) return build(values);
	}
	for (const [pattern, build] of forms) {
		const match = pattern.exec(lower);
		if (match === null) continue;
		const values = match.slice(1).filter((found) => found !== undefined);
		const parsed = values.map((value) =>
			/^(?:even|odd)$/.test(value) || places[value] !== undefined ? value : expressionOf(value),
		);
		if (parsed.every((value) => value !== undefined)) return build(...(parsed as string[]));
	}
	return undefined;
}

/** What a lower-case phrase says as an expression; `ans` stands for the earlier result. */
export function expressionOf(lower: string): string | undefined {
	const text = lower.replace(/^of /, "");
	return fromForms(text) ?? parseMath(text)?.expression;
}

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

const answerFor =
	(subject: string) =>
	(outcomes: readonly Outcome[]): string => {
		const [outcome] = outcomes;
		const expression = textOf(detailsOf(outcome).expression);
		const result = textOf(detailsOf(outcome).result);
		const test = /^isPrime\((.*)\)$/.exec(expression);
		if (test !== null)
			return `${test[1]} is ${result === "true" ? "" : "not "}${result === "true" ? "a prime number: yes" : "a prime number: no"}.`;
		if (/==/.test(expression))
			return `${result === "true" ? "Yes" : "No"}: ${expression.replace("==", result === "true" ? "is" : "is not")}.`;
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
		return `${capitalise(subject)} is ${value}.`;
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
