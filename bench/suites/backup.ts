// Backups of a store of some 50 MB: made, verified, restored; per MB of what is in them.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { databaseFiles } from "../../src/adapters/sqlite-files.js";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { createBackup } from "../../src/backup/create.js";
import { restoreTo } from "../../src/backup/restore.js";
import { createUlids } from "../../src/lib/ulid.js";
import { storeSchemas } from "../../src/runtime/store-schemas.js";
import { now } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const events = 40_000;
const wordsEach = 400;
const time = "2026-01-01T00:00:00.000Z";

export const backupSuite: Suite = {
	name: "backup",
	parts: [{ rows: ["backup.create", "backup.sealed", "backup.restore"], measure: (context) => measure(context) }],
};

const measure = async (context: SuiteContext): Promise<void> => {
	const home = context.folder();
	fill(join(home, "nexus.sqlite"), context.times(events));
	const nextId = createUlids(() => Date.parse(time));
	const { signal } = new AbortController();
	const shared = { home, databases: databaseFiles, signal, onProgress: () => undefined };
	const create = (password: string | undefined) => {
		const id = nextId();
		const about = { id, time: new Date(time), version: "0", isScheduled: false, withSnapshots: false, password };
		return createBackup({ ...shared, ...about, path: join(home, `${id}.nexus-backup`), staging: join(home, "work") });
	};
	const speeds = async (count: number, work: () => Promise<{ contentBytes: number }>): Promise<readonly number[]> => {
		const measured: number[] = [];
		for (let run = 0; run < count; run++) {
			const startedMs = now();
			const { contentBytes } = await work();
			measured.push(contentBytes / 1e6 / ((now() - startedMs) / 1000));
			rmSync(join(home, "work"), { recursive: true, force: true });
		}
		return measured;
	};
	context.measured("backup.create", await speeds(context.times(3), () => create(undefined)));
	context.measured("backup.sealed", await speeds(context.times(3), () => create("a password")));
	const { path } = await create(undefined);
	const restore = () => {
		const id = nextId();
		return restoreTo({ ...shared, path, password: undefined, schemas: storeSchemas(), to: join(home, id), id });
	};
	context.measured("backup.restore", await speeds(context.times(3), restore));
};

/** Text that compresses about as well as a language does. */
const fill = (path: string, count: number): void => {
	mkdirSync(join(path, ".."), { recursive: true });
	const { store } = openSqliteStore(path, () => "0");
	store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time });
	let seed = 12_345;
	const word = (): string => {
		seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
		return `w${((seed % 4000) * 7919).toString(36)}`;
	};
	for (let index = 0; index < count; index += 500) {
		const batch = Array.from({ length: Math.min(500, count - index) }, (_, offset) => {
			const id = `${index + offset}`;
			const text = Array.from({ length: wordsEach }, word).join(" ");
			return { id, time, sessionId: "s", v: 1 as const, type: "prompt.submit" as const, data: { promptId: id, text } };
		});
		store.append("s", batch);
	}
	store.close();
};
