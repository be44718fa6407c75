// The time now in places, and a time of one place told in another.
import { findPlace } from "../../../lib/places.js";
import type { Clause, Family, Step } from "../plan.js";
import { matchConversion, matchDifference } from "./clock-conversion.js";
import { isHere, nowIn, placesIn, trimPlace } from "./clock-steps.js";

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

/** Without one of these no request is about the time of a place; looking places up is the costly part. */
const timeWords =
	/time|clock|hour|\bdate|\bday|zone|offset|ahead|behind|earlier|later|now\b|today|tomorrow|yesterday|dark|noon|midnight|morning|evening|night|late\b|year|month|weekday|what about|how about|\d ?(?:[ap]\.?m|o'?clock|:\d\d)|\d [A-Z]{2,4}\b|^in |^and /i;

export function match(clause: Clause): Step | undefined {
	// Which day of the year it is, is no question of the clock.
	if (/\bday of (?:the )?year\b/i.test(clause.text)) return undefined;
	// "1800 UTC" is a time of day.
	const text = clause.text
		.trim()
		.replace(
			/(?<![\d:-])([01]\d|2[0-3])([0-5]\d)(?= ?(?:h\b|hrs\b|hours\b|utc\b|gmt\b|zulu\b|[ECMPJ][SD]T\b|CEST\b))/i,
			"$1:$2",
		);
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
