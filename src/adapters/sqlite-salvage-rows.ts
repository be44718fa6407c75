// The rows of a damaged store, of this schema or an earlier one, as rows of a new one.
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { packed } from "./sqlite-event-data.js";
import { storedId, storedTime } from "./sqlite-event-row.js";
import { type RecordValue, recordsOf } from "./sqlite-pages.js";

type Row = Record<string, SQLInputValue>;

const eventColumns = "session, seq, id, time, run, agent, type, v, data";
/** Since schema 5, parents first. Runs are few: their rows go by what their own table says. */
const tables: readonly (readonly [name: string, columns: string, order: string])[] = [
	["tenants", "number, id, audit_entries, audit_hash", "number"],
	["projects", "number, tenant, folder", "number"],
	[
		"sessions",
		"number, tenant, project, id, title, model, agent, created_at, updated_at, prompts, events, cost_micro_usd, priced, owner",
		"number",
	],
	["runs", "session, number, id, model, started_at, ended_at, stop_reason, turns, duration_ms", "session, number"],
	["agent_runs", "session, run, agent, name, type, state, task, started_at, updated_at", "session, run, agent"],
	["partials", "session, message_id, channel, text", "rowid"],
	[
		"ledger",
		"number, tenant, project, session, run, agent, time, model, purpose, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_micro_usd, duration_ms",
		"number",
	],
	["artifacts", "session, sha256, name, bytes, created_at", "session, sha256, name"],
	["audit", "tenant, number, time, actor, action, subject, details, hash", "tenant, number"],
	["tool_calls", "tenant, tool, day, calls, failed, denied, total_ms, slowest_ms, last_at", "tenant, tool, day"],
];
/** Of the schemas before. */
const earlier = {
	sessions: "id, cwd, title, model, agent, created_at, updated_at, prompts, events, cost_micro_usd, priced, owner",
	events: "session_id, seq, id, time, run_id, agent_id, type, v, data",
	partials: "session_id, message_id, channel, text",
	toolCalls: "tool, day, calls, failed, denied, total_ms, slowest_ms, last_at",
} as const;

/** @param source undefined where not even the list of tables can be read */
export const copyRows = (source: DatabaseSync | undefined, into: DatabaseSync, damaged: string): void => {
	const taken = createTaken(into);
	const isEarlier = columnsOf(source, "events").includes("session_id");
	if (isEarlier) copyEarlier(source, taken);
	else
		for (const [name, known, order] of tables) {
			const columns = name === "sessions" && columnsOf(source, name).includes("kind") ? `${known}, kind` : known;
			fromBothEnds(source, name, columns, order, taken.insert(name, columns));
		}
	const [columns, order] = isEarlier ? [earlier.events, "session_id, seq"] : [eventColumns, "session, seq"];
	if (fromBothEnds(source, "events", columns, order, taken.event)) return;
	// Between the two places where reading stopped, each session is looked for by itself, then each page.
	const [session = ""] = order.split(", ");
	for (const key of taken.sessionKeys()) fromBothEnds(source, "events", columns, "seq", taken.event, session, key);
	takePages(damaged, taken);
};

/** In a record the column that numbers the rows is empty. */
const sessionRecord =
	"number, tenant, project, id, title, model, agent, created_at, updated_at, prompts, events, indexed, cost_micro_usd, priced, owner";
/** Since schema 6; a row that was written before may be without. */
const typedSessionRecord = `${sessionRecord}, kind`;
const eventRecord = `number, ${eventColumns}`;

const takePages = (damaged: string, taken: Taken): void => {
	const [session = 0, typedSession = 0, event = 0, earlierEvent = 0] = [
		sessionRecord,
		typedSessionRecord,
		eventRecord,
		earlier.events,
	].map((all) => all.split(", ").length);
	const addSession = taken.insert("sessions", typedSessionRecord);
	for (const { row, values } of recordsOf(damaged, [session, typedSession, event, earlierEvent])) {
		const of = (list: readonly RecordValue[]): Row => Object.fromEntries(list.entries());
		if ([session, typedSession].includes(values.length) && isSession(values)) {
			const typed = values.length === session ? [...values, "chat"] : values;
			// What was indexed is not in the new index.
			tryTake(of(typed.with(0, row).with(11, 0)), addSession);
		}
		const eventValues = values.length === event ? values.slice(1) : values;
		if (isEvent(eventValues)) tryTake(of(eventValues), taken.event);
	}
};

const isSession = ([, tenant, project, id, title, model]: readonly RecordValue[]): boolean =>
	typeof tenant === "number" &&
	typeof project === "number" &&
	[id, title, model].every((value) => typeof value === "string") &&
	id !== "";

const columnsOf = (source: DatabaseSync | undefined, table: string): readonly string[] => {
	try {
		return (
			source
				?.prepare(`PRAGMA table_info(${table})`)
				.all()
				.map((row) => String(row.name)) ?? []
		);
	} catch {
		return [];
	}
};

/** What has been taken over, with the numbers that sessions and runs of an earlier schema get. */
const createTaken = (into: DatabaseSync) => {
	const numbers = new Map<SQLInputValue, number>();
	const runs = new Map<string, number>();

	const insert = (table: string, columns: string) => {
		const conflict = table === "tenants" ? "REPLACE" : "IGNORE";
		const places = columns.replace(/\w+/g, "?");
		const statement = into.prepare(`INSERT OR ${conflict} INTO ${table} (${columns}) VALUES (${places})`);
		return (row: Row) => {
			const values = Object.values(row);
			if (table === "sessions") numbers.set(values[0] ?? null, Number(values[0]));
			statement.run(...values);
		};
	};
	const addEvent = insert("events", eventColumns);
	const addRun = insert("runs", "session, number, id, started_at");
	const next = () => Number(into.prepare("SELECT coalesce(max(number), 0) + 1 AS next FROM sessions").get()?.next);
	const project = (folder: SQLInputValue): number => {
		into.prepare("INSERT OR IGNORE INTO projects (tenant, folder) VALUES (1, ?)").run(folder);
		return Number(into.prepare("SELECT number FROM projects WHERE tenant = 1 AND folder = ?").get(folder)?.number);
	};
	const addSession = (row: Row): number => {
		const number = next();
		into
			.prepare(
				`INSERT INTO sessions (number, tenant, project, id, title, model, agent, created_at, updated_at, prompts, events,
				cost_micro_usd, priced, owner) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			)
			.run(number, project(row.cwd ?? ""), ...Object.values(row).filter((_, index) => index !== 1));
		numbers.set(row.id ?? null, number);
		return number;
	};
	/** A session whose own row is lost is made from what its events say, later. */
	const sessionNumber = (id: string, time: SQLInputValue): number =>
		numbers.get(id) ??
		addSession({
			...{ id, cwd: "", title: "", model: "", agent: "", created_at: time, updated_at: time },
			...{ prompts: 0, events: 0, cost_micro_usd: 0, priced: 0, owner: null },
		});
	const runNumber = (session: number, id: SQLInputValue, time: SQLInputValue): number | null => {
		if (id === null) return null;
		const key = `${session} ${String(id)}`;
		const number =
			runs.get(key) ?? Number([...runs.keys()].filter((other) => other.startsWith(`${session} `)).length) + 1;
		if (!runs.has(key)) addRun({ session, number, id, started_at: time });
		runs.set(key, number);
		return number;
	};

	return {
		insert,
		addSession,
		sessionNumber,
		sessionKeys: () => [...numbers.keys()],
		/** @param row its values in the order of the columns, of either schema */
		event: (row: Row) => {
			const [session = null, seq = null, id = null, time = null, run = null, agent = null, ...rest] =
				Object.values(row);
			if (typeof session !== "string") {
				addEvent(Object.fromEntries([session, seq, id, time, run, agent, ...rest].entries()));
				return;
			}
			const number = sessionNumber(session, time);
			const [type = null, v = null, data = null] = rest;
			const stored = [storedId(String(id)), storedTime(String(time)), runNumber(number, run, time), agent, type, v];
			addEvent(Object.fromEntries([number, seq, ...stored, packed(String(data))].entries()));
		},
	};
};

type Taken = ReturnType<typeof createTaken>;

const copyEarlier = (source: DatabaseSync | undefined, taken: Taken): void => {
	fromBothEnds(source, "sessions", earlier.sessions, "rowid", taken.addSession);
	const addPartial = taken.insert("partials", "session, message_id, channel, text");
	fromBothEnds(source, "partials", earlier.partials, "rowid", ({ session_id, ...row }) =>
		addPartial({ session: taken.sessionNumber(String(session_id), ""), ...row }),
	);
	const addToolCalls = taken.insert("tool_calls", `tenant, ${earlier.toolCalls}`);
	fromBothEnds(source, "tool_calls", earlier.toolCalls, "tool, day", (row) => addToolCalls({ tenant: 1, ...row }));
};

const isEvent = ([session, seq, id, time, run, agent, type, v, data]: readonly RecordValue[]): boolean => {
	const isText = (value: unknown) => typeof value === "string" && value !== "";
	const isNumber = (value: unknown) => typeof value === "number" && value >= 1;
	const isAlike = isText(session)
		? isText(time) && (run === null || isText(run))
		: isNumber(session) && typeof time === "number" && (run === null || isNumber(run));
	return (
		isAlike &&
		isNumber(seq) &&
		isNumber(v) &&
		(isText(id) || id instanceof Uint8Array) &&
		(agent === null || isText(agent)) &&
		/^[a-z]+\.[a-z]+$/.test(String(type)) &&
		(isText(data) || data instanceof Uint8Array)
	);
};

/** Rows in order until one cannot be read, then from the other end until there. Whether all could be read. */
const fromBothEnds = (
	source: DatabaseSync | undefined,
	table: string,
	columns: string,
	order: string,
	take: (row: Row) => void,
	where = "",
	value: SQLInputValue = null,
): boolean => {
	for (const direction of ["ASC", "DESC"]) {
		const ordered = order.replace(/\w+/g, (column) => `${column} ${direction}`);
		const only = where === "" ? "" : `WHERE ${where} = ?`;
		try {
			if (source === undefined) return false;
			const rows = source.prepare(`SELECT ${columns} FROM ${table} ${only} ORDER BY ${ordered}`);
			for (const row of where === "" ? rows.iterate() : rows.iterate(value)) tryTake(row, take);
			return true;
		} catch {
			// The rest comes from the other end.
		}
	}
	return false;
};

/** A row that does not fit the tables is left out; one that finds the disk full ends the copying. */
const tryTake = (row: Row, take: (row: Row) => void): void => {
	try {
		take(row);
	} catch (error) {
		const isFull = error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) !== 19;
		if (isFull) throw error;
	}
};
