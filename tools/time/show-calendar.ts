import { DateTime } from "luxon";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { holidayCountries, holidaysOf } from "../../src/lib/country-holidays.js";
import { readMoment } from "../../src/lib/zoned-time.js";

const day = z.object({
	date: z.string(),
	isInMonth: z.boolean(),
	isToday: z.boolean(),
	holiday: z.string().optional(),
});
// A type and not an interface: only those are data.
type Day = { date: string; isInMonth: boolean; isToday: boolean; holiday?: string };

const heading = "     Mo Tu We Th Fr Sa Su";

const cell = ({ date, isInMonth, isToday, holiday }: Day): string => {
	if (!isInMonth) return "   ";
	const number = String(Number(date.slice(8))).padStart(2);
	return `${number}${isToday ? "*" : holiday === undefined ? " " : "'"}`;
};

/** A month with its ISO weeks (Monday first, ISO 8601). Throws NexusError `time.not-understood`. */
export const showCalendarTool = defineTool({
	name: "show_calendar",
	category: "time",
	description: "A month as a calendar, with ISO week numbers and, for some countries, public holidays.",
	keywords: ["month", "weeks", "holidays", "bank holiday", "which day", "dates"],
	effects: [],
	input: z.object({
		month: z.string().max(100).optional().describe('e.g. "2027-03", "next month", "june 2027"; default this one'),
		country: z.enum(holidayCountries).optional().describe("Whose holidays"),
	}),
	output: z.object({
		month: z.string(),
		title: z.string(),
		weeks: z.array(z.object({ week: z.int(), days: z.array(day) })),
		holidays: z.array(z.object({ date: z.string(), name: z.string() })),
	}),
	title: ({ month, country }) => [month ?? "this month", country].filter((part) => part !== undefined).join(", "),
	async run({ month, country }, { clock, timeZone }) {
		const now = DateTime.fromJSDate(clock.now(), { zone: timeZone });
		const text = month?.trim().replace(/^(\d{4})-(\d{1,2})$/, "$1-$2-01");
		const date = text === undefined ? now : (await readMoment(text, now))?.date;
		if (date === undefined || date.year < 1 || date.year > 9999) {
			throw new NexusError("time.not-understood", `"${month}" is not understood as a month`, {
				hint: 'Write it as "2027-03".',
			});
		}
		const first = date.startOf("month");
		const start = first.startOf("week");
		const count = Math.ceil((first.weekday - 1 + (first.daysInMonth ?? 31)) / 7);
		const holidays =
			country === undefined
				? []
				: holidaysOf(country, first.year).filter((one) => one.date.startsWith(first.toFormat("yyyy-MM")));
		const dayAt = (index: number): Day => {
			const at = start.plus({ days: index });
			const iso = at.toFormat("yyyy-MM-dd");
			const holiday = holidays.find((one) => one.date === iso)?.name;
			return {
				date: iso,
				isInMonth: at.month === first.month,
				isToday: at.hasSame(now, "day"),
				...(holiday === undefined ? {} : { holiday }),
			};
		};
		const weeks = Array.from({ length: count }, (_, week) => ({
			week: start.plus({ weeks: week }).weekNumber,
			days: Array.from({ length: 7 }, (_, weekday) => dayAt(week * 7 + weekday)),
		}));
		const title = first.setLocale("en").toFormat("LLLL yyyy");
		const lines = weeks.map(({ week, days }) => `${`W${week}`.padEnd(5)}${days.map(cell).join("")}`.trimEnd());
		const named = holidays.map((one) => `${one.date} ${one.name}`);
		const content = [title, heading, ...lines, ...(named.length === 0 ? [] : ["", ...named])].join("\n");
		return {
			content,
			details: { month: first.toFormat("yyyy-MM"), title, weeks, holidays: holidays.map((one) => ({ ...one })) },
			summary: title,
			view: { kind: "text", text: content },
		};
	},
});
