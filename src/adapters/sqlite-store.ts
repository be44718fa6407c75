// The session store on node:sqlite. What is acknowledged is synced to disk; what streams and what only says how far a run
// has come is written, and synced with the next event that is.
import type { DatabaseSync } from "node:sqlite";
import type { NexusEvent, ToolStatus } from "../contracts/event.js";
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
import type { ArtifactIndex, AuditLog, Ledger, RunRow } from "../contracts/store-books.js";
import { appendEvents } from "./sqlite-append.js";
import { createArtifactIndex } from "./sqlite-artifacts.js";
import { createAuditLog, noteAudit } from "./sqlite-audit.js";
import { jsonOf } from "./sqlite-event-data.js";
import { type EventRow, eventsOf } from "./sqlite-event-row.js";
import { createLedger } from "./sqlite-ledger.js";
import { giveBackRoom, openAnother, openDatabase, storeError } from "./sqlite-open.js";
import { addPartial, forgetPartials, partialsOf } from "./sqlite-partials.js";
import { runIds, runsOf } from "./sqlite-runs.js";
import { type Salvaged, salvage } from "./sqlite-salvage.js";
import { SearchIndex } from "./sqlite-search.js";
import { addSession, idsBefore, sessionRow, sessionRows } from "./sqlite-session-list.js";
import { sessionMigrations } from "./sqlite-session-schema.js";
import { localTenant, TenantDatabase, tenantNumber } from "./sqlite-tenant.js";
import { noteToolCall, toolCallsSince } from "./sqlite-tool-calls.js";
import { sqliteProblem, sqliteVersion } from "./sqlite-version.js";

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

/**
 * @param path a file, or `:memory:` for a store that ends with the process
 * @param tenant whose sessions it gives; no other's
 */
export const openSqliteStore = (path: string, stamp: () => string, tenant = localTenant): OpenedStore => {
	const { database, quarantine } = openDatabase(path, sessionMigrations, stamp);
	database.exec("PRAGMA synchronous = FULL");
	const salvaged = quarantine === undefined ? undefined : salvage(quarantine, database, path);
	// A sync takes longer than all else, and per token it is too much: what needs none goes through a connection of its own,
	// which leaves checkpoints to the other one.
	const streaming = path === ":memory:" ? database : openAnother(path);
	if (streaming !== database) streaming.exec("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0");
	return { store: new SqliteStore(path, database, streaming, tenant), quarantine, salvaged };
};

class SqliteStore implements SessionStore {
	readonly ledger: Ledger;
	readonly audit: AuditLog;
	readonly artifacts: ArtifactIndex;
	readonly #path: string;
	/** For what concerns the file and nobody's data. */
	readonly #files: readonly DatabaseSync[];
	readonly #file: DatabaseSync;
	readonly #database: TenantDatabase;
	readonly #streaming: TenantDatabase;
	readonly #index: SearchIndex;

	constructor(path: string, database: DatabaseSync, streaming: DatabaseSync, tenant: string) {
		this.#path = path;
		this.#file = database;
		this.#files = streaming === database ? [database] : [streaming, database];
		const number = this.#guard(() => tenantNumber(database, tenant));
		this.#database = new TenantDatabase(database, number);
		this.#streaming = streaming === database ? this.#database : new TenantDatabase(streaming, number);
		this.#index = new SearchIndex(this.#database, database);
		this.ledger = createLedger(this.#database);
		this.audit = createAuditLog(this.#database);
		this.artifacts = createArtifactIndex(this.#database);
	}

	createSession(session: Parameters<SessionStore["createSession"]>[0]): void {
		this.#guard(() => addSession(this.#streaming, session));
	}

	append(sessionId: string, events: readonly NexusEvent[]): readonly NexusEvent[] {
		const database = events.every((event) => unacknowledged.has(event.type)) ? this.#streaming : this.#database;
		const stored = this.#transaction(database, () => appendEvents(database, sessionId, events));
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

	appendPartial(sessionId: string, partial: Partial): void {
		this.#guard(() => addPartial(this.#streaming, sessionId, partial));
	}

	clearPartials(sessionId: string, messageId: string): void {
		forgetPartials(this.#database, sessionId, messageId);
	}

	partials(sessionId: string): readonly Partial[] {
		return partialsOf(this.#database, sessionId);
	}

	read(sessionId: string, afterSeq: number): { events: readonly NexusEvent[]; damaged: readonly DamagedEvent[] } {
		const [rows, runs] = this.#guard(() => [
			this.#database.values(
				`SELECT seq, events.id, time, run, events.agent, events.type, data
				FROM sessions CROSS JOIN events ON events.session = sessions.number
				WHERE tenant = :tenant AND sessions.id = ? AND seq > ? ORDER BY seq`,
				sessionId,
				afterSeq,
			) as readonly unknown[] as readonly EventRow[],
			runIds(this.#database, sessionId),
		]);
		const events: NexusEvent[] = [];
		const damaged: DamagedEvent[] = [];
		for (const event of eventsOf(sessionId, rows, runs)) {
			if ("reason" in event) damaged.push(event);
			else events.push(event);
		}
		return { events, damaged };
	}

	runs(sessionId: string): readonly RunRow[] {
		return this.#guard(() => runsOf(this.#database, sessionId));
	}

	owner(sessionId: string): string | undefined {
		const owner = this.#database.get("SELECT owner FROM sessions WHERE tenant = :tenant AND id = ?", sessionId)?.owner;
		return typeof owner === "string" ? owner : undefined;
	}

	setOwner(sessionId: string, owner: string | undefined): void {
		this.#guard(() =>
			this.#streaming.run("UPDATE sessions SET owner = ? WHERE tenant = :tenant AND id = ?", owner ?? null, sessionId),
		);
	}

	session(id: string): SessionRow | undefined {
		return sessionRow(this.#database, id);
	}

	sessionsBefore(time: string, limit: number): readonly string[] {
		return this.#guard(() => idsBefore(this.#database, time, limit));
	}

	sessions(filter: { cwd?: string; limit?: number }): readonly SessionRow[] {
		return sessionRows(this.#database, filter);
	}

	deleteSessions(ids: readonly string[], time: string): void {
		// What is deleted is overwritten, not only let go.
		this.#file.exec("PRAGMA secure_delete = ON");
		this.#transaction(this.#database, () => {
			for (const id of ids) {
				this.#index.forget(id);
				const deleted = this.#database.run("DELETE FROM sessions WHERE tenant = :tenant AND id = ?", id);
				if (deleted > 0)
					noteAudit(this.#database, { time, actor: "person", action: "session.delete", subject: id, details: null });
			}
			this.#index.compact();
		});
		giveBackRoom(this.#file);
		// Else the words would stay in the write-ahead log until somebody writes over them; where others read now, they do.
		this.#file.exec("PRAGMA wal_checkpoint(TRUNCATE)");
	}

	search(query: SearchQuery): readonly SearchHit[] {
		return this.#guard(() => this.#index.search(query, (id) => this.session(id)));
	}

	fillIndex(budgetMs: number): number {
		return this.#guard(() => this.#index.fill(budgetMs));
	}

	promptHistory(limit: number): readonly string[] {
		const rows = this.#database.all(
			`SELECT data FROM events CROSS JOIN sessions ON sessions.number = session
			WHERE tenant = :tenant AND type = 'prompt.submit' ORDER BY events.id DESC LIMIT ?`,
			limit,
		);
		const texts = rows.map(({ data }) => promptText(data));
		return texts.filter((text, index) => text !== "" && text !== texts[index - 1]);
	}

	countToolCall(call: { tool: string; status: ToolStatus; durationMs: number; time: string }): void {
		this.#guard(() => noteToolCall(this.#streaming, call));
	}

	toolCalls(sinceDay: string): readonly ToolCallCounts[] {
		return toolCallsSince(this.#database, sinceDay);
	}

	check({
		isFull = false,
		isQuick = false,
	}: {
		readonly isFull?: boolean;
		readonly isQuick?: boolean;
	} = {}): StoreCheck {
		return this.#guard(() => {
			const ask = (pragma: string) => Object.values(this.#file.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
			const sqlite = sqliteVersion(this.#file);
			const problem = sqliteProblem(sqlite);
			return {
				schema: Number(ask("user_version") ?? 0),
				sqlite,
				...(problem === undefined ? {} : { sqliteProblem: problem }),
				...(this.#path === ":memory:" ? { isInMemory: true } : {}),
				integrity: isQuick ? "ok" : String(ask(isFull ? "integrity_check(1)" : "quick_check(1)")),
				sizeBytes: Number(ask("page_count") ?? 0) * Number(ask("page_size") ?? 0),
				freeBytes: Number(ask("freelist_count") ?? 0) * Number(ask("page_size") ?? 0),
				...(isFull ? { damagedEvents: this.#damagedEvents(), audit: this.audit.verify() } : {}),
			};
		});
	}

	compact(): void {
		this.#guard(() => this.#file.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
	}

	#damagedEvents(): number {
		const ids = this.#database.all("SELECT id FROM sessions WHERE tenant = :tenant");
		return ids.reduce((count, { id }) => count + this.read(String(id), 0).damaged.length, 0);
	}

	close(): void {
		if (!this.#file.isOpen) return;
		for (const file of this.#files) file.close();
	}

	#transaction<T>(database: TenantDatabase, work: () => T): T {
		return this.#guard(() => database.transaction(work));
	}

	#guard<T>(action: () => T): T {
		try {
			return action();
		} catch (error) {
			throw storeError(error, this.#path);
		}
	}
}

const promptText = (data: unknown): string => {
	try {
		return String(JSON.parse(jsonOf(data)).text ?? "");
	} catch {
		return "";
	}
};
