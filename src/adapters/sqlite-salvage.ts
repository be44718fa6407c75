// Copies what can still be read of a damaged session store into a new one.
import { closeSync, copyFileSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type RecordValue, recordsOf } from "./sqlite-pages.js";

export interface Salvaged {
	readonly sessions: number;
	readonly events: number;
}

/** Of all schemas since the first; what a later one adds is made anew. */
const sessionColumns =
	"id, cwd, title, model, agent, created_at, updated_at, prompts, events, cost_micro_usd, priced, owner";
const eventColumns = "session_id, seq, id, time, run_id, agent_id, type, v, data";
const partialColumns = "session_id, message_id, channel, text";
const toolColumns = "tool, day, calls, failed, denied, total_ms, slowest_ms, last_at";

/**
 * Never throws: what cannot be read or written is left out. The damaged file is not changed.
 * @param into an empty store of the newest schema, at `path`
 */
export const salvage = (damaged: string, into: DatabaseSync, path: string): Salvaged => {
	const readable = `${damaged}.readable`;
	let source: DatabaseSync | undefined;
	try {
		source = openDamaged(damaged) ?? openWithHeader(damaged, readable, into, path);
		copyAll(source, into, damaged);
	} catch {
		// Said by the figures.
	} finally {
		source?.close();
		for (const suffix of ["", "-wal", "-shm"]) rmSync(readable + suffix, { force: true });
	}
	const { sessions, events } =
		into
			.prepare(
				"SELECT (SELECT count(*) FROM sessions WHERE events > 0) AS sessions, (SELECT count(*) FROM events) AS events",
			)
			.get() ?? {};
	return { sessions: Number(sessions), events: Number(events) };
};

const openDamaged = (path: string): DatabaseSync | undefined => {
	const database = new DatabaseSync(path, { readOnly: true });
	try {
		database.prepare("SELECT count(*) FROM sqlite_schema").get();
		return database;
	} catch {
		database.close();
		return undefined;
	}
};

/**
 * A copy whose first 100 bytes are those of the new store, with the number of pages that are there (SQLite, "Database
 * File Format", 1.3): all stores of nexus have them alike.
 */
const openWithHeader = (damaged: string, copy: string, into: DatabaseSync, path: string): DatabaseSync | undefined => {
	into.exec("PRAGMA wal_checkpoint(TRUNCATE)");
	const header = Buffer.alloc(100);
	const template = openSync(path, "r");
	readSync(template, header, 0, 100, 0);
	closeSync(template);
	const pageBytes = header.readUInt16BE(16) || 512;
	header.writeUInt32BE(Math.floor(statSync(damaged).size / pageBytes), 28);
	// No page is free.
	header.writeBigUInt64BE(0n, 32);
	header.copy(header, 92, 24, 28);
	copyFileSync(damaged, copy);
	const file = openSync(copy, "r+");
	writeSync(file, header, 0, 100, 0);
	closeSync(file);
	return openDamaged(copy);
};

const copyAll = (source: DatabaseSync | undefined, into: DatabaseSync, damaged: string): void => {
	into.exec("BEGIN IMMEDIATE");
	try {
		const orphans = copyRows(source, into, damaged);
		completeRows(into, orphans);
		into.exec("COMMIT");
	} catch (error) {
		if (into.isTransaction) into.exec("ROLLBACK");
		throw error;
	}
};

/**
 * Gives the sessions whose own row is lost.
 * @param source undefined where not even the list of tables can be read
 */
const copyRows = (source: DatabaseSync | undefined, into: DatabaseSync, damaged: string): ReadonlySet<string> => {
	const ids = new Set<string>();
	const orphans = new Set<string>();
	const insert = (table: string, columns: string) => {
		const places = columns.replace(/\w+/g, "?");
		const statement = into.prepare(`INSERT OR IGNORE INTO ${table} (${columns}) VALUES (${places})`);
		return (row: Record<string, SQLInputValue>) => void statement.run(...Object.values(row));
	};
	const addSession = insert("sessions", sessionColumns);
	fromBothEnds(source, `SELECT ${sessionColumns} FROM sessions`, [], "rowid", (row) => {
		addSession(row);
		ids.add(String(row.id));
	});
	const addEvent = insert("events", eventColumns);
	const placeholder = into.prepare(
		"INSERT OR IGNORE INTO sessions (id, cwd, model, agent, created_at, updated_at) VALUES (?, '', '', '', ?, ?)",
	);
	const keepEvent = (row: Record<string, SQLInputValue>) => {
		const id = String(row.session_id);
		if (!ids.has(id)) {
			placeholder.run(id, row.time ?? "", row.time ?? "");
			ids.add(id);
			orphans.add(id);
		}
		addEvent(row);
	};
	const all = `SELECT ${eventColumns} FROM events`;
	if (!fromBothEnds(source, all, [], "session_id, seq", keepEvent)) {
		// Between the two places where reading stopped, each session is looked for by itself, then each page.
		for (const id of [...ids]) fromBothEnds(source, `${all} WHERE session_id = ?`, [id], "seq", keepEvent);
		const names = eventColumns.split(", ");
		for (const record of recordsOf(damaged, names.length)) {
			if (isEvent(record))
				tryTake(Object.fromEntries(names.map((name, index) => [name, record[index] ?? null])), keepEvent);
		}
	}
	fromBothEnds(source, `SELECT ${partialColumns} FROM partials`, [], "rowid", insert("partials", partialColumns));
	fromBothEnds(source, `SELECT ${toolColumns} FROM tool_calls`, [], "tool, day", insert("tool_calls", toolColumns));
	return orphans;
};

const isEvent = ([sessionId, seq, id, time, runId, agentId, type, v, data]: readonly RecordValue[]): boolean =>
	[sessionId, id, time, type, data].every((value) => typeof value === "string" && value !== "") &&
	[runId, agentId].every((value) => value === null || typeof value === "string") &&
	[seq, v].every((value) => typeof value === "number" && value >= 1);

/** Rows in order until one cannot be read, then from the other end until there. Whether all could be read. */
const fromBothEnds = (
	source: DatabaseSync | undefined,
	select: string,
	values: readonly string[],
	order: string,
	take: (row: Record<string, SQLInputValue>) => void,
): boolean => {
	for (const direction of ["ASC", "DESC"]) {
		const ordered = order.replace(/\w+/g, (column) => `${column} ${direction}`);
		try {
			if (source === undefined) return false;
			for (const row of source.prepare(`${select} ORDER BY ${ordered}`).iterate(...values)) tryTake(row, take);
			return true;
		} catch {
			// The rest comes from the other end.
		}
	}
	return false;
};

/** A row that does not fit the tables is left out; one that finds the disk full ends the copying. */
const tryTake = (row: Record<string, SQLInputValue>, take: (row: Record<string, SQLInputValue>) => void): void => {
	try {
		take(row);
	} catch (error) {
		const isConstraint = error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === 19;
		if (!isConstraint) throw error;
	}
};

/** What lists the sessions follows from their events. */
const completeRows = (into: DatabaseSync, orphans: ReadonlySet<string>): void => {
	into.exec("UPDATE sessions SET events = coalesce((SELECT max(seq) FROM events WHERE session_id = sessions.id), 0)");
	const first = (type: string, path: string) =>
		`coalesce((SELECT json_extract(data, '$.${path}') FROM events
		WHERE session_id = sessions.id AND type = '${type}' AND json_valid(data) ORDER BY seq LIMIT 1), '')`;
	const complete = into.prepare(`UPDATE sessions SET cwd = ${first("session.start", "cwd")},
		model = ${first("session.start", "model")}, agent = ${first("session.start", "agent")},
		title = substr(${first("prompt.submit", "text")}, 1, 80),
		prompts = (SELECT count(*) FROM events WHERE session_id = sessions.id AND type = 'prompt.submit'),
		updated_at = (SELECT max(time) FROM events WHERE session_id = sessions.id) WHERE id = ?`);
	for (const id of orphans) complete.run(id);
};
