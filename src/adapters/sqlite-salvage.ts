// Copies what can still be read of a damaged session store into a new one.
import { closeSync, copyFileSync, openSync, readSync, rmSync, statSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { completeRows } from "./sqlite-salvage-complete.js";
import { copyRows } from "./sqlite-salvage-rows.js";

export interface Salvaged {
	readonly sessions: number;
	readonly events: number;
}

/**
 * Never throws: what cannot be read or written is left out. The damaged file is not changed.
 * @param into an empty store of the newest schema, at `path`
 */
export const salvage = (damaged: string, into: DatabaseSync, path: string): Salvaged => {
	const readable = `${damaged}.readable`;
	let source: DatabaseSync | undefined;
	try {
		source = openDamaged(damaged) ?? openWithHeader(damaged, readable, into, path);
		copyAll(source, into, damaged);
	} catch {
		// Said by the figures.
	} finally {
		source?.close();
		for (const suffix of ["", "-wal", "-shm"]) rmSync(readable + suffix, { force: true });
	}
	const { sessions, events } =
		into
			.prepare(
				"SELECT (SELECT count(*) FROM sessions WHERE events > 0) AS sessions, (SELECT count(*) FROM events) AS events",
			)
			.get() ?? {};
	return { sessions: Number(sessions), events: Number(events) };
};

const openDamaged = (path: string): DatabaseSync | undefined => {
	const database = new DatabaseSync(path, { readOnly: true });
	try {
		database.prepare("SELECT count(*) FROM sqlite_schema").get();
		return database;
	} catch {
		database.close();
		return undefined;
	}
};

/**
 * A copy whose first 100 bytes are those of the new store, with the number of pages that are there (SQLite, "Database
 * File Format", 1.3): all stores of nexus have them alike.
 */
const openWithHeader = (damaged: string, copy: string, into: DatabaseSync, path: string): DatabaseSync | undefined => {
	into.exec("PRAGMA wal_checkpoint(TRUNCATE)");
	const header = Buffer.alloc(100);
	const template = openSync(path, "r");
	readSync(template, header, 0, 100, 0);
	closeSync(template);
	const pageBytes = header.readUInt16BE(16) || 512;
	header.writeUInt32BE(Math.floor(statSync(damaged).size / pageBytes), 28);
	// No page is free.
	header.writeBigUInt64BE(0n, 32);
	header.copy(header, 92, 24, 28);
	copyFileSync(damaged, copy);
	const file = openSync(copy, "r+");
	writeSync(file, header, 0, 100, 0);
	closeSync(file);
	return openDamaged(copy);
};

const copyAll = (source: DatabaseSync | undefined, into: DatabaseSync, damaged: string): void => {
	into.exec("BEGIN IMMEDIATE");
	try {
		into.exec("PRAGMA defer_foreign_keys = ON");
		copyRows(source, into, damaged);
		completeRows(into);
		into.exec("COMMIT");
	} catch (error) {
		if (into.isTransaction) into.exec("ROLLBACK");
		throw error;
	}
};
