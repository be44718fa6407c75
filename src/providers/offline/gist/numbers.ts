// Sums in the middle of talk: the figures and the words of arithmetic that stand there.
import { lazy } from "../../../lib/lazy.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { expressionOf } from "../language/math-forms.js";
import { digits, statisticsOf } from "./figures.js";
import { buildNumberForms } from "./number-forms.js";
import type { Scene } from "./scene.js";
import { buildShareForms } from "./share-forms.js";

const shareForms = lazy(buildShareForms);
const numberForms = lazy(buildNumberForms);
const numberCue =
	/prime|divis|multiple|gcd|gcf|hcf|lcm|factor|common|decompos|break|remainder|left ?over|rest\b|root|sqrt|√|round|nearest|closest|whole|decimal|places|digit|base|binary|hex|octal|0[xbo]|fraction|percent|modulus|magnitude|absolute|length|\||denary/;

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
		/(?:: |^|\b(?:is|be|that's|so|then|means|i\.e\.|or|calculate|compute) )([-(]?\d[\d.() ]*(?: ?[*+/^x-] ?\(?\d[\d.()]*)+)(?: ?=)?(?:,? (?:isn't it|right|correct|yes|or not|true|how (?:much|many)(?: is (?:it|that))?|what is (?:it|that)))?$/.exec(
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
		/(?:verify|confirm|assert|test|show|expect|check|validate|ensure|prove|make sure|true|correct|right)\b.*?(?:that |whether |if )?([a-z\d(√-].*?) (?:equals|is equal to|is|==?|=|gives|makes) (-?[\d.]+(?: ?\/ ?\d+)?)(?: (?:exactly|please|now))?$/.exec(
			lower.replace(/[?.!]$/, ""),
		);
	if (equation !== null && expressionOf(equation[1] ?? "") !== undefined) results.push(`what is ${equation[1]}`);
	const forms = [
		...(/\d\D+\d/.test(whole) || /half|third|quarter/.test(whole) ? shareForms() : []),
		...(numberCue.test(whole) ? numberForms() : []),
	];
	for (const [pattern, build] of forms) {
		const match = pattern.exec(whole);
		const made = match === null ? undefined : build(...(match.slice(1) as string[]));
		if (match === null || made === undefined) continue;
		// Figures that the form did not take mean something else.
		const outside = `${whole.slice(0, match.index)} ${whole.slice(match.index + match[0].length)}`;
		const taken = new Set(match[0].match(/\d+(?:\.\d+)?/g));
		const others = outside.match(/(?<![a-z\d.])\d+(?:\.\d+)?/g) ?? [];
		if (others.some((figure) => !taken.has(figure) && !/^(?:19|20)\d\d$/.test(figure))) continue;
		results.push(made);
		break;
	}
	const part = isAsked ? inner(whole) : undefined;
	if (part !== undefined) results.push(`what is ${part}`);
	return results;
}
