import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSqliteNotes } from "../../src/adapters/sqlite-notes.js";
import type { NoteOrigin } from "../../src/contracts/note-origin.js";
import { temporaryFolder } from "../helpers/tool-context.js";

function setUp(path = join(temporaryFolder(), "notes.sqlite")) {
	const notes = createSqliteNotes(path, { now: () => new Date("2026-05-01T10:00:00Z") });
	onTestFinished(() => notes.close());
	return {
		notes,
		path,
		texts: async (query: string, limit = 10) => (await notes.search(query, limit)).map((note) => note.text),
	};
}

test("a note comes back whole, after a restart too", async () => {
	const { notes, path } = setUp();
	const note = await notes.add('Wi-Fi password is "x\'y%z"', ["home", "Wi-Fi"]);
	expect(note).toEqual({
		id: "1",
		text: 'Wi-Fi password is "x\'y%z"',
		tags: ["home", "Wi-Fi"],
		time: "2026-05-01T10:00:00.000Z",
	});
	notes.close();
	expect(await setUp(path).notes.search("", 10)).toEqual([note]);
});

test("R26 a note keeps where it came from", async () => {
	const { notes, path } = setUp();
	const origins: readonly NoteOrigin[] = [
		{ by: "person" },
		{ by: "session", sessionId: "01S", runId: "01R" },
		{ by: "session", sessionId: "01S", runId: "01R", taintedBy: "fetch_url https://a.example/" },
	];
	for (const origin of origins) expect((await notes.add("x", [], origin)).origin).toEqual(origin);
	notes.close();
	const found = await setUp(path).notes.search("", 10);
	expect(found.map((note) => note.origin).reverse()).toEqual(origins);
});

test("Q5 a file of an older nexus keeps its notes, of which it is not known where they came from; a copy is kept", async () => {
	const path = join(temporaryFolder(), "notes.sqlite");
	const database = new DatabaseSync(path);
	database.exec(`CREATE TABLE notes (
		id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, tags TEXT NOT NULL, time TEXT NOT NULL
	) STRICT;
	CREATE VIRTUAL TABLE notes_search USING fts5 (text, tags, content = 'notes', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2');
	CREATE TRIGGER notes_added AFTER INSERT ON notes BEGIN
		INSERT INTO notes_search (rowid, text, tags) VALUES (new.id, new.text, new.tags);
	END;
	INSERT INTO notes (text, tags, time) VALUES ('the old one', '[]', '2026-01-01T00:00:00.000Z');
	PRAGMA user_version = 1;`);
	database.close();
	const { notes } = setUp(path);
	await notes.add("a new one", [], { by: "person" });
	expect(await notes.search("one", 10)).toMatchObject([{ origin: { by: "person" } }, { text: "the old one" }]);
	expect((await notes.search("old", 1))[0]).not.toHaveProperty("origin");
	expect(existsSync(`${path}.schema-1`)).toBe(true);
});

describe("search", () => {
	const texts = [
		"The wifi password is hunter2",
		"Anna's birthday is on 3 May",
		"Deploy with make release, then tell Anna",
		"Müllers Café opens at nine",
		"会議は金曜日です",
		"snake_case is 100% fine",
	];

	test.each([
		["wifi", [0]],
		["WIFI PASSWORD", [0]],
		["what's the wifi password?", [0]],
		["pass", [0]],
		["birthdays", [1]],
		["anna birthday", [1, 2]],
		["cafe", [3]],
		["muller", [3]],
		["金曜日", [4]],
		["ake_ca", [5]],
		["100%", [5]],
		["the", [0]],
		['" OR 1 NEAR( *', []],
		["'; DROP TABLE notes; --", []],
		["AND OR NOT", []],
		["zebra", []],
		["%", [5]],
	])("%s", async (query, expected) => {
		const { notes, texts: search } = setUp();
		for (const text of texts) await notes.add(text, []);
		expect(await search(query)).toEqual(expected.map((index) => texts[index]));
	});

	test("all, newest first, no more than asked; tags count", async () => {
		const { notes, texts: search } = setUp();
		await notes.add("one", ["garden"]);
		await notes.add("two", []);
		await notes.add("three", []);
		expect(await search("")).toEqual(["three", "two", "one"]);
		expect(await search(" ", 2)).toEqual(["three", "two"]);
		expect(await search("garden")).toEqual(["one"]);
	});
});

test("only this user can read the file", () => {
	const { path } = setUp();
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
});

test("a file of a newer nexus is refused and not touched", () => {
	const path = join(temporaryFolder(), "notes.sqlite");
	const database = new DatabaseSync(path);
	database.exec("PRAGMA journal_mode = WAL; CREATE TABLE notes (x); PRAGMA user_version = 99;");
	database.close();
	const before = readFileSync(path);
	expect(() => createSqliteNotes(path)).toThrow(expect.objectContaining({ code: "store.newer" }));
	expect(readFileSync(path)).toEqual(before);
});

test("Q8 what is no database is put aside as it is, and said", async () => {
	const path = join(temporaryFolder(), "notes.sqlite");
	writeFileSync(path, "no database ".repeat(500));
	const told: string[] = [];
	const notes = createSqliteNotes(path, { onDamaged: (kept) => told.push(kept) });
	onTestFinished(() => notes.close());
	expect(await notes.search("", 1)).toEqual([]);
	expect(told).toHaveLength(1);
	expect(readFileSync(told[0] ?? "", "utf8")).toBe("no database ".repeat(500));
});

test("a folder is no place for them", () => {
	expect(() => createSqliteNotes(temporaryFolder())).toThrow(expect.objectContaining({ code: "store.read-only" }));
});

test("a use after the end is an error of ours", async () => {
	const { notes } = setUp();
	notes.close();
	notes.close();
	await expect(notes.add("x", [])).rejects.toMatchObject({ code: "store.failed" });
});

test("several processes start and write at once", async () => {
	const path = join(temporaryFolder(), "notes.sqlite");
	const source = new URL("../../src/adapters/sqlite-notes.ts", import.meta.url).href;
	const code = `
		const { createSqliteNotes } = await import(${JSON.stringify(source)});
		const notes = createSqliteNotes(${JSON.stringify(path)});
		for (let index = 0; index < 25; index++) await notes.add("note " + index, []);
		notes.close();
	`;
	const run = () =>
		new Promise((resolve) => {
			const args = [
				"--no-warnings",
				"--import",
				"./test/helpers/typescript-imports.js",
				"--input-type=module",
				"-e",
				code,
			];
			const child = spawn(process.execPath, args, { cwd: new URL("../..", import.meta.url).pathname });
			let stderr = "";
			child.stderr.on("data", (bytes) => {
				stderr += bytes;
			});
			child.on("close", (exit) => resolve(stderr === "" ? exit : stderr));
		});
	expect(await Promise.all([run(), run(), run(), run()])).toEqual([0, 0, 0, 0]);
	expect(await setUp(path).notes.search("", 1000)).toHaveLength(100);
});

test("in memory no file is made, and nothing is kept", async () => {
	const { notes } = setUp(":memory:");
	await notes.add("only now", []);
	expect(await notes.search("now", 10)).toHaveLength(1);
	expect(await setUp(":memory:").notes.search("", 10)).toEqual([]);
	expect(existsSync(":memory:")).toBe(false);
});
