// The audit log of one tenant: each entry's hash takes in the one before it, and the tenant's own row knows the last one.
import { createHash } from "node:crypto";
import type { EventOf } from "../contracts/event.js";
import type { AuditCheck, AuditDraft, AuditEntry, AuditLog } from "../contracts/store-books.js";
import type { Row, TenantDatabase } from "./sqlite-tenant.js";

/** An entry as it is stored: `details` is the JSON that was hashed. */
type StoredEntry = Omit<AuditEntry, "details"> & { readonly details: string };

const hashOf = (before: Uint8Array, { number, time, actor, action, subject, details }: StoredEntry): Buffer =>
	createHash("sha256")
		.update(before)
		.update(JSON.stringify([number, time, actor, action, subject, details]))
		.digest();

/** Within a transaction that writes. */
export const noteAudit = (database: TenantDatabase, draft: AuditDraft): void => {
	const head = database.get("SELECT audit_entries, audit_hash FROM tenants WHERE number = :tenant");
	const entry = { ...draft, number: Number(head?.audit_entries) + 1, details: JSON.stringify(draft.details) };
	const hash = hashOf(bytesOf(head?.audit_hash), entry);
	database.run(
		"INSERT INTO audit (tenant, number, time, actor, action, subject, details, hash) VALUES (:tenant, ?, ?, ?, ?, ?, ?, ?)",
		entry.number,
		entry.time,
		entry.actor,
		entry.action,
		entry.subject,
		entry.details,
		hash,
	);
	database.run("UPDATE tenants SET audit_entries = ?, audit_hash = ? WHERE number = :tenant", entry.number, hash);
};

/** An answer to an approval, whoever gave it. */
export const auditOf = ({ time, sessionId, data }: EventOf<"approval.response">): AuditDraft => ({
	time,
	actor: data.by,
	action: data.answer === "deny" ? "approval.deny" : "approval.allow",
	subject: data.callId,
	details: { session: sessionId, approval: data.approvalId, answer: data.answer, rule: data.rule ?? null },
});

export const createAuditLog = (database: TenantDatabase): AuditLog => ({
	add: (entry) => database.transaction(() => noteAudit(database, entry)),
	entries: ({ after = 0, limit = -1 } = {}) =>
		database
			.all(
				`SELECT number, time, actor, action, subject, details FROM audit
				WHERE tenant = :tenant AND number > ? ORDER BY number LIMIT ?`,
				after,
				limit,
			)
			.map((row) => {
				const entry = storedEntry(row);
				return { ...entry, details: JSON.parse(entry.details) };
			}),
	verify: () => verify(database),
});

const verify = (database: TenantDatabase): AuditCheck => {
	const head = database.get("SELECT audit_entries, audit_hash FROM tenants WHERE number = :tenant");
	const count = Number(head?.audit_entries);
	let hash: Uint8Array = new Uint8Array();
	let entries = 0;
	const rows = database.iterate(
		"SELECT number, time, actor, action, subject, details, hash FROM audit WHERE tenant = :tenant ORDER BY number",
	);
	for (const row of rows) {
		entries++;
		const entry = storedEntry(row);
		if (entry.number !== entries) return { entries: count, firstBad: { number: entries, reason: "missing" } };
		hash = hashOf(hash, entry);
		if (!isSame(hash, bytesOf(row.hash))) return { entries: count, firstBad: { number: entries, reason: "changed" } };
	}
	if (entries < count) return { entries: count, firstBad: { number: entries + 1, reason: "cut off" } };
	if (entries > count || !isSame(hash, bytesOf(head?.audit_hash)))
		return { entries: count, firstBad: { number: Math.max(entries, 1), reason: "changed" } };
	return { entries };
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());

const storedEntry = (row: Row): StoredEntry => ({
	number: Number(row.number),
	time: String(row.time),
	actor: String(row.actor),
	action: String(row.action),
	subject: String(row.subject),
	details: String(row.details),
});
