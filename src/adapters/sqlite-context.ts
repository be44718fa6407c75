// Shared context in the shared file.
import type { GivenItem, SharedEntry, SharedStore } from "../contracts/shared-context.js";
import type { SharedDatabase } from "./sqlite-shared.js";

/** Versions of one key that are kept. */
const keptVersions = 50;
/** Items that one agent was given and that are kept. */
const keptGiven = 5000;

export const createSqliteContext = ({ database, guarded, transaction, watch }: SharedDatabase): SharedStore => {
	const sql = {
		get: database.prepare("SELECT body FROM entries WHERE space = ? AND namespace = ? AND key = ? AND is_last = 1"),
		list: database.prepare(
			`SELECT body FROM entries WHERE space = ? AND namespace = ? AND is_last = 1 AND is_deleted = 0
			AND substr(key, 1, length(?)) = ? ORDER BY key`,
		),
		count: database.prepare("SELECT count(*) AS count FROM entries WHERE space = ? AND is_last = 1 AND is_deleted = 0"),
		old: database.prepare(
			"UPDATE entries SET is_last = 0 WHERE space = ? AND namespace = ? AND key = ? AND is_last = 1",
		),
		put: database.prepare(
			"INSERT INTO entries (space, namespace, key, version, is_last, is_deleted, time_ms, body) VALUES (?, ?, ?, ?, 1, ?, ?, ?)",
		),
		prune: database.prepare("DELETE FROM entries WHERE space = ? AND namespace = ? AND key = ? AND version <= ?"),
		history: database.prepare(
			"SELECT body FROM entries WHERE space = ? AND namespace = ? AND key = ? ORDER BY version DESC LIMIT ?",
		),
		changes: database.prepare(
			"SELECT body FROM entries WHERE number > ? AND number <= ? AND space = ? AND is_last = 1 ORDER BY number",
		),
		last: database.prepare("SELECT max(number) AS last FROM entries"),
		give: database.prepare("INSERT INTO given (space, agent, time_ms, body) VALUES (?, ?, ?, ?)"),
		given: database.prepare("SELECT body FROM given WHERE space = ? AND agent = ? ORDER BY number DESC LIMIT ?"),
	};
	const entryOf = (row: Readonly<Record<string, unknown>>): SharedEntry => {
		const entry = JSON.parse(String(row.body)) as SharedEntry;
		return { ...entry, taintedBy: entry.taintedBy };
	};
	const lastChange = (): number => Number(sql.last.get()?.last ?? 0);
	return {
		transaction,
		get: (space, namespace, key) =>
			guarded(() => {
				const row = sql.get.get(space, namespace, key);
				return row === undefined ? undefined : entryOf(row);
			}),
		list: (space, namespace, prefix) => guarded(() => sql.list.all(space, namespace, prefix, prefix).map(entryOf)),
		count: (space) => guarded(() => Number(sql.count.get(space)?.count ?? 0)),
		put: (space, entry) =>
			transaction(() => {
				const { namespace, key, version, isDeleted, time } = entry;
				sql.old.run(space, namespace, key);
				sql.put.run(space, namespace, key, version, isDeleted ? 1 : 0, Date.parse(time), JSON.stringify(entry));
				sql.prune.run(space, namespace, key, version - keptVersions);
			}),
		history: (space, namespace, key, limit) =>
			guarded(() => sql.history.all(space, namespace, key, limit).map(entryOf)),
		changes: (space, after) =>
			guarded(() => {
				const upTo = lastChange();
				return { found: upTo === after ? [] : sql.changes.all(after, upTo, space).map(entryOf), upTo };
			}),
		lastChange: () => guarded(lastChange),
		give: (space, items) =>
			transaction(() => {
				for (const item of items) sql.give.run(space, item.agent, Date.parse(item.time), JSON.stringify(item));
			}),
		given: (space, agent) =>
			guarded(() =>
				sql.given
					.all(space, agent, keptGiven)
					.map((row) => JSON.parse(String(row.body)) as GivenItem)
					.map((item) => ({ ...item, version: item.version }))
					.reverse(),
			),
		watch,
	};
};
