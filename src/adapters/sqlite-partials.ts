// Text that has been shown of messages that have not ended.
import type { Partial } from "../contracts/store.js";
import { noSession, type TenantDatabase } from "./sqlite-tenant.js";

export const addPartial = (database: TenantDatabase, sessionId: string, partial: Partial): void => {
	const added = database.run(
		`INSERT INTO partials (session, message_id, channel, text)
		SELECT number, ?, ?, ? FROM sessions WHERE tenant = :tenant AND id = ?`,
		partial.messageId,
		partial.channel,
		partial.text,
		sessionId,
	);
	if (added === 0) throw noSession(sessionId);
};

/** Joined by stretch. */
export const partialsOf = (database: TenantDatabase, sessionId: string): readonly Partial[] => {
	const rows = database.all(
		`SELECT message_id, channel, text FROM partials JOIN sessions ON number = session
		WHERE tenant = :tenant AND id = ? ORDER BY partials.rowid`,
		sessionId,
	);
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
};

export const forgetPartials = (database: TenantDatabase, sessionId: string, messageId: string): void => {
	database.run(
		`DELETE FROM partials WHERE session = (SELECT number FROM sessions WHERE tenant = :tenant AND id = ?)
		AND message_id = ?`,
		sessionId,
		messageId,
	);
};
