// How much of what was said on the bus is kept.
import type { DatabaseSync } from "node:sqlite";
import { isOwnerAlive } from "../lib/process-owner.js";

export interface BusRetention {
	/** Messages; the oldest go first. */
	readonly messages: number;
	/** Milliseconds; what is older goes, also what still waits for somebody. */
	readonly ageMs: number;
	/** Of the file, as far as it is used. */
	readonly bytes: number;
}

export const defaultRetention: BusRetention = { messages: 100_000, ageMs: 7 * 86_400_000, bytes: 256_000_000 };

/** Of what there is too much of, so much goes at once. */
const share = 0.2;

/** Inside a transaction. What waits for somebody stays until it is too old. */
export const forgetOld = (database: DatabaseSync, nowMs: number, { messages, ageMs, bytes }: BusRetention): void => {
	const number = (sql: string, name: string): number => Number(database.prepare(sql).get()?.[name] ?? 0);
	// Only the oldest are looked at: a table of a hundred thousand is not read through every two seconds.
	database
		.prepare(
			`DELETE FROM messages WHERE seq IN
			(SELECT seq FROM (SELECT seq, time_ms FROM messages ORDER BY seq LIMIT 5000) WHERE time_ms < ?)`,
		)
		.run(nowMs - ageMs);
	const settled = "NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.seq = messages.seq AND state < 2)";
	const count = number(
		"SELECT (SELECT max(seq) FROM messages) - (SELECT min(seq) FROM messages) + 1 AS count",
		"count",
	);
	const pages = number("PRAGMA page_count", "page_count") - number("PRAGMA freelist_count", "freelist_count");
	const isLarge = pages * number("PRAGMA page_size", "page_size") > bytes;
	const tooMany = Math.max(count - messages, isLarge ? Math.ceil(count * share) : 0);
	if (tooMany > 0)
		database
			.prepare(`DELETE FROM messages WHERE seq IN (SELECT seq FROM messages WHERE ${settled} ORDER BY seq LIMIT ?)`)
			.run(tooMany);
	forgetMailboxes(database, nowMs - ageMs);
};

/** Those that no process has open and that have been there for so long. */
const forgetMailboxes = (database: DatabaseSync, openedBeforeMs: number): void => {
	const old = database.prepare("SELECT address, owner FROM mailboxes WHERE opened_at < ?").all(openedBeforeMs);
	for (const { address, owner } of old) {
		if (isOwnerAlive(String(owner))) continue;
		database
			.prepare("UPDATE deliveries SET state = 3, reason = 'recipient-stopped' WHERE address = ? AND state < 2")
			.run(String(address));
		database.prepare("DELETE FROM mailboxes WHERE address = ?").run(String(address));
		database.exec("UPDATE facts SET value = value + 1 WHERE name = 'directory'");
	}
};
