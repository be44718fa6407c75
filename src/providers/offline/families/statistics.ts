import { replaceNumberWords } from "../../../lib/number-words.js";
import { parseMathList } from "../language/math-phrase.js";
import { type Clause, call, detailsOf, type Family, type Outcome, plural, type Step, step, textOf } from "../plan.js";
import { ask } from "./arithmetic.js";

/** Words of a measure, the field of `details` it is, and its name in the answer. */
const measures: readonly (readonly [RegExp, string, string])[] = [
	[/^population (?:standard deviation|std ?dev|stdev|sd)\b/, "populationStdev", "population standard deviation"],
	[
		/^(?:sample )?(?:standard deviation|std\.? ?dev(?:iation)?|stdev|stddev|standard dev|std|sd)\b/,
		"stdev",
		"standard deviation",
	],
	[/^population variance\b/, "populationVariance", "population variance"],
	[/^(?:sample )?variance\b/, "variance", "variance"],
	[/^(?:average|arithmetic mean|mean(?: value)?|avg|averge|avarage)\b/, "mean", "mean"],
	[/^median\b/, "median", "median"],
	[/^mode\b/, "mode", "mode"],
	[/^(?:max(?:imum)?|largest|biggest|highest|greatest)(?: (?:number|value|one))?\b/, "max", "largest"],
	[/^(?:min(?:imum)?|smallest|lowest|least)(?: (?:number|value|one))?\b/, "min", "smallest"],
	[/^(?:range|spread)\b/, "range", "range"],
	[/^(?:quartiles?|interquartile range|iqr)\b/, "quartiles", "quartiles"],
	[
		/^(?:(?:stats|statistics|summary statistics|descriptive statistics|summary|summarize|summarise|describe|analy[sz]e)(?: (?:for|of|on|about))?)\b/,
		"all",
		"statistics",
	],
	[/^(?:sum|total)\b/, "sum", "sum"],
];

const listText = (rest: string): string =>
	rest
		.replace(
			/^(?:\s*(?:,|and|of|for|from|between|among|in|is|these|the|following|this|numbers?|values?|data|set|list|dataset|data set|sample|:|grades?|scores?|figures?|my|our|results?|sales|test|exam|marks|amounts?|prices?|measurements?|readings?|times?|ages?|temperatures?|latenc(?:y|ies))\b|\s*:)+/i,
			"",
		)
		.replace(/^(?:[a-z]+ ){0,5}[a-z]+(?: (?:are|is|were))?:\s*/i, "")
		.replace(/^(?:(?:my|our|the|these|those|this|her|his|their|last|past) )(?:[a-z]+ ){1,4}(?=-?\d)/i, "")
		.replace(/^[\s:([{]+|[\s)\]}]+$/g, "")
		.replace(/\bas (?:a )?sample$/, "");

const numbersIn = (text: string): readonly number[] =>
	(text.match(/(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])/gi) ?? []).map(Number);

const valuesOf = (text: string): readonly number[] | undefined => {
	const expressions = parseMathList(listText(text));
	if (expressions === undefined || expressions.length < 2) return undefined;
	const numbers = expressions.map(Number);
	return numbers.every((value) => Number.isFinite(value)) ? numbers : undefined;
};

function sentence(
	fields: readonly (readonly [string, string])[],
	percentile: string | undefined,
): (outcomes: readonly Outcome[]) => string {
	return (outcomes) => {
		const details = detailsOf(outcomes[0]);
		const quartiles = (details.quartiles ?? {}) as Readonly<Record<string, number>>;
		if (percentile !== undefined) {
			const found = (details.percentiles ?? {}) as Readonly<Record<string, number>>;
			return `The ${percentile}th percentile is ${found[percentile]}.`;
		}
		const told = fields.map(([field, name]) => {
			if (field === "all") {
				return `${plural(Number(details.count), "value")}: mean ${details.mean}, median ${details.median}, standard deviation ${details.stdev ?? "undefined"}, min ${details.min}, max ${details.max}, sum ${details.sum}`;
			}
			if (field === "quartiles")
				return `the quartiles are ${quartiles.q1}, ${quartiles.q2} and ${quartiles.q3} (interquartile range ${Number(((quartiles.q3 ?? 0) - (quartiles.q1 ?? 0)).toPrecision(12))})`;
			if (field === "mode") {
				const mode = (details.mode ?? []) as readonly number[];
				return mode.length === 0 ? "there is no mode (every value occurs once)" : `the mode is ${mode.join(" and ")}`;
			}
			return `the ${name} is ${textOf(details[field]) || "undefined for a single value"}`;
		});
		const joined = told.join(", ");
		return `${joined.charAt(0).toUpperCase()}${joined.slice(1)}.`;
	};
}

function match(clause: Clause): Step | undefined {
	let rest = replaceNumberWords(clause.lower)
		.replace(/ \([a-z ]+\)/, "")
		.replace(ask, "")
		.replace(ask, "")
		.replace(/^(?:the )/, "")
		.trim();
	const before =
		/^(?:(?:for|given|with|from|in|of|so|my|our|the|these|those|this|following|i (?:have|got)|we (?:have|got)|[a-z]+):? ){0,6}(?:(?:are|is|were|was|of|from|over) )?[:=]?\s*\[?((?:-?\d[\d.]*[\s,;]+(?:and )?)+-?\d[\d.]*)\]?\s*(?:[,:;.?]|->|-)?\s*(?:so |now |please )?(?:(?:find|what is|what are|what was|what would be|calculate|compute|give(?: me)?|show(?: me)?|tell me|determine|work out|need) )?(?:the |their |its |my |our |an? )?((?:(?:sample|population|arithmetic) )?(?:mean|average|avg|median|mode|standard deviation|stdev|std ?dev|std|variance|range|sum|total|max(?:imum)?|min(?:imum)?|quartiles|\d+(?:st|nd|rd|th) percentile|p\d{1,2})(?: value| number)?)(?: (?:of (?:them|these|those|that)|here|please|value|grade|score|mark|age|price|time|result))?$/.exec(
			rest,
		);
	if (before !== null) rest = `${before[2]} of ${before[1]}`;
	rest = rest
		.replace(/^p(\d{1,2}(?:\.\d+)?)(?= |$)/, "$1th percentile")
		.replace(/^percentile (\d{1,2}(?:\.\d+)?)(?=\D)/, "$1th percentile")
		.replace(/^(\d{1,2}) percentile/, "$1th percentile");
	const order =
		/^(?:sort|order|rank|arrange)(?: (?:the|these|this|following|numbers?|values?|list))*(?: of numbers)?:? ([-\d.,;\s[\]]+?(?:and [-\d.]+)?)(?:,? (?:in |by )?(?:(ascending|increasing|numerical|numeric)|(descending|decreasing|reverse|reversed))(?: order)?|,? from (?:(?:low|small|least)\w* to \w+|(high|large|big|great)\w* to \w+))?$/.exec(
			rest,
		);
	const members = order === null ? undefined : valuesOf((order[1] ?? "").replace(/[[\]]/g, ""));
	if (members !== undefined)
		return step(
			call("calculate", {
				expression: `sort([${members.join(", ")}]${(order?.[3] ?? order?.[4]) === undefined ? "" : ', "desc"'})`,
			}),
			([outcome]) => `Sorted: ${textOf(detailsOf(outcome).result).replace(/^\[|\]$/g, "")}.`,
		);
	const fields: (readonly [string, string])[] = [];
	let percentile: string | undefined;
	for (;;) {
		const found = measures.find(([pattern]) => pattern.test(rest));
		const nth = /^(\d+(?:\.\d+)?)(?:st|nd|rd|th) percentile\b/.exec(rest);
		if (found === undefined && nth === null) break;
		if (nth !== null) [percentile, rest] = [nth[1], rest.slice(nth[0].length)];
		else if (found !== undefined) {
			fields.push([found[1], found[2]]);
			rest = rest.replace(found[0], "");
		}
		const joined = /^\s*(?:,\s*(?:and\s+)?|and\s+)(?:the )?(?=[a-z])/.exec(rest);
		if (joined === null) break;
		rest = rest.slice(joined[0].length);
	}
	if (fields.length === 0 && percentile === undefined) return undefined;
	const extra = percentile === undefined ? {} : { percentiles: [Number(percentile)] };
	const build = (values: readonly number[]): Step => ({
		plan: () => [call("statistics", { values: [...values], ...extra })],
		answer: sentence(fields, percentile),
	});
	const values = valuesOf(rest);
	// A plain sum is arithmetic.
	if (values !== undefined) return fields.length === 1 && fields[0]?.[0] === "sum" ? undefined : build(values);
	if (
		!clause.hasAttachment ||
		!/^\s*(?:of|for|from|in)?\s*(?:all )?(?:the |these |this |my |those )?(?:numbers?|values?|input|data|list|lines|column|figures|it|them|that|this)?(?: (?:numbers?|values?|below|above|here|input|in (?:it|the input|this)))*$/.test(
			rest,
		)
	)
		return undefined;
	return {
		plan: ({ attachment = "" }) => {
			const numbers = numbersIn(attachment);
			return numbers.length === 0
				? "There are no numbers in the input."
				: [call("statistics", { values: [...numbers], ...extra })];
		},
		answer: sentence(fields, percentile),
	};
}

export const statistics: Family = {
	name: "statistics",
	gate: /mean|average|averge|avarage|\bavg|median|\bmode\b|deviation|std|\bsd\b|variance|max|min|largest|biggest|highest|greatest|smallest|lowest|least|range|spread|quartile|\biqr\b|stat|summar|describe|analy|percentile|\bp\d|sum\b|total|^(?:sort|order|rank|arrange)\b/,
	match,
};
