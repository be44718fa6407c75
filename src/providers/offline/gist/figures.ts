// Figures in a text: numbers, money, shares, lists, and the measures that are asked of lists.
import { replaceNumberWords } from "../../../lib/number-words.js";
import type { Scene } from "./scene.js";

export const N = String.raw`(-?[$€£]?\s?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)`;

export const money = "(?:\\s?(?:dollars?|euros?|bucks|pounds|usd|eur|chf|cents|quid))?";

export const plain = (value: string | undefined): string => (value ?? "").replace(/[$€£,\s]/g, "");

export const pct = "\\s?(?:%|per ?cent|pct)";

/** "1,240", "1.2 million" and "40k" as digits. */
export const digits = (text: string): string =>
	replaceNumberWords(text.replace(/\bone (?=\d)/g, ""))
		.replace(
			/(?<![\w.])(\d[\d,]*(?:\.\d+)?)\s?(k|million|billion|thousand|mio|mn)\b/gi,
			(_, value: string, scale: string) =>
				String(Number(value.replaceAll(",", "")) * (/^(?:k|th)/i.test(scale) ? 1e3 : /^b/i.test(scale) ? 1e9 : 1e6)),
		)
		.replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (found) => found.replaceAll(",", ""));

export type Form = readonly [RegExp, (...groups: string[]) => string | undefined];

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

export function statisticsOf(lower: string): string | undefined {
	const found = listOf(lower);
	if (found === undefined) return undefined;
	const wanted = [...new Set([...found.rest.matchAll(measure)].map(([word]) => word))];
	if (wanted.length === 0 || /\b(?:gcd|lcm|common|product|multipl\w*|divid\w*|round\w*)\b/.test(found.rest))
		return undefined;
	// "3 invoices: 450, 320.50 and 99.99": how many they are may be said, other figures mean something else.
	const others = found.rest
		.replace(/\b\d{1,2}(?:st|nd|rd|th)? ?percentile|percentile \d+|\bp\d\d\b|\bq[1-4]\b|\b(?:19|20)\d\d\b/g, "")
		.match(/\d+/g);
	if (others?.some((figure) => Number(figure) !== found.list.split(", ").length) === true) return undefined;
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
