// Keeps the store within its cap: the oldest turns go first, then workspaces that were not used for longest.
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./database.js";
import type { SnapshotLimits } from "./limits.js";
import { hashOf } from "./state.js";

/** What was just stored may belong to a snapshot that another process has not finished. */
const graceMs = 3_600_000;
/** Below the cap by this share, so that not every turn has to clean up. */
const roomLeft = 0.8;

const storedBytes = (database: DatabaseSync): number =>
	Number(database.prepare("SELECT coalesce(sum(stored), 0) AS bytes FROM blobs").get()?.bytes);

const dropUnused = (database: DatabaseSync, beforeMs: number): void => {
	const used = new Set<string>();
	const states = database.prepare(
		"SELECT state FROM files UNION ALL SELECT before FROM changes UNION ALL SELECT after FROM changes UNION ALL SELECT replaced FROM changes",
	);
	for (const row of states.iterate()) {
		const hash = hashOf(row.state === null ? "" : String(row.state));
		if (hash !== undefined) used.add(hash);
	}
	const drop = database.prepare("DELETE FROM blobs WHERE hash = ?");
	for (const { hash } of database.prepare("SELECT hash FROM blobs WHERE touched < ?").all(beforeMs)) {
		if (!used.has(String(hash))) drop.run(String(hash));
	}
};

/** True when there was something to let go of. The newest turn stays. */
const dropOldest = (database: DatabaseSync, keptRoots: readonly string[]): boolean => {
	const steps = database.prepare("SELECT id FROM steps WHERE state <> 'open' ORDER BY id").all();
	const some = steps.slice(0, Math.min(steps.length - 1, Math.ceil(steps.length / 4)));
	for (const { id } of some) database.prepare("DELETE FROM steps WHERE id = ?").run(Number(id));
	if (some.length > 0) return true;
	const roots = database
		.prepare("SELECT id, folder FROM roots WHERE id NOT IN (SELECT root FROM step_roots) ORDER BY used")
		.all()
		.filter(({ folder }) => !keptRoots.includes(String(folder)));
	const [oldest] = roots;
	if (oldest === undefined) return false;
	database.prepare("DELETE FROM roots WHERE id = ?").run(Number(oldest.id));
	return true;
};

/** `keptRoots`: workspaces in use. */
export const cleanUp = (
	database: DatabaseSync,
	limits: SnapshotLimits,
	nowMs: number,
	keptRoots: readonly string[],
): void => {
	inTransaction(database, () => {
		database
			.prepare("DELETE FROM steps WHERE state <> 'open' AND id <= (SELECT max(id) FROM steps) - ?")
			.run(limits.maxSteps);
		if (storedBytes(database) <= limits.maxStoreBytes) return;
		const wanted = limits.maxStoreBytes * roomLeft;
		dropUnused(database, nowMs - graceMs);
		while (storedBytes(database) > wanted && dropOldest(database, keptRoots)) dropUnused(database, nowMs - graceMs);
	});
	database.exec("PRAGMA incremental_vacuum");
};

/** Drops every turn that has ended, and every workspace that nobody uses now. */
export const forgetEnded = (database: DatabaseSync, nowMs: number, keptRoots: readonly string[]): void => {
	inTransaction(database, () => {
		database.exec("DELETE FROM steps WHERE state <> 'open'");
		const roots = database.prepare("SELECT id, folder FROM roots WHERE id NOT IN (SELECT root FROM step_roots)").all();
		for (const { id, folder } of roots) {
			if (!keptRoots.includes(String(folder))) database.prepare("DELETE FROM roots WHERE id = ?").run(Number(id));
		}
		dropUnused(database, nowMs - graceMs);
	});
	database.exec("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
};
