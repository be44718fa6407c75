// The file that agents of all processes share: who is there, who gave what to whom, what they know, who writes which file.
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../contracts/ports.js";
import { processOwner } from "../lib/process-owner.js";
import { type MachineClock, machineClock } from "./machine-clock.js";
import { openDatabase, storeError } from "./sqlite-open.js";
import { sharedMigrations } from "./sqlite-shared-schema.js";
import { openWakeFile } from "./wake-file.js";

export interface SharedDatabase {
	readonly database: DatabaseSync;
	readonly machine: MachineClock;
	/** This process, as it names itself. */
	readonly owner: string;
	/** What SQLite throws as NexusError `store.*`. */
	guarded<T>(work: () => T): T;
	/** Nobody else writes meanwhile; inside another one it is part of that. */
	transaction<T>(work: () => T): T;
	watch(onChange: () => void): () => void;
	close(): void;
}

/** What is older has no one who remembers it. */
const keptMs = 30 * 86_400_000;

/** @param path the file, made when it is missing, or `:memory:`. Throws NexusError `store.*`. */
export const openSharedDatabase = (
	path: string,
	{
		clock,
		machine = machineClock(),
		owner = processOwner(),
	}: { clock: Pick<Clock, "now">; machine?: MachineClock; owner?: string },
): SharedDatabase => {
	const { database } = openDatabase(path, sharedMigrations, () => String(clock.now().getTime()));
	database.exec("PRAGMA synchronous = NORMAL");
	const guarded = <T>(work: () => T): T => {
		try {
			return work();
		} catch (error) {
			throw storeError(error, path);
		}
	};
	const wake = guarded(() => openWakeFile(path === ":memory:" ? path : `${path}-wake`));
	const transaction = <T>(work: () => T): T =>
		guarded(() => {
			if (database.isTransaction) return work();
			database.exec("BEGIN IMMEDIATE");
			try {
				const result = work();
				database.exec("COMMIT");
				wake.signal();
				return result;
			} catch (error) {
				if (database.isTransaction) database.exec("ROLLBACK");
				throw error;
			}
		});
	transaction(() => {
		const before = clock.now().getTime() - keptMs;
		database.prepare("DELETE FROM entries WHERE time_ms < ? AND is_last = 0").run(before);
		database.prepare("DELETE FROM given WHERE time_ms < ?").run(before);
		database.exec("DELETE FROM hand_offs WHERE number <= (SELECT max(number) - 20000 FROM hand_offs)");
	});
	let isOpen = true;
	return {
		...{ database, machine, owner, guarded, transaction },
		watch: (onChange) => wake.watch(onChange),
		close: () => {
			if (isOpen) database.close();
			wake.close();
			isOpen = false;
		},
	};
};
