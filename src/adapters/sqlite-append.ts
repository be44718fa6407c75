// Events on their way into the store: the event, and what follows from it, in one transaction.
import type { NexusEvent } from "../contracts/event.js";
import { auditOf, noteAudit } from "./sqlite-audit.js";
import { storedData } from "./sqlite-event-data.js";
import { storedId, storedTime } from "./sqlite-event-row.js";
import { noteCost } from "./sqlite-ledger.js";
import { forgetPartials } from "./sqlite-partials.js";
import { noteRun } from "./sqlite-runs.js";
import { sessionChanges } from "./sqlite-session-row.js";
import { noSession, type TenantDatabase } from "./sqlite-tenant.js";

/** Within a transaction that writes. Gives the events with their `seq`. */
export const appendEvents = (
	database: TenantDatabase,
	sessionId: string,
	events: readonly NexusEvent[],
): readonly NexusEvent[] => {
	const row = database.get(
		`SELECT number, (SELECT coalesce(max(seq), 0) FROM events WHERE session = sessions.number) AS seq
		FROM sessions WHERE tenant = :tenant AND id = ?`,
		sessionId,
	);
	if (row === undefined) throw noSession(sessionId);
	const session = Number(row.number);
	// What calls cost elsewhere is not spent here.
	const isImport = events.some((event) => event.type === "session.start" && event.data.isImported === true);
	let seq = Number(row.seq);
	const stored = events.map((event) => {
		seq++;
		insert(database, session, seq, event);
		if (event.type === "message.end") forgetPartials(database, sessionId, event.data.messageId);
		if (event.type === "usage.record" && !isImport) noteCost(database, session, event);
		if (event.type === "approval.response" && !isImport) noteAudit(database, auditOf(event));
		return { ...event, seq };
	});
	updateSession(database, session, seq, events);
	return stored;
};

const insert = (database: TenantDatabase, session: number, seq: number, event: NexusEvent): void => {
	const run = noteRun(database, session, event);
	database.run(
		`INSERT INTO events (session, seq, id, time, run, agent, type, v, data)
		SELECT number, ?, ?, ?, ?, ?, ?, ?, ? FROM sessions WHERE tenant = :tenant AND number = ?`,
		seq,
		storedId(event.id),
		storedTime(event.time),
		run,
		event.agentId ?? null,
		event.type,
		event.v,
		storedData(event.data),
		session,
	);
};

const updateSession = (database: TenantDatabase, session: number, seq: number, events: readonly NexusEvent[]): void => {
	const changes = sessionChanges(events);
	database.run(
		`UPDATE sessions SET updated_at = max(updated_at, ?), events = ?, prompts = prompts + ?,
		title = CASE WHEN ? <> '' AND (? OR title = '') THEN ? ELSE title END,
		model = coalesce(?, model), cost_micro_usd = cost_micro_usd + ?, priced = priced + ?
		WHERE tenant = :tenant AND number = ?`,
		events.at(-1)?.time ?? "",
		seq,
		changes.prompts,
		changes.title,
		changes.isRename ? 1 : 0,
		changes.title,
		changes.model ?? null,
		changes.costMicroUsd,
		changes.priced,
		session,
	);
};
