// Opens a SQLite file the way every nexus process does: WAL, waiting instead of "locked", migrated once.
import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { NexusError } from "../contracts/errors.js";
import { makeFolders } from "../lib/make-folders.js";
import { isTooOld, sqliteProblem, sqliteVersion } from "./sqlite-version.js";

/** Applied in order, each in one transaction; never changed once released, only added to. */
export type Migration = string | ((database: DatabaseSync) => void);

export interface OpenedDatabase {
	readonly database: DatabaseSync;
	/** Where a damaged file was moved to, when there was one. */
	readonly quarantine: string | undefined;
}

/** SQLite gives the lock to whoever happens to ask next: among many that write, one may wait for long. */
const busyTimeoutMs = 60_000;
const connectionSettings = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF";

/**
 * @param path a file, or `:memory:`
 * @throws NexusError `store.newer`, `store.read-only`, `store.full`, `store.failed`
 */
export const openDatabase = (path: string, migrations: readonly Migration[], stamp: () => string): OpenedDatabase => {
	if (path !== ":memory:") makePrivateFolder(dirname(path));
	try {
		return { database: openMigrated(path, migrations), quarantine: undefined };
	} catch (error) {
		if (!isDamaged(error) || path === ":memory:") throw storeError(error, path);
		return repair(path, migrations, stamp);
	}
};

/** One process puts a damaged file aside; those that found it damaged at the same time take the new one. */
const repair = (path: string, migrations: readonly Migration[], stamp: () => string): OpenedDatabase => {
	const lock = new DatabaseSync(`${path}.repair`, { timeout: busyTimeoutMs });
	try {
		lock.exec("BEGIN EXCLUSIVE");
		try {
			return { database: openMigrated(path, migrations), quarantine: undefined };
		} catch (error) {
			if (!isDamaged(error)) throw storeError(error, path);
			const quarantine = moveAway(path, stamp());
			return { database: openMigrated(path, migrations), quarantine };
		}
	} finally {
		lock.close();
		rmSync(`${path}.repair`, { force: true });
	}
};

/** A further connection to a file that `openDatabase` has opened. */
export const openAnother = (path: string): DatabaseSync => {
	try {
		const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
		database.exec(connectionSettings);
		return database;
	} catch (error) {
		throw storeError(error, path);
	}
};

/** What SQLite says, as an error for people. */
export const storeError = (error: unknown, path: string): NexusError => {
	if (error instanceof NexusError) return error;
	const code = errorCode(error);
	const message = error instanceof Error ? error.message : String(error);
	const name = code & 0xff;
	if (name === 13) {
		return new NexusError("store.full", `the disk is full: ${path} cannot be written`, {
			hint: "free some space; nexus goes on and saves as soon as it can",
			cause: error,
		});
	}
	if (
		name === 8 ||
		name === 14 ||
		name === 3 ||
		isFileError(error, ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"])
	) {
		return new NexusError("store.read-only", `cannot write to ${path}`, {
			hint: "check the permissions of that folder, or set NEXUS_HOME to one that you can write to",
			exitCode: 2,
			cause: error,
		});
	}
	if (isFileError(error, ["ENOSPC"])) return storeError(Object.assign(new Error(message), { errcode: 13 }), path);
	return new NexusError("store.failed", `the store ${path} failed: ${message}`, { cause: error });
};

const openMigrated = (path: string, migrations: readonly Migration[]): DatabaseSync => {
	const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
	try {
		refuseOld(sqliteVersion(database));
		refuseNewer(database, migrations.length, path);
		if (path !== ":memory:") chmodSync(path, 0o600);
		whenFree(() => database.exec("PRAGMA journal_mode = WAL"));
		database.exec(connectionSettings);
		migrate(database, migrations, path);
		readEachTable(database);
		return database;
	} catch (error) {
		database.close();
		throw error;
	}
};

/**
 * A file that lost its end opens well; the first read of a page that is gone tells. Costs a page or two a table. An
 * index for searching is left out: it can be made again, and its loss is no damage.
 */
const readEachTable = (database: DatabaseSync): void => {
	const tables = `SELECT name FROM sqlite_schema AS plain WHERE type = 'table' AND NOT EXISTS (
		SELECT 1 FROM sqlite_schema AS virtual WHERE virtual.sql LIKE 'CREATE VIRTUAL TABLE%'
		AND (plain.name = virtual.name OR instr(plain.name, virtual.name || '_') = 1))`;
	for (const { name } of database.prepare(tables).all()) {
		database.prepare(`SELECT * FROM "${String(name)}" LIMIT 1`).get();
		database.prepare(`SELECT * FROM "${String(name)}" ORDER BY 1 DESC LIMIT 1`).get();
	}
};

const refuseOld = (version: string): void => {
	if (!isTooOld(version)) return;
	throw new NexusError("store.sqlite", String(sqliteProblem(version)), { hint: "update Node", exitCode: 2 });
};

const schemaVersion = (database: DatabaseSync): number =>
	Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);

const refuseNewer = (database: DatabaseSync, known: number, path: string): void => {
	const found = schemaVersion(database);
	if (found <= known) return;
	throw new NexusError(
		"store.newer",
		`${path} was written by a newer nexus (schema ${found}, this one knows ${known})`,
		{
			hint: "update nexus, or set NEXUS_HOME to another folder; the file was not touched",
			exitCode: 2,
		},
	);
};

const migrate = (database: DatabaseSync, migrations: readonly Migration[], path: string): void => {
	if (schemaVersion(database) === migrations.length) return;
	if (path !== ":memory:" && schemaVersion(database) > 0)
		keepCopy(database, `${path}.schema-${schemaVersion(database)}`);
	whenFree(() => database.exec("BEGIN IMMEDIATE"));
	try {
		refuseNewer(database, migrations.length, path);
		for (const migration of migrations.slice(schemaVersion(database))) {
			if (typeof migration === "string") database.exec(migration);
			else migration(database);
		}
		database.exec(`PRAGMA user_version = ${migrations.length}`);
		database.exec("COMMIT");
	} catch (error) {
		database.exec("ROLLBACK");
		throw error;
	}
	giveBackRoom(database);
};

/**
 * A migration that writes tables anew leaves the room of the old ones in the file, and so does what is deleted. Where that
 * is a quarter of it, the file is written anew: what that takes was well spent.
 */
export const giveBackRoom = (database: DatabaseSync): void => {
	const ask = (pragma: string) => Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
	if (ask("freelist_count") * 4 < ask("page_count")) return;
	try {
		database.exec("VACUUM");
	} catch {
		// Others work with the file just now, or the disk is full: what comes next goes where there is room.
	}
};

/** As it was before it is changed for good (SECURITY Q5); one that an earlier try has made is as good. */
const keepCopy = (database: DatabaseSync, copy: string): void => {
	if (existsSync(copy)) return;
	const unfinished = `${copy}.${process.pid}`;
	rmSync(unfinished, { force: true });
	database.prepare("VACUUM INTO ?").run(unfinished);
	chmodSync(unfinished, 0o600);
	renameSync(unfinished, copy);
};

/** The busy timeout does not cover a change of the journal mode, so several first starts at once are tried again. */
const whenFree = (action: () => void): void => {
	const pause = new Int32Array(new SharedArrayBuffer(4));
	for (let attempt = 0; ; attempt++) {
		try {
			action();
			return;
		} catch (error) {
			const isBusy = (errorCode(error) & 0xff) === 5;
			if (!isBusy || attempt >= 200) throw error;
			Atomics.wait(pause, 0, 0, 5 + (attempt % 20));
		}
	}
};

const errorCode = (error: unknown): number =>
	typeof error === "object" && error !== null && "errcode" in error ? Number(error.errcode) : 0;

const isFileError = (error: unknown, codes: readonly string[]): boolean =>
	typeof error === "object" && error !== null && "code" in error && codes.includes(String(error.code));

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const isDamaged = (error: unknown): boolean => [11, 26].includes(errorCode(error) & 0xff);

const moveAway = (path: string, stamp: string): string => {
	const quarantine = `${path}.damaged-${stamp}`;
	for (const suffix of ["", "-wal", "-shm"]) {
		if (existsSync(path + suffix)) renameSync(path + suffix, quarantine + suffix);
	}
	return quarantine;
};

/** Folders of nexus are for this user alone, whatever the umask (SECURITY R20). */
const makePrivateFolder = (folder: string): void => {
	makeFolders(folder, 0o700);
};
