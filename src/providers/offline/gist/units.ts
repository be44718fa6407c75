// A quantity and another unit of the same kind, wherever they stand.
import { replaceNumberWords } from "../../../lib/number-words.js";
import { findUnitPair, findUnits } from "../../../lib/units.js";
import type { Scene } from "./scene.js";

interface Mention {
	readonly name: string;
	readonly start: number;
	readonly end: number;
}

/** Names of units that are everyday words: units only behind a number or a word that leads to one. */
const everyday =
	/^(?:a|an|in|is|it|i|be|as|at|of|to|or|on|so|he|us|me|no|do|by|hand|hands|point|points|second|seconds|stone|stones|yard|yards|foot|bar|bars|turn|turns|pt|day|days|month|months|year|years|week|weeks|minute|minutes|hour|hours|min|mins|sec|h|d|s|m|t|k|c|f|b|g|l|j|w|n|k|ms|us|ns|ac|st|pc|ct|kt|ps|cal|mark|point|degree|degrees|pound|cup|cups|gram|grain|grains|meter|mega|kilo|century|revolution|decade|atmosphere|knot|knots|rev|turn|mean|gig|slug|eb|pb|a|metric)$/i;

const readUnit = (text: string, from: number, words: number): Mention | undefined => {
	for (let size = words; size > 0; size--) {
		const found = new RegExp(`^\\s*(?:°\\s*)?((?:[a-zµμ°%²³/^0-9"']+ ?){${size}})`, "iu").exec(text.slice(from));
		const raw = found?.[1]?.trim().replace(/[.,;:?!'"]+$/, "") ?? "";
		if (found === null || raw === "" || /^\d/.test(raw) || raw.split(" ").length !== size) continue;
		if (findUnits(raw).length > 0 || findUnits(raw.replace(/[-.]$/, "")).length > 0) {
			const start = from + found[0].indexOf(raw);
			return { name: raw, start, end: start + raw.length };
		}
	}
	return undefined;
};

const amounts =
	/(?<![\w.])(-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?|an?(?= (?!and\b|half|quarter|third))|half an?|half)\s*-?(?:degrees? |deg |° ?)?/gi;

/** "convert 5 km to miles", from whatever says so. */
export function unitGist(scene: Scene): readonly string[] {
	if (scene.files.length > 0 || scene.urls.length > 0 || scene.text.length > 300) return [];
	if (
		!scene.isAsked &&
		!/\bonly (?:has|have|shows|knows|takes|does)\b|[\d\w] (?:in|to|into|as|->|→|=) /.test(scene.words)
	)
		return [];
	const text = replaceNumberWords(scene.text)
		.replace(/\bminus (?=\d)|\bnegative (?=\d)/gi, "-")
		.replace(/(\d) (?=\d{3}\b)/g, "$1")
		.replace(/\bhalf an? /gi, "0.5 ")
		.replace(/(\d+)\s+(\d)\/(\d)(?=\s)/g, (_, whole: string, top: string, bottom: string) =>
			String(Number(whole) + Number(top) / Number(bottom)),
		);
	const results: { readonly request: string; readonly gap: number; readonly kind: string }[] = [];
	for (const amount of text.matchAll(amounts)) {
		const value =
			/^\D/.test(amount[1] ?? "") && !/^-/.test(amount[1] ?? "") ? "1" : (amount[1] ?? "").replaceAll(",", "");
		const source = readUnit(text, amount.index + amount[0].length, 3);
		if (
			source === undefined ||
			(value === "1" &&
				!/^\d/.test(amount[1] ?? "") &&
				!/\bhow (?:many|much)\b/i.test(text) &&
				everyday.test(source.name))
		)
			continue;
		const targets: (Mention & { readonly rank: number })[] = [];
		for (const word of text.matchAll(/(?<![\w.°])[a-zµμ°][a-zµμ°²³/^0-9-]*/giu)) {
			if (word.index >= source.start && word.index < source.end) continue;
			const mention = readUnit(text, word.index, 3);
			if (mention === undefined || mention.start !== word.index) continue;
			if (/\d ?$/.test(text.slice(0, word.index)) && /\d/.test(text.slice(Math.max(0, word.index - 2), word.index)))
				continue;
			if (findUnitPair(source.name, mention.name) === undefined) continue;
			const before = text.slice(0, word.index);
			const isLed =
				/\b(?:how (?:many|much)|in|to|into|as|only has|uses?|wants?|needs?|takes?|number of|count of|expressed in|per|than)(?: the| its| an?| whole| full| us| degrees?)* $|(?:->|→|=)\s*$/i.test(
					before,
				);
			if (!isLed && everyday.test(mention.name)) continue;
			const rank = /how (?:many|much)(?: whole| full| us)? $/i.test(before) ? 0 : isLed ? 1 : 2;
			targets.push({ ...mention, rank });
		}
		const target = targets
			.filter((mention) => {
				const pair = findUnitPair(source.name, mention.name);
				return pair !== undefined && pair[0].symbol !== pair[1].symbol;
			})
			.sort((a, b) => a.rank - b.rank)[0];
		if (target === undefined) continue;
		const isTime = findUnitPair(source.name, target.name)?.[0].dimension === "time";
		if (isTime && (target.rank > 1 || /\b(?:date|from now|ago|before|after|until|since|between)\b/i.test(text)))
			continue;
		results.push({
			request: `convert ${value} ${source.name} to ${target.name}`,
			kind: findUnitPair(source.name, target.name)?.[0].dimension ?? "",
			gap: Math.abs(target.start - source.end),
		});
	}
	// "100 celsius equals 212 fahrenheit": the second figure is what is claimed.
	const claim =
		/(-?\d[\d.,]*) ?(?:degrees? )?([a-z°/]+(?: [a-z]+)?) (?:equals?|is|=|makes|is equal to|are|corresponds to) (?:exactly |about )?-?\d[\d.,]* ?(?:degrees? )?([a-z°/]+(?: [a-z]+)?)[?.!]*$/i.exec(
			text,
		);
	if (claim !== null && results.length === 0 && findUnitPair(claim[2] ?? "", claim[3] ?? "") !== undefined)
		return [`convert ${claim[1]} ${claim[2]} to ${claim[3]}`];
	// Two quantities of different kinds are two requests.
	if (new Set(results.map(({ kind }) => kind)).size > 1) return [];
	// A figure that comes up twice is meant where the other unit stands next to it.
	const nearest = [...results].sort((a, b) => a.gap - b.gap)[0];
	return nearest === undefined ? [] : [nearest.request];
}
