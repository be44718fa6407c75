import { expect, test } from "vitest";
import { isBackupDue } from "../../src/backup/schedule.js";

const now = new Date("2026-11-20T12:00:00Z");
test.each<[string, readonly string[], boolean]>([
	["off", [], false],
	["daily", [], true],
	["daily", ["2026-11-19T12:00:00Z"], true],
	["daily", ["2026-11-19T12:00:01Z"], false],
	["daily", ["2026-11-20T11:00:00Z", "2026-11-01T00:00:00Z"], false],
	// Made by a clock that was wrong.
	["daily", ["2027-01-01T00:00:00Z"], true],
	["weekly", ["2026-11-14T00:00:00Z"], false],
	["weekly", ["2026-11-13T12:00:00Z"], true],
	["30 11 * * *", ["2026-11-20T11:29:00Z"], true],
	["30 11 * * *", ["2026-11-20T11:31:00Z"], false],
	["30 12 * * *", ["2026-11-20T01:00:00Z"], false],
	["0 9 * * MON", ["2026-11-16T09:00:01Z"], false],
	["0 9 * * MON", ["2026-11-16T08:00:00Z"], true],
	["0 0 30 2 *", ["2026-11-16T08:00:00Z"], false],
])("%s after %j: %s", async (schedule, times, isDue) => {
	expect(
		await isBackupDue(
			schedule,
			times.map((time) => new Date(time)),
			now,
			"UTC",
		),
	).toBe(isDue);
});

test("a time of day is one of the person's time zone", async () => {
	const last = [new Date("2026-11-20T05:00:00Z")];
	expect(await isBackupDue("0 9 * * *", last, now, "Europe/Berlin")).toBe(true);
	expect(await isBackupDue("0 9 * * *", last, now, "America/Los_Angeles")).toBe(false);
});
