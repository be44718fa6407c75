// What the store keeps beside the words of sessions: the runs, what calls of models cost, who allowed what, and files.
import type { JsonValue } from "./json.js";

/** One agent's part in a run. */
export interface AgentRunRow {
	readonly agentId: string;
	/** The last that was said of it; empty for an agent that says nothing of itself. */
	readonly name: string;
	readonly type: string;
	readonly state: string;
	readonly task: string;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	/** Of its last event so far. */
	readonly updatedAt: string;
}

export interface RunRow {
	readonly id: string;
	readonly model: string;
	readonly startedAt: string;
	/** Absent while it goes on, and where its end was never stored. */
	readonly end?: {
		readonly at: string;
		readonly stopReason: string;
		readonly turns: number;
		readonly durationMs: number;
	};
	readonly agents: readonly AgentRunRow[];
}

/** By what calls are put together; `day` is of UTC (`2026-11-20`), `project` a folder, `agent` an agent's id. */
export const spendingKeys = ["day", "project", "session", "run", "agent", "model", "purpose"] as const;
export type SpendingKey = (typeof spendingKeys)[number];

export interface SpendingQuery {
	readonly by: SpendingKey;
	/** ISO 8601: only calls from then on. */
	readonly since?: string;
	readonly sessionId?: string;
}

export interface Spending {
	/** Empty where a call has none: of a session that was deleted, outside of runs. */
	readonly key: string;
	readonly calls: number;
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly cacheReadTokens: number;
	readonly cacheWriteTokens: number;
	readonly reasoningTokens: number;
	/** Of the calls whose price is known. */
	readonly costMicroUsd: number;
	/** Calls whose price is not known. */
	readonly unpriced: number;
}

/** Each call of a model, stored with its `usage.record`. What was spent stays known when a session is deleted. */
export interface Ledger {
	/** Dearest first. */
	spending(query: SpendingQuery): readonly Spending[];
}

export interface AuditDraft {
	/** ISO 8601, UTC. */
	readonly time: string;
	/** Who did it: `person`, `policy`. */
	readonly actor: string;
	/** noun.verb: `approval.allow`, `session.delete`. */
	readonly action: string;
	/** To what. */
	readonly subject: string;
	readonly details: JsonValue;
}

export interface AuditEntry extends AuditDraft {
	/** From 1, without gaps. */
	readonly number: number;
}

export interface AuditCheck {
	readonly entries: number;
	/** The first entry that is not as it was written: `missing` (also moved), `changed`, or `cut off` (the last ones are gone). */
	readonly firstBad?: { readonly number: number; readonly reason: "missing" | "changed" | "cut off" };
}

/**
 * Who did what, each entry chained to the one before (SECURITY R40). Answers to approvals and deletions of sessions are
 * written with them, in one transaction.
 */
export interface AuditLog {
	add(entry: AuditDraft): void;
	/** Oldest first. */
	entries(filter?: { readonly after?: number; readonly limit?: number }): readonly AuditEntry[];
	verify(): AuditCheck;
}

/** A file that a session refers to, by its content. */
export interface ArtifactRow {
	/** 64 lower-case hexadecimal digits. */
	readonly sha256: string;
	readonly name: string;
	readonly bytes: number;
	/** ISO 8601, UTC. */
	readonly createdAt: string;
}

/** Rows go with their session. */
export interface ArtifactIndex {
	/** The same file under the same name once. Throws NexusError `store.artifact` for what is no hash. */
	add(sessionId: string, artifact: ArtifactRow): void;
	/** Oldest first. */
	list(sessionId: string): readonly ArtifactRow[];
	/** Whether any session of this tenant refers to that content. */
	isUsed(sha256: string): boolean;
	/** Of each content once. */
	totalBytes(): number;
}
