// Dates, durations, times of day and places wherever they stand in a text.
import { DateTime } from "luxon";
import { lazy } from "../../../lib/lazy.js";
import { parseDuration, parseMoment } from "../../../lib/natural-date.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { findPlace, resolvePlace } from "../../../lib/places.js";

/** A stretch of text, from `start` to `end` exclusive. */
export interface Found {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

const month =
	"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";
const weekday =
	"(?:mon(?:day)?|tue(?:sday|s)?|wed(?:nesday)?|thu(?:rsday|rs|r)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)";
const holiday =
	"(?:christmas(?: eve| day)?|xmas(?: eve)?|boxing day|new year'?s(?: eve| day)?|valentine'?s(?: day)?|halloween|thanksgiving|easter(?: sunday| monday)?|good friday|black friday|independence day|(?:st\\.?|saint) patrick'?s day|mother'?s day|father'?s day|labor day|memorial day|pentecost)";
const cueOf = {
	figures: /\d[-/.]\d/,
	months: /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i,
	holidays:
		/christmas|xmas|boxing|new year|valentine|halloween|thanksgiving|easter|friday|independence|patrick|mother|father|labor|memorial|pentecost/i,
	days: /day|tomorrow/i,
	spans: /week|month|year|quarter|mon|tue|wed|thu|fri|sat|sun/i,
	weekdays: /tue|wednes|thu|fri|satur|sun|mon/i,
};
/** Forms of dates, in the order in which they are tried, each with what has to be there for it. */
const dateForms: readonly (readonly [RegExp, string])[] = [
	[cueOf.figures, "\\d{4}-\\d{1,2}-\\d{1,2}(?:[t ]\\d{1,2}:\\d{2}(?::\\d{2})?(?:z| ?utc)?)?"],
	[cueOf.figures, "(?:1[5-9]|2[0-4])\\d\\d[/.]\\d{1,2}[/.]\\d{1,2}"],
	[cueOf.figures, "\\d{1,2}[/.]\\d{1,2}[/.](?:\\d{4}|\\d{2})(?!\\d)"],
	[
		cueOf.months,
		`(?:the )?\\d{1,2}(?:st|nd|rd|th)?\\.?(?: of)? ?-?${month}(?:[ ,-]+(?:of )?(?:\\d{4}|(?:this|next|last) year))?`,
	],
	[
		cueOf.months,
		`${month} (?:the )?\\d{1,2}(?:st|nd|rd|th)?(?!\\d|:\\d)(?:,? (?:of |in )?(?:\\d{4}|(?:this|next|last) year))?`,
	],
	[cueOf.months, `${month},? (?:of )?\\d{4}`],
	[cueOf.holidays, `${holiday}(?:,? (?:of |in )?(?:the year )?(?:\\d{4}|this year|next year|last year))?`],
	[cueOf.days, "(?:the )?day after tomorrow|(?:the )?day before yesterday|today|tomorrow|yesterday"],
	[cueOf.spans, `(?:next|last|this|coming|past) (?:${weekday}|week|month|year)`],
	[
		cueOf.spans,
		"(?:the )?(?:end|start|beginning|last day|first day) of (?:the |this |next )?(?:month|year|week|quarter)",
	],
	[cueOf.months, `(?:the )?(?:end|start|beginning|last day|first day) of ${month}(?:,? (?:of )?\\d{4})?`],
	[
		cueOf.weekdays,
		`${weekday.replace("sat(?:urday)?", "saturday").replace("sun(?:day)?", "sunday").replace("mon(?:day)?", "monday").replace("wed(?:nesday)?", "wednesday")}`,
	],
	[cueOf.months, `(?:january|february|april|june|july|august|september|october|november|december)`],
];

const ordinals =
	"first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(
		" ",
	);

/** "the fourth of May" as "the 4th of May", "twenty-first" as "21st". */
export const withOrdinals = (text: string): string =>
	text
		.replace(
			/\b(twenty|thirty)[- ](first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b/gi,
			(_, tens: string, unit: string) =>
				`${(/^tw/i.test(tens) ? 20 : 30) + ordinals.indexOf(unit.toLowerCase()) + 1}th`,
		)
		.replace(
			new RegExp(
				`\\b(${ordinals.join("|")}|thirtieth)(?= (?:of )?${month})|(?<=${month.replace("\\b", "")} (?:the )?)(${ordinals.join("|")}|thirtieth)\\b`,
				"gi",
			),
			(word: string) => `${/^thirtieth$/i.test(word) ? 30 : ordinals.indexOf(word.toLowerCase()) + 1}th`,
		);

/** Only whether a text is a date matters to a grammar, not which one. */
export const someDay = lazy(() => DateTime.fromISO("2026-06-15T12:00:00Z", { zone: "utc", locale: "en-US" }));
const allOf = (text: string, pattern: RegExp): readonly Found[] =>
	[...text.matchAll(pattern)].map((found) => ({
		text: found[0].trim().replace(/[,.]$/, ""),
		start: found.index,
		end: found.index + found[0].length,
	}));

/** Of the forms that may be there only: all of them together cost far more to build than to use. */
const datePattern = (text: string): RegExp | undefined => {
	const forms = dateForms.filter(([cue]) => cue.test(text)).map(([, form]) => form);
	return forms.length === 0 ? undefined : new RegExp(`(?<![\\w/.-])(?:${forms.join("|")})(?![\\w/]|-\\d)`, "gi");
};

/** Without these there is no duration. */
const durationCue = /(?:\d|\ban?|\bone)[ -]?.*(?:sec|min|hour|hr|day|night|week|wk|month|quarter|year|yr|decade)/i;

/** Days of the calendar, by form or by name; only those that are really understood. */
export const datesIn = (text: string): readonly Found[] => {
	const pattern = datePattern(text);
	return (pattern === undefined ? [] : allOf(text, pattern)).flatMap((found) => {
		const plain = found.text
			.replace(/(\d)\. ?(?=[a-z])/i, "$1 ")
			.replace(/\b(?:in )?the year (?=\d)/i, "")
			.replace(/ of (?=\d{4}$)| in (?=\d{4}$)/i, " ");
		return parseMoment(plain, someDay()) === undefined ? [] : [{ ...found, text: plain }];
	});
};

/** Years that stand alone. */
export const yearsIn = (text: string): readonly Found[] =>
	allOf(text, /(?<![\w.,/-])(?:1[5-9]|2[0-4])\d\d(?![\w/]|[.,-]\d)/g);

const unit =
	"(?:business days?|working days?|work ?days?|weekdays?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|fortnights?|months?|quarters?|years?|yrs?|decades?)";

const durationPattern = lazy(
	() =>
		new RegExp(
			`(?<![\\w.])(?<!\\d )(?:(?:\\d+(?:\\.\\d+)?|an?|one)[ -]?(?:more |full |whole |calendar )?${unit}\\b)(?:(?:,| and|, and)? (?:\\d+(?:\\.\\d+)?|an?|one)[ -]?${unit}\\b)*`,
			"gi",
		),
);

/** "3 weeks and 2 days", "a fortnight", "60-day". */
export const durationsIn = (text: string): readonly Found[] =>
	(durationCue.test(text) ? allOf(text, durationPattern()) : []).flatMap((found) => {
		const plain = found.text.replace(/(?<=\d)-/g, " ").replace(/ (?:more|full|whole|calendar)(?= )/gi, "");
		const asDays = plain.replace(/(?:business|working|work) ?days?|weekdays?|nights?/gi, "days");
		return parseDuration(asDays) === undefined ? [] : [{ ...found, text: plain }];
	});

/** Times of day that say so: 3pm, 15:30, noon, half past nine, 9 o'clock. */
export const timesIn = (text: string): readonly Found[] =>
	allOf(
		text,
		/(?<![\w.:-])(?:(?:half|(?:a )?quarter|\d{1,2}) (?:past|to) (?:\d{1,2}|noon|midnight)(?: ?[ap]\.?m\.?\b)?|12(?::00)? (?:o'clock )?(?:noon|midday|midnight)\b|\d{1,2}(?:[:.]\d{2})? ?(?:a\.m\.?|p\.m\.?|am\b|pm\b)|\d{1,2} o'? ?clock(?: in the (?:morning|afternoon|evening)| at night)?|\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:hrs|hours|h)\b)?(?: in the (?:morning|afternoon|evening))?|\d{1,2} in the (?:morning|afternoon|evening)|\d{4} ?(?:hrs|hours)\b|noon\b|midday\b|midnight\b)/gi,
	).map((found) => ({ ...found, text: found.text.replace(/^12(?::00)? (?:o'clock )?(?=noon|midday|midnight)/i, "") }));

/** Names of places that are words of their own. */
const ambiguous =
	/^(?:nice|reading|split|bath|mobile|orange|eastern|central|mountain|pacific|male|chad|turkey|jordan|georgia|of|as|at|in|to|me|or|is|it|am|pm|hi|ok|oh|no|so|my|we|us|he|do|be|by|an|on|up|if|go|min|max|mean|time|date|day|the|and|for|how|what|when|ist|art|cat|eat|wat|ct|mt|et|pt|z|west|wet|met|cst|here|there|home|work|march|may|august|love|best|most|bring|lead|march|long|same|hours|late|early|hour|east|west|north|south|java|union|gap|san|new|la|los|san|date|bar|hull|cork|derby|lens|tours|same|ho|delivery|people|client|clients|standup|meeting|flight|call|folks|team|please|local|zulu|victoria|phoenix|lima|santiago|nome|troy|sale|rugby|buffalo|houston|cologne|essen|halle|bonn|vice|chester|lincoln|hamilton|wellington|kingston|newcastle|oxford|cambridge)$/i;

/** Places by name; behind "in", "to", "from" … also mistyped ones. */
export function placesIn(text: string): readonly Found[] {
	const words = [...text.matchAll(/[\p{L}][\p{L}'’./-]*[\p{L}]|\p{L}|UTC[+-]\d+(?::\d\d)?/gu)].map((found) => ({
		text: found[0].replace(/['’]s$/, ""),
		start: found.index,
		end: found.index + found[0].length,
	}));
	const found: Found[] = [];
	for (let at = 0; at < words.length; at++) {
		const before = text.slice(0, words[at]?.start ?? 0);
		const isLed =
			/\b(?:in|at|to|from|for|between|and|or|vs|versus|of|into|near|over in|than|behind|is|does|time)\s*$|(?:\d|[ap]\.?m\.?|noon|midnight|o'clock|,|:)\s*$/i.test(
				before,
			);
		let taken = 0;
		for (let size = Math.min(3, words.length - at); size > 0 && taken === 0; size--) {
			const [first, last] = [words[at], words[at + size - 1]];
			if (first === undefined || last === undefined) continue;
			const name = text.slice(first.start, last.end).replace(/['’]s$/, "");
			if (/[,;:?!]/.test(name) || (size > 1 && /\b(?:in|to|and|at|time|is|the|local|what|when)\b/i.test(name)))
				continue;
			const isCapital = /^\p{Lu}/u.test(name);
			if (size === 1 && ambiguous.test(name) && !(isCapital && isLed && before.trim() !== "")) continue;
			if (!isCapital && !(isLed && name.length > 2)) continue;
			if (/^[A-Z]{1,2}$/.test(name) && !/\d ?(?:[ap]m)? ?$/i.test(before) && !/^(?:UK|US|NZ|LA|NY)$/.test(name))
				continue;
			if (findPlace(name) === undefined) continue;
			found.push({ text: name, start: first.start, end: first.start + name.length });
			taken = size;
		}
		const word = words[at];
		if (
			taken === 0 &&
			word !== undefined &&
			/\b(?:in|for|to|from|between|and|of) $/i.test(before) &&
			!ambiguous.test(word.text)
		) {
			// Two words first: "New Yrok", "Buenos Airs".
			const next = words[at + 1];
			const both = next === undefined ? "" : text.slice(word.start, next.end);
			const isName = /^\p{Lu}/u.test(word.text);
			if (/^\p{L}+ \p{L}{3,}$/u.test(both) && (isName || word.text.length > 2) && resolvePlace(both) !== undefined) {
				found.push({ text: both, start: word.start, end: next?.end ?? word.end });
				taken = 2;
			} else if (word.text.length > 4 && (isName || word.text.length > 5) && resolvePlace(word.text) !== undefined) {
				found.push(word);
				taken = 1;
			}
		}
		at += Math.max(0, taken - 1);
	}
	return found;
}

/** "9 to 23 August 2027" as "9 August 2027 to 23 August 2027", "August 9 to 23" as "August 9 to August 23". */
export const withFullDates = (text: string): string =>
	!/\d.*(?:and|to|until|till|through|-).*\d/i.test(text)
		? text
		: text
				.replace(
					new RegExp(
						`\\b(\\d{1,2}(?:st|nd|rd|th)?)( (?:and|to|until|till|through) |-)(?:the )?(\\d{1,2}(?:st|nd|rd|th)?(?: of)? (${month}(?:,? \\d{4})?))`,
						"gi",
					),
					(_, first: string, joint: string, second: string, rest: string) =>
						`${first} ${rest}${joint === "-" ? " to " : joint}${second}`,
				)
				.replace(
					new RegExp(
						`\\b(${month}) (\\d{1,2}(?:st|nd|rd|th)?)( (?:and|to|until|till|through) |-)(?:the )?(\\d{1,2}(?:st|nd|rd|th)?)(?![\\d:-])((?:,? \\d{4})?)`,
						"gi",
					),
					(_, name: string, first: string, joint: string, second: string, year: string) =>
						`${name} ${first}${year}${joint === "-" ? " to " : joint}${name} ${second}${year}`,
				);

/** Number words, ordinals and run-together spellings made plain before anything is looked for. */
export const plainMoments = (text: string): string =>
	withFullDates(replaceNumberWords(withOrdinals(text))).replace(/\b(a|p)\.m\.(?=\s|$)/gi, "$1m");
