// Reminders in an SQLite file of their own.
import type { Clock } from "../contracts/ports.js";
import type { Reminder, ReminderStore } from "../contracts/reminders.js";
import { openDatabase, storeError } from "./sqlite-open.js";

export const reminderMigrations = [
	`CREATE TABLE reminders (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		text TEXT NOT NULL,
		due_at TEXT NOT NULL,
		created_at TEXT NOT NULL
	) STRICT;
	CREATE INDEX reminders_due ON reminders (due_at);`,
];

const toReminder = (row: Record<string, unknown>): Reminder => ({
	id: String(row.id),
	text: String(row.text),
	dueAt: String(row.due_at),
	createdAt: String(row.created_at),
});

/** @param path the file, made when it is missing; `:memory:` keeps nothing. Throws NexusError `store.*`. */
export function createSqliteReminders(path: string, clock: Clock): ReminderStore {
	const { database } = openDatabase(path, reminderMigrations, () => String(clock.now().getTime()));
	const guarded = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw storeError(error, path);
		}
	};
	const now = (): string => clock.now().toISOString();
	let isOpen = true;
	return {
		add: async ({ text, dueAt }) =>
			guarded(() => {
				const row = database
					.prepare("INSERT INTO reminders (text, due_at, created_at) VALUES (?, ?, ?) RETURNING *")
					.get(text, dueAt.toISOString(), now());
				return toReminder(row ?? {});
			}),
		list: async () =>
			guarded(() => database.prepare("SELECT * FROM reminders ORDER BY due_at, id").all().map(toReminder)),
		cancel: async (id) =>
			guarded(() => {
				if (!/^\d{1,15}$/.test(id)) return false;
				return database.prepare("DELETE FROM reminders WHERE id = ?").run(Number(id)).changes > 0;
			}),
		// One statement, so that two processes never take the same one.
		takeDue: async () =>
			guarded(() =>
				database
					.prepare("DELETE FROM reminders WHERE due_at <= ? RETURNING *")
					.all(now())
					.map(toReminder)
					.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : Number(a.id) - Number(b.id))),
			),
		close: () => {
			if (isOpen) database.close();
			isOpen = false;
		},
	};
}
