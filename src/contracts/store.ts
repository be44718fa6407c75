// The durable side of sessions: one SQLite file, several processes at once.
import type { NexusEvent, ToolStatus } from "./event.js";
import type { SessionType } from "./session-type.js";
import type { ArtifactIndex, AuditCheck, AuditLog, Ledger, RunRow } from "./store-books.js";

export interface SessionRow {
	readonly id: string;
	readonly title: string;
	readonly cwd: string;
	readonly model: string;
	readonly agent: string;
	readonly type: SessionType;
	readonly createdAt: string;
	readonly updatedAt: string;
	readonly prompts: number;
	readonly events: number;
	/** Sum of the known costs; null when some call's price is not known and none is. */
	readonly costMicroUsd: number | null;
}

export interface Partial {
	readonly messageId: string;
	readonly channel: "text" | "reasoning";
	readonly text: string;
}

/** A stored event that could not be read back: it is named, not dropped silently. */
export interface DamagedEvent {
	readonly seq: number;
	readonly reason: string;
}

/** What is known of a tool from its calls. */
export interface ToolCallCounts {
	readonly tool: string;
	readonly calls: number;
	readonly failed: number;
	readonly denied: number;
	/** Milliseconds, of all calls together and of the slowest one. */
	readonly totalMs: number;
	readonly slowestMs: number;
	/** ISO 8601, UTC. */
	readonly lastAt: string;
}

export interface StoreCheck {
	readonly schema: number;
	/** SQLite's own version. */
	readonly sqlite: string;
	/** What is known to be wrong with that version. */
	readonly sqliteProblem?: string;
	/** It ends with the process: its file could not be used, or none was wanted. */
	readonly isInMemory?: boolean;
	/** `ok`, or what is wrong first. */
	readonly integrity: string;
	readonly sizeBytes: number;
	/** Of it, what nothing uses any more: `compact` gives it back. */
	readonly freeBytes: number;
	/** Of a full check: events that cannot be read. */
	readonly damagedEvents?: number;
	/** Of a full check. */
	readonly audit?: AuditCheck;
}

/** Whose words they are. */
export type SearchSource = "person" | "model" | "tool";

export interface SearchQuery {
	/** `deploy "rolling update" stag*`: words, phrases, beginnings of words; all must be in one text. */
	readonly query: string;
	readonly limit: number;
	/** Only sessions of that folder. */
	readonly cwd?: string;
	/** The last word may not be finished. */
	readonly isTyping?: boolean;
}

export interface SearchHit {
	readonly session: SessionRow;
	/** The newest event of the session that fits. */
	readonly seq: number;
	readonly by: SearchSource;
	/** On one line. */
	readonly snippet: string;
	/** What of the snippet fits: [from, to) in UTF-16 units. */
	readonly marks: readonly (readonly [number, number])[];
}

/**
 * The sessions of one tenant; what belongs to another is not there (SECURITY R38). Append-only, but for sessions that are
 * deleted whole. Everything is synchronous: when a call returns, the data is in the file. Throws NexusError
 * `store.newer` (schema of a newer nexus; nothing was touched), `store.damaged` (a copy was kept), `store.full`,
 * `store.read-only`.
 */
export interface SessionStore {
	readonly ledger: Ledger;
	readonly audit: AuditLog;
	readonly artifacts: ArtifactIndex;
	createSession(session: {
		readonly id: string;
		readonly cwd: string;
		readonly model: string;
		readonly agent: string;
		/** Default: chat. */
		readonly type?: SessionType;
		readonly time: string;
	}): void;
	/** Adds events in order in one transaction and returns them with their `seq`. Forgets the partials of ended messages. */
	append(sessionId: string, events: readonly NexusEvent[]): readonly NexusEvent[];
	/** What streams: survives kill -9, not necessarily power loss. */
	appendPartial(sessionId: string, partial: Partial): void;
	clearPartials(sessionId: string, messageId: string): void;
	/** Text that was shown of messages that never ended. */
	partials(sessionId: string): readonly Partial[];
	read(
		sessionId: string,
		afterSeq: number,
	): { readonly events: readonly NexusEvent[]; readonly damaged: readonly DamagedEvent[] };
	/** The process that has the session open, as it named itself; undefined when none has. */
	owner(sessionId: string): string | undefined;
	setOwner(sessionId: string, owner: string | undefined): void;
	session(id: string): SessionRow | undefined;
	/** Newest first. */
	sessions(filter: { cwd?: string; limit?: number }): readonly SessionRow[];
	/** Ids of those that were last used before that time, oldest first. */
	sessionsBefore(time: string, limit: number): readonly string[];
	/** Oldest first, with the agents that took part. */
	runs(sessionId: string): readonly RunRow[];
	/**
	 * Everything of these sessions but what they cost, overwritten in the file and in the index. Takes seconds where the
	 * index is large.
	 * @param time ISO 8601, for the audit log
	 */
	deleteSessions(ids: readonly string[], time: string): void;
	/** Newest sessions first, each once; what `fillIndex` has not taken in yet is not found. */
	search(query: SearchQuery): readonly SearchHit[];
	/** Takes what was said into the index for about so long; gives the number of sessions that are left. */
	fillIndex(budgetMs: number): number;
	/** The person's inputs of all sessions, newest first, without repeats in a row. */
	promptHistory(limit: number): readonly string[];
	/** Adds one call to the figures of its tool: of sessions, and of those a person makes without one. */
	countToolCall(call: { tool: string; status: ToolStatus; durationMs: number; time: string }): void;
	/** The figures from that day (`2026-11-20`, UTC) on, most called first. */
	toolCalls(sinceDay: string): readonly ToolCallCounts[];
	/**
	 * Lines for doctor. `isQuick` takes the integrity for granted; `isFull` reads every page and every event, which takes
	 * seconds for a large store.
	 */
	check(options?: { readonly isFull?: boolean; readonly isQuick?: boolean }): StoreCheck;
	/** Gives back to the disk what nothing uses any more. Takes seconds where the file is large; throws `store.*`. */
	compact(): void;
	/** May be called twice. */
	close(): void;
}
