import { DateTime } from "luxon";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import type { JsonObject } from "../../src/contracts/json.js";
import { defineTool } from "../../src/contracts/tool.js";
import { type WorkCalendar, workCalendar } from "../../src/lib/business-days.js";
import { holidayCountries } from "../../src/lib/country-holidays.js";
import { hasTimeUnits, type Moment, parseDuration } from "../../src/lib/natural-date.js";
import { placeFor, readMoment } from "../../src/lib/zoned-time.js";

const operations = [
	"add",
	"difference",
	"weekday",
	"week_number",
	"leap_year",
	"age",
	"unix",
	"from_unix",
	"business_days",
	"days_in_month",
	"countdown",
] as const;

interface Question {
	readonly now: DateTime;
	readonly date: Moment;
	readonly dateText: string | undefined;
	readonly to: Moment | undefined;
	readonly amount: string | undefined;
	readonly work: WorkCalendar;
}

interface Answer {
	readonly result: string;
	readonly figures: JsonObject;
}

const day = (date: DateTime): string => date.toFormat("yyyy-MM-dd");
const stamp = ({ date, hasTime }: Moment): string => date.toFormat(hasTime ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd");
const weekdayOf = (date: DateTime): string => date.setLocale("en").toFormat("cccc");
const count = (number: number, noun: string): string => `${number} ${noun}${Math.abs(number) === 1 ? "" : "s"}`;

const invalid = (message: string, hint: string) => new NexusError("time.not-understood", message, { hint });

const needTo = ({ to }: Question): Moment => {
	if (to === undefined) throw invalid("The second date is missing", 'Give it as "to".');
	return to;
};

function addTo({ date, now, dateText, amount = "" }: Question): Answer {
	const duration = parseDuration(amount.replace(/^\s*([+-])\s*/, "$1"));
	if (duration === undefined) throw invalid(`"${amount}" is no amount of time`, 'Write it as "90 days" or "-3 weeks".');
	const hasTime = hasTimeUnits(duration) || (date.hasTime && dateText !== undefined);
	const start = hasTime ? (dateText === undefined ? now : date.date) : date.date.startOf("day");
	const end = start.plus(duration);
	if (!end.isValid) throw invalid("The date is out of range", "Use a smaller amount.");
	return {
		result: stamp({ date: end, hasTime }),
		figures: { from: stamp({ date: start, hasTime }), date: day(end), weekday: weekdayOf(end), iso: end.toISO() ?? "" },
	};
}

function difference(question: Question): Answer {
	const [start, end] = [question.date, needTo(question)];
	const isExact = start.hasTime && end.hasTime;
	const [from, to] = isExact ? [start.date, end.date] : [start.date.startOf("day"), end.date.startOf("day")];
	const days = to.diff(from, "days").days;
	const whole = isExact ? Math.trunc(days) : Math.round(days);
	const parts = to.diff(from, ["years", "months", "days"]);
	const minutes = Math.round(to.diff(from, "minutes").minutes);
	const clock = isExact && Math.abs(minutes) < 2 * 1440;
	return {
		result: clock ? `${count(Math.trunc(minutes / 60), "hour")} ${count(minutes % 60, "minute")}` : count(whole, "day"),
		figures: {
			from: stamp({ date: from, hasTime: isExact }),
			to: stamp({ date: to, hasTime: isExact }),
			days: whole,
			weeks: Number((whole / 7).toFixed(2)),
			months: Math.trunc(to.diff(from, "months").months),
			years: Math.trunc(to.diff(from, "years").years),
			hours: isExact ? Number((minutes / 60).toFixed(2)) : whole * 24,
			minutes: isExact ? minutes : whole * 1440,
			breakdown: [count(parts.years, "year"), count(parts.months, "month"), count(Math.trunc(parts.days), "day")].join(
				", ",
			),
			businessDays: question.work.between(from.startOf("day"), to.startOf("day")),
		},
	};
}

function age({ date, now }: Question): Answer {
	const today = now.startOf("day");
	const parts = today.diff(date.date, ["years", "months", "days"]);
	if (parts.years < 0) throw invalid("That date is in the future", "Give a date of birth.");
	const birthday = date.date.plus({ years: Math.ceil(today.diff(date.date, "years").years) });
	return {
		result: count(parts.years, "year"),
		figures: {
			born: day(date.date),
			years: parts.years,
			months: parts.months,
			days: Math.trunc(parts.days),
			totalDays: Math.round(today.diff(date.date, "days").days),
			nextBirthday: day(birthday),
			daysToBirthday: Math.round(birthday.diff(today, "days").days),
		},
	};
}

function businessDays(question: Question): Answer {
	const { date, amount } = question;
	if (question.to !== undefined || amount === undefined) {
		const days = question.work.between(date.date.startOf("day"), needTo(question).date.startOf("day"));
		return {
			result: count(days, "business day"),
			figures: { from: day(date.date), to: day(needTo(question).date), days },
		};
	}
	const steps = Number.parseInt(amount.replace(/\s/g, ""), 10);
	if (!Number.isInteger(steps) || Math.abs(steps) > 100_000)
		throw invalid(`"${amount}" is no number of days`, 'Write it as "10 days".');
	const end = question.work.after(date.date.startOf("day"), steps);
	return { result: day(end), figures: { from: day(date.date), date: day(end), weekday: weekdayOf(end), days: steps } };
}

function fromUnix({ dateText = "", now }: Question): Answer {
	const number = Number(dateText.replace(/[,_\s@]/g, ""));
	if (!Number.isFinite(number) || Math.abs(number) > 8.64e15)
		throw invalid(`"${dateText}" is no Unix time`, "Give seconds since 1970.");
	// Eleven digits and more are milliseconds: as seconds they would be after the year 5000.
	const date = DateTime.fromMillis(Math.abs(number) >= 1e11 ? number : number * 1000, { zone: now.zone });
	return {
		result: `${date.toUTC().toFormat("yyyy-MM-dd HH:mm:ss")} UTC`,
		figures: {
			iso: date.toUTC().toISO() ?? "",
			local: date.toFormat("yyyy-MM-dd HH:mm:ss"),
			weekday: weekdayOf(date.toUTC()),
			unix: Math.floor(date.toSeconds()),
		},
	};
}

function countdown(question: Question): Answer {
	const target = question.to ?? question.date;
	const { now } = question;
	const parts = target.date.diff(now, ["days", "hours", "minutes"]);
	const days = Math.round(target.date.startOf("day").diff(now.startOf("day"), "days").days);
	const exact = [
		count(Math.trunc(parts.days), "day"),
		count(Math.trunc(parts.hours), "hour"),
		count(Math.trunc(parts.minutes), "minute"),
	];
	return {
		result: target.hasTime ? exact.join(", ") : count(days, "day"),
		figures: {
			to: stamp(target),
			weekday: weekdayOf(target.date),
			days,
			weeks: Number((days / 7).toFixed(2)),
			hours: Math.trunc(target.date.diff(now, "hours").hours),
			exact: exact.join(", "),
		},
	};
}

const answers: Readonly<Record<(typeof operations)[number], (question: Question) => Answer>> = {
	add: addTo,
	difference,
	weekday: ({ date }) => ({
		result: weekdayOf(date.date),
		figures: { date: day(date.date), weekday: weekdayOf(date.date) },
	}),
	week_number: ({ date }) => ({
		result: `week ${date.date.weekNumber}`,
		figures: { date: day(date.date), week: date.date.weekNumber, weekYear: date.date.weekYear },
	}),
	leap_year: ({ date }) => ({
		result: date.date.isInLeapYear ? "yes" : "no",
		figures: { year: date.date.year, leap: date.date.isInLeapYear, daysInYear: date.date.daysInYear ?? 0 },
	}),
	age,
	unix: ({ date }) => ({
		result: String(Math.floor(date.date.toSeconds())),
		figures: { unix: Math.floor(date.date.toSeconds()), iso: date.date.toUTC().toISO() ?? "" },
	}),
	from_unix: fromUnix,
	business_days: businessDays,
	days_in_month: ({ date }) => ({
		result: count(date.date.daysInMonth ?? 0, "day"),
		figures: {
			month: date.date.setLocale("en").toFormat("LLLL"),
			year: date.date.year,
			days: date.date.daysInMonth ?? 0,
		},
	}),
	countdown,
};

/**
 * Arithmetic with dates, in the zone of `place` (default here). Dates may be natural ("next friday", "christmas").
 * Throws NexusError `time.not-understood` or `time.unknown-place`.
 */
export const dateMathTool = defineTool({
	name: "date_math",
	category: "time",
	description:
		"Arithmetic with dates: add an amount, difference between two dates, weekday, ISO week number, leap year, age, Unix time and back, business days, days in a month, countdown.",
	keywords: ["days between", "until", "ago", "deadline", "birthday", "working days", "timestamp", "epoch"],
	effects: [],
	input: z.object({
		operation: z.enum(operations),
		date: z.string().max(200).optional().describe("natural or ISO; default now. A Unix time for from_unix"),
		to: z.string().max(200).optional().describe("second date of difference, business_days, countdown"),
		amount: z.string().max(200).optional().describe('for add and business_days, e.g. "90 days", "-3 weeks"'),
		place: z.string().max(100).optional(),
		country: z.enum(holidayCountries).optional().describe("Whose holidays are no business days"),
	}),
	output: z.looseObject({ operation: z.enum(operations), result: z.string() }),
	title: ({ operation, date, to, amount }) =>
		[operation, date, amount, to].filter((part) => part !== undefined).join(" "),
	async run({ operation, date, to, amount, place, country }, { clock, timeZone }) {
		const where = placeFor(place, timeZone);
		if ("problem" in where) throw new NexusError("time.unknown-place", where.problem, { hint: where.hint });
		const now = DateTime.fromJSDate(clock.now(), { zone: where.zone });
		const read = async (text: string | undefined): Promise<Moment | undefined> => {
			if (text === undefined || operation === "from_unix") return undefined;
			const moment = await readMoment(text, now);
			if (moment === undefined)
				throw invalid(`"${text}" is not understood as a date`, 'Write it as "2026-12-24" or "next friday".');
			return moment;
		};
		const question: Question = {
			now,
			date: (await read(date)) ?? { date: now, hasTime: true },
			dateText: date,
			to: await read(to),
			amount,
			work: workCalendar(country),
		};
		const { result, figures } = answers[operation](question);
		return { content: result, details: { operation, result, ...figures }, summary: result };
	},
});
