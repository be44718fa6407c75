// A home with something of everything that a backup holds, and the calls of `src/backup` on it.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openSnapshots } from "../../src/adapters/snapshots/engine.js";
import { databaseFiles } from "../../src/adapters/sqlite-files.js";
import { createSqliteNotes } from "../../src/adapters/sqlite-notes.js";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { type CreateOptions, createBackup } from "../../src/backup/create.js";
import { type RestoreOptions, restoreInPlace, restoreTo } from "../../src/backup/restore.js";
import { verifyBackup } from "../../src/backup/verify.js";
import { storeSchemas } from "../../src/runtime/store-schemas.js";
import { tempDir } from "./temp-dir.js";

export const backupId = "01K9ZD0000000000000000000A";
export const backupTime = new Date("2026-11-20T22:10:03.000Z");
const time = backupTime.toISOString();

export const putFile = (home: string, path: string, text: string, mode = 0o600): void => {
	mkdirSync(dirname(join(home, path)), { recursive: true, mode: 0o700 });
	writeFileSync(join(home, path), text);
	chmodSync(join(home, path), mode);
};

/** Adds so many prompts to a session, which is made. */
export const putPrompts = (home: string, sessionId: string, texts: readonly string[]): void => {
	const { store } = openSqliteStore(join(home, "nexus.sqlite"), () => "stamp");
	store.createSession({ id: sessionId, cwd: "/work", model: "m", agent: "a", time });
	for (const [index, text] of texts.entries()) {
		const id = `${sessionId}-${text}`;
		const data = { promptId: String(index), text };
		store.append(sessionId, [{ id, time, sessionId, v: 1, type: "prompt.submit", data }]);
	}
	store.close();
};

/** What was asked in the sessions, by their ids. */
export const promptsIn = (home: string): readonly string[] => {
	const { store } = openSqliteStore(join(home, "nexus.sqlite"), () => "stamp");
	const ids = store.sessions({}).map(({ id }) => id);
	const events = ids.sort().flatMap((id) => store.read(id, 0).events);
	store.close();
	return events.flatMap((event) => (event.type === "prompt.submit" ? [event.data.text] : []));
};

export const notesIn = async (home: string): Promise<readonly string[]> => {
	const notes = createSqliteNotes(join(home, "notes.sqlite"));
	const found = await notes.search("", 100);
	notes.close();
	return found.map(({ text }) => text);
};

export const backupHome = async (): Promise<string> => {
	const home = join(tempDir(), "home");
	mkdirSync(home, { mode: 0o700 });
	putPrompts(home, "s1", ["one", "two"]);
	const notes = createSqliteNotes(join(home, "notes.sqlite"));
	await notes.add("the cat is grey", []);
	notes.close();
	await openSnapshots({ folder: join(home, "snapshots"), without: [] }).close();
	putFile(home, "snapshots/kept/x/a.txt", "kept");
	putFile(home, "config.json", '{"model":"offline"}');
	putFile(home, "trust.json", "{}");
	putFile(home, "projects/p1/rules.json", "[]");
	putFile(home, "tools/mine", "#!/bin/sh\n", 0o755);
	putFile(home, "tools/deep/er/ünïcode name.txt", "x");
	putFile(home, "agents/a.md", "");
	putFile(home, "artifacts/big.txt", "0123456789".repeat(40_000));
	putFile(home, "cache.sqlite", "a cache");
	putFile(home, "nexus.log", "a log");
	putFile(home, "jobs/j1/output", "a job");
	return home;
};

const never = new AbortController().signal;
export const quiet = () => undefined;

export const createIn = (home: string, options: Partial<CreateOptions> = {}) =>
	createBackup({
		home,
		path: join(home, "b.nexus-backup"),
		staging: join(home, "work"),
		id: backupId,
		time: backupTime,
		version: "0.0.0",
		isScheduled: false,
		withSnapshots: false,
		password: undefined,
		databases: databaseFiles,
		signal: never,
		onProgress: quiet,
		...options,
	});

const shared = (home: string, path: string): RestoreOptions => ({
	home,
	path,
	password: undefined,
	databases: databaseFiles,
	schemas: storeSchemas(),
	signal: never,
	onProgress: quiet,
});

export const restoreIn = (home: string, path: string, options: Partial<RestoreOptions> = {}) =>
	restoreInPlace({ ...shared(home, path), stamp: "then", ...options });

export const restoreInto = (to: string, path: string, options: Partial<RestoreOptions> = {}) =>
	restoreTo({ ...shared(dirname(to), path), to, id: backupId, ...options });

export const verifyAt = (path: string, options: Partial<RestoreOptions> = {}) => {
	const { home, ...rest } = shared(dirname(path), path);
	return verifyBackup({ ...rest, folder: join(tempDir(), "verify"), ...options });
};

/** Every file below with its text, but for databases, of which only the names; in order. */
export const treeOf = (folder: string): Readonly<Record<string, string>> =>
	Object.fromEntries(
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.sort()
			.map((path) => {
				const mode = (statSync(path).mode & 0o777).toString(8);
				const text = path.includes(".sqlite") ? "" : ` ${readFileSync(path, "utf8").slice(0, 40)}`;
				return [path.slice(folder.length + 1), mode + text];
			}),
	);

export const isThere = (home: string, path: string): boolean => existsSync(join(home, path));
