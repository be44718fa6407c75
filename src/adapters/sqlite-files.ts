// Whole SQLite files: copied under writers, checked, exchanged (https://www.sqlite.org/backup.html).
import { chmodSync, closeSync, constants, existsSync, openSync, rmSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import type { DatabaseFacts, DatabaseFiles } from "../contracts/backup.js";
import { storeError } from "./sqlite-open.js";

const busyTimeoutMs = 10_000;
/** An idle nexus holds a lock as long as it is open, a busy one is done with its write before this. */
const probeTimeoutMs = 1000;
/** 8 MB at once: others run in between. */
const pagesAtOnce = 2000;
const busy = 5;

export const databaseFiles: DatabaseFiles = {
	copy: async (from, to, signal) => {
		const source = opened(from, busyTimeoutMs);
		try {
			makePrivateFile(to);
			// The copy is of this transaction's moment, however long it takes and whoever writes meanwhile.
			source.exec("BEGIN");
			source.prepare("SELECT count(*) FROM sqlite_schema").get();
			await backup(source, to, { rate: pagesAtOnce, progress: () => signal?.throwIfAborted() });
			signal?.throwIfAborted();
		} catch (error) {
			for (const suffix of ["", "-journal"]) rmSync(to + suffix, { force: true });
			if (signal?.aborted === true) throw signal.reason;
			throw storeError(error, existsSync(to) ? from : to);
		} finally {
			source.close();
		}
	},
	check: (path) => {
		const database = opened(path, busyTimeoutMs);
		try {
			database.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
			const ask = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
			return {
				schema: Number(ask("user_version") ?? 0),
				pageBytes: Number(ask("page_size") ?? 0),
				integrity: String(ask("integrity_check(1)")),
			};
		} catch (error) {
			return unreadable(error);
		} finally {
			database.close();
		}
	},
	isInUse: (path) => {
		const database = opened(path, probeTimeoutMs);
		try {
			database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
			return false;
		} catch (error) {
			// A damaged file is in nobody's way.
			return isBusy(error);
		} finally {
			database.close();
		}
	},
	replace: async (from, to) => {
		const source = opened(from, busyTimeoutMs);
		try {
			if (!existsSync(to)) makePrivateFile(to);
			for (let attempt = 0; ; attempt++) {
				try {
					await backup(source, to, { rate: pagesAtOnce });
					return;
				} catch (error) {
					// The other side's connection is Node's own, which does not wait.
					if (attempt >= 500 || !isBusy(error)) throw error;
					await setTimeout(20);
				}
			}
		} catch (error) {
			throw storeError(error, to);
		} finally {
			source.close();
		}
	},
	lock: (path) => {
		makePrivateFile(path);
		const database = opened(path, 0);
		try {
			// The kernel lets go of it when this process ends, however that happens. Nothing is ever written.
			database.exec("BEGIN EXCLUSIVE");
			return { release: () => database.close() };
		} catch (error) {
			database.close();
			if (isBusy(error)) return undefined;
			throw storeError(error, path);
		}
	},
};

const opened = (path: string, timeout: number): DatabaseSync => {
	try {
		return new DatabaseSync(path, { timeout });
	} catch (error) {
		throw storeError(error, path);
	}
};

const makePrivateFile = (path: string): void => {
	try {
		closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600));
		chmodSync(path, 0o600);
	} catch (error) {
		throw storeError(error, path);
	}
};

const unreadable = (error: unknown): DatabaseFacts => ({
	schema: 0,
	pageBytes: 0,
	integrity: error instanceof Error ? error.message : String(error),
});

/** A copy that meets a lock on its other side says so without a code. */
const isBusy = (error: unknown): boolean =>
	typeof error === "object" &&
	error !== null &&
	"errcode" in error &&
	[0, busy, busy + 1].includes(Number(error.errcode) & 0xff);
