// Reminders open with their first use, and are watched while somebody can be told.
import { existsSync } from "node:fs";
import type { EventOf } from "../contracts/event.js";
import type { Clock } from "../contracts/ports.js";
import type { Reminder, ReminderStore, Reminders } from "../contracts/reminders.js";

export interface WatchedReminders extends Reminders {
	/** Each reminder once, when it is due; those that came due while nobody watched at once, as missed. */
	watch(signal: AbortSignal, nextId: () => string): AsyncGenerator<EventOf<"reminder.due">>;
	close(): void;
}

/** Reminders of other processes are noticed this late at most. */
const lookEveryMs = 15_000;
/** The first look waits until the screen is there. */
const firstLookMs = 1000;
/** Later than this it was nobody's fault but that nobody was there. */
const missedAfterMs = 60_000;

/** @param path undefined: kept in memory only */
export const watchedReminders = (path: string | undefined, clock: Clock, timeZone: string): WatchedReminders => {
	let opened: Promise<ReminderStore> | undefined;
	let wake: (() => void) | undefined;
	const open = () => {
		opened ??= import("../adapters/sqlite-reminders.js").then(({ createSqliteReminders }) =>
			createSqliteReminders(path ?? ":memory:", clock),
		);
		return opened;
	};
	/** Most people have none: then no store is opened for them. */
	const isAny = (): boolean => opened !== undefined || (path !== undefined && existsSync(path));

	const untilNext = async (): Promise<number> => {
		if (!isAny()) return lookEveryMs;
		const [next] = await (await open()).list();
		const waitMs = next === undefined ? lookEveryMs : Date.parse(next.dueAt) - clock.now().getTime();
		return Math.min(lookEveryMs, Math.max(0, waitMs));
	};

	/** Until the time is over, a reminder is set here, or the signal aborts. */
	const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
		const woken = new AbortController();
		wake = () => woken.abort();
		await clock.sleep(ms, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
		wake = undefined;
	};

	return {
		add: async (reminder) => {
			const added = await (await open()).add(reminder);
			wake?.();
			return added;
		},
		list: async () => (isAny() ? (await open()).list() : []),
		cancel: async (id) => (isAny() ? (await open()).cancel(id) : false),
		async *watch(signal, nextId) {
			await clock.sleep(firstLookMs, signal).catch(() => undefined);
			while (!signal.aborted) {
				for (const reminder of isAny() ? await (await open()).takeDue() : [])
					yield toEvent(reminder, clock.now(), nextId(), timeZone);
				if (!signal.aborted) await pause(await untilNext(), signal);
			}
		},
		close: () => void opened?.then((store) => store.close()).catch(() => {}),
	};
};

const toEvent = (
	{ id, text, dueAt }: Reminder,
	now: Date,
	eventId: string,
	timeZone: string,
): EventOf<"reminder.due"> => ({
	id: eventId,
	time: now.toISOString(),
	sessionId: "",
	v: 1,
	type: "reminder.due",
	data: {
		reminderId: id,
		text,
		dueAt,
		local: localTime(new Date(dueAt), timeZone),
		isMissed: now.getTime() - Date.parse(dueAt) > missedAfterMs,
	},
});

/** Swedish writes dates as ISO 8601 does. */
const localTime = (date: Date, timeZone: string): string =>
	new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(date);
