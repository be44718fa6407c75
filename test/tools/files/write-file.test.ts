import {
	chmodSync,
	existsSync,
	mkdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFileTool } from "../../../tools/files/read-file.js";
import { writeFileTool } from "../../../tools/files/write-file.js";
import { accessContext, createToolContext, runTool } from "../../helpers/tool-context.js";

function setUp() {
	const context = createToolContext();
	const at = (path: string) => join(context.cwd, path);
	const write = (path: string, content: string, append = false) =>
		runTool(writeFileTool, { path, content, append }, context);
	return { context, at, write };
}

test("a new file with its folders", async () => {
	const { at, write } = setUp();
	const output = await write("a/b/c.txt", "one\ntwo\n");
	expect(readFileSync(at("a/b/c.txt"), "utf8")).toBe("one\ntwo\n");
	expect(output).toMatchObject({
		content: "Created a/b/c.txt: 2 lines, 8 B.",
		details: { path: "a/b/c.txt", created: true, sizeBytes: 8, lines: 2 },
		view: { kind: "diff", before: "", after: "one\ntwo\n" },
	});
});

test("mode, link, byte order mark and line ends of what was there are kept", async () => {
	const { at, write } = setUp();
	writeFileSync(at("real"), "\uFEFFold\r\ntext\r\n");
	chmodSync(at("real"), 0o755);
	symlinkSync("real", at("link"));
	const output = await write("link", "new\ntext\n");
	expect(readFileSync(at("real"), "utf8")).toBe("\uFEFFnew\r\ntext\r\n");
	expect(statSync(at("real")).mode & 0o777).toBe(0o755);
	expect(output.summary).toBe("+1 -1");
});

test("UTF-16 stays UTF-16, also when something is added", async () => {
	const { at, write } = setUp();
	writeFileSync(at("a"), Buffer.from("\uFEFFeins\r\n", "utf16le"));
	await write("a", "zwei\n", true);
	expect(readFileSync(at("a")).toString("utf16le")).toBe("\uFEFFeins\r\nzwei\r\n");
});

test.each([
	["a", "b", "ab"],
	["a\n", "b\n", "a\nb\n"],
	["a\r\n", "b\n", "a\r\nb\r\n"],
	["", "x", "x"],
])("%j and %j appended: %j", async (before, content, after) => {
	const { at, write } = setUp();
	writeFileSync(at("a"), before);
	expect((await write("a", content, true)).details).toMatchObject({ created: false });
	expect(readFileSync(at("a"), "utf8")).toBe(after);
});

test("appending makes the file when it is missing", async () => {
	const { at, write } = setUp();
	expect((await write("log/a", "x\n", true)).details).toMatchObject({ created: true });
	expect(readFileSync(at("log/a"), "utf8")).toBe("x\n");
});

test("a file too large for memory grows in place and can be replaced", async () => {
	const { at, write } = setUp();
	writeFileSync(at("a"), "x\r\n");
	truncateSync(at("a"), 30_000_000);
	expect((await write("a", "end\n", true)).details).toMatchObject({ sizeBytes: 30_000_005 });
	expect((await write("a", "new\n")).details).toMatchObject({ sizeBytes: 4 });
});

test("nothing is appended to what is no text, but it can be replaced", async () => {
	const { at, write } = setUp();
	writeFileSync(at("a"), Buffer.from([1, 0, 2]));
	await expect(write("a", "x", true)).rejects.toMatchObject({ code: "file.not-text" });
	await write("a", "text");
	expect(readFileSync(at("a"), "utf8")).toBe("text");
});

test("a change from outside since it was read or shown is not overwritten", async () => {
	const { context, at, write } = setUp();
	writeFileSync(at("a"), "one");
	await runTool(readFileTool, { path: "a" }, context);
	writeFileSync(at("a"), "two");
	await expect(write("a", "mine")).rejects.toMatchObject({ code: "file.changed" });
	writeFileSync(at("b"), "one");
	const shown = await writeFileTool.preview?.({ path: "b", content: "mine", append: false }, context);
	expect(shown).toMatchObject({ kind: "diff", before: "one", after: "mine" });
	writeFileSync(at("b"), "two");
	await expect(write("b", "mine")).rejects.toMatchObject({ code: "file.changed" });
	expect([readFileSync(at("a"), "utf8"), readFileSync(at("b"), "utf8")]).toEqual(["two", "two"]);
	await runTool(readFileTool, { path: "a" }, context);
	await write("a", "mine");
	await write("a", "mine again");
	expect(readFileSync(at("a"), "utf8")).toBe("mine again");
});

test("showing what would be written writes nothing", async () => {
	const { context, at } = setUp();
	const shown = await writeFileTool.preview?.({ path: "x/y", content: "z", append: false }, context);
	expect(shown).toEqual({ kind: "diff", path: "x/y", before: "", after: "z" });
	expect(existsSync(at("x"))).toBe(false);
});

test("a folder is not written", async () => {
	const { at, write } = setUp();
	mkdirSync(at("folder"));
	await expect(write("folder", "x")).rejects.toMatchObject({ code: "file.not-regular" });
	writeFileSync(at("file"), "");
	await expect(write("file/below", "x")).rejects.toMatchObject({ code: "file.exists" });
});

test("what a call touches", () => {
	expect(writeFileTool.access?.({ path: "../x", content: "", append: false }, accessContext)).toEqual([
		{ effect: "write", path: "../x" },
	]);
});
