// The file of the snapshots: contents, the last known state of each folder, and the turns with what they changed.
import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../sqlite-open.js";

/** `before`, `after`, `replaced` and `state` are FileState texts (state.ts). */
export const snapshotMigrations = [
	`
	CREATE TABLE blobs (
		hash TEXT PRIMARY KEY,
		stored INTEGER NOT NULL,
		packed INTEGER NOT NULL,
		touched INTEGER NOT NULL,
		data BLOB NOT NULL
	) STRICT;
	CREATE TABLE roots (
		id INTEGER PRIMARY KEY,
		folder TEXT NOT NULL UNIQUE,
		generation INTEGER NOT NULL,
		used INTEGER NOT NULL
	) STRICT;
	CREATE TABLE files (
		root INTEGER NOT NULL REFERENCES roots (id) ON DELETE CASCADE,
		path TEXT NOT NULL,
		stamp TEXT NOT NULL,
		checked REAL NOT NULL,
		state TEXT NOT NULL,
		PRIMARY KEY (root, path)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE steps (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		key TEXT NOT NULL UNIQUE,
		session TEXT NOT NULL,
		folder TEXT NOT NULL,
		title TEXT NOT NULL,
		time TEXT NOT NULL,
		state TEXT NOT NULL,
		owner TEXT NOT NULL,
		interrupted INTEGER NOT NULL DEFAULT 0,
		undone INTEGER
	) STRICT;
	CREATE TABLE step_roots (
		step INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
		root INTEGER NOT NULL REFERENCES roots (id) ON DELETE CASCADE,
		PRIMARY KEY (step, root)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE step_paths (
		step INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
		path TEXT NOT NULL,
		PRIMARY KEY (step, path)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE uncovered (
		step INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
		path TEXT NOT NULL,
		why TEXT NOT NULL,
		PRIMARY KEY (step, path)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE changes (
		step INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
		path TEXT NOT NULL,
		before TEXT NOT NULL,
		after TEXT,
		replaced TEXT,
		PRIMARY KEY (step, path)
	) STRICT, WITHOUT ROWID;
	`,
] as const;

const maxWalBytes = 16_000_000;

/** Mode 0600. Throws NexusError `store.*`. */
export const openSnapshotDatabase = (path: string, stamp: () => string): DatabaseSync => {
	const { database } = openDatabase(path, snapshotMigrations, stamp);
	database.exec(`PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${maxWalBytes}`);
	shrinkable(database);
	return database;
};

/** What is dropped shall leave the disk too; that has to be said before there is much in the file. */
const shrinkable = (database: DatabaseSync): void => {
	const incremental = 2;
	if (database.prepare("PRAGMA auto_vacuum").get()?.auto_vacuum === incremental) return;
	try {
		database.exec(`PRAGMA auto_vacuum = ${incremental}; VACUUM`);
	} catch {
		// Another process works with it just now: its next start does it.
	}
};

/** Runs `work` in one transaction that other processes see all or nothing of. */
export const inTransaction = <T>(database: DatabaseSync, work: () => T): T => {
	database.exec("BEGIN IMMEDIATE");
	try {
		const result = work();
		database.exec("COMMIT");
		return result;
	} catch (error) {
		database.exec("ROLLBACK");
		throw error;
	}
};
