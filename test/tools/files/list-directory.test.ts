import { mkdirSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listDirectoryTool } from "../../../tools/files/list-directory.js";
import { writeTree } from "../../helpers/file-tree.js";
import { createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

function setUp() {
	const context = createToolContext();
	writeTree(context.cwd, { "b.txt": "12345", "a/x/deep.txt": "1", "a/y.txt": "22", ".hidden": "h" });
	symlinkSync("b.txt", join(context.cwd, "link"));
	utimesSync(join(context.cwd, "b.txt"), 0, 1_700_000_000);
	return context;
}

const pathsOf = (output: Parameters<typeof detailsOf>[0]): string[] =>
	detailsOf(output).entries.map((entry: { path: string }) => entry.path);

test.each([
	[{}, ["a", "b.txt", "link"]],
	[{ hidden: true }, [".hidden", "a", "b.txt", "link"]],
	[{ depth: 2 }, ["a", "a/x", "a/y.txt", "b.txt", "link"]],
	[{ depth: 9 }, ["a", "a/x", "a/x/deep.txt", "a/y.txt", "b.txt", "link"]],
	[{ path: "a" }, ["x", "y.txt"]],
	[{ path: "./a/" }, ["x", "y.txt"]],
	[{ path: "b.txt" }, ["b.txt"]],
	[{ path: "a/y.txt" }, ["y.txt"]],
])("%j", async (input, paths) => {
	expect(pathsOf(await runTool(listDirectoryTool, input, setUp()))).toEqual(paths);
});

test("kinds, sizes, times and totals", async () => {
	const output = await runTool(listDirectoryTool, {}, setUp());
	expect(output.details).toMatchObject({
		path: ".",
		files: 2,
		directories: 1,
		totalBytes: 10,
		entries: [
			{ path: "a", kind: "directory", sizeBytes: 0 },
			{ path: "b.txt", kind: "file", sizeBytes: 5, modified: "2023-11-14T22:13:20.000Z" },
			{ path: "link", kind: "link", sizeBytes: 5 },
		],
	});
	expect(output.content).toBe("a/\nb.txt  5 B\nlink (link)  5 B\n[2 files, 1 folder, 10 B; 1 hidden not shown]");
});

test("what .gitignore and .nexusignore leave out is left out when asked, at all levels", async () => {
	const context = createToolContext();
	writeTree(context.cwd, {
		".git/config": "",
		".gitignore": "*.log\nbuilt/\n",
		".nexusignore": "/private\n",
		"a.log": "",
		"a.ts": "",
		"built/x.ts": "",
		"private/p": "",
		"sub/.gitignore": "!keep.log\n",
		"sub/keep.log": "",
		"sub/other.log": "",
	});
	const output = await runTool(listDirectoryTool, { ignored: false, depth: 3 }, context);
	expect(pathsOf(output)).toEqual(["a.ts", "sub", "sub/keep.log"]);
	expect(output.content).toMatch(/4 ignored not shown/);
	const below = await runTool(listDirectoryTool, { ignored: false, path: "sub" }, context);
	expect(pathsOf(below)).toEqual(["keep.log"]);
	expect(pathsOf(await runTool(listDirectoryTool, { path: "sub" }, context))).toEqual(["keep.log", "other.log"]);
});

test("sorted by size or by time, largest and newest first", async () => {
	const context = setUp();
	utimesSync(join(context.cwd, "a"), 0, 1_600_000_000);
	utimesSync(join(context.cwd, "a/y.txt"), 0, 1_800_000_000);
	expect(pathsOf(await runTool(listDirectoryTool, { sort: "size", depth: 2 }, context))).toEqual([
		"b.txt",
		"link",
		"a/y.txt",
		"a",
		"a/x",
	]);
	const output = await runTool(listDirectoryTool, { sort: "time", path: "a", depth: 1 }, context);
	expect(pathsOf(output)[0]).toBe("y.txt");
	expect(output.content).toMatch(/^2027-01-15 08:00 {2}y\.txt {2}2 B\n/);
	expect(output.view).toMatchObject({ kind: "table", columns: ["Name", "Size", "Modified"] });
});

test("an empty folder, a missing one with the nearest name, a loop of links", async () => {
	const context = setUp();
	mkdirSync(join(context.cwd, "empty"));
	symlinkSync("..", join(context.cwd, "a/up"));
	expect((await runTool(listDirectoryTool, { path: "empty" }, context)).content).toContain("empty is empty");
	await expect(runTool(listDirectoryTool, { path: "emtpy" }, context)).rejects.toMatchObject({
		hint: expect.stringContaining("/empty"),
	});
	expect(pathsOf(await runTool(listDirectoryTool, { path: "a", depth: 20 }, context))).toEqual([
		"up",
		"x",
		"x/deep.txt",
		"y.txt",
	]);
});

test("an abort ends it", async () => {
	const context = { ...setUp(), signal: AbortSignal.abort() };
	await expect(runTool(listDirectoryTool, { depth: 5 }, context)).rejects.toThrow(/abort/i);
});
