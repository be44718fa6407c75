// A restore that ends at any of its steps leaves all of what was there, or goes on to all of what was then.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { databaseFiles } from "../../src/adapters/sqlite-files.js";
import { finishSwap } from "../../src/backup/swap.js";
import {
	backupHome,
	createIn,
	isThere,
	notesIn,
	promptsIn,
	putFile,
	putPrompts,
	restoreIn,
	treeOf,
} from "../helpers/backup-home.js";
import { tempDir } from "../helpers/temp-dir.js";

/** Steps that are still let through; what comes then fails, as all does in a process that is no more. */
const left = vi.hoisted(() => ({ steps: Number.POSITIVE_INFINITY }));

vi.mock("node:fs/promises", async (importOriginal) => {
	const real = await importOriginal<typeof import("node:fs/promises")>();
	const counted =
		<Args extends readonly unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
		async (...args: Args): Promise<Result> => {
			if (left.steps-- <= 0) throw new Error("it is over");
			return call(...args);
		};
	return { ...real, rename: counted(real.rename as never), rm: counted(real.rm as never) };
});

const mortal: typeof databaseFiles = {
	...databaseFiles,
	copy: async (from, to) => {
		if (left.steps-- <= 0) throw new Error("it is over");
		await databaseFiles.copy(from, to);
	},
	replace: async (from, to) => {
		if (left.steps-- <= 0) throw new Error("it is over");
		await databaseFiles.replace(from, to);
	},
};

const homeWithMore = async () => {
	const home = await backupHome();
	const { path } = await createIn(home);
	putPrompts(home, "s2", ["three"]);
	putFile(home, "config.json", "changed");
	putFile(home, "tools/later", "new");
	putFile(home, "reminders.sqlite", "", 0o600);
	return { home, path };
};

test("at each step", async () => {
	const outcomes: string[] = [];
	const { home: template, path } = await homeWithMore();
	for (let steps = 0; steps < 60; steps++) {
		const home = join(tempDir(), "home");
		cpSync(template, home, { recursive: true });
		const before = treeOf(home);
		left.steps = steps;
		const first = await restoreIn(home, path, { databases: mortal }).then(
			() => "restored",
			(error: { code?: string }) => error.code ?? "failed",
		);
		left.steps = Number.POSITIVE_INFINITY;
		outcomes.push(first);
		const isBegun = isThere(home, "restore/journal.json");
		expect(isBegun).toBe(first === "home.restoring");
		if (isBegun) await finishSwap(home, databaseFiles);
		const isRestored = isBegun || first === "restored";
		expect([steps, promptsIn(home)]).toEqual([steps, isRestored ? ["one", "two"] : ["one", "two", "three"]]);
		if (!isRestored) {
			expect(treeOf(home)).toMatchObject(before);
			continue;
		}
		expect(await notesIn(home)).toEqual(["the cat is grey"]);
		expect(treeOf(home)).toMatchObject({ "config.json": '600 {"model":"offline"}', "agents/a.md": "600 " });
		expect(isThere(home, "tools/later")).toBe(false);
		expect(isThere(home, "reminders.sqlite")).toBe(false);
		if (isBegun) expect(isThere(home, "restore")).toBe(false);
		const kept = join(home, "replaced/then");
		expect(promptsIn(kept)).toEqual(["one", "two", "three"]);
		expect(treeOf(kept)).toMatchObject({ "config.json": "600 changed", "tools/later": "600 new" });
		expect(isThere(kept, "reminders.sqlite")).toBe(true);
		if (first === "restored" && !isThere(home, "restore")) break;
	}
	// Every kind of end was met: before the journal, after it, and none.
	expect(new Set(outcomes)).toEqual(new Set(["backup.failed", "home.restoring", "restored"]));
}, 120_000);

test("a journal that cannot be read is named, and nothing is touched", async () => {
	const { home } = await homeWithMore();
	for (const journal of [
		"{",
		'{"kept":"../x","items":[]}',
		'{"kept":"replaced/x","items":[{"path":"../x","isIn":true}]}',
	]) {
		putFile(home, "restore/journal.json", journal);
		const before = treeOf(home);
		await expect(finishSwap(home, databaseFiles)).rejects.toMatchObject({ code: "home.restoring" });
		expect(treeOf(home)).toEqual(before);
	}
});
