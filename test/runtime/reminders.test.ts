import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSqliteReminders } from "../../src/adapters/sqlite-reminders.js";
import type { EventData } from "../../src/contracts/event.js";
import { watchedReminders } from "../../src/runtime/reminders.js";
import { ManualClock } from "../helpers/manual-clock.js";
import { sequence } from "../helpers/sequence.js";
import { temporaryFolder } from "../helpers/tool-context.js";

const start = new Date("2026-11-20T12:00:00Z");
const inMinutes = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

/** Lets the clock run on whenever the watcher sleeps. */
async function told(path: string, clock: ManualClock, forMinutes: number, during?: (minute: number) => Promise<void>) {
	const abort = new AbortController();
	const reminders = watchedReminders(path, clock, "Europe/Paris");
	const events: EventData<"reminder.due">[] = [];
	const watching = (async () => {
		for await (const event of reminders.watch(abort.signal, sequence("e"))) events.push(event.data);
	})();
	const end = clock.monotonicMs() + forMinutes * 60_000;
	while (clock.monotonicMs() < end) {
		while (clock.waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
		await during?.(clock.monotonicMs() / 60_000);
		clock.advance(Math.min(...clock.waits.filter((wait) => wait > 0), 15_000));
	}
	abort.abort();
	await watching;
	reminders.close();
	return events;
}

test("each is told once, in time, and is then gone; one from before is told as missed", async () => {
	const path = join(temporaryFolder(), "reminders.sqlite");
	const clock = new ManualClock(start);
	const store = createSqliteReminders(path, clock);
	await store.add({ text: "old", dueAt: inMinutes(-90) });
	await store.add({ text: "tea", dueAt: inMinutes(3) });
	await store.add({ text: "far", dueAt: inMinutes(60) });
	expect(await told(path, clock, 5)).toEqual([
		{ reminderId: "1", text: "old", dueAt: "2026-11-20T10:30:00.000Z", local: "2026-11-20 11:30", isMissed: true },
		{ reminderId: "2", text: "tea", dueAt: "2026-11-20T12:03:00.000Z", local: "2026-11-20 13:03", isMissed: false },
	]);
	expect((await store.list()).map(({ text }) => text)).toEqual(["far"]);
	store.close();
});

test("one that another process sets is noticed, and no store is made where there are none", async () => {
	const path = join(temporaryFolder(), "reminders.sqlite");
	const clock = new ManualClock(start);
	let isSet = false;
	const events = await told(path, clock, 3, async (minute) => {
		if (minute < 1 || isSet) return;
		expect(existsSync(path)).toBe(false);
		isSet = true;
		const other = createSqliteReminders(path, clock);
		await other.add({ text: "from elsewhere", dueAt: inMinutes(2) });
		other.close();
	});
	expect(events).toMatchObject([{ text: "from elsewhere", isMissed: false }]);
});

test("two who watch never tell the same one", async () => {
	const path = join(temporaryFolder(), "reminders.sqlite");
	const clock = new ManualClock(start);
	const [one, other] = [createSqliteReminders(path, clock), createSqliteReminders(path, clock)];
	for (let index = 0; index < 20; index++) await one.add({ text: `${index}`, dueAt: inMinutes(-index) });
	const taken = await Promise.all([one.takeDue(), other.takeDue(), one.takeDue()]);
	expect(taken.flat().length).toBe(20);
	expect(await other.list()).toEqual([]);
	one.close();
	other.close();
});
