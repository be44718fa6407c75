// The same answers as an independent library (Temporal) on any date.
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { convertTimeTool } from "../../../tools/time/convert-time.js";
import { dateMathTool } from "../../../tools/time/date-math.js";
import { showCalendarTool } from "../../../tools/time/show-calendar.js";
import { pureToolContext, runTool } from "../../helpers/pure-tool-context.js";

const context = pureToolContext();
// biome-ignore lint/suspicious/noExplicitAny: tests look into what they expect
const math = async (input: object): Promise<any> => (await runTool(dateMathTool, input, context)).details;

const dates = fc
	.record({
		year: fc.integer({ min: 1583, max: 4000 }),
		month: fc.integer({ min: 1, max: 12 }),
		day: fc.integer({ min: 1, max: 31 }),
	})
	.map((fields) => Temporal.PlainDate.from(fields, { overflow: "constrain" }));
const units = fc.constantFrom("days", "weeks", "months", "years");

const check = (property: fc.IAsyncProperty<unknown[]>) =>
	fc.assert(property as fc.IAsyncProperty<[unknown]>, { numRuns: 150 });

describe("date_math agrees with Temporal", () => {
	test("when something is added", () =>
		check(
			fc.asyncProperty(dates, units, fc.integer({ min: -500, max: 500 }), async (date, unit, amount) => {
				const { result } = await math({ operation: "add", date: date.toString(), amount: `${amount} ${unit}` });
				expect(result).toBe(date.add({ [unit]: amount }).toString());
			}),
		));

	test("on the days between two dates", () =>
		check(
			fc.asyncProperty(dates, dates, async (from, to) => {
				const { days, weeks } = await math({ operation: "difference", date: from.toString(), to: to.toString() });
				expect(days).toBe(from.until(to).days);
				expect(weeks).toBe(Number((days / 7).toFixed(2)));
			}),
		));

	test("on weekdays, ISO weeks, leap years and lengths of months", () =>
		check(
			fc.asyncProperty(dates, async (plain) => {
				const date = plain.toString();
				const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
				expect((await math({ operation: "weekday", date })).result).toBe(names[plain.dayOfWeek - 1]);
				expect(await math({ operation: "week_number", date })).toMatchObject({
					week: plain.weekOfYear,
					weekYear: plain.yearOfWeek,
				});
				expect(await math({ operation: "leap_year", date })).toMatchObject({
					leap: plain.inLeapYear,
					daysInYear: plain.daysInYear,
				});
				expect((await math({ operation: "days_in_month", date })).days).toBe(plain.daysInMonth);
			}),
		));

	test("on business days, counted one by one", () =>
		check(
			fc.asyncProperty(dates, fc.integer({ min: 0, max: 400 }), async (from, length) => {
				const to = from.add({ days: length });
				const each = Array.from({ length: length + 1 }, (_, index) => from.add({ days: index }).dayOfWeek);
				const { days } = await math({ operation: "business_days", date: from.toString(), to: to.toString() });
				expect(days).toBe(each.filter((weekday) => weekday <= 5).length);
			}),
		));

	test("on the time in another zone", () =>
		check(
			fc.asyncProperty(
				dates.filter(({ year }) => year > 1970 && year < 2037),
				fc.integer({ min: 0, max: 23 }),
				fc.integer({ min: 0, max: 59 }),
				fc.constantFrom(
					"America/New_York",
					"Asia/Kolkata",
					"Australia/Lord_Howe",
					"Europe/Paris",
					"Pacific/Apia",
					"UTC",
				),
				fc.constantFrom("Asia/Tokyo", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu", "UTC"),
				async (date, hour, minute, from, to) => {
					const local = date.toPlainDateTime({ hour, minute });
					const time = `${date} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
					const expected = local.toZonedDateTime(from, { disambiguation: "compatible" }).withTimeZone(to);
					// biome-ignore lint/suspicious/noExplicitAny: tests look into what they expect
					const details: any = (await runTool(convertTimeTool, { time, from, to }, context)).details;
					const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
						local
							.toZonedDateTime(from, { disambiguation })
							.withTimeZone(to)
							.toPlainDateTime()
							.toString()
							.slice(0, 16)
							.replace("T", " "),
					);
					// Where the clock was turned, either reading is right.
					expect([earlier, later, expected.toPlainDateTime().toString().slice(0, 16).replace("T", " ")]).toContain(
						details.to.local,
					);
				},
			),
		));
});

describe("show_calendar", () => {
	// biome-ignore lint/suspicious/noExplicitAny: tests look into what they expect
	const show = async (input: object): Promise<any> => {
		const output = await runTool(showCalendarTool, input, context);
		expect(showCalendarTool.output?.safeParse(output.details).success).toBe(true);
		return { ...(output.details as object), content: output.content };
	};

	test("a month with its weeks and today", async () => {
		expect((await show({})).content).toBe(
			[
				"November 2026",
				"     Mo Tu We Th Fr Sa Su",
				"W44                     1",
				"W45   2  3  4  5  6  7  8",
				"W46   9 10 11 12 13 14 15",
				"W47  16 17 18 19 20*21 22",
				"W48  23 24 25 26 27 28 29",
				"W49  30",
			].join("\n"),
		);
	});

	test("any month has all its days, each once, under its weekday", () =>
		check(
			fc.asyncProperty(dates, async (date) => {
				const { weeks } = await show({ month: date.toString().slice(0, 7) });
				const inside = weeks
					.flatMap(({ days }: { days: { date: string; isInMonth: boolean }[] }) => days)
					.filter((day: { isInMonth: boolean }) => day.isInMonth);
				expect(inside.length).toBe(date.daysInMonth);
				for (const { week, days } of weeks) {
					expect(days.map((day: { date: string }) => Temporal.PlainDate.from(day.date).dayOfWeek)).toEqual([
						1, 2, 3, 4, 5, 6, 7,
					]);
					expect(Temporal.PlainDate.from(days[0].date).weekOfYear).toBe(week);
				}
			}),
		));

	// As published: opm.gov (federal holidays), gov.uk/bank-holidays, service-public.fr.
	test.each([
		["US", "2027-07", ["2027-07-05 Independence Day"]],
		["US", "2027-12", ["2027-12-24 Christmas Day", "2027-12-31 New Year's Day"]],
		["US", "2026-11", ["2026-11-11 Veterans Day", "2026-11-26 Thanksgiving"]],
		["GB", "2027-12", ["2027-12-27 Christmas Day", "2027-12-28 Boxing Day"]],
		["GB", "2026-05", ["2026-05-04 Early May bank holiday", "2026-05-25 Spring bank holiday"]],
		[
			"FR",
			"2026-05",
			[
				"2026-05-01 Fête du Travail",
				"2026-05-08 Victoire 1945",
				"2026-05-14 Ascension",
				"2026-05-25 Lundi de Pentecôte",
			],
		],
		["DE", "2026-04", ["2026-04-03 Karfreitag", "2026-04-06 Ostermontag"]],
		["CA", "2026-05", ["2026-05-18 Victoria Day"]],
		["NL", "2025-04", ["2025-04-21 Tweede paasdag", "2025-04-26 Koningsdag"]],
	])("holidays of %s in %s", async (country, month, expected) => {
		const { holidays } = await show({ country, month });
		expect(holidays.map(({ date, name }: { date: string; name: string }) => `${date} ${name}`)).toEqual(expected);
	});

	test("business days leave them out", async () => {
		expect((await math({ operation: "business_days", date: "2026-12-21", to: "2027-01-01", country: "DE" })).days).toBe(
			8,
		);
		expect((await math({ operation: "business_days", date: "2026-12-23", amount: "2", country: "GB" })).date).toBe(
			"2026-12-29",
		);
	});

	test("what is no month is refused", async () => {
		await expect(show({ month: "purple" })).rejects.toMatchObject({ code: "time.not-understood" });
	});
});
