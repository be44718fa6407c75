import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import { root } from "../helpers/source-files.js";
import { tempDir } from "../helpers/temp-dir.js";
import { sessionStoreSuite } from "../suites/session-store.js";

const stamp = () => "stamp";
const open = (path: string) => openSqliteStore(path, stamp);
const prompt = (sessionId: string, text: string): NexusEvent => ({
	id: text,
	time: "2026-01-01T00:00:00.000Z",
	sessionId,
	v: 1,
	type: "prompt.submit",
	data: { promptId: text, text },
});

sessionStoreSuite("in memory", () => open(":memory:").store);
sessionStoreSuite("in a file", () => open(join(tempDir(), "store.sqlite")).store);

test("the file and its folder are closed to others", () => {
	const path = join(tempDir(), "home", "store.sqlite");
	const { store } = open(path);
	store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time: "t" });
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
	store.close();
});

test("D48 a newer schema is refused and the file not touched", () => {
	const path = join(tempDir(), "store.sqlite");
	open(path).store.close();
	const raw = new DatabaseSync(path);
	raw.exec("PRAGMA journal_mode = DELETE; PRAGMA user_version = 999");
	raw.close();
	const before = readFileSync(path);
	expect(() => open(path)).toThrow(expect.objectContaining({ code: "store.newer", exitCode: 2 }));
	expect(readFileSync(path).equals(before)).toBe(true);
});

describe("D52 a damaged file is kept and a new one begun", () => {
	const damaged = (harm: (path: string) => void) => {
		const path = join(tempDir(), "store.sqlite");
		const { store } = open(path);
		store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time: "t" });
		for (let index = 0; index < 300; index++) store.append("s", [prompt("s", `prompt ${index} ${"x".repeat(200)}`)]);
		store.close();
		harm(path);
		const reopened = open(path);
		expect(reopened.quarantine).toBe(`${path}.damaged-stamp`);
		expect(existsSync(`${path}.damaged-stamp`)).toBe(true);
		expect(reopened.store.sessions({})).toEqual([]);
		reopened.store.close();
	};
	test("zeroed header", () => damaged((path) => writeFileSync(path, Buffer.alloc(100), { flag: "r+" })));
	test("no database at all", () =>
		damaged((path) => writeFileSync(path, "this is a text file, not a database, and long enough to be read as one")));
	test("truncated", () => damaged((path) => truncateSync(path, 8192)));
});

test("one damaged event is named and hides no other", () => {
	const path = join(tempDir(), "store.sqlite");
	const { store } = open(path);
	store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time: "t" });
	store.append("s", [prompt("s", "one"), prompt("s", "two"), prompt("s", "three")]);
	const raw = new DatabaseSync(path);
	raw.exec("UPDATE events SET data = '{\"promptId\":' WHERE seq = 2");
	raw.close();
	const { events, damaged } = store.read("s", 0);
	expect(events.map((event) => event.seq)).toEqual([1, 3]);
	expect(damaged).toEqual([{ seq: 2, reason: "event prompt.submit cannot be read" }]);
	store.close();
});

test("D47 eight processes open one new store at once and write: no lock error, one migration", async () => {
	const folder = tempDir();
	const path = join(folder, "store.sqlite");
	const writes = 500;
	const run = (index: number) =>
		new Promise<string>((resolve) => {
			const args = [
				"--import",
				join(root, "test/helpers/typescript-hooks.mjs"),
				join(root, "test/helpers/store-writer.ts"),
				path,
				String(index),
				String(writes),
			];
			const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
			let stderr = "";
			child.stderr.on("data", (chunk) => (stderr += chunk));
			child.on("close", () => resolve(stderr));
		});
	const errors = await Promise.all(Array.from({ length: 8 }, (_, index) => run(index)));
	expect(errors.filter((error) => error !== "")).toEqual([]);
	const { store } = open(path);
	expect(store.sessions({}).map((row) => row.events)).toEqual(Array(8).fill(writes));
	expect(readdirSync(folder).filter((name) => name.includes("damaged"))).toEqual([]);
	store.close();
	// Four thousand synced writes take as long as the disk does.
}, 90_000);
