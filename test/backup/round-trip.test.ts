import { existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contents } from "../../src/backup/contents.js";
import { homePaths } from "../../src/runtime/home.js";
import { storeSchemas } from "../../src/runtime/store-schemas.js";
import {
	backupHome,
	backupId,
	createIn,
	isThere,
	notesIn,
	promptsIn,
	putFile,
	putPrompts,
	restoreIn,
	restoreInto,
	treeOf,
	verifyAt,
} from "../helpers/backup-home.js";
import { tempDir } from "../helpers/temp-dir.js";

const kept = [
	"agents/a.md",
	"artifacts/big.txt",
	"config.json",
	"nexus.sqlite",
	"notes.sqlite",
	"projects/p1/rules.json",
	"tools/deep/er/ünïcode name.txt",
	"tools/mine",
	"trust.json",
];

describe.each([
	["plain", undefined],
	["encrypted", "a password of ümlauts"],
])("a backup that is %s", (_, password) => {
	test("holds what nexus keeps, and no caches, logs, jobs or other backups", async () => {
		const home = await backupHome();
		const made = await createIn(home, { password });
		expect(made).toMatchObject({ id: backupId, files: kept.length, skipped: [], isEncrypted: password !== undefined });
		expect(made.sizeBytes).toBe(statSync(made.path).size);
		expect(statSync(made.path).mode & 0o777).toBe(0o600);
		const to = join(tempDir(), "new");
		const { files } = await restoreInto(to, made.path, { password });
		expect(files).toBe(kept.length);
		expect(Object.keys(treeOf(to))).toEqual(kept);
		expect(treeOf(to)).toMatchObject({ "tools/mine": "700 #!/bin/sh\n", "trust.json": "600 {}" });
		expect(statSync(join(to, "artifacts/big.txt")).size).toBe(400_000);
		expect(promptsIn(to)).toEqual(["one", "two"]);
		expect(await notesIn(to)).toEqual(["the cat is grey"]);
	});
	test("is verified with its databases", async () => {
		const { path } = await createIn(await backupHome(), { password, withSnapshots: true });
		const { databases, files, contentBytes } = await verifyAt(path, { password });
		const found = Object.fromEntries(databases.map(({ path: name, schema }) => [name, schema]));
		expect(Object.keys(found)).toEqual(["nexus.sqlite", "notes.sqlite", "snapshots/store.sqlite"]);
		expect(storeSchemas()).toMatchObject(found);
		expect(files).toBe(kept.length + 2);
		expect(contentBytes).toBeGreaterThan(400_000);
	});
	test("takes the place of what is there, which is kept", async () => {
		const home = await backupHome();
		const { path } = await createIn(home, { password });
		putPrompts(home, "s2", ["three"]);
		putFile(home, "tools/later", "new");
		putFile(home, "config.json", "changed");
		rmSync(join(home, "agents"), { recursive: true });
		const { keptIn } = await restoreIn(home, path, { password });
		expect(promptsIn(home)).toEqual(["one", "two"]);
		expect(await notesIn(home)).toEqual(["the cat is grey"]);
		expect(treeOf(home)).toMatchObject({ "config.json": '600 {"model":"offline"}', "agents/a.md": "600 " });
		expect(isThere(home, "tools/later")).toBe(false);
		expect(isThere(home, "restore")).toBe(false);
		expect(treeOf(home)).toMatchObject({ "nexus.log": "600 a log", "jobs/j1/output": "600 a job" });
		expect(promptsIn(keptIn ?? "")).toEqual(["one", "two", "three"]);
		expect(treeOf(keptIn ?? "")).toMatchObject({ "config.json": "600 changed", "tools/later": "600 new" });
	});
});

test("every place in a home is in a backup, or left out on purpose", () => {
	const leftOut = ["cache.sqlite", "jobs", "nexus.log", "backups", "replaced", "restore/journal.json", "snapshots"];
	const { folder, ...places } = homePaths("/home");
	const names = Object.values(places).map((path) => path.slice(folder.length + 1));
	const known = contents.map((content) => content.path);
	expect(names.filter((name) => !known.includes(name)).sort()).toEqual([...leftOut].sort());
	expect(known.filter((path) => path.endsWith(".sqlite"))).toEqual(Object.keys(storeSchemas()));
});

test("snapshots come along only when they are asked for, and a restore without them leaves those that are there", async () => {
	const home = await backupHome();
	const without = await createIn(home);
	const { keptIn } = await restoreIn(home, without.path);
	expect(isThere(home, "snapshots/kept/x/a.txt")).toBe(true);
	expect(isThere(keptIn ?? "", "snapshots")).toBe(false);
	rmSync(without.path);
	const { path } = await createIn(home, { withSnapshots: true });
	rmSync(join(home, "snapshots"), { recursive: true });
	await restoreIn(home, path);
	expect(Object.keys(treeOf(join(home, "snapshots")))).toEqual(["kept/x/a.txt", "store.sqlite"]);
});

test("keys of services are only in what is encrypted, the key file with them; else they stay as they are", async () => {
	const home = await backupHome();
	putFile(home, "nexus.key", "key");
	putFile(home, "credentials/openai.json", "sealed");
	const plain = await createIn(home);
	const to = join(tempDir(), "new");
	await restoreInto(to, plain.path);
	expect(Object.keys(treeOf(to))).toEqual(kept);
	putFile(home, "credentials/later.json", "sealed");
	await restoreIn(home, plain.path);
	expect(isThere(home, "credentials/later.json")).toBe(true);
	const encrypted = await createIn(home, { password: "p", path: join(home, "c.nexus-backup") });
	putFile(home, "nexus.key", "another");
	const { keptIn } = await restoreIn(home, encrypted.path, { password: "p" });
	expect(treeOf(home)).toMatchObject({ "nexus.key": "600 key", "credentials/openai.json": "600 sealed" });
	expect(treeOf(keptIn ?? "")).toMatchObject({ "nexus.key": "600 another" });
});

test("a store that there was none of then is put aside", async () => {
	const home = await backupHome();
	const notes = join(home, "notes.sqlite");
	rmSync(notes);
	const { path } = await createIn(home);
	await notesIn(home);
	const { keptIn } = await restoreIn(home, path);
	expect(existsSync(notes)).toBe(false);
	expect(isThere(keptIn ?? "", "notes.sqlite")).toBe(true);
});

test("an empty home gives a backup, which empties another one", async () => {
	const empty = tempDir();
	const { path, files } = await createIn(empty);
	expect(files).toBe(0);
	const home = await backupHome();
	const { keptIn } = await restoreIn(home, path);
	expect(readdirSync(home).sort()).toEqual(["cache.sqlite", "jobs", "nexus.log", "replaced", "snapshots"]);
	expect(promptsIn(keptIn ?? "")).toEqual(["one", "two"]);
});

test("a damaged store is put aside as it is", async () => {
	const home = await backupHome();
	const { path } = await createIn(home);
	writeFileSync(join(home, "notes.sqlite"), "no database at all".repeat(1000));
	const { keptIn } = await restoreIn(home, path);
	expect(await notesIn(home)).toEqual(["the cat is grey"]);
	expect(statSync(join(keptIn ?? "", "notes.sqlite")).size).toBe(18_000);
});

test("two restores of one second keep both", async () => {
	const home = await backupHome();
	const { path } = await createIn(home);
	const first = await restoreIn(home, path);
	const second = await restoreIn(home, path);
	expect(first.keptIn).not.toBe(second.keptIn);
	expect(readdirSync(join(home, "replaced"))).toHaveLength(2);
});

test("links count as what they name; what is no file is left out and said", async () => {
	const home = await backupHome();
	const elsewhere = tempDir();
	mkdirSync(join(elsewhere, "agents"));
	writeFileSync(join(elsewhere, "agents/linked.md"), "linked");
	writeFileSync(join(elsewhere, "config.json"), "{}");
	rmSync(join(home, "agents"), { recursive: true });
	rmSync(join(home, "config.json"));
	symlinkSync(join(elsewhere, "agents"), join(home, "agents"));
	symlinkSync(join(elsewhere, "config.json"), join(home, "config.json"));
	symlinkSync("/dev/zero", join(home, "tools/endless"));
	symlinkSync("/nowhere/at/all", join(home, "tools/dangling"));
	symlinkSync(home, join(home, "tools/loop"));
	const { path, skipped } = await createIn(home);
	expect([...skipped].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
		{ path: "tools/dangling", why: "is a link to nothing" },
		{ path: "tools/endless", why: "is not a plain file" },
		{ path: "tools/loop", why: "is not a plain file" },
	]);
	const to = join(tempDir(), "new");
	await restoreInto(to, path);
	expect(treeOf(to)).toMatchObject({ "agents/linked.md": "600 linked", "config.json": "600 {}" });
});

describe("refused, with nothing changed", () => {
	test("a new file that is there already", async () => {
		const home = await backupHome();
		putFile(home, "b.nexus-backup", "mine");
		await expect(createIn(home)).rejects.toMatchObject({ code: "backup.exists" });
		expect(treeOf(home)["b.nexus-backup"]).toBe("600 mine");
	});
	test("a folder with something in it", async () => {
		const home = await backupHome();
		const { path } = await createIn(home);
		const to = tempDir();
		putFile(to, "mine", "mine");
		await expect(restoreInto(to, path)).rejects.toMatchObject({ code: "backup.exists" });
		expect(Object.keys(treeOf(to))).toEqual(["mine"]);
	});
	test("an empty folder is taken", async () => {
		const { path } = await createIn(await backupHome());
		const to = tempDir();
		await restoreInto(to, path);
		expect(promptsIn(to)).toEqual(["one", "two"]);
	});
	test("what was stopped leaves nothing", async () => {
		const home = await backupHome();
		const before = treeOf(home);
		const abort = new AbortController();
		const stopped = createIn(home, { signal: abort.signal, onProgress: () => abort.abort() });
		await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
		rmSync(join(home, "work"), { recursive: true, force: true });
		expect(treeOf(home)).toEqual(before);
		const { path } = await createIn(home);
		const again = new AbortController();
		const restoring = restoreIn(home, path, { signal: again.signal, onProgress: () => again.abort() });
		await expect(restoring).rejects.toMatchObject({ name: "AbortError" });
		expect(isThere(home, "restore")).toBe(false);
		expect(treeOf(home)).toMatchObject(before);
	});
});
