// Dates and times as people write them, relative to a given now. English; ISO first.
import { DateTime, type DurationLikeObject } from "luxon";
import { findHoliday } from "./holidays.js";
import { parseTimeOfDay, type TimeOfDay } from "./natural-time.js";
import { replaceNumberWords } from "./number-words.js";

export interface Moment {
	readonly date: DateTime;
	/** False: a whole day was meant. */
	readonly hasTime: boolean;
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const months = "january february march april may june july august september october november december".split(" ");
const weekdayPattern =
	"mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";
const monthPattern =
	"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

const monthNumber = (text: string): number => months.findIndex((name) => name.startsWith(text.slice(0, 3))) + 1;
const weekdayNumber = (text: string): number => weekdays.findIndex((name) => name.startsWith(text.slice(0, 3))) + 1;

const unitNames: Readonly<Record<string, keyof DurationLikeObject>> = {
	s: "seconds",
	sec: "seconds",
	second: "seconds",
	min: "minutes",
	minute: "minutes",
	h: "hours",
	hr: "hours",
	hour: "hours",
	d: "days",
	day: "days",
	w: "weeks",
	wk: "weeks",
	week: "weeks",
	fortnight: "weeks",
	month: "months",
	mo: "months",
	quarter: "quarters",
	y: "years",
	yr: "years",
	year: "years",
	decade: "years",
	century: "years",
};
const factors: Readonly<Record<string, number>> = { fortnight: 2, decade: 10, century: 100 };

/** `3 weeks and 2 days`, `90 days`, `1.5 hours`, `a year`; undefined when any part is something else. */
export function parseDuration(text: string): DurationLikeObject | undefined {
	const clean = replaceNumberWords(text.toLowerCase().trim())
		.replace(
			/\b(an?|\d+) ([a-z]+?)s? and (?:a|1) half$/,
			(_, count: string, unit: string) => `${Number(count) || 1}.5 ${unit}s`,
		)
		.replace(/\b(?:an?|one) (?=\w)/g, "1 ")
		.replace(/\bhalf 1 (?=\w)/g, "0.5 ")
		.replace(/(\d+) and 1 half (\w+)/g, "$1.5 $2")
		.replace(/\bcenturies\b/g, "century");
	const parts = clean.split(/\s*(?:,\s*and|,|\band\b|(?<=[a-z])\s+(?=\d))\s*/).filter((part) => part !== "");
	const duration: Record<string, number> = {};
	for (const part of parts) {
		const match = /^([+-]?\s?\d+(?:\.\d+)?)\s*([a-z]+?)s?$/.exec(part);
		const unit = match === null ? undefined : (unitNames[match[2] ?? ""] ?? unitNames[`${match[2]}s`]);
		if (match === null || unit === undefined) return undefined;
		const amount = Number((match[1] ?? "").replace(/\s/g, "")) * (factors[match[2] ?? ""] ?? 1);
		if (!Number.isFinite(amount) || Math.abs(amount) > 1e9) return undefined;
		duration[unit] = (duration[unit] ?? 0) + amount;
	}
	return parts.length === 0 ? undefined : (duration as DurationLikeObject);
}

export const hasTimeUnits = (duration: DurationLikeObject): boolean =>
	"hours" in duration || "minutes" in duration || "seconds" in duration;

const at = (date: DateTime, time: TimeOfDay): Moment => ({
	date: date.set({ hour: time.hour, minute: time.minute, second: time.second, millisecond: 0 }),
	hasTime: true,
});

const valid = (date: DateTime, hasTime = false): Moment | undefined => (date.isValid ? { date, hasTime } : undefined);

function parseIso(text: string, now: DateTime): Moment | undefined {
	const iso =
		/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?)?$/.exec(
			text,
		);
	if (iso !== null) {
		const [, year, month, day, hour, minute, second = "0", offset] = iso;
		const zone = offset === undefined ? now.zone : /^[a-z]/.test(offset) ? "utc" : `UTC${offset}`;
		const fields = { year: Number(year), month: Number(month), day: Number(day) };
		if (hour === undefined) return valid(DateTime.fromObject(fields, { zone }));
		return valid(
			DateTime.fromObject({ ...fields, hour: Number(hour), minute: Number(minute), second: Number(second) }, { zone }),
			true,
		);
	}
	const slashed = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text);
	if (slashed !== null) {
		return valid(
			DateTime.fromObject(
				{ year: Number(slashed[1]), month: Number(slashed[2]), day: Number(slashed[3]) },
				{ zone: now.zone },
			),
		);
	}
	const local = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
	if (local === null) return undefined;
	const [, first, separator, second, yearText = ""] = local;
	const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText);
	// With full stops the day comes first; with slashes the month does, unless it cannot be one.
	const isDayFirst = separator === "." || Number(first) > 12;
	const [month, day] = isDayFirst ? [Number(second), Number(first)] : [Number(first), Number(second)];
	return valid(DateTime.fromObject({ year, month, day }, { zone: now.zone }));
}

/** A day of the calendar without a year is the next one to come, or today. */
const nextOccurrence = (now: DateTime, month: number, day: number): DateTime => {
	const date = DateTime.fromObject({ year: now.year, month, day }, { zone: now.zone });
	return date < now.startOf("day") ? date.plus({ years: 1 }) : date;
};

function parseCalendar(text: string, now: DateTime): Moment | undefined {
	const clean = text.replace(new RegExp(`^(?:${weekdayPattern})\\b,?\\s+(?=.*\\d)`), "").replace(/^(?:the|on)\s+/, "");
	const monthFirst = new RegExp(
		`^(${monthPattern})\\.?\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(?:of\\s+)?(\\d{4}|(?:this|next|last) year))?$`,
	).exec(clean);
	const dayFirst = new RegExp(
		`^(\\d{1,2})(?:st|nd|rd|th)?\\s*(?:of\\s+)?[- ]?(${monthPattern})\\.?(?:[, -]+(?:of\\s+)?(\\d{4}|(?:this|next|last) year))?$`,
	).exec(clean);
	const [month, day, year] =
		monthFirst !== null
			? [monthFirst[1], monthFirst[2], monthFirst[3]]
			: dayFirst !== null
				? [dayFirst[2], dayFirst[1], dayFirst[3]]
				: [];
	if (month !== undefined && day !== undefined) {
		const fields = { month: monthNumber(month), day: Number(day) };
		if (year === undefined) return valid(nextOccurrence(now, fields.month, fields.day));
		const step = { this: 0, next: 1, last: -1 }[year.split(" ")[0] ?? ""];
		const inYear = step === undefined ? Number(year) : now.year + step;
		return valid(DateTime.fromObject({ year: inYear, ...fields }, { zone: now.zone }));
	}
	const monthYear = new RegExp(`^(${monthPattern})\\.?,?\\s+(?:of\\s+)?(\\d{4})$`).exec(clean);
	if (monthYear !== null)
		return valid(
			DateTime.fromObject({ year: Number(monthYear[2]), month: monthNumber(monthYear[1] ?? "") }, { zone: now.zone }),
		);
	const alone = new RegExp(`^(?:(next|last|this)\\s+)?(${monthPattern})$`).exec(clean);
	if (alone !== null) {
		const first = DateTime.fromObject({ year: now.year, month: monthNumber(alone[2] ?? "") }, { zone: now.zone });
		if (alone[1] === "last") return valid(first < now.startOf("month") ? first : first.minus({ years: 1 }));
		return valid(first < now.startOf("month") ? first.plus({ years: 1 }) : first);
	}
	const ordinal = /^(\d{1,2})(?:st|nd|rd|th)(?:\s+of\s+(?:this|the)\s+month)?$/.exec(clean);
	if (ordinal !== null) {
		const date = now.startOf("day").set({ day: Number(ordinal[1]) });
		return valid(date < now.startOf("day") ? date.plus({ months: 1 }) : date);
	}
	if (/^\d{4}$/.test(clean) && Number(clean) >= 1000)
		return valid(DateTime.fromObject({ year: Number(clean) }, { zone: now.zone }));
	return undefined;
}

function parseHoliday(text: string, now: DateTime): Moment | undefined {
	const match = /^(last |next |this )?(.+?)(?: (?:of |in )?(\d{4}|this year|next year|last year))?$/.exec(text);
	const holiday = findHoliday(match?.[2] ?? "");
	if (holiday === undefined) return undefined;
	const inYear = (year: number) => DateTime.fromObject({ year, ...holiday(year) }, { zone: now.zone });
	const when = match?.[3];
	if (when !== undefined) {
		const years: Readonly<Record<string, number>> = {
			"this year": now.year,
			"next year": now.year + 1,
			"last year": now.year - 1,
		};
		return valid(inYear(years[when] ?? Number(when)));
	}
	const thisYear = inYear(now.year);
	if (match?.[1] === "last ") return valid(thisYear < now.startOf("day") ? thisYear : inYear(now.year - 1));
	return valid(thisYear < now.startOf("day") ? inYear(now.year + 1) : thisYear);
}

const dayWords: Readonly<Record<string, number>> = {
	today: 0,
	"the day after tomorrow": 2,
	"day after tomorrow": 2,
	overmorrow: 2,
	tomorrow: 1,
	tomorow: 1,
	tommorow: 1,
	tommorrow: 1,
	tmrw: 1,
	yesterday: -1,
	"the day before yesterday": -2,
	"day before yesterday": -2,
};

function parseRelative(text: string, now: DateTime): Moment | undefined {
	const today = now.startOf("day");
	if (/^(?:now|right now|this moment|the current time|current time|the present)$/.test(text))
		return { date: now, hasTime: true };
	const days = dayWords[text.replace(/'s date$/, "")];
	if (days !== undefined) return { date: today.plus({ days }), hasTime: false };
	if (text === "tonight") return at(today, { hour: 20, minute: 0, second: 0 });
	const weekday = new RegExp(
		`^(?:on )?(?:(next|last|this|this coming|coming|past|previous) )?(${weekdayPattern})(?: (next|last) week)?$`,
	).exec(text);
	if (weekday !== null) {
		const [, which, name = "", week] = weekday;
		const number = weekdayNumber(name);
		if (week !== undefined)
			return { date: today.plus({ weeks: week === "next" ? 1 : -1 }).set({ weekday: number as 1 }), hasTime: false };
		const ahead = (number - today.weekday + 7) % 7;
		if (which === "last" || which === "past" || which === "previous")
			return { date: today.minus({ days: (today.weekday - number + 7) % 7 || 7 }), hasTime: false };
		return { date: today.plus({ days: which === "this" ? ahead : ahead || 7 }), hasTime: false };
	}
	const span = /^(?:the )?(next|last|this|previous|current|following) (week|month|year|quarter|weekend)$/.exec(text);
	if (span !== null) {
		const step = /next|following/.test(span[1] ?? "") ? 1 : /last|previous/.test(span[1] ?? "") ? -1 : 0;
		if (span[2] === "weekend") return { date: today.set({ weekday: 6 }).plus({ weeks: step }), hasTime: false };
		return { date: today.plus({ [`${span[2]}s`]: step }), hasTime: false };
	}
	const ofMonth = new RegExp(
		`^(?:the )?(start|beginning|first day|end|last day) of (?:the month (?:of )?)?((?:${monthPattern})(?:,? (?:of )?\\d{4})?)$`,
	).exec(text);
	const month = ofMonth === null ? undefined : parseCalendar(ofMonth[2] ?? "", now)?.date;
	if (month !== undefined)
		return {
			date: (/end|last/.test(ofMonth?.[1] ?? "") ? month.endOf("month") : month.startOf("month")).startOf("day"),
			hasTime: false,
		};
	const edge =
		/^(?:the )?(start|beginning|first day|end|last day) of (?:the |this |the current )?(next |last )?(week|month|year|quarter)$/.exec(
			text,
		);
	if (edge !== null) {
		const unit = edge[3] as "week" | "month" | "year" | "quarter";
		const within = today.plus({ [`${unit}s`]: edge[2] === "next " ? 1 : edge[2] === "last " ? -1 : 0 });
		return {
			date: (/start|beginning|first/.test(edge[1] ?? "") ? within.startOf(unit) : within.endOf(unit)).startOf("day"),
			hasTime: false,
		};
	}
	return undefined;
}

function parseShifted(text: string, now: DateTime): Moment | undefined {
	const shift = (
		duration: DurationLikeObject | undefined,
		base: Moment | undefined,
		sign: 1 | -1,
	): Moment | undefined => {
		if (duration === undefined || base === undefined) return undefined;
		const date = sign === 1 ? base.date.plus(duration) : base.date.minus(duration);
		const hasTime = base.hasTime || hasTimeUnits(duration);
		return valid(hasTime ? date : date.startOf("day"), hasTime);
	};
	const today: Moment = { date: now.startOf("day"), hasTime: false };
	const baseFor = (duration: DurationLikeObject | undefined): Moment =>
		duration !== undefined && hasTimeUnits(duration) ? { date: now, hasTime: true } : today;
	const ahead =
		/^(?:in|within) (.+?)(?: from now| time)?$/.exec(text) ??
		/^(.+?) (?:from now|from today|hence|later|ahead)$/.exec(text);
	if (ahead !== null) {
		const duration = parseDuration((ahead[1] ?? "").replace(/'$/, ""));
		return shift(duration, baseFor(duration), 1);
	}
	const ago = /^(.+?) (?:ago|before now|before today|back|earlier)$/.exec(text);
	if (ago !== null) {
		const duration = parseDuration(ago[1] ?? "");
		return shift(duration, baseFor(duration), -1);
	}
	const around = /^(.+?) (after|from|before|since|following) (.+)$/.exec(text);
	if (around === null) return undefined;
	const weekLater = parseDuration(around[1] ?? "");
	if (weekLater === undefined) return undefined;
	return shift(weekLater, parseMoment(around[3] ?? "", now), around[2] === "before" ? -1 : 1);
}

function parseDay(text: string, now: DateTime): Moment | undefined {
	return (
		parseIso(text, now) ??
		parseRelative(text, now) ??
		parseCalendar(text, now) ??
		parseHoliday(text, now) ??
		parseShifted(text, now)
	);
}

/**
 * The moment meant by `text`, in the zone of `now`; undefined when it is not understood. A time alone is today's; a
 * weekday alone is the next one.
 */
export function parseMoment(text: string, now: DateTime): Moment | undefined {
	const clean = replaceNumberWords(
		text
			.toLowerCase()
			.replace(/’/g, "'")
			.replace(/[?!.]+$/, "")
			.replace(/\s+/g, " ")
			.trim(),
	);
	if (clean === "" || clean.length > 120) return undefined;
	const day = parseDay(clean, now);
	if (day !== undefined) return day;
	const time = parseTimeOfDay(clean);
	if (time !== undefined) return at(now, time);
	// "tomorrow at 3pm", "3pm tomorrow", "may 1 2026 14:00": a day and a time in either order.
	const words = clean.split(/,?\s+/);
	for (let cut = 1; cut < words.length; cut++) {
		const [left, right] = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
		const trimmedLeft = left.replace(/ (?:at|on)$/, "");
		const lateTime = parseTimeOfDay(right, /(?: at)$/.test(left) || right.startsWith("at "));
		const dayBefore = lateTime === undefined ? undefined : parseDay(trimmedLeft, now);
		if (dayBefore !== undefined && lateTime !== undefined) return at(dayBefore.date, lateTime);
		const earlyTime = parseTimeOfDay(trimmedLeft);
		const dayAfter = earlyTime === undefined ? undefined : parseDay(right.replace(/^(?:on|at|of) /, ""), now);
		if (dayAfter !== undefined && earlyTime !== undefined) return at(dayAfter.date, earlyTime);
	}
	return undefined;
}
