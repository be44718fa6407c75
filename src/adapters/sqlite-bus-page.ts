// Messages with what became of them, read in pages.
import type { DatabaseSync } from "node:sqlite";
import type { BusMessage, DeadReason, DeliveryRecord, MessageRecord } from "../contracts/bus.js";
import type { BusStore, StoreFilter } from "../contracts/bus-store.js";
import { storedStates } from "./sqlite-bus-schema.js";

export const busPage = (
	database: DatabaseSync,
	filter: StoreFilter,
	at: Parameters<BusStore["page"]>[1],
	limit: number,
): readonly MessageRecord[] => {
	const isForward = "afterSeq" in at;
	const values: (string | number)[] = [isForward ? at.afterSeq : at.beforeSeq];
	const wanted = [isForward ? "seq > ?" : "seq < ?"];
	const columns = { id: filter.id, kind: filter.kind, trace: filter.traceId, space: filter.space };
	for (const [column, value] of Object.entries(columns)) {
		if (value === undefined) continue;
		wanted.push(`${column} = ?`);
		values.push(value);
	}
	if (filter.agent !== undefined) {
		wanted.push(
			"(sender = ? OR target = ? OR EXISTS (SELECT 1 FROM deliveries WHERE deliveries.seq = messages.seq AND address = ?))",
		);
		values.push(filter.agent, filter.agent, filter.agent);
	}
	const rows = database
		.prepare(
			`SELECT seq, body FROM messages WHERE ${wanted.join(" AND ")} ORDER BY seq ${isForward ? "ASC" : "DESC"} LIMIT ?`,
		)
		.all(...values, limit);
	const deliveries = database.prepare("SELECT * FROM deliveries WHERE seq = ? ORDER BY number");
	return rows.map((row) => ({
		seq: Number(row.seq),
		message: JSON.parse(String(row.body)) as BusMessage,
		deliveries: deliveries.all(Number(row.seq)).map(toRecord),
	}));
};

const toRecord = (row: Readonly<Record<string, unknown>>): DeliveryRecord => ({
	address: String(row.address),
	state: storedStates[Number(row.state)] ?? "dead",
	attempts: Number(row.attempts),
	...(row.reason === null ? {} : { reason: String(row.reason) as DeadReason }),
	...(row.detail === null ? {} : { detail: String(row.detail) }),
});
