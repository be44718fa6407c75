// Who may write which file, in the shared file.
import { NexusError } from "../contracts/errors.js";
import type { FileLease, FileLeases } from "../contracts/shared-context.js";
import { isOwnerAlive } from "../lib/process-owner.js";
import type { SharedDatabase } from "./sqlite-shared.js";

export const createSqliteLeases = ({ database, machine, owner, guarded, transaction }: SharedDatabase): FileLeases => {
	const sql = {
		get: database.prepare("SELECT * FROM leases WHERE path = ?"),
		all: database.prepare("SELECT * FROM leases ORDER BY path"),
		put: database.prepare(
			"INSERT OR REPLACE INTO leases (path, holder, owner, fence, expires_ms) VALUES (?, ?, ?, ?, ?)",
		),
		fence: database.prepare("UPDATE fences SET last = last + 1 RETURNING last"),
		release: database.prepare("DELETE FROM leases WHERE path = ? AND fence = ?"),
		releaseAll: database.prepare("DELETE FROM leases WHERE holder = ? AND owner = ?"),
	};
	type Row = Readonly<Record<string, unknown>>;
	/** Of a process that lives, and not over. */
	const isInForce = (row: Row): boolean => Number(row.expires_ms) > machine.nowMs() && isOwnerAlive(String(row.owner));
	const toLease = (row: Row): FileLease => ({
		path: String(row.path),
		holder: String(row.holder),
		fence: Number(row.fence),
		expiresMs: Number(row.expires_ms),
	});
	return {
		acquire: (path, holder, ttlMs) =>
			transaction(() => {
				const row = sql.get.get(path);
				const isOwn = row !== undefined && row.holder === holder && row.owner === owner;
				if (row !== undefined && !isOwn && isInForce(row)) throw leased(path, String(row.holder));
				// One's own that nobody took meanwhile stays the same lease.
				const fence = isOwn ? Number(row.fence) : Number(sql.fence.get()?.last);
				const expiresMs = machine.nowMs() + ttlMs;
				sql.put.run(path, holder, owner, fence, expiresMs);
				return { path, holder, fence, expiresMs };
			}),
		verify: ({ path, fence }) =>
			guarded(() => {
				const row = sql.get.get(path);
				if (row === undefined || Number(row.fence) !== fence) throw leased(path, String(row?.holder ?? "another"));
			}),
		release: ({ path, fence }) => guarded(() => void sql.release.run(path, fence)),
		releaseAll: (holder) => guarded(() => void sql.releaseAll.run(holder, owner)),
		list: () => guarded(() => sql.all.all().filter(isInForce).map(toLease)),
	};
};

const leased = (path: string, holder: string): NexusError =>
	new NexusError("file.leased", `${path} is being changed by ${holder}`, {
		hint: "change another file first, or send it a message and wait",
		retryable: true,
	});
