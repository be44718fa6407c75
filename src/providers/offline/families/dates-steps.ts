// What the date tool is asked, and the sentences made of what it gives.

import type { JsonObject } from "../../../contracts/json.js";
import { parseDuration, parseMoment } from "../../../lib/natural-date.js";
import { replaceNumberWords } from "../../../lib/number-words.js";
import { someDay } from "../language/moments.js";
import { call, detailsOf, plural, type Step, step, textOf } from "../plan.js";

const trimDate = (text: string): string =>
	text
		.trim()
		.replace(/^(?:the date |the day |on |of |for |is |the year |year |my birthday,? |it is |date )+/i, (words) =>
			/^the (?:date|day) (?:after|before)/i.test(words + text) ? words : "",
		)
		.replace(/ (?:be|is|was|fall|fell|on|comes?|land|lands)$/i, "")
		.replace(/,$/, "");

export const isDate = (text: string): boolean => parseMoment(trimDate(text), someDay()) !== undefined;

export const isDuration = (text: string): boolean => parseDuration(text) !== undefined;

const math = (input: JsonObject, answer: (details: JsonObject) => string): Step =>
	step(call("date_math", input), ([outcome]) => answer(detailsOf(outcome)));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const weekday = (date: string, form: "weekday" | "date" = "weekday"): Step => {
	// "90 days from 2 February" asked for as a day of the week is a date plus an amount all the same.
	const moved = /^(?:exactly )?(.+?) (after|from|following|past|before|prior to) (.+)$/i.exec(trimDate(date));
	const [, amount = "", way = "", base = ""] = moved ?? [];
	if (moved !== null && isDuration(amount) && isDate(base))
		return shifted(base, amount, /before|prior/i.test(way) ? -1 : 1);
	return weekdayOf(date, form);
};

const weekdayOf = (date: string, form: "weekday" | "date"): Step =>
	math({ operation: "weekday", date: trimDate(date) }, (details) =>
		form === "weekday"
			? `${capital(trimDate(date))} is a ${textOf(details.weekday)}${/\d{4}-\d\d-\d\d/.test(date) ? "" : ` (${textOf(details.date)})`}.`
			: `${capital(trimDate(date))} is on ${textOf(details.weekday)}, ${textOf(details.date)}.`,
	);

export const shifted = (date: string | undefined, amount: string, sign: 1 | -1): Step => {
	const plain = replaceNumberWords(amount.trim()).replace(/^(?:an?|one) /i, "1 ");
	const input = {
		operation: "add",
		...(date === undefined || /^(?:now|today)$/i.test(trimDate(date)) ? {} : { date: trimDate(date) }),
		amount: sign === 1 ? plain : `-${plain}`,
	};
	return math(input, (details) => {
		const from = input.date ?? "today";
		return `${capital(plain)} ${sign === 1 ? "after" : "before"} ${from} is ${textOf(details.weekday)}, ${textOf(details.result)}.`;
	});
};

export const units =
	"days?|weeks?|months?|years?|hours?|minutes?|business days?|working days?|work ?days?|weekdays?|sleeps|nights?";

/** The figure asked for. */
const inUnit = (details: JsonObject, unit: string, isUntil: boolean): string => {
	const days = Number(details.days);
	if (/^(?:business|work|weekday)/.test(unit))
		return plural(Math.abs(Number(details.businessDays ?? days)), "business day");
	if (/^week/.test(unit)) {
		const whole = Math.floor(Math.abs(days) / 7);
		const rest = Math.abs(days) % 7;
		return `${plural(whole, "week")}${rest === 0 ? "" : ` and ${plural(rest, "day")}`} (${plural(Math.abs(days), "day")})`;
	}
	if (/^month/.test(unit))
		return `${plural(Math.abs(Number(details.months ?? Math.trunc(days / 30.44))), "month")} (${plural(Math.abs(days), "day")})`;
	if (/^year/.test(unit))
		return `${plural(Math.abs(Number(details.years ?? Math.trunc(days / 365.25))), "year")} (${plural(Math.abs(days), "day")})`;
	if (/^hour/.test(unit)) return plural(Math.abs(Number(details.hours)), "hour");
	if (/^minute/.test(unit)) return plural(Math.abs(Number(details.minutes ?? Number(details.hours) * 60)), "minute");
	return isUntil || Math.abs(days) > 0 || /day$/.test(textOf(details.result))
		? plural(Math.abs(days), "day")
		: textOf(details.result);
};

export const between = (from: string, to: string, unit: string): Step => {
	const [start, end] = [trimDate(from), trimDate(to)];
	if (/^(?:business|work|weekday)/.test(unit)) {
		return math(
			{ operation: "business_days", date: start, to: end },
			(details) =>
				`There are ${plural(Math.abs(Number(details.days)), "business day")} from ${start} to ${end}, both counted.`,
		);
	}
	return math({ operation: "difference", date: start, to: end }, (details) => {
		const figure = inUnit(details, unit, false);
		const breakdown =
			Math.abs(Number(details.days)) > 60 && !/^month|^year/.test(unit) ? ` (${textOf(details.breakdown)})` : "";
		return `From ${start} to ${end} it is ${figure}${breakdown}.`;
	});
};

export const until = (date: string, unit: string): Step => {
	const end = trimDate(date);
	if (/^(?:business|work|weekday|month|year)/.test(unit)) return between("today", end, unit);
	return math({ operation: "countdown", to: end }, (details) => {
		const days = Number(details.days);
		if (days < 0) return `${capital(end)} (${textOf(details.to)}) was ${plural(-days, "day")} ago.`;
		return `It is ${inUnit(details, unit, true)} until ${end} (${textOf(details.weekday)}, ${textOf(details.to)}).`;
	});
};

export const since = (date: string, unit: string): Step => {
	const start = trimDate(date);
	return math({ operation: "difference", date: start, to: "today" }, (details) => {
		const breakdown =
			Math.abs(Number(details.days)) > 60 && !/^(?:month|year)/.test(unit) ? ` (${textOf(details.breakdown)})` : "";
		return `It has been ${inUnit(details, unit, false)} since ${start}${breakdown}.`;
	});
};

export const whenDate = (text: string, make: () => Step | undefined): Step | undefined =>
	isDate(text) ? make() : undefined;

export const whenBoth = (from: string, to: string, make: () => Step): Step | undefined =>
	isDate(from) && isDate(to) ? make() : undefined;

export const fromUnix = (stamp: string): Step =>
	math(
		{ operation: "from_unix", date: stamp },
		(details) => `Unix time ${stamp} is ${textOf(details.weekday)}, ${textOf(details.result)}.`,
	);

export const toUnix = (date: string | undefined): Step =>
	math(
		{
			operation: "unix",
			...(date === undefined || /^(?:now|right now|today|this moment)$/i.test(date) ? {} : { date: trimDate(date) }),
		},
		(details) =>
			date === undefined
				? `The Unix time now is ${textOf(details.unix)}.`
				: `The Unix time of ${trimDate(date)} is ${textOf(details.unix)}.`,
	);

export const leap = (year: string): Step => {
	const date = /^(?:it|this)$/i.test(year) ? "this year" : year;
	return math({ operation: "leap_year", date }, (details) =>
		details.leap === true
			? `Yes, ${textOf(details.year)} is a leap year.`
			: `No, ${textOf(details.year)} is not a leap year.`,
	);
};

export const yearLength = (year: string): Step =>
	math(
		{ operation: "leap_year", date: year },
		(details) => `${textOf(details.year)} has ${textOf(details.daysInYear)} days.`,
	);

export const monthLength = (month: string): Step =>
	math(
		{
			operation: "days_in_month",
			date: month.replace(/ (?:of|in) (?=\d)/i, " ").replace(/ (?:of |in )?this year$/i, ""),
		},
		(details) => `${textOf(details.month)} ${textOf(details.year)} has ${textOf(details.days)} days.`,
	);

export const weekNumber = (date: string | undefined): Step =>
	math(
		{
			operation: "week_number",
			...(date === undefined || /^(?:today|now|it|this)$/i.test(trimDate(date)) ? {} : { date: trimDate(date) }),
		},
		(details) =>
			date === undefined
				? `It is week ${textOf(details.week)} of ${textOf(details.weekYear)}.`
				: `${capital(trimDate(date))} is in week ${textOf(details.week)} of ${textOf(details.weekYear)}.`,
	);

export const age = (date: string): Step =>
	math(
		{ operation: "age", date: trimDate(date) },
		(details) =>
			`Born on ${textOf(details.born)}, the age is ${plural(Number(details.years), "year")} (next birthday in ${plural(Number(details.daysToBirthday), "day")}).`,
	);

export const businessShift = (date: string, count: string, sign: 1 | -1): Step | undefined => {
	const number = Number(replaceNumberWords(count.replace(/^(?:the |in )/i, "")));
	if (!Number.isInteger(number)) return undefined;
	return math(
		{
			operation: "business_days",
			...(/^(?:now|today)$/i.test(trimDate(date)) ? {} : { date: trimDate(date) }),
			amount: `${sign * number} days`,
		},
		(details) =>
			`${plural(number, "business day")} ${sign === 1 ? "after" : "before"} ${trimDate(date)} is ${textOf(details.weekday)}, ${textOf(details.date)}.`,
	);
};
