// Small problems told in words: what is left, what it comes to, how fast, how long, how much for more.
import { lazy } from "../../../lib/lazy.js";
import { digits, type Form, money, N, pct, plain } from "./figures.js";
import type { Scene } from "./scene.js";

const loss =
	/\b(?:spen[dt]\w*|pa(?:y|ys|id|ying)|g[ai]ve?s?|giving|los[et]s?|losing|ate|eats?|eating|us(?:e|es|ed|ing)|s[oe]lds?|sells?|selling|took|takes?|taking|remov\w*|minus|less|costs?|donat\w*|withdr[ae]w\w*|leave|leaves|left|drank|drinks?|broke|breaks?|bought|buys?|buying|sent|ships?|shipped|after|threw|went|goes|deduct\w*|subtract\w*|owes?|owed|burn\w*|died?|escaped?|returned)\b/g;
const gain =
	/\b(?:got|gets?|getting|receiv\w*|f[oi]u?nds?|earn\w*|add\w*|plus|more|gains?|gained|won|wins?|deposit\w*|another|arriv\w*|join\w*|deliver\w*|inherit\w*|saved?|collect\w*|refund\w*)\b/g;
const remains =
	/\b(?:left(?: over)?|remain\w*|leftover|the rest|still (?:have|has|got|there|owe|need)|over at the end|do (?:i|we|they) (?:now )?have|does (?:he|she|it) (?:now )?have)\b/;
const altogether = /\b(?:in total|altogether|all together|in all|total(?:s|ing)?|sum|come to|combined)\b/;
/** Words that make a figure something else than an amount of the same thing. */
const other =
	/%|\bper ?cent|\b(?:each|per|every|apiece|times|twice|half|third|quarter|double|divided|split|shared?|average|mean|at)\b|\d ?(?:x|×|\*|\/)|\b(?:an?) (?:day|week|month|year|hour|head|piece|night|person)\b|\d(?:th|st|nd|rd)\b|\d:\d|\b(?:hours?|days?|weeks?|minutes?|months?|years?|lines?|percentage)\b/;
const figure = /(?<![\w.])[$€£]?\s?\d+(?:\.\d+)?(?![\w.]*\d)/g;

const lastOf = (text: string, words: RegExp): number => [...text.matchAll(words)].at(-1)?.index ?? -1;

/** "500, spent 120 and 75: what remains", each figure taken off or put on as the word before it says. */
function ledger(lower: string): string | undefined {
	const isLeft = remains.test(lower);
	if ((!isLeft && !altogether.test(lower)) || other.test(lower)) return undefined;
	const found = [...lower.matchAll(figure)];
	if (found.length < 2 || found.length > 12) return undefined;
	let [expression, sign, end] = ["", "", 0];
	for (const [index, { 0: value, index: start }] of found.entries()) {
		const between = lower.slice(end, start);
		end = start + value.length;
		if (index > 0) {
			const [down, up] = [lastOf(between, loss), lastOf(between, gain)];
			if (isLeft) sign = down < 0 && up < 0 ? sign : up > down ? "+" : "-";
			else sign = "+";
			// "got 20 more": the word stands behind.
			if (isLeft && /^ (?:\w+ )?(?:more|extra|came|arrived?|joined?)\b/.test(lower.slice(end))) sign = "+";
			if (
				isLeft &&
				/^ (?:\w+ )?(?:left|went|died?|broke|(?:were|was|are|is|got) (?:sold|eaten|used|lost|taken|broken|gone|spent))\b/.test(
					lower.slice(end),
				)
			)
				sign = "-";
			if (sign === "") return undefined;
		}
		expression += `${index === 0 ? "" : ` ${sign} `}${plain(value)}`;
	}
	return isLeft && !expression.includes("-") ? undefined : expression;
}

const time = "(hours?|h|hrs?|minutes?|mins?)";
const length = "(?:km|kilomet(?:er|re)s?|miles?|mi|m|met(?:er|re)s?|k)";
const speed = "(?:km\\/h|kmh|kph|mph|km per hour|miles (?:per|an) hour|kilomet(?:er|re)s (?:per|an) hour|m\\/s)";
const hours = (value: string, unit: string): string => (/^m/i.test(unit) ? `(${plain(value)} / 60)` : plain(value));

const buildForms = (): readonly Form[] => [
	// How fast, how far, how long
	[
		new RegExp(
			`${N} ?${length}\\b[^\\d]*? in ${N} ?${time}\\b.*\\bspeed\\b|\\bspeed\\b.*?${N} ?${length}\\b[^\\d]*? in ${N} ?${time}\\b`,
			"i",
		),
		(a, b, unit, c, d, unit2) => `${plain(a ?? c)} / ${hours(b ?? d ?? "", unit ?? unit2 ?? "")}`,
	],
	[
		new RegExp(`\\bhow (?:far|many (?:km|miles|kilomet(?:er|re)s))\\b.*?${N} ?${speed}[^\\d]*${N} ?${time}\\b`, "i"),
		(a, b, unit = "") => `${plain(a)} * ${hours(b ?? "", unit)}`,
	],
	[
		new RegExp(
			`${N} ?${speed}[^\\d]*?(?:for|in|after) ${N} ?${time}\\b.*\\bhow (?:far|many (?:km|miles|kilomet(?:er|re)s))\\b`,
			"i",
		),
		(a, b, unit = "") => `${plain(a)} * ${hours(b ?? "", unit)}`,
	],
	[
		new RegExp(
			`\\bhow (?:long|many hours)\\b.*?${N} ?${length}\\b[^\\d]*?\\b(?:at|with|doing|going)\\b[^\\d]*${N} ?${speed}`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	[
		new RegExp(
			`${N} ?${length}\\b[^\\d]*?\\b(?:at|with|doing|going)\\b[^\\d]*${N} ?${speed}.*\\bhow (?:long|many hours)\\b`,
			"i",
		),
		(a, b) => `${plain(a)} / ${plain(b)}`,
	],
	// Interest over years
	[
		new RegExp(
			`\\b(?:compound\\w*|grows?|worth|become|invest\\w*|amount to)\\b[^\\d]*?${N}${money}[^\\d]*?${N}${pct}[^\\d]*?${N} years?`,
			"i",
		),
		(p, rate, years) => `${plain(p)} * (1 + ${plain(rate)}/100)^${plain(years)}`,
	],
	[
		new RegExp(
			`\\b(?:compound\\w*|grows?|worth|become|invest\\w*|amount to)\\b[^\\d]*?${N}${money}[^\\d]*?${N} years?[^\\d]*?${N}${pct}`,
			"i",
		),
		(p, years, rate) => `${plain(p)} * (1 + ${plain(rate)}/100)^${plain(years)}`,
	],
	[
		new RegExp(`${N}${money}[^\\d]*?${N}${pct}[^\\d]*?${N} years?.*\\b(?:compound\\w*|worth|grown?|become)\\b`, "i"),
		(p, rate, years) => `${plain(p)} * (1 + ${plain(rate)}/100)^${plain(years)}`,
	],
	[
		new RegExp(`${N}${money}[^\\d]*?\\b(?:worth|become|grow\\w*)\\b[^\\d]*?${N} years?[^\\d]*?${N}${pct}`, "i"),
		(p, years, rate) => `${plain(p)} * (1 + ${plain(rate)}/100)^${plain(years)}`,
	],
	[
		new RegExp(`\\binterest\\b[^\\d]*?${N}${money}[^\\d]*?${N}${pct}[^\\d]*?${N} years?`, "i"),
		(p, rate, years) => `${plain(p)} * ${plain(rate)}/100 * ${plain(years)}`,
	],
	// More of the same
	[
		new RegExp(
			`${N} [a-z]+(?: [a-z]+)? (?:costs?|cost me|are|weighs?|takes?|needs?|makes?) ${N}${money}(?: [a-z]+)?[,;.]? (?:then |so )?(?:how much|how many|what)[^\\d]*?${N}(?: [a-z]+)?(?: (?:costs?|weighs?|takes?|needs?|makes?|be))?$`,
			"i",
		),
		(a, b, c) => `${plain(b)} / ${plain(a)} * ${plain(c)}`,
	],
	[
		new RegExp(
			`${N} [a-z]+ (?:a|per|each|every) (?:day|hour|week|minute|month)[^\\d]*?\\bhow (?:long|many (?:days|hours|weeks|minutes|months))\\b[^\\d]*?${N}`,
			"i",
		),
		(a, b) => `${plain(b)} / ${plain(a)}`,
	],
	// A bill with a tip, shared
	[
		new RegExp(
			`${N}${money}[^\\d]*?${N}${pct} (?:tip|service|gratuity|tax|vat)[^\\d]*?(?:split|share|divide)\\w*[^\\d]*?${N}`,
			"i",
		),
		(a, p, n) => `${plain(a)} * (1 + ${plain(p)}/100) / ${plain(n)}`,
	],
	// Orders and choices
	[
		new RegExp(
			`\\bhow many (?:different )?(?:ways|orders)\\b[^\\d]*?${N} [a-z]+[^\\d]*?\\b(?:sit|line up|arranged?|ordered|stand|queue|in a (?:row|line)|be put)\\b[^\\d]*$`,
			"i",
		),
		(n) => `${plain(n)}!`,
	],
	[
		new RegExp(
			`\\bhow many (?:different )?(?:ways|teams|groups|committees|combinations|hands)\\b[^\\d]*?${N}[^\\d]*? (?:from|out of|of|among) (?:an? |the )?(?:[a-z]+ (?:of )?)?${N}`,
			"i",
		),
		(k, n) => `${plain(n)} choose ${plain(k)}`,
	],
];

const forms = lazy(buildForms);
/** Without one of these none of the forms can fit. */
const formCue =
	/speed|how far|how long|hours|miles|km|kilomet|interest|compound|worth|grow|become|invest|amount to|tip\b|service|gratuity|split|share|divide|ways|orders|teams|groups|committees|combinations|hands|costs?\b|weighs?\b|takes?\b|needs?\b|makes?\b|days|weeks|minutes|months/;
const cue =
	/speed|how (?:far|long|many|much)|interest|compound|worth|grow|tip|service|gratuity|split|what|cost|left|remain|total|rest/;

/** "what is 500 - 120 - 75"; none where a figure has no place in it. */
export function problemGist(scene: Scene): readonly string[] {
	const { text } = scene;
	if (scene.files.length + scene.urls.length + scene.codes.length + scene.quotes.length > 0 || text.length > 300)
		return [];
	const lower = digits(text.toLowerCase()).replace(/[?.!\s]+$/, "");
	if (
		!scene.isAsked ||
		!cue.test(lower) ||
		!/\d\D+\d|\d.*\b(?:ways|orders)\b|\b(?:ways|orders)\b.*\d/.test(lower) ||
		/\d{4}-\d\d/.test(lower)
	)
		return [];
	for (const [pattern, build] of formCue.test(lower) ? forms() : []) {
		const match = pattern.exec(lower);
		const made = match === null ? undefined : build(...(match.slice(1) as string[]));
		if (match === null || made === undefined) continue;
		const outside = `${lower.slice(0, match.index)} ${lower.slice(match.index + match[0].length)}`;
		if (!/\d/.test(outside)) return [`what is ${made}`];
	}
	const sum = ledger(lower);
	return sum === undefined ? [] : [`what is ${sum}`];
}
