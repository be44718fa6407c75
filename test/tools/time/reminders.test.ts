import { describe, expect, test } from "vitest";
import { cancelReminderTool } from "../../../tools/time/cancel-reminder.js";
import { listRemindersTool } from "../../../tools/time/list-reminders.js";
import { setReminderTool } from "../../../tools/time/set-reminder.js";
import { ManualClock } from "../../helpers/manual-clock.js";
import { createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

// Friday, 18:30 in Paris.
const context = () =>
	createToolContext({ clock: new ManualClock(new Date("2026-11-20T17:30:00Z")), timeZone: "Europe/Paris" });

describe("set_reminder", () => {
	test.each([
		["in 10 minutes", "2026-11-20T17:40:00.000Z", "in 10 minutes"],
		["10 minutes", "2026-11-20T17:40:00.000Z", "in 10 minutes"],
		["in 90 seconds", "2026-11-20T17:31:30.000Z", "in 1 minute 30 seconds"],
		["in an hour and a half", "2026-11-20T19:00:00.000Z", "in 1 hour 30 minutes"],
		["at 19:00", "2026-11-20T18:00:00.000Z", "in 30 minutes"],
		["17:00", "2026-11-21T16:00:00.000Z", "in 22 hours 30 minutes"],
		["5pm", "2026-11-21T16:00:00.000Z", "in 22 hours 30 minutes"],
		["tomorrow 9am", "2026-11-21T08:00:00.000Z", "in 14 hours 30 minutes"],
		["tomorrow at noon", "2026-11-21T11:00:00.000Z", "in 17 hours 30 minutes"],
		["monday", "2026-11-23T08:00:00.000Z", "in 2 days 14 hours"],
		["2026-12-24 18:00", "2026-12-24T17:00:00.000Z", "in 33 days 23 hours"],
	])("%s", async (when, dueAt, until) => {
		const output = await runTool(setReminderTool, { text: "tea", when }, context());
		expect(output.details).toMatchObject({ text: "tea", dueAt, until });
		expect(setReminderTool.output?.safeParse(output.details).success).toBe(true);
	});

	test.each([
		["yesterday", "time.past"],
		["2020-01-01", "time.past"],
		["today 9am", "time.past"],
		["two hours ago", "time.past"],
		["when pigs fly", "time.not-understood"],
	])("%s is refused", async (when, code) => {
		await expect(runTool(setReminderTool, { text: "tea", when }, context())).rejects.toMatchObject({
			code,
			hint: expect.any(String),
		});
	});
});

test("what was set is listed, soonest first, and can be cancelled once", async () => {
	const tools = context();
	await runTool(setReminderTool, { text: "later", when: "in 2 hours" }, tools);
	await runTool(setReminderTool, { text: "soon", when: "in 5 minutes" }, tools);
	expect(detailsOf(await runTool(listRemindersTool, {}, tools)).reminders).toMatchObject([
		{ id: "2", text: "soon", local: "2026-11-20 18:35" },
		{ id: "1", text: "later" },
	]);
	expect(detailsOf(await runTool(cancelReminderTool, { id: "#2" }, tools))).toEqual({ id: "2", cancelled: true });
	await expect(runTool(cancelReminderTool, { id: "2" }, tools)).rejects.toMatchObject({
		code: "time.no-reminder",
		hint: "There are: 1 (later).",
	});
	await expect(runTool(cancelReminderTool, { id: "1; DROP TABLE reminders" }, tools)).rejects.toThrow(/no reminder/);
});
