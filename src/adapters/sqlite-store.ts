// The session store on node:sqlite. What is acknowledged is synced to disk; what streams and what only says how far a run
// has come is written, and synced with the next event that is.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type DurableType, events as eventMap, type NexusEvent, type ToolStatus } from "../contracts/event.js";
import type {
	DamagedEvent,
	Partial,
	SearchHit,
	SearchQuery,
	SessionRow,
	SessionStore,
	StoreCheck,
	ToolCallCounts,
} from "../contracts/store.js";
import { openAnother, openDatabase, storeError } from "./sqlite-open.js";
import { type Salvaged, salvage } from "./sqlite-salvage.js";
import { SearchIndex } from "./sqlite-search.js";
import { sessionChanges } from "./sqlite-session-row.js";
import { sessionMigrations } from "./sqlite-session-schema.js";

/** Nobody is told anything by these: after a power loss the session is as sound without the last of them. */
const unacknowledged: ReadonlySet<string> = new Set([
	"session.start",
	"prompt.start",
	"run.start",
	"model.retry",
	"tool.request",
	"approval.request",
	"usage.record",
	"agent.update",
	"notice.show",
]);

export interface OpenedStore {
	readonly store: SessionStore;
	/** Where a damaged file was kept, when there was one. */
	readonly quarantine: string | undefined;
	/** What could be read of it, which is in the new store. */
	readonly salvaged: Salvaged | undefined;
}

/** @param path a file, or `:memory:` for a store that ends with the process */
export const openSqliteStore = (path: string, stamp: () => string): OpenedStore => {
	const { database, quarantine } = openDatabase(path, sessionMigrations, stamp);
	database.exec("PRAGMA synchronous = FULL");
	const salvaged = quarantine === undefined ? undefined : salvage(quarantine, database, path);
	// A sync takes longer than all else, and per token it is too much: what needs none goes through a connection of its own,
	// which leaves checkpoints to the other one.
	const streaming = path === ":memory:" ? database : openAnother(path);
	if (streaming !== database) streaming.exec("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0");
	return { store: new SqliteStore(path, database, streaming), quarantine, salvaged };
};

class SqliteStore implements SessionStore {
	readonly #path: string;
	readonly #database: DatabaseSync;
	readonly #streaming: DatabaseSync;
	readonly #index: SearchIndex;
	readonly #statements = new Map<DatabaseSync, Map<string, StatementSync>>();

	constructor(path: string, database: DatabaseSync, streaming: DatabaseSync) {
		this.#path = path;
		this.#database = database;
		this.#streaming = streaming;
		this.#index = new SearchIndex(database);
	}

	createSession(session: { id: string; cwd: string; model: string; agent: string; time: string }): void {
		this.#guard(() =>
			this.#prepare(
				"INSERT OR IGNORE INTO sessions (id, cwd, model, agent, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
				this.#streaming,
			).run(session.id, session.cwd, session.model, session.agent, session.time, session.time),
		);
	}

	append(sessionId: string, events: readonly NexusEvent[]): readonly NexusEvent[] {
		const database = events.every((event) => unacknowledged.has(event.type)) ? this.#streaming : this.#database;
		const stored = this.#transaction(database, () => this.#insert(sessionId, events, database));
		if (events.some((event) => event.type === "run.end")) this.#follow(sessionId);
		return stored;
	}

	/** What a run has said can be found from its end on; where that fails, the next search makes up for it. */
	#follow(sessionId: string): void {
		try {
			this.#transaction(this.#streaming, () => this.#index.follow(sessionId, this.#streaming));
		} catch {
			// The events themselves are stored.
		}
	}

	#insert(sessionId: string, events: readonly NexusEvent[], database: DatabaseSync): readonly NexusEvent[] {
		const last = "SELECT coalesce(max(seq), 0) AS seq FROM events WHERE session_id = ?";
		const row = this.#prepare(last, database).get(sessionId);
		const insert = this.#prepare(
			"INSERT INTO events (session_id, seq, id, time, run_id, agent_id, type, v, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			database,
		);
		let seq = Number(row?.seq ?? 0);
		const stored = events.map((event) => {
			seq++;
			const { id, time, runId, agentId, type, v, data } = event;
			insert.run(sessionId, seq, id, time, runId ?? null, agentId ?? null, type, v, JSON.stringify(data));
			if (type === "message.end") this.clearPartials(sessionId, event.data.messageId, database);
			return { ...event, seq };
		});
		const changes = sessionChanges(events);
		this.#prepare(
			`UPDATE sessions SET updated_at = max(updated_at, ?), events = ?, prompts = prompts + ?,
			title = CASE WHEN ? <> '' AND (? OR title = '') THEN ? ELSE title END,
			model = coalesce(?, model), cost_micro_usd = cost_micro_usd + ?, priced = priced + ? WHERE id = ?`,
			database,
		).run(
			events.at(-1)?.time ?? "",
			seq,
			changes.prompts,
			changes.title,
			changes.isRename ? 1 : 0,
			changes.title,
			changes.model ?? null,
			changes.costMicroUsd,
			changes.priced,
			sessionId,
		);
		return stored;
	}

	appendPartial(sessionId: string, partial: Partial): void {
		this.#guard(() =>
			this.#prepare(
				"INSERT INTO partials (session_id, message_id, channel, text) VALUES (?, ?, ?, ?)",
				this.#streaming,
			).run(sessionId, partial.messageId, partial.channel, partial.text),
		);
	}

	clearPartials(sessionId: string, messageId: string, database = this.#database): void {
		this.#prepare("DELETE FROM partials WHERE session_id = ? AND message_id = ?", database).run(sessionId, messageId);
	}

	partials(sessionId: string): readonly Partial[] {
		const rows = this.#prepare(
			"SELECT message_id, channel, text FROM partials WHERE session_id = ? ORDER BY rowid",
		).all(sessionId);
		const joined: Partial[] = [];
		for (const row of rows) {
			const channel = row.channel === "reasoning" ? "reasoning" : "text";
			const partial = { messageId: String(row.message_id), channel, text: String(row.text) } as const;
			const last = joined.at(-1);
			if (last?.messageId === partial.messageId && last.channel === channel) {
				joined[joined.length - 1] = { ...last, text: last.text + partial.text };
			} else joined.push(partial);
		}
		return joined;
	}

	read(sessionId: string, afterSeq: number): { events: readonly NexusEvent[]; damaged: readonly DamagedEvent[] } {
		const rows = this.#guard(() =>
			this.#prepare(
				"SELECT seq, id, time, run_id, agent_id, type, v, data FROM events WHERE session_id = ? AND seq > ? ORDER BY seq",
			).all(sessionId, afterSeq),
		);
		const events: NexusEvent[] = [];
		const damaged: DamagedEvent[] = [];
		for (const row of rows) {
			const parsed = parseRow(sessionId, row);
			if ("reason" in parsed) damaged.push(parsed);
			else events.push(parsed);
		}
		return { events, damaged };
	}

	owner(sessionId: string): string | undefined {
		const owner = this.#prepare("SELECT owner FROM sessions WHERE id = ?").get(sessionId)?.owner;
		return typeof owner === "string" ? owner : undefined;
	}

	setOwner(sessionId: string, owner: string | undefined): void {
		const update = "UPDATE sessions SET owner = ? WHERE id = ?";
		this.#guard(() => this.#prepare(update, this.#streaming).run(owner ?? null, sessionId));
	}

	session(id: string): SessionRow | undefined {
		const row = this.#prepare("SELECT * FROM sessions WHERE id = ?").get(id);
		return row === undefined ? undefined : toSessionRow(row);
	}

	sessions(filter: { cwd?: string; limit?: number }): readonly SessionRow[] {
		const limit = filter.limit ?? -1;
		const rows =
			filter.cwd === undefined
				? this.#prepare("SELECT * FROM sessions WHERE events > 0 ORDER BY updated_at DESC, id DESC LIMIT ?").all(limit)
				: this.#prepare(
						"SELECT * FROM sessions WHERE events > 0 AND cwd = ? ORDER BY updated_at DESC, id DESC LIMIT ?",
					).all(filter.cwd, limit);
		return rows.map(toSessionRow);
	}

	deleteSessions(ids: readonly string[]): void {
		// What is deleted is overwritten, not only let go.
		this.#database.exec("PRAGMA secure_delete = ON");
		this.#transaction(this.#database, () => {
			for (const id of ids) {
				this.#index.forget(id);
				this.#prepare("DELETE FROM sessions WHERE id = ?").run(id);
			}
			this.#index.compact();
		});
		// Else the words would stay in the write-ahead log until somebody writes over them; where others read now, they do.
		this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
	}

	search(query: SearchQuery): readonly SearchHit[] {
		return this.#guard(() => this.#index.search(query, (id) => this.session(id)));
	}

	fillIndex(budgetMs: number): number {
		return this.#guard(() => this.#index.fill(budgetMs));
	}

	promptHistory(limit: number): readonly string[] {
		const rows = this.#prepare(
			"SELECT json_extract(data, '$.text') AS text FROM events WHERE type = 'prompt.submit' ORDER BY id DESC LIMIT ?",
		).all(limit);
		const texts = rows.map((row) => String(row.text));
		return texts.filter((text, index) => text !== texts[index - 1]);
	}

	countToolCall(call: { tool: string; status: ToolStatus; durationMs: number; time: string }): void {
		this.#guard(() =>
			this.#prepare(
				`INSERT INTO tool_calls (tool, day, calls, failed, denied, total_ms, slowest_ms, last_at)
				VALUES (?, ?, 1, ?, ?, ?, ?, ?) ON CONFLICT (tool, day) DO UPDATE SET calls = calls + 1,
				failed = failed + excluded.failed, denied = denied + excluded.denied, total_ms = total_ms + excluded.total_ms,
				slowest_ms = max(slowest_ms, excluded.slowest_ms), last_at = max(last_at, excluded.last_at)`,
				this.#streaming,
			).run(
				call.tool,
				call.time.slice(0, 10),
				call.status === "failed" ? 1 : 0,
				call.status === "denied" ? 1 : 0,
				call.durationMs,
				call.durationMs,
				call.time,
			),
		);
	}

	toolCalls(sinceDay: string): readonly ToolCallCounts[] {
		const rows = this.#prepare(
			`SELECT tool, sum(calls) AS calls, sum(failed) AS failed, sum(denied) AS denied, sum(total_ms) AS total_ms,
			max(slowest_ms) AS slowest_ms, max(last_at) AS last_at
			FROM tool_calls WHERE day >= ? GROUP BY tool ORDER BY calls DESC, tool`,
		).all(sinceDay);
		return rows.map((row) => ({
			tool: String(row.tool),
			calls: Number(row.calls),
			failed: Number(row.failed),
			denied: Number(row.denied),
			totalMs: Number(row.total_ms),
			slowestMs: Number(row.slowest_ms),
			lastAt: String(row.last_at),
		}));
	}

	check({ isFull = false }: { isFull?: boolean } = {}): StoreCheck {
		return this.#guard(() => {
			const ask = (pragma: string) => Object.values(this.#database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
			return {
				schema: Number(ask("user_version") ?? 0),
				sqlite: String(this.#database.prepare("SELECT sqlite_version() AS version").get()?.version),
				integrity: String(ask(isFull ? "integrity_check(1)" : "quick_check(1)")),
				sizeBytes: Number(ask("page_count") ?? 0) * Number(ask("page_size") ?? 0),
				...(isFull ? { damagedEvents: this.#damagedEvents() } : {}),
			};
		});
	}

	#damagedEvents(): number {
		const ids = this.#prepare("SELECT id FROM sessions").all();
		return ids.reduce((count, { id }) => count + this.read(String(id), 0).damaged.length, 0);
	}

	close(): void {
		this.#statements.clear();
		if (this.#streaming !== this.#database) this.#streaming.close();
		this.#database.close();
	}

	#prepare(sql: string, database = this.#database): StatementSync {
		const statements = this.#statements.get(database) ?? new Map<string, StatementSync>();
		this.#statements.set(database, statements);
		const statement = statements.get(sql) ?? database.prepare(sql);
		statements.set(sql, statement);
		return statement;
	}

	#transaction<T>(database: DatabaseSync, work: () => T): T {
		return this.#guard(() => {
			database.exec("BEGIN IMMEDIATE");
			try {
				const done = work();
				database.exec("COMMIT");
				return done;
			} catch (error) {
				if (database.isTransaction) database.exec("ROLLBACK");
				throw error;
			}
		});
	}

	#guard<T>(action: () => T): T {
		try {
			return action();
		} catch (error) {
			throw storeError(error, this.#path);
		}
	}
}

const parseRow = (sessionId: string, row: Record<string, unknown>): NexusEvent | DamagedEvent => {
	const seq = Number(row.seq);
	const type = String(row.type);
	if (!Object.hasOwn(eventMap, type)) return { seq, reason: `unknown event type ${type}` };
	const data = parseData(type as DurableType, String(row.data));
	if (data === undefined) return { seq, reason: `event ${type} cannot be read` };
	return {
		id: String(row.id),
		seq,
		time: String(row.time),
		sessionId,
		...(row.run_id === null ? {} : { runId: String(row.run_id) }),
		...(row.agent_id === null ? {} : { agentId: String(row.agent_id) }),
		v: 1,
		type,
		data,
	} as NexusEvent;
};

const parseData = (type: DurableType, json: string): object | undefined => {
	try {
		const parsed = eventMap[type].schema.safeParse(JSON.parse(json));
		return parsed.success ? parsed.data : undefined;
	} catch {
		return undefined;
	}
};

const toSessionRow = (row: Record<string, unknown>): SessionRow => ({
	id: String(row.id),
	title: String(row.title),
	cwd: String(row.cwd),
	model: String(row.model),
	agent: String(row.agent),
	createdAt: String(row.created_at),
	updatedAt: String(row.updated_at),
	prompts: Number(row.prompts),
	events: Number(row.events),
	costMicroUsd: Number(row.priced) > 0 ? Number(row.cost_micro_usd) : null,
});
