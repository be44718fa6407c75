import { describe, expect, test } from "vitest";
import { convertTimeTool } from "../../../tools/time/convert-time.js";
import { currentTimeTool } from "../../../tools/time/current-time.js";
import { dateMathTool } from "../../../tools/time/date-math.js";
import { pureToolContext, runTool } from "../../helpers/pure-tool-context.js";

// Friday 2026-11-20, 06:05 in Paris.
const context = pureToolContext();

describe("current_time", () => {
	test.each([
		["Tokyo", "2026-11-20 14:05", "Friday", "+09:00"],
		["Tokio", "2026-11-20 14:05", "Friday", "+09:00"],
		["los angeles", "2026-11-19 21:05", "Thursday", "-08:00"],
		["India", "2026-11-20 10:35", "Friday", "+05:30"],
		["UTC", "2026-11-20 05:05", "Friday", "+00:00"],
		["UTC-3", "2026-11-20 02:05", "Friday", "-03:00"],
	])("in %s it is %s", async (place, local, weekday, offset) => {
		expect((await runTool(currentTimeTool, { place }, context)).details).toMatchObject({
			local,
			weekday,
			offset,
			unix: 1795151100,
		});
	});

	test("without a place it is the person's own", async () => {
		expect((await runTool(currentTimeTool, {}, context)).details).toMatchObject({
			place: "Paris",
			zone: "Europe/Paris",
			local: "2026-11-20 06:05",
		});
	});

	test("a guess is told", async () => {
		expect((await runTool(currentTimeTool, { place: "Tokio" }, context)).content).toContain('taking "Tokio" for Tokyo');
	});

	test("an unknown place names the nearest ones", async () => {
		await expect(runTool(currentTimeTool, { place: "Xanaduville" }, context)).rejects.toMatchObject({
			code: "time.unknown-place",
		});
	});
});

describe("convert_time", () => {
	test.each([
		["3pm", "New York", "London", "2026-11-20 20:00", 0],
		["3", "New York", "London", "2026-11-20 08:00", 0],
		["15:30", "Paris", "Tokyo", "2026-11-20 23:30", 0],
		["9pm", "Los Angeles", "Sydney", "2026-11-20 16:00", 1],
		["2026-05-01 14:00", "Berlin", "New York", "2026-05-01 08:00", 0],
		["noon tomorrow", "UTC", "IST", "2026-11-21 17:30", 0],
		["half past 3", "London", "UTC", "2026-11-20 03:30", 0],
		["midnight", "Tokyo", "Paris", "2026-11-19 16:00", -1],
		["tomorrow at 9", "here", "EST", "2026-11-21 03:00", 0],
		["now", "Paris", "Tokyo", "2026-11-20 14:05", 0],
	])("%s in %s is in %s %s", async (time, from, to, local, dayDifference) => {
		expect((await runTool(convertTimeTool, { time, from, to }, context)).details).toMatchObject({
			to: { local },
			dayDifference,
		});
	});

	test.each([
		["3pm", "Nowhereland", "London", "time.unknown-place"],
		["purple", "Paris", "London", "time.not-understood"],
		["25:99", "Paris", "London", "time.not-understood"],
	])("%s from %s to %s is %s", async (time, from, to, code) => {
		await expect(runTool(convertTimeTool, { time, from, to }, context)).rejects.toMatchObject({ code });
	});
});

describe("date_math", () => {
	test.each([
		[
			{ operation: "add", amount: "90 days" },
			{ result: "2027-02-18", weekday: "Thursday" },
		],
		[{ operation: "add", date: "2026-03-01", amount: "-3 weeks" }, { result: "2026-02-08" }],
		[{ operation: "add", date: "2024-01-31", amount: "1 month" }, { result: "2024-02-29" }],
		[{ operation: "add", amount: "2 hours" }, { result: "2026-11-20 08:05" }],
		[{ operation: "add", date: "christmas", amount: "a week" }, { result: "2027-01-01" }],
		[
			{ operation: "difference", date: "2026-01-01", to: "2026-03-01" },
			{ days: 59, result: "59 days" },
		],
		[
			{ operation: "difference", date: "today", to: "christmas" },
			{ days: 35, weeks: 5 },
		],
		[{ operation: "difference", date: "9:15", to: "17:00" }, { result: "7 hours 45 minutes" }],
		[
			{ operation: "difference", date: "1 jan 2000", to: "1 jan 2026" },
			{ years: 26, breakdown: "26 years, 0 months, 0 days" },
		],
		[{ operation: "weekday", date: "July 4, 1776" }, { result: "Thursday" }],
		[{ operation: "weekday", date: "next friday" }, { date: "2026-11-27" }],
		[{ operation: "weekday", date: "in 3 weeks" }, { date: "2026-12-11" }],
		[{ operation: "weekday", date: "tomorrow" }, { result: "Saturday" }],
		[{ operation: "weekday", date: "easter 2027" }, { date: "2027-03-28" }],
		[{ operation: "weekday", date: "thanksgiving" }, { date: "2026-11-26" }],
		[{ operation: "weekday", date: "the 15th of march" }, { date: "2027-03-15" }],
		[{ operation: "weekday", date: "two weeks from monday" }, { date: "2026-12-07" }],
		[{ operation: "weekday", date: "end of the month" }, { date: "2026-11-30" }],
		[
			{ operation: "week_number", date: "2026-11-20" },
			{ week: 47, result: "week 47" },
		],
		[{ operation: "week_number" }, { week: 47 }],
		[
			{ operation: "leap_year", date: "2028" },
			{ leap: true, year: 2028, result: "yes" },
		],
		[{ operation: "leap_year", date: "1900" }, { leap: false }],
		[
			{ operation: "age", date: "1990-05-15" },
			{ years: 36, nextBirthday: "2027-05-15" },
		],
		[{ operation: "unix", date: "2026-01-01 00:00" }, { unix: 1767222000 }],
		[{ operation: "unix" }, { unix: 1795151100, result: "1795151100" }],
		[{ operation: "from_unix", date: "1700000000" }, { result: "2023-11-14 22:13:20 UTC" }],
		[{ operation: "from_unix", date: "1700000000000" }, { result: "2023-11-14 22:13:20 UTC" }],
		[{ operation: "business_days", date: "2026-11-16", to: "2026-11-20" }, { days: 5 }],
		[{ operation: "business_days", date: "2026-11-20", amount: "10 days" }, { date: "2026-12-04" }],
		[
			{ operation: "days_in_month", date: "february 2028" },
			{ days: 29, month: "February" },
		],
		[{ operation: "countdown", to: "2026-12-25" }, { days: 35 }],
	])("%j", async (input, expected) => {
		expect((await runTool(dateMathTool, input, context)).details).toMatchObject(expected);
	});

	test.each([
		[{ operation: "weekday", date: "the day the music died" }],
		[{ operation: "weekday", date: "2026-02-30" }],
		[{ operation: "difference", date: "today" }],
		[{ operation: "add", amount: "some bananas" }],
		[{ operation: "from_unix", date: "yesterday" }],
		[{ operation: "age", date: "2030-01-01" }],
	])("%j is not understood, and the error says how to write it", async (input) => {
		await expect(runTool(dateMathTool, input, context)).rejects.toMatchObject({
			code: "time.not-understood",
			hint: expect.any(String),
		});
	});
});
