import { spawn } from "node:child_process";
import {
	closeSync,
	openSync,
	readdirSync,
	readFileSync,
	statSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import { root } from "../helpers/source-files.js";
import { tempDir } from "../helpers/temp-dir.js";
import { sessionStoreSuite } from "../suites/session-store.js";
import { storeBooksSuite } from "../suites/store-books.js";
import { storeTenantsSuite } from "../suites/store-tenants.js";

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
storeBooksSuite("in memory", () => open(":memory:").store);
storeBooksSuite("in a file", () => open(join(tempDir(), "store.sqlite")).store);
storeTenantsSuite("in a file", () => {
	const path = join(tempDir(), "store.sqlite");
	return [open(path).store, openSqliteStore(path, stamp, "other").store];
});

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

describe("D52 a damaged file is kept, and what can be read of it is in the new one", () => {
	const sessions = 12;
	const prompts = 60;
	/** What is there after a start on the harmed file. */
	const harmedStore = (harm: (path: string) => void) => {
		const path = join(tempDir(), "store.sqlite");
		const { store } = open(path);
		for (let session = 0; session < sessions; session++) {
			const id = `s${String(session).padStart(2, "0")}`;
			store.createSession({ id, cwd: "/w", model: "m", agent: "a", time: "2026-01-01T00:00:00.000Z" });
			for (let index = 0; index < prompts; index += 20)
				store.append(
					id,
					Array.from({ length: 20 }, (_, more) => prompt(id, `${id} prompt ${index + more} ${"x".repeat(400)}`)),
				);
		}
		store.countToolCall({ tool: "calculate", status: "done", durationMs: 1, time: "2026-01-01T00:00:00.000Z" });
		store.close();
		harm(path);
		const bytesBefore = readFileSync(path);
		const { store: reopened, quarantine, salvaged } = open(path);
		expect(quarantine).toBe(`${path}.damaged-stamp`);
		expect(readFileSync(quarantine ?? "").equals(bytesBefore)).toBe(true);
		expect(readdirSync(join(path, "..")).filter((name) => /readable|repair/.test(name))).toEqual([]);
		const rows = reopened.sessions({});
		const events = rows.flatMap((row) => reopened.read(row.id, 0).events);
		expect({ sessions: rows.length, events: events.length }).toEqual(salvaged);
		expect(reopened.check().integrity).toBe("ok");
		reopened.createSession({ id: "next", cwd: "/", model: "m", agent: "a", time: "t" });
		reopened.append("next", [prompt("next", "goes on")]);
		while (reopened.fillIndex(100) > 0);
		expect(reopened.search({ query: "goes on", limit: 5 })).toHaveLength(1);
		const found = { sessions: rows.length, events: events.length, tools: reopened.toolCalls("2000").length, rows };
		reopened.close();
		return found;
	};
	const bytes = (path: string, from: number, length: number) => {
		const file = openSync(path, "r+");
		writeSync(file, Buffer.alloc(length, 0xee), 0, length, from);
		closeSync(file);
	};
	test("zeroed header: all of it", () =>
		expect(harmedStore((path) => writeFileSync(path, Buffer.alloc(100), { flag: "r+" }))).toMatchObject({
			sessions,
			events: sessions * prompts,
			tools: 1,
		}));
	test("zeroed first page, the list of tables with it: all that was said", () =>
		expect(harmedStore((path) => writeFileSync(path, Buffer.alloc(4096), { flag: "r+" }))).toMatchObject({
			sessions,
			events: sessions * prompts,
			tools: 0,
		}));
	test("no database at all: nothing", () =>
		expect(
			harmedStore((path) =>
				writeFileSync(path, "this is a text file, not a database, and long enough to be read as one"),
			),
		).toMatchObject({ sessions: 0, events: 0 }));
	test("its second half is gone: the first is there", () => {
		const found = harmedStore((path) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096));
		expect(found.events).toBeGreaterThan((sessions * prompts) / 4);
	});
	test("the list of sessions is gone: they are listed by their events", () => {
		const rootOf = (path: string) => {
			const raw = new DatabaseSync(path);
			const root = raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'sessions'").get()?.rootpage;
			raw.close();
			return Number(root);
		};
		const found = harmedStore((path) => bytes(path, (rootOf(path) - 1) * 4096, 4096));
		expect(found).toMatchObject({ sessions, events: sessions * prompts });
		expect(found.rows[0]).toMatchObject({
			prompts,
			events: prompts,
			title: expect.stringMatching(/^s\d\d prompt 0 x+$/),
		});
	});
});

describe("a store of an earlier schema", () => {
	const fixture = (version: number) => {
		const path = join(tempDir(), "store.sqlite");
		const raw = new DatabaseSync(path);
		raw.exec(readFileSync(join(root, `test/fixtures/stores/schema-${version}.sql`), "utf8"));
		raw.close();
		return path;
	};
	const schemaOf = (path: string) => {
		const raw = new DatabaseSync(path);
		const tables = raw.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
		raw.close();
		return tables.map(({ type, name, sql }) => [type, name, String(sql).replace(/\s+/g, " ")]);
	};
	test.each([1, 2, 3, 4, 5])("schema %i: everything is there and the file is as a new one would be", (version) => {
		const path = fixture(version);
		const { store, quarantine } = open(path);
		expect(quarantine).toBeUndefined();
		expect(store.sessions({})).toMatchObject([{ title: "An old question", prompts: 1, events: 3, costMicroUsd: 7 }]);
		const id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
		expect(store.read(id, 0).events.map((event) => event.type)).toEqual([
			"session.start",
			"prompt.submit",
			"message.end",
		]);
		expect(store.partials(id)).toEqual([{ messageId: "m2", channel: "text", text: "half an ans" }]);
		expect(store.toolCalls("2000")).toHaveLength(Math.min(1, version - 1));
		expect(store.fillIndex(1000)).toBe(0);
		expect(store.search({ query: "mammoths", limit: 5 }).map((hit) => hit.session.id)).toEqual([id]);
		store.close();
		const fresh = join(tempDir(), "fresh.sqlite");
		open(fresh).store.close();
		expect(schemaOf(path)).toEqual(schemaOf(fresh));
	});
	test.each([1, 2, 3, 4, 5])("Q5 schema %i: a copy from before is kept, for this user alone", (version) => {
		const path = fixture(version);
		open(path).store.close();
		const copy = `${path}.schema-${version}`;
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		const raw = new DatabaseSync(copy, { readOnly: true });
		expect(raw.prepare("PRAGMA user_version").get()).toEqual({ user_version: version });
		expect(raw.prepare("SELECT count(*) AS events FROM events").get()).toEqual({ events: 3 });
		raw.close();
		const before = readFileSync(copy);
		open(path).store.close();
		expect(readFileSync(copy).equals(before)).toBe(true);
		expect(readdirSync(join(path, "..")).filter((name) => name.includes("schema"))).toHaveLength(1);
	});
	test("a new store needs no copy", () => {
		const path = join(tempDir(), "store.sqlite");
		open(path).store.close();
		expect(readdirSync(join(path, ".."))).toEqual(["store.sqlite"]);
	});
});

test("a damaged index for searching is made again; nothing else is touched", () => {
	const path = join(tempDir(), "store.sqlite");
	const { store } = open(path);
	store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time: "t" });
	store.append(
		"s",
		Array.from({ length: 50 }, (_, index) => prompt("s", `penguin number${index}`)),
	);
	expect(store.fillIndex(1000)).toBe(0);
	store.close();
	const raw = new DatabaseSync(path);
	raw.enableDefensive(false);
	raw.exec("UPDATE search_data SET block = x'deadbeef'");
	raw.close();
	const { store: again, quarantine } = open(path);
	expect(quarantine).toBeUndefined();
	expect(again.read("s", 0).events).toHaveLength(50);
	again.append("s", [prompt("s", "penguin the last")]);
	expect(again.fillIndex(1000)).toBe(0);
	again.search({ query: "penguin last", limit: 5 });
	expect(again.fillIndex(1000)).toBe(0);
	expect(again.search({ query: "penguin number7", limit: 5 })).toHaveLength(1);
	expect(again.search({ query: "penguin last", limit: 5 })).toHaveLength(1);
	again.close();
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
	expect(store.check()).not.toHaveProperty("damagedEvents");
	expect(store.check({ isFull: true })).toMatchObject({ integrity: "ok", damagedEvents: 1 });
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
