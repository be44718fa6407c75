// Sums in the middle of talk: the figures and the words of arithmetic that stand there.
import { lazy } from "../../../lib/lazy.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { expressionOf } from "../language/math-forms.js";
import type { Scene } from "./scene.js";

const N = String.raw`(-?[$€£]?\s?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)`;
const money = "(?:\\s?(?:dollars?|euros?|bucks|pounds|usd|eur|chf|cents|quid))?";
const plain = (value: string | undefined): string => (value ?? "").replace(/[$€£,\s]/g, "");
const pct = "\\s?(?:%|per ?cent|pct)";

/** "1,240", "1.2 million" and "40k" as digits. */
const digits = (text: string): string =>
	replaceNumberWords(text.replace(/\bone (?=\d)/g, ""))
		.replace(
			/(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s?(k|million|billion|thousand|mio|mn)\b/gi,
			(_, value: string, scale: string) =>
				String(Number(value.replaceAll(",", "")) * (/^(?:k|th)/i.test(scale) ? 1e3 : /^b/i.test(scale) ? 1e9 : 1e6)),
		)
		.replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (found) => found.replaceAll(",", ""));

type Form = readonly [RegExp, (...groups: string[]) => string | undefined];

/** Measures of a list of numbers, as they are asked for. */
const measure =
	/\b(?:(?:sample |population )?(?:standard deviation|std\.? ?dev(?:iation)?|stdev|variance)|arithmetic mean|average|avg|mean|median|mode|range|quartiles|q[123]|interquartile range|iqr|max(?:imum)?|min(?:imum)?|highest|lowest|largest|smallest|biggest|sum|total|sum total|add up|altogether|p\d{2}|\d{1,2}(?:st|nd|rd|th) percentile|percentile)\b/g;

/** Three numbers or more (two when a measure is asked for) beside one another, in any punctuation. */
function listOf(text: string): { readonly list: string; readonly rest: string } | undefined {
	const found = [
		...text.matchAll(
			/\[?(?<![\w.])-?[$€£]?\d[\d,]*(?:\.\d+)?%?(?:(?:\s*[,;]\s*(?:and |then |& )?|\s+(?:and|&|then)\s+|\s+)-?[$€£]?\d+(?:\.\d+)?%?(?![\w]))+\]?/g,
		),
	].sort((a, b) => b[0].length - a[0].length)[0];
	if (found === undefined) return undefined;
	const members = found[0].match(/-?\d+(?:\.\d+)?/g) ?? [];
	return members.length < 2
		? undefined
		: {
				list: members.join(", "),
				rest: `${text.slice(0, found.index)} # ${text.slice(found.index + found[0].length)}`,
			};
}

/** A list of figures with a measure that is asked for. */
export function listGist(scene: Scene): readonly string[] {
	if (!scene.isAsked || scene.files.length + scene.urls.length + scene.codes.length > 0 || scene.text.length > 400)
		return [];
	const found = /\d\D+\d/.test(scene.text) ? statisticsOf(digits(scene.text.toLowerCase())) : undefined;
	return found === undefined || !/,.*,/.test(found) ? [] : [found];
}

function statisticsOf(lower: string): string | undefined {
	const found = listOf(lower);
	if (found === undefined) return undefined;
	const wanted = [...new Set([...found.rest.matchAll(measure)].map(([word]) => word))];
	if (wanted.length === 0 || /\b(?:gcd|lcm|common|product|multipl\w*|divid\w*|round\w*)\b/.test(found.rest))
		return undefined;
	if (
		/\d/.test(
			found.rest.replace(
				/\b\d{1,2}(?:st|nd|rd|th)? ?percentile|percentile \d+|\bp\d\d\b|\bq[1-4]\b|\b(?:19|20)\d\d\b/g,
				"",
			),
		)
	)
		return undefined;
	const nth = /(\d{1,2})(?:st|nd|rd|th) percentile|percentile (\d{1,2})\b|\bp(\d{2})\b/.exec(found.rest);
	if (nth !== null) return `${nth[1] ?? nth[2] ?? nth[3]}th percentile of ${found.list}`;
	const names = wanted.map((word) =>
		/sum|total|add up|altogether/.test(word)
			? "sum"
			: /avg/.test(word)
				? "average"
				: word
						.replace(/^(?:highest|largest|biggest)/, "maximum")
						.replace(/^q[123]$/, "quartiles")
						.replace(/^(?:lowest|smallest)/, "minimum"),
	);
	return `${[...new Set(names)].join(" and ")} of ${found.list}`;
}

/** Word for word what is asked, wherever it stands. Each is tried on the whole text. */
const buildForms = (): readonly Form[] => [
	// Changes in per cent
	[
		new RegExp(
			`(?:from|was|were|had|went|of|is|are|at)\\b[^\\d]*?${N}%?${money}[^\\d%]{0,60}?(?:to|and|now|then|,|vs\\.?|versus|->|→)[^\\d%]{0,60}?${N}%?${money}(?!\\d).*(?:percent\\w*|per cent|pct|%)`,
			"i",
		),
		(a, b) => `percentage change from ${plain(a)} to ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:percent\\w*|pct|%) ?(?:change|increase|decrease|growth|drop|rise|fall|difference|gain|loss)[^\\d]*?${N}${money}[^\\d%]*?(?:to|and|->|→|vs\\.?|into)[^\\d%]*?${N}`,
			"i",
		),
		(a, b) => `percentage change from ${plain(a)} to ${plain(b)}`,
	],
	// Shares
	[
		new RegExp(
			`${N}[^\\d%]{0,40}? (?:out of|of the|of|in|from)(?: the| a| our| my| total)* ${N}[^\\d%]*?(?:(?:as|in|is|what|which)[^\\d]*(?:percent\\w*|per cent|pct|%|share)|(?:percent\\w*|pct|%))`,
			"i",
		),
		(a, b) => `${plain(a)} is what percent of ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:what|which|how many)(?: is the)? (?:percent\\w*|per cent|pct|%|share|portion)(?: of)?[^\\d%]*?${N}[^\\d%]*?\\b(?:is|are|does|was|were|makes?)\\b[^\\d%]*?${N}(?:,? (?:in|as) (?:an? )?(?:percent\\w*|pct|%))?$`,
			"i",
		),
		(whole, part) => `${plain(part)} is what percent of ${plain(whole)}`,
	],
	[
		new RegExp(
			`(?:what|which|how many|how much)(?: is the)? (?:percent\\w*|per cent|pct|%|share|portion)[^\\d%]*?${N}[^\\d%]*?(?:of|out of|from)[^\\d%]*?${N}`,
			"i",
		),
		(part, whole) => `${plain(part)} is what percent of ${plain(whole)}`,
	],
	// More and less by a share
	[
		new RegExp(
			`${N}${money}(?: net| before tax| list price| base| bill| meal)*[^\\d]{0,20}?(?:plus|\\+|with|and|including|incl\\.?|add(?:ing)?|increase[sd]? by|raise[sd]? by|up by|grows? by)(?: an?| the)? ${N}${pct}`,
			"i",
		),
		(b, p) => `${plain(b)} * (1 + ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`(?:add|put|plus|charge|apply|increase)\\w*(?: an?| the)? ${N}${pct}(?: [a-z ]{1,30}?)? (?:to|on|onto|on top of)(?: the| a| my| our)*(?: [a-z]+){0,3}? ?${N}`,
			"i",
		),
		(p, b) => `${plain(b)} * (1 + ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d]{0,40}?(?:less|minus|-|reduced by|discounted by|decrease[sd]? by|cut by|down by|off by|lower(?:ed)? by|drops? by)(?: an?| the)? ${N}${pct}`,
			"i",
		),
		(b, p) => `${plain(b)} * (1 - ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d]{0,40}?(?:after|with|at|is|gets?|has|on)(?: an?| the)? ${N}${pct} (?:off|discount|reduction|deduction|cheaper|rebate|less|reduced)`,
			"i",
		),
		(b, p) => `${plain(b)} * (1 - ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`${N}${pct}(?: an?| the)? (?:off|discount|reduction|rebate|cheaper|deducted|less)(?: on| of| from| the| a| my| an| for)*(?: [a-z]+){0,5}? ${N}`,
			"i",
		),
		(p, b) => `${plain(b)} * (1 - ${plain(p)}/100)`,
	],
	[
		new RegExp(`${N}${pct} (?:[a-z]+ ){0,3}?(?:of|on|from|for)(?: (?!\\d)[a-z']+){0,6}? ${N}`, "i"),
		(p, b) => `${plain(p)}% of ${plain(b)}`,
	],
	[
		new RegExp(
			`\\binterest\\b.*?${N}${money} (?:at|with|of|for)[^\\d]{0,12}${N}${pct}(?:[^\\d]*(?:per|a|for|over|in|after) (?:1 |the |one )?(?:year|annum))?`,
			"i",
		),
		(b, p) => `${plain(p)}% of ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?:[a-z]+ ){1,3}?(?:costs?|come to|comes to|is|are|for|make|weigh)s? ${N}${money}(?: together| in total| altogether)?[,;.]? [^\\d]*(?:each|apiece|per (?:piece|unit|item)|(?:1|one|single) (?:[a-z]+ )?(?:costs?|weigh|piece)|1 [a-z]+)`,
			"i",
		),
		(n, b) => `${plain(b)} / ${plain(n)}`,
	],
	[
		new RegExp(
			`${N} (?:[a-z]+ ){1,4}?(?:and |, |who |which |that )?each(?: one| of them)? (?:[a-z]+ ){0,2}?(?:costs?|is|has|weighs?|gets?|pays?|at|for|takes?|holds?|earns?|with|contains?|needs?) (?:[a-z]+ ){0,2}?${N}${money}`,
			"i",
		),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d%]+?${N}${money} (?:a|per|each|an|for each|for a)\\b[^\\d%]*?(?:left|remains?|over|change)[^\\d%]*? ${N}`,
			"i",
		),
		(a, b, c) => `${plain(a)} - ${plain(b)} * ${plain(c)}`,
	],
	[
		new RegExp(
			`${N}[^\\d]+?${N}[^\\d]*?\\b(multipl\\w*|product|add|sum|subtract|difference|divide)\\b[^\\d]*?(?:those|them|these|the two|both|together|numbers|values|figures|each other|one another|up)?$`,
			"i",
		),
		(a, b, how) =>
			`${plain(a)} ${/^(?:mul|pro)/i.test(how) ? "*" : /^(?:add|sum)/i.test(how) ? "+" : /^div/i.test(how) ? "/" : "-"} ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?!and\\b|among|between)(?:(?!and\\b|among|between|share|split)[a-z]+ ){1,4}?${N}${money}(?: [a-z]+)? (?:each|apiece|a head|a person|per (?:person|head|piece|item|child))`,
			"i",
		),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}${money}[^\\d]*?\\b(half|(?:a |one )?third|(?:a |one )?quarter)(?: the)? (?:off|price|cheaper|discount)`,
			"i",
		),
		(a, share) => `${plain(a)} * (1 - 1/${/half/.test(share) ? 2 : /third/.test(share) ? 3 : 4})`,
	],
	[
		new RegExp(`(?:to|with) ${N} (?:decimal )?(?:places?|decimals?|digits)[^\\d]*?round[^\\d]*?${N}`, "i"),
		(places, a) => `round ${plain(a)} to ${plain(places)} decimal places`,
	],
	// What is left, and so many of this with so many of that
	[
		new RegExp(
			`${N}[^\\d%]+?${N}${money}[^\\d%]*?(?:what (?:remains|is left|'s left|do i have left|will be left|is the rest|stays)|how (?:much|many)[^\\d]*(?:left|remain\\w*|remains|over)|left over|remaining|the rest|difference)`,
			"i",
		),
		(a, b) => `${plain(a)} - ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?:[a-z]+ ){1,4}?(?:at|for|of|@|costing|x|×) ${N}${money}(?: each| per [a-z]+| a [a-z]+| apiece)?,? (?:and|plus|\\+|,|with) ${N} (?:[a-z]+ ){1,4}?(?:at|for|of|@|costing|x|×) ${N}`,
			"i",
		),
		(a, b, c, d) => `${plain(a)} * ${plain(b)} + ${plain(c)} * ${plain(d)}`,
	],
	// Sharing out, and so many of so much
	[
		new RegExp(
			`${N} (?!percent|%)[a-z]+ (?:[a-z]+ ){0,3}?(?:and|for|among|between|,) ${N} [a-z]+.*(?:each|apiece|per (?:person|head|child|guest|team|one|kid|day)|everyone|everybody) ?(?:[a-z]+ ){0,2}(?:get|gets|have|has|receive|receives|pay|pays|one|take|takes|owe|owes)?`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} [a-z]+ (?:[a-z]+ ){0,3}?(?:at|of|for|@|costing|x|×) ${N}${money}(?: each| per [a-z]+| a [a-z]+)?,? (?:plus|\\+|with|and|including)(?: an?)? ${N}${pct}`,
			"i",
		),
		(a, b, p) => `${plain(a)} * ${plain(b)} * (1 + ${plain(p)}/100)`,
	],
	[
		new RegExp(
			`(?:split|divid|shar|distribut)\\w* [^\\d]*?${N}${money}[^\\d]*?(?:among|amongst|between|by|over|into|across|with|for|to|on|through)\\w*[^\\d]*? ${N}`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}${money}(?: [a-z]+){0,4}? (?:split|divided|shared|distributed)(?: [a-z]+){0,3}? (?:among|amongst|between|by|over|into|across|for|to|through)(?: [a-z]+){0,2}? ${N}`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} (?!and\\b|minus\\b|plus\\b)(?:[a-z]+ ){1,5}?(?:at|of|for|with|costing|costs?|@|each costs?|each with|each at|each) ${N}${money}(?: [a-z]+)?,? ?(?:each|apiece|per|a piece|an? [a-z]+|every|a month|a day|a week|a year|total|altogether|what|how much|how many)`,
			"i",
		),
		(a, b) => `${plain(a)} * ${plain(b)}`,
	],
	[new RegExp(`${N} (?:times|x|×|multiplied (?:with|by)|\\*) ${N}`, "i"), () => undefined],
	// Whole numbers
	[
		new RegExp(
			`${N} (?:is |was |be |really |actually )*(?:an? )?(?:prime)|prime(?: number)?s?[^\\d]*?${N}$|\\b(?:is|whether|if|that)\\b[^\\d]{0,12}${N}[^\\d]*\\bprime`,
			"i",
		),
		(...found) => {
			const value = found.slice(0, 3).find((group) => group !== undefined);
			return value === undefined ? undefined : `is ${plain(value)} prime`;
		},
	],
	[
		new RegExp(
			`${N}[^\\d]*?(?:divisible by|a multiple of|divides evenly by|evenly divisible by|divide[sd]? (?:evenly )?by)[^\\d]*?${N}`,
			"i",
		),
		(a, b) => `is ${plain(a)} divisible by ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:gcd|gcf|hcf|(?:greatest|highest|largest|biggest) common (?:divisor|factor|denominator))[^\\d]*${N}[^\\d]+${N}`,
			"i",
		),
		(a, b) => `gcd of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(
			`${N}[^\\d]+${N}[^\\d]*(?:gcd|gcf|hcf|(?:greatest|highest|largest|biggest) common (?:divisor|factor|denominator))`,
			"i",
		),
		(a, b) => `gcd of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(`(?:lcm|(?:least|lowest|smallest) common (?:multiple|denominator))[^\\d]*${N}[^\\d]+${N}`, "i"),
		(a, b) => `lcm of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(`${N}[^\\d]+${N}[^\\d]*(?:lcm|(?:least|lowest|smallest) common (?:multiple|denominator))`, "i"),
		(a, b) => `lcm of ${plain(a)} and ${plain(b)}`,
	],
	[
		new RegExp(
			`(?:prime factor|factori[sz]|decompos|break down|product of primes)\\w*[^\\d]*${N}[^\\d]*$|${N}[^\\d]*(?:prime factor|into primes|into its prime|factori[sz])\\w*`,
			"i",
		),
		(a, b) => `prime factors of ${plain(a ?? b)}`,
	],
	[
		new RegExp(`(?:divisors|factors) of[^\\d]*${N}[^\\d]*$|what (?:numbers )?divides? ${N}`, "i"),
		(a, b) => `divisors of ${plain(a ?? b)}`,
	],
	[
		new RegExp(
			`remainder[^\\d]*${N}[^\\d]+${N}|${N}[^\\d]+(?:divided by|by|over|/)[^\\d]*${N}[^\\d]*(?:remainder|left over|leftover|rest)`,
			"i",
		),
		(a, b, c, d) => `${plain(a ?? c)} mod ${plain(b ?? d)}`,
	],
	// Roots, powers, rounding
	[
		new RegExp(`(?:square ?root|sqrt|√)[^\\d]{0,20}?${N}|${N}[^\\d]{0,30}?(?:square ?root|sqrt)`, "i"),
		(a, b) => `square root of ${plain(a ?? b)}`,
	],
	[
		new RegExp(`(?:cube ?root|cubic root)[^\\d]{0,20}?${N}|${N}[^\\d]{0,30}?(?:cube ?root|cubic root)`, "i"),
		(a, b) => `cube root of ${plain(a ?? b)}`,
	],
	[/(?:factorial)[^\d]{0,20}?(\d+)|(\d+)[^\d]{0,30}?factorial/i, (a, b) => `${plain(a ?? b)}!`],
	[
		new RegExp(
			`${N}[^\\d]*?(?:round\\w*)?[^\\d]*?(?:to|with|at|on|correct to) ${N} (?:decimal|digit|place|dp\\b|figure)`,
			"i",
		),
		(a, b) => `round ${plain(a)} to ${plain(b)} decimal places`,
	],
	[
		new RegExp(
			`round[^\\d]*?${N}[^\\d]*?(?:to|at|with|on|nearest)[^\\d]*? ${N} (?:decimal|digit|place|dp\\b|figure)`,
			"i",
		),
		(a, b) => `round ${plain(a)} to ${plain(b)} decimal places`,
	],
	[
		new RegExp(
			`(?:round)?[^\\d]*?${N}[^\\d]*?(?:nearest|closest|next|full|whole) (whole number|whole|integer|ten|hundred|thousand|million|tenth|hundredth|thousandth|number)s?\\b`,
			"i",
		),
		(a, place) => `round ${plain(a)} to the nearest ${/number|whole/.test(place) ? "integer" : place}`,
	],
	// Bases and fractions
	[
		/(?<![\w.])(0x[\da-f]+|0b[01]+|0o[0-7]+)\b(?: (?:is|equals?|=|gives|makes) \d+)?[^\d]*\b(decimal|hex(?:adecimal)?|binary|octal)\b/i,
		(a, base) => `${a} in ${base}`,
	],
	[/(?:decimal|base ?10|denary)[^\d]*(?<![\w.])(0x[\da-f]+|0b[01]+|0o[0-7]+)\b/i, (a) => `${a} in decimal`],
	[
		/\bhex(?:adecimal)?\b[^\d]*?\b([\da-f]+)\b[^\d]*\b(?:decimal|base ?10|normal|regular|ordinary)\b/i,
		(a) => `hex ${a} to decimal`,
	],
	[
		/\bbinary\b[^\d]*?\b([01]{3,})\b[^\d]*\b(?:decimal|base ?10|normal|regular|ordinary)\b|\b([01]{3,})\b[^\d]*\bbinary\b[^\d]*\b(?:decimal|normal|base ?10)\b/i,
		(a, b) => `binary ${a ?? b} to decimal`,
	],
	[
		/(?<![\w.])(\d+)\b[^\d]*?\b(?:in|to|as|into|for|look\w* like in|written in|representation)\b[^\d]*?\b(binary|hex(?:adecimal)?|octal)\b/i,
		(a, base) => `${a} in ${base}`,
	],
	[/\b(binary|hex(?:adecimal)?|octal)\b[^\d]*(?<![\w.])(\d+)\b[^\d]*$/i, (base, a) => `${a} in ${base}`],
	[/(?<![\w.])(\d*\.\d+)\b.*\bfraction\b|\bfraction\b.*(?<![\w.])(\d*\.\d+)\b/i, (a, b) => `${a ?? b} as a fraction`],
	[
		/(?<![\w./])(\d+ ?\/ ?\d+)(?![\w/.]).*\b(?:decimal|percent\w*)\b|\b(?:decimal|percent\w*)\b.*(?<![\w./])(\d+ ?\/ ?\d+)(?![\w/.])/i,
		(a, b) => `${a ?? b} as a decimal`,
	],
	[/(?:\|)(-?[\d.]+ ?[+-] ?[\d.]*i)\|/i, (a) => `magnitude of ${a}`],
	[/\b(?:modulus|magnitude|absolute value|length)\b[^\d(]*\(?(-?[\d.]+ ?[+-] ?[\d.]*i)\b/i, (a) => `magnitude of ${a}`],
];

const forms = lazy(buildForms);

const operators =
	/[-+*/^×÷=%!²³√]|\b(?:plus|minus|times|divided|multiplied|squared|cubed|power|root|sqrt|factorial|percent|mod|half|third|quarter|double|twice|triple|log|ln|sin|cos|tan|less|over|choose|derivative)\b/;
const mathWord =
	/^(?:multiply|divide|subtract|add|sum|difference|product|quotient|raise|increase|decrease|reduce|cubic|[\d.,]+%?|[-+*/^×÷%!()²³√|]+|plus|minus|times|divided|multiplied|by|with|of|to|the|power|square|cube|squared|cubed|root|sqrt|cbrt|factorial|percent|mod|modulo|half|third|quarter|double|twice|triple|log|log2|log10|ln|sin|cos|tan|less|over|choose|degrees|radians|pi|e|i|\(.*|.*\)|[\d.]+[!%²³)]+|[\d.]*[-+*/^×÷!]+.*|.*[-+*/^×÷!][\d.].*|[\d.]+i|base|natural|and|[\d.]+(?:st|nd|rd|th))$/;

/** The longest stretch that is arithmetic by itself and has all the figures of the text. */
function inner(lower: string): string | undefined {
	const words = lower.replace(/[?!.]+$/, (end) => (/\d!$/.test(lower) ? end : "")).split(" ");
	let best: string | undefined;
	for (let start = 0; start < words.length && best === undefined; start++) {
		if (!mathWord.test(words[start]?.replace(/[,;:]$/, "") ?? "")) continue;
		for (let end = words.length; end > start; end--) {
			const part = words
				.slice(start, end)
				.join(" ")
				.replace(/[,;:.?]+$/, "");
			if (!/\d/.test(part) || !operators.test(part)) continue;
			const outside = `${words.slice(0, start).join(" ")} ${words.slice(end).join(" ")}`;
			if (/(?<![a-z])\d/.test(outside)) break;
			const expression = expressionOf(part);
			if (expression === undefined || /^-?[\d.]+%?$|\bans\b/.test(expression)) continue;
			best = part;
			break;
		}
	}
	return best;
}

/** What is to be done with the matrices that are written out. */
function matrixOf(lower: string, matrices: readonly string[]): readonly string[] {
	const [first, second] = matrices;
	if (matrices.length === 1) {
		const what = /\b(determinant|det|inverse|invert|transpose|trace|rank|eigenvalues?)/.exec(lower)?.[1];
		const power = /\b(?:squared|cubed|to the (?:power (?:of )?)?(\d+))/.exec(lower);
		if (power !== null) return [`what is ${first}^${power[1] ?? (power[0] === "cubed" ? 3 : 2)}`];
		return what === undefined
			? []
			: [`${what.replace("invert", "inverse").replace(/eigenvalue$/, "eigenvalues")} of ${first}`];
	}
	if (matrices.length > 2) return [];
	if (/\b(?:sum|add|plus)\b|\]\s*\+\s*\[/.test(lower)) return [`add ${first} and ${second}`];
	return /\b(?:product|multipl\w*|times|by)\b|\]\s*[*x×]\s*\[/.test(lower) ? [`multiply ${first} by ${second}`] : [];
}

/** "15% of 84000", "mean of 3, 4, 5", "is 17 prime", from whatever is said around it. */
export function numberGist(scene: Scene): readonly string[] {
	if (
		scene.files.length > 0 ||
		scene.urls.length > 0 ||
		scene.codes.length > 0 ||
		scene.text.length > 400 ||
		!/\d/.test(replaceNumberWords(scene.text))
	)
		return [];
	if (/\d{4}-\d\d-\d\d/.test(scene.words)) return [];
	const lower = digits(scene.text.toLowerCase());
	const matrices =
		scene.text.match(/\[\[[^\]]*\](?:\s*,?\s*\[[^\]]*\])*\s*\]|(?<=\]\].*)\[-?[\d.]+(?:\s*,\s*-?[\d.]+)+\]/g) ?? [];
	if (matrices.length > 0) return matrixOf(lower, matrices);
	const isAsked = scene.isAsked;
	const results: string[] = [];
	const found = statisticsOf(lower);
	if (found !== undefined && (isAsked || /^[^.!?]*$/.test(lower))) results.push(found);
	const whole = lower.replace(/[?.\s]+$/, "");
	// Written out at the end, it is meant as it stands: "12 nights at 134: 12 * 134".
	const written =
		/(?:: |^|\b(?:is|be|that's|so|then|means|i\.e\.|or|calculate|compute) )([-(]?\d[\d.() ]*(?: ?[*+/^x-] ?\(?\d[\d.()]*)+)(?: ?=)?(?:,? (?:isn't it|right|correct|yes|or not|true))?$/.exec(
			whole,
		)?.[1];
	if (written !== undefined && expressionOf(written) !== undefined) results.push(`what is ${written}`);
	if (
		!isAsked &&
		!/\b(?:percent\w*|pct|gcd|lcm|prime|factors?|remainder|rounded|exactly|binary|hex|fraction|decimal|net|vat|tax|discount|off)\b/.test(
			lower,
		)
	)
		return results;
	const equation =
		/(?:verify|confirm|check|validate|ensure|prove|make sure|true|correct|right)\b.*?(?:that |whether |if )?([a-z\d(√-].*?) (?:equals|is equal to|is|==?|=|gives|makes) (-?[\d.]+(?: ?\/ ?\d+)?)(?: (?:exactly|please|now))?$/.exec(
			lower.replace(/[?.!]$/, ""),
		);
	if (equation !== null && expressionOf(equation[1] ?? "") !== undefined) results.push(`what is ${equation[1]}`);
	for (const [pattern, build] of forms()) {
		const match = pattern.exec(whole);
		const made = match === null ? undefined : build(...(match.slice(1) as string[]));
		if (match === null || made === undefined) continue;
		// Figures that the form did not take mean something else.
		const outside = `${whole.slice(0, match.index)} ${whole.slice(match.index + match[0].length)}`;
		if (/(?<![a-z])\d/.test(outside.replace(/\b(?:19|20)\d\d\b/g, ""))) continue;
		results.push(made);
		break;
	}
	const part = isAsked ? inner(whole) : undefined;
	if (part !== undefined) results.push(`what is ${part}`);
	return results;
}
