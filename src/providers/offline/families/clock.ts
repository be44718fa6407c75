// The time now in places, and a time of one place told in another.

import { DateTime } from "luxon";
import type { JsonObject } from "../../../contracts/json.js";
import { parseMoment } from "../../../lib/natural-date.js";
import { parseTimeOfDay } from "../../../lib/natural-time.js";
import { findPlace, resolvePlace } from "../../../lib/places.js";
import { type Clause, call, detailsOf, type Family, type Step, step, textOf } from "../plan.js";

/** `+09:00` as `UTC+9`, `+05:30` as `UTC+5:30`. */
const utc = (offset: string): string => {
	const match = /^([+-])0?(\d+):(\d\d)$/.exec(offset);
	if (match === null) return offset;
	return match[2] === "0" && match[3] === "00"
		? "UTC"
		: `UTC${match[1]}${match[2]}${match[3] === "00" ? "" : `:${match[3]}`}`;
};

const parts = (details: JsonObject): { readonly date: string; readonly time: string } => {
	const [date = "", time = ""] = textOf(details.local).split(" ");
	return { date, time };
};

const trimPlace = (text: string): string =>
	text
		.trim()
		.replace(/^(?:in|at|for|over in|out in|of|the) /i, "")
		.replace(/(?<=\w),? (?:compared|relative|as opposed|in comparison|versus|vs) (?:to|with).*$/i, "")
		.replace(/(?<=\w) (?:is|please)$/i, "")
		.replace(/[,]? (?:right now|now|currently|at the moment|at present|today|these days|there)$/i, "")
		.replace(/^(?:right now|now|currently) (?:in|at) /i, "")
		.replace(/(?<=\S) time$/i, "")
		.replace(/\s*(?:'s|')$/i, "");

const isHere = (text: string): boolean =>
	/^(?:here|my (?:city|town|area|location|time ?zone|place)|where i am|this (?:machine|place|computer)|local(?:ly)?)$/i.test(
		text,
	);

/** "Tokyo, London and Paris" as three places; undefined when any of it is none. */
function placesIn(text: string): readonly string[] | undefined {
	const [head = "", ...rest] = trimPlace(text).split(/,\s+/);
	// Behind "Rome, " stands a country or something that is no part of the name.
	const isTalk =
		rest.length > 0 &&
		/\b(?:my|our|i|we|he|she|they|it|is|are|lives?|because|so|please|thanks|if|when)\b/i.test(rest.join(" "));
	const whole = isTalk ? head : trimPlace(text);
	const isSeveral = /\s(?:and|&|vs\.?|versus)\s/i.test(whole);
	if (findPlace(whole) !== undefined && !(isSeveral && whole.includes(","))) return [whole];
	const members = whole
		.split(/\s*(?:,\s*(?:and |in )*|\s+(?:and|&|vs\.?|versus|or)(?: also)?(?: in)?\s+)/i)
		.map(trimPlace);
	if (members.length > 1 && members.length < 12 && members.every((member) => resolvePlace(member) !== undefined))
		return members;
	return resolvePlace(whole) === undefined ? undefined : [whole];
}

const nowIn = (places: readonly (string | undefined)[], wants: "time" | "date" | "zone"): Step =>
	step(
		places.map((place) => call("current_time", place === undefined || isHere(place) ? {} : { place })),
		(outcomes) =>
			outcomes
				.map((outcome, index) => {
					const details = detailsOf(outcome);
					const { date, time } = parts(details);
					const [weekday, name, offset] = [textOf(details.weekday), textOf(details.place), utc(textOf(details.offset))];
					const isOwn = places[index] === undefined || isHere(places[index] ?? "");
					const guess = /\(taking .*\)$/.exec(outcome.content)?.[0] ?? "";
					const note = guess === "" ? "" : ` ${guess}`;
					if (wants === "zone")
						return `${isOwn ? "The time zone here" : `${name}`} is ${isOwn ? "" : "in "}${textOf(details.zone)} (${offset})${note}.`;
					if (wants === "date")
						return isOwn
							? `Today is ${weekday}, ${date}.`
							: `In ${name} it is ${weekday}, ${date} (${time}, ${offset})${note}.`;
					return isOwn
						? `It is ${time} on ${weekday}, ${date} (${offset}).`
						: `In ${name} it is ${time} on ${weekday}, ${date} (${offset})${note}.`;
				})
				.join(" "),
	);

const asked =
	"(?:what is|got|have you got|do you have|do you know|what|say me|which|tell me|give me|show me|show|check|get|say|know|display|find)?";

/** Reads of the time with a place behind; the strong ones call the tool even for a place nobody knows. */
const inPlace: readonly (readonly [RegExp, boolean])[] = [
	[
		/^what time (?:is it|it is|would it be|do they have|is now|now is it|is)(?: right now| now| currently| at the moment)? (?:in|at|over in|for) (.+)$/i,
		true,
	],
	[/^what time (?:in|at) (.+?)(?: is it| now| is)*$/i, true],
	[
		new RegExp(
			`^${asked} ?(?:the )?(?:current |exact |local |present |actual |real )*(?:date and time|time and date|time|clock|hour|hours)(?: is it| it is| now| right now| currently| of day)* (?:in|at|for|of|over in) (.+)$`,
			"i",
		),
		true,
	],
	[/^(?:what is|what) (?:the )?(?:current |local )?(.+?)(?:'s)? (?:current |local )?time(?: right)?(?: now)?$/i, false],
	[/^(?:current |local |time now |now )?(?:time|clock) (.+)$/i, false],
	[/^(?:the )?(?:current |local )?(.+?)(?:'s)? (?:local |current )?(?:time|clock)(?: right)?(?: now)?$/i, false],
	[/^(.+?) (?:right )?now$/i, false],
	[/^how late is it (?:in|at) (.+)$/i, true],
	[
		/^(?:time )?in (.+?),? (?:what time is it|what is the time|what is the current time|the time is)(?: now| right now)?$/i,
		true,
	],
	[
		/^what time (?:do |have |is it for )?(?:the )?(?:people|they|folks|everyone|someone|guys|colleagues)(?: living| over)? in (.+?)(?: (?:have|is it|got))?(?: (?:right )?now)?$/i,
		true,
	],
	[/^now in (.+)$/i, false],
	[
		/^is it (?:morning|afternoon|evening|night|day|daytime|nighttime|late|early|midnight|noon|dark|already \w+|still \w+)(?: already| yet| now)? in (.+)$/i,
		true,
	],
	[/^when is it in (.+)$/i, false],
];

const dateInPlace: readonly RegExp[] = [
	/^(?:what is |what )?(?:the )?(?:current |today's )?date(?: is it| today| now)* (?:in|at) (.+)$/i,
	/^what (?:day|date)(?: of the week)? is (?:it|today)(?: now| today| right now)* (?:in|at) (.+)$/i,
	/^(?:what|which) (?:day|date) (?:in|at) (.+)$/i,
];

const zoneOfPlace: readonly RegExp[] = [
	/^(?:what|which) time ?zone (?:is|does|are|do) (.+?)(?: (?:in|on|use|have|using|at|belong to|follow))?$/i,
	/^(?:what is )?(?:the )?(?:time ?zone|utc offset|gmt offset|offset) (?:of|for|in) (.+)$/i,
	/^in (?:what|which) time ?zone is (.+)$/i,
];

const hereTime =
	/^(?:what time (?:is it|it is|do you have|is now|now)(?: (?:right )?now| currently| here| at the moment| please| today)*|(?:what is |tell me |give me |show me |show |check |get |say |display |have you got |do you have |got )?(?:the )?(?:current |local |exact |present |system )*time(?: is it)?(?: of day)?(?: right now| now| here| currently| at the moment)*|what does the clock (?:say|show)|time is|what hour is it|clock|current date and time|(?:what is )?(?:the )?(?:current )?(?:date and time|time and date|datetime)(?: now| right now)*|(?:the )?time now|now)$/i;
const hereDate =
	/^(?:what (?:day|date)(?: of the (?:week|month|year))? is (?:it|today)(?: today| now)?|what day (?:of the week )?(?:do we have|have we)(?: today)?|what is (?:the )?(?:date|day)(?: of)?(?: today| now| right now)?|what is (?:the )?(?:current |today's |todays )(?:date|day)|(?:tell me |give me |show me |show |get |say )?(?:the )?(?:current |today's |todays )(?:date|day)|(?:the )?date(?: today)?|today's date|todays date|what is today(?: date| 's date)?|which day is (?:it|today)(?: today)?|what weekday is (?:it|today)(?: today)?|date of today|the date of today|(?:what|which) year is it|(?:what|which) month is it|what is the (?:year|month)|tell me the date)$/i;

const someDay = DateTime.fromISO("2026-06-15T12:00:00Z", { zone: "utc" });
const isTime = (text: string): boolean => {
	const plain = text.trim().toLowerCase();
	return parseTimeOfDay(plain, true) !== undefined || parseMoment(plain, someDay)?.hasTime === true;
};
const isPlace = (text: string): boolean => resolvePlace(trimPlace(text)) !== undefined || isHere(text.trim());

const told = (time: string, from: string, to: string): Step =>
	step(
		call("convert_time", {
			time: time.trim(),
			from: isHere(from) ? "here" : trimPlace(from),
			to: isHere(to) ? "here" : trimPlace(to),
		}),
		([outcome]) => {
			const details = detailsOf(outcome);
			const [start, end] = [details.from as JsonObject, details.to as JsonObject];
			const [left, right] = [parts(start), parts(end)];
			const shift = Number(details.dayDifference);
			const day = shift === 0 ? "" : shift > 0 ? " the next day" : " the day before";
			return `${left.time} in ${textOf(start.place)} is ${right.time}${day} in ${textOf(end.place)} (${textOf(end.weekday)}, ${right.date}, ${utc(textOf(end.offset))}).`;
		},
	);

/** "3pm EST", "noon in Paris", "9 am London time" as a time and a place. */
function timeAndPlace(text: string): readonly [string, string] | undefined {
	const apart = /^(.+?) (?:in|at|from) (.+)$/i.exec(text);
	if (apart !== null && isTime(apart[1] ?? "") && isPlace(apart[2] ?? "")) return [apart[1] ?? "", apart[2] ?? ""];
	const words = text.split(/\s+/);
	for (let cut = words.length - 1; cut > 0; cut--) {
		const [time, place] = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
		if (isTime(time) && isPlace(place)) return [time, place];
		if (isPlace(time) && isTime(place) && findPlace(trimPlace(time)) !== undefined) return [place, time];
	}
	const day = /^(.+?) (tomorrow|today|tonight|on \w+)$/i.exec(text);
	const inner = day === null ? undefined : timeAndPlace(day[1] ?? "");
	return inner === undefined ? undefined : [`${inner[0]} ${day?.[2]}`, inner[1]];
}

const convertLead =
	/^(?:convert|change|translate|turn|express|what is|what time is|what time will it be at|what would|what will|if it is|when it is|if (?:it|the time) is|when (?:the clock|the time) is|at|show|give me|tell me|if (?:my|the|our|a) \w+ (?:is|starts|begins|happens)(?: at)?|a meeting at|(?:my|the|our) (?:meeting|call|flight) is at|meeting at|call at)\s+/i;

function matchConversion(written: string): Step | undefined {
	const text = written.replace(/ for (?:someone|somebody|people|me|them|us|my \w+|our \w+|a \w+)(?= in )/i, "");
	const forms: readonly RegExp[] = [
		/^(.+?),? (?:to|in|into|as)(?: the)? (.+?)(?: time)?$/i,
		/^(.+?),? (?:is )?(?:what time|what is the time|how late|what is it|which time)(?: is it| will it be| would it be| would that be| is that)? (?:in|at|for) (.+)$/i,
		/^(.+?),? (?:then )?what (?:time )?(?:is|will|would) (?:it|that|the time)(?: be)? (?:in|at|for) (.+)$/i,
	];
	const opposite =
		/^(?:when|if) (?:in|at) (.+?) (?:it is|is it|is|the time is|we have) (.+?),? (?:then )?(?:which|what)(?: is(?: the)?)? (?:time|hour|o'?clock)(?: is it| it is| is)?(?: then)? (?:in|at) (.+)$/i.exec(
			text,
		);
	if (opposite !== null && isPlace(opposite[1] ?? "") && isTime(opposite[2] ?? "") && isPlace(opposite[3] ?? ""))
		return told(opposite[2] ?? "", opposite[1] ?? "", opposite[3] ?? "");
	const would =
		/^(?:what|which) time (?:would|will|is|does) (.+) (?:be|correspond to|mean|translate to) (?:in|for|at) (.+)$/i.exec(
			text,
		) ??
		/^(?:what|which) time (?:would|will|is|does) (.+) (?:in|for|at) (.+)$/i.exec(text) ??
		/^(.+?),? (?:and |so )?(?:when|what|how late) (?:is|would|will) (?:that|it)(?: be)? (?:in|for|at) (.+)$/i.exec(
			text,
		) ??
		/^(.+?),? (?:that is|is|so that is|makes) (?:what|which) (?:time|hour|o'?clock)(?: is it)? (?:in|for|at) (.+)$/i.exec(
			text,
		);
	if (would !== null && isPlace(would[2] ?? "")) {
		const words = (would[1] ?? "").split(" ");
		// "the game starts 8pm in Madrid": the time starts at one of the words.
		for (let start = 0; start < Math.min(words.length - 1, 6); start++) {
			const source = timeAndPlace(words.slice(start).join(" "));
			if (source !== undefined && /\d|noon|midnight/i.test(source[0]))
				return told(source[0], source[1], would[2] ?? "");
		}
	}
	const body = text
		.replace(/\s*(?:=|->|→)\s*\??\s*(?:in )?/, " to ")
		.replace(/^(?:my|the|our) (?:meeting|call|flight|appointment) is at .*/i, (all) =>
			/\b(?:what|when|which|convert|how)\b|\?|=/.test(all) ? all : "",
		)
		.replace(convertLead, "")
		.replace(/^(?:the time |time )(?:of |is )?/i, "")
		.replace(/ (?:to|into|in) (?:the )?(?:corresponding|equivalent|matching|same|local) time (?:in|of|for) /i, " to ");
	const between = /^(.+?) (?:from )(.+?) (?:to|into|in) (.+)$/i.exec(body);
	if (between !== null && isTime(between[1] ?? "") && isPlace(between[2] ?? "") && isPlace(between[3] ?? ""))
		return told(between[1] ?? "", between[2] ?? "", between[3] ?? "");
	const turned =
		/^(?:what time is it|what is the time|what time will it be|what time) in (.+?) (?:when|if|at) (?:it is |the time is |its )?(.+)$/i.exec(
			text,
		);
	if (turned !== null && isPlace(turned[1] ?? "")) {
		const source = timeAndPlace(turned[2] ?? "");
		if (source !== undefined) return told(source[0], source[1], turned[1] ?? "");
		if (isTime(turned[2] ?? "")) return told(turned[2] ?? "", "here", turned[1] ?? "");
	}
	// Every place at which the target may start: "18:00 in Berlin to San Francisco time".
	for (const joint of body.matchAll(/,? (?:to|into|in|as|->|=>|→) (?:the )?/gi)) {
		const [left, right] = [body.slice(0, joint.index), body.slice(joint.index + joint[0].length)];
		const source =
			!/\b(?:what|which|when|is|thats?)\b/i.test(left + right) && isPlace(right) ? timeAndPlace(left) : undefined;
		if (source !== undefined) return told(source[0], source[1], right);
	}
	for (const form of [...forms].reverse()) {
		const match = form.exec(body);
		if (match === null || !isPlace(match[2] ?? "")) continue;
		const left = (match[1] ?? "").replace(/ (?:is|be|to|mean|translate to)$/i, "");
		const source = timeAndPlace(left);
		if (source !== undefined) return told(source[0], source[1], match[2] ?? "");
		// "what is 3pm in Tokyo": here to there, when the words say that a time is turned.
		if (
			isTime(left) &&
			parseTimeOfDay(left.toLowerCase().trim()) !== undefined &&
			!/\b(?:what|which|thats?|when)\b/i.test(match[2] ?? "")
		)
			return told(left, "here", match[2] ?? "");
	}
	return undefined;
}

function matchDifference(text: string): Step | undefined {
	const patterns: readonly RegExp[] = [
		/^(?:what is |how (?:much|big|large) is |tell me )?(?:the )?(?:time|hour|hours|time ?zone) (?:difference|gap|offset) (?:between|of|from) (.+?) (?:and|to|vs) (.+)$/i,
		/^how many hours (?:are (?:there )?|is (?:it )?)?(?:between|ahead|behind|of difference between|difference between|apart are) (.+?) (?:and|of|to) (.+)$/i,
		/^how (?:many hours|far|much) (?:ahead|behind)(?: of)? (?:is )?(.+?) (?:is|of|from|than|compared to) (.+)$/i,
		/^how (?:many hours|far|much) (?:ahead|behind) is (.+?) (?:of|from|than|compared to) (.+)$/i,
		/^how many hours is (.+?) (?:ahead|behind|ahead of|behind from|away)(?: of| from)? (.+)$/i,
		/^(?:is )?(.+?) (?:ahead of|behind|earlier than|later than) (.+?)(?: by how (?:much|many hours))?$/i,
	];
	const pair = patterns
		.map((pattern) => pattern.exec(text))
		.find((found) => found !== null && isPlace(found[1] ?? "") && isPlace(found[2] ?? ""));
	if (pair === null || pair === undefined) return undefined;
	const [from, to] = [trimPlace(pair[1] ?? ""), trimPlace(pair[2] ?? "")];
	return step(call("convert_time", { time: "now", from, to }), ([outcome]) => {
		const details = detailsOf(outcome);
		const [start, end] = [details.from as JsonObject, details.to as JsonObject];
		const minutes = (text: string): number => {
			const match = /^([+-])(\d+):(\d+)$/.exec(text);
			return match === null ? 0 : (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
		};
		const hours = (minutes(textOf(end.offset)) - minutes(textOf(start.offset))) / 60;
		if (hours === 0)
			return `${textOf(start.place)} and ${textOf(end.place)} have the same time (${parts(start).time}), a difference of 0 hours.`;
		return `${textOf(end.place)} is ${Math.abs(hours)} hours ${hours > 0 ? "ahead of" : "behind"} ${textOf(start.place)}: ${parts(start).time} in ${textOf(start.place)} is ${parts(end).time} in ${textOf(end.place)}.`;
	});
}

/** Without one of these no request is about the time of a place; looking places up is the costly part. */
const timeWords =
	/time|clock|hour|\bdate|\bday|zone|offset|ahead|behind|earlier|later|now\b|today|tomorrow|yesterday|dark|noon|midnight|morning|evening|night|late\b|year|month|weekday|what about|how about|\d ?(?:[ap]\.?m|o'?clock|:\d\d)|\d [A-Z]{2,4}\b|^in |^and /i;

function match(clause: Clause): Step | undefined {
	const text = clause.text.trim();
	if (text.length > 160 || !timeWords.test(text)) return undefined;
	if (clause.isLater && /^(?:right )?now$/i.test(text)) return undefined;
	if (hereTime.test(text)) return nowIn([undefined], "time");
	if (hereDate.test(text)) return nowIn([undefined], "date");
	if (
		/^(?:what is |what |which )?(?:is )?my (?:current )?time ?zone(?: is| am i in)?$|^(?:what|which) time ?zone (?:am i|are we|is this|is it|do i use)(?: in| here)?$/i.test(
			text,
		)
	)
		return nowIn([undefined], "zone");
	const difference = matchDifference(text);
	if (difference !== undefined) return difference;
	const converted = matchConversion(text);
	if (converted !== undefined) return converted;
	for (const pattern of zoneOfPlace) {
		const places = placesIn(pattern.exec(text)?.[1] ?? "");
		if (places !== undefined) return nowIn(places, "zone");
	}
	for (const pattern of dateInPlace) {
		const places = placesIn(pattern.exec(text)?.[1] ?? "");
		if (places !== undefined) return nowIn(places, "date");
	}
	for (const [pattern, isStrong] of inPlace) {
		const found = pattern.exec(text)?.[1];
		if (found === undefined) continue;
		if (isHere(trimPlace(found))) return nowIn([undefined], "time");
		const places = placesIn(found);
		if (
			places !== undefined &&
			(isStrong || places.every((place) => findPlace(place) !== undefined || place.length > 4))
		)
			return nowIn(places, "time");
		const isNamed = /^[\p{L}][\p{L}\s.'’,-]{2,30}$/u.test(found) && found.split(" ").length < 4;
		if (isStrong && isNamed) return nowIn([trimPlace(found)], "time");
	}
	// "and in London", after a question about the time.
	const also = clause.isLater
		? /^(?:what about |how about |in |at )+(.+)$/i.exec(text)
		: /^(?:what about|how about|and) (?:in )?(.+)$/i.exec(text);
	const places = also === null ? undefined : placesIn(also[1] ?? "");
	if (places?.every((place) => findPlace(place) !== undefined) === true) return nowIn(places, "time");
	return undefined;
}

export const clockFamily: Family = { name: "clock", match };
