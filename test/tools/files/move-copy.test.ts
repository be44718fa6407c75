import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { copyFileTool } from "../../../tools/files/copy-file.js";
import { makeDirectoryTool } from "../../../tools/files/make-directory.js";
import { moveFileTool } from "../../../tools/files/move-file.js";
import { writeTree } from "../../helpers/file-tree.js";
import { accessContext, createToolContext, runTool } from "../../helpers/tool-context.js";

function setUp() {
	const context = createToolContext();
	writeTree(context.cwd, { "a.txt": "a", "b.txt": "b", "folder/x.txt": "x" });
	return {
		context,
		at: (path: string) => join(context.cwd, path),
		read: (path: string) => readFileSync(join(context.cwd, path), "utf8"),
	};
}

describe.each([
	["move_file", moveFileTool, false],
	["copy_file", copyFileTool, true],
] as const)("%s", (_name, tool, stays) => {
	test.each([
		["a.txt", "c.txt", "c.txt"],
		["a.txt", "new/deep/c.txt", "new/deep/c.txt"],
		["a.txt", "folder", "folder/a.txt"],
		["a.txt", "folder/", "folder/a.txt"],
		["a.txt", "fresh/", "fresh/a.txt"],
		["folder/", "other", "other/x.txt"],
	])("%s to %s makes %s", async (from, to, made) => {
		const { context, at, read } = setUp();
		const output = await runTool(tool, { from, to }, context);
		expect(read(made)).toBe(from === "folder/" ? "x" : "a");
		expect(existsSync(at(from))).toBe(stays);
		expect(output.details).toEqual({ from, to: from === "folder/" ? "other" : made });
	});

	test("an existing file is only replaced when asked", async () => {
		const { context, read } = setUp();
		await expect(runTool(tool, { from: "a.txt", to: "b.txt" }, context)).rejects.toMatchObject({ code: "file.exists" });
		expect(read("b.txt")).toBe("b");
		await runTool(tool, { from: "a.txt", to: "b.txt", overwrite: true }, context);
		expect(read("b.txt")).toBe("a");
	});

	test("a missing source names the nearest, and nothing is made", async () => {
		const { context, at } = setUp();
		await expect(runTool(tool, { from: "A.txt", to: "new/x" }, context)).rejects.toMatchObject({
			code: "file.not-found",
			hint: expect.stringContaining("/a.txt"),
		});
		expect(existsSync(at("new"))).toBe(false);
	});

	test("what a call touches is the destination, and the place in it should it be a folder", () => {
		const input = tool.input.parse({ from: "hooks/pre-commit", to: ".git/hooks" });
		expect(tool.access?.(input, accessContext)).toEqual([
			{ effect: stays ? "read" : "write", path: "hooks/pre-commit" },
			{ effect: "write", path: ".git/hooks" },
			{ effect: "write", path: ".git/hooks/pre-commit" },
		]);
	});
});

test("make_directory, again and in the way of a file", async () => {
	const { context, at } = setUp();
	expect((await runTool(makeDirectoryTool, { path: "p/q" }, context)).details).toEqual({ path: "p/q", created: true });
	expect((await runTool(makeDirectoryTool, { path: "p/q" }, context)).details).toEqual({ path: "p/q", created: false });
	await expect(runTool(makeDirectoryTool, { path: "a.txt" }, context)).rejects.toMatchObject({ code: "file.exists" });
	mkdirSync(at("p/q/r"));
	expect(existsSync(at("p/q/r"))).toBe(true);
});
