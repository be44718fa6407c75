import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FileSystem } from "../../../src/contracts/ports.js";
import { createGuardedFs } from "../../../src/security/guarded-fs.js";
import { applyPatchTool } from "../../../tools/files/apply-patch.js";
import { readFileTool } from "../../../tools/files/read-file.js";
import { writeTree } from "../../helpers/file-tree.js";
import { createToolContext, runTool, type TestContext, temporaryFolder } from "../../helpers/tool-context.js";

let context: TestContext;
beforeEach(() => {
	vi.stubEnv("XDG_DATA_HOME", temporaryFolder());
	context = createToolContext();
	writeTree(context.cwd, { "a.txt": "one\ntwo\nthree\n", "b.txt": "b\n", "sub/c.txt": "c\n" });
});

const at = (name: string) => join(context.cwd, name);
const text = (name: string) => readFileSync(at(name), "utf8");
const apply = (patch: string, over: TestContext = context) => runTool(applyPatchTool, { patch }, over);
const everything = () => ({
	a: text("a.txt"),
	b: text("b.txt"),
	c: text("sub/c.txt"),
	names: readdirSync(context.cwd).sort(),
});

const change = "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";
const creation = "--- /dev/null\n+++ b/new/d.txt\n@@ -0,0 +1,2 @@\n+d\n+e\n";
const deletion = "--- a/b.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n";
const renaming =
	"diff --git a/sub/c.txt b/moved/c2.txt\nrename from sub/c.txt\nrename to moved/c2.txt\n--- a/sub/c.txt\n+++ b/moved/c2.txt\n@@ -1 +1,2 @@\n c\n+more\n";

test("changes, creates, deletes and renames in one go", async () => {
	chmodSync(at("sub/c.txt"), 0o755);
	const output = await apply(change + creation + deletion + renaming);
	expect(text("a.txt")).toBe("one\n2\nthree\n");
	expect(text("new/d.txt")).toBe("d\ne\n");
	expect(existsSync(at("b.txt"))).toBe(false);
	expect(text("moved/c2.txt")).toBe("c\nmore\n");
	expect(statSync(at("moved/c2.txt")).mode & 0o777).toBe(0o755);
	expect(existsSync(at("sub/c.txt"))).toBe(false);
	expect(output.content).toBe(
		"modified a.txt\ncreated new/d.txt\ndeleted b.txt\nrenamed sub/c.txt → moved/c2.txt\n[4 files, +4 -2 lines]",
	);
	expect(applyPatchTool.output?.parse(output.details)).toMatchObject({
		files: [{ action: "modified" }, { action: "created", added: 2 }, { action: "deleted" }, { from: "sub/c.txt" }],
	});
	expect(output.view).toMatchObject({ kind: "code", language: "diff", text: expect.stringContaining("+++ new/d.txt") });
});

test("one file is shown as its diff, and where a hunk was found is said", async () => {
	writeFileSync(at("a.txt"), "zero\none\ntwo\nthree\n");
	const output = await apply(change);
	expect(output.content).toBe("modified a.txt (found 1 line further down)\n[1 file, +1 -1 lines]");
	expect(output.view).toMatchObject({ kind: "diff", path: "a.txt", after: "zero\none\n2\nthree\n" });
	expect(await applyPatchTool.preview?.({ patch: creation }, context)).toMatchObject({ kind: "diff", before: "" });
});

test("encoding, byte order mark, line ends, mode and link are kept", async () => {
	writeFileSync(at("real.txt"), Buffer.from("\uFEFFone\r\ntwo\r\nthree\r\n", "utf16le"), { mode: 0o750 });
	symlinkSync("real.txt", at("link.txt"));
	await apply(change.replaceAll("a.txt", "link.txt"));
	expect(readFileSync(at("real.txt"))).toEqual(Buffer.from("\uFEFFone\r\n2\r\nthree\r\n", "utf16le"));
	expect(statSync(at("real.txt")).mode & 0o777).toBe(0o750);
	expect(readdirSync(context.cwd)).toContain("link.txt");
});

describe("all or nothing", () => {
	test.each([
		[
			"a hunk that does not fit",
			change.replace("-two", "-twice"),
			/a\.txt: its hunk does not fit: it has no line "twice"/,
		],
		["a missing file", change.replaceAll("a.txt", "zz.txt"), /zz\.txt does not exist/],
		["a file that is there already", creation.replace("new/d.txt", "a.txt"), /a\.txt exists already/],
		[
			"a deletion of less than there is",
			deletion.replaceAll("b.txt", "a.txt").replace("-b", "-one"),
			/a\.txt holds more/,
		],
		["a file twice", change + change, /a\.txt is in the patch twice/],
		["a folder", change.replaceAll("a.txt", "sub"), /sub/],
	])("%s", async (_name, patch, message) => {
		const before = everything();
		await expect(
			apply(deletion.replaceAll("b.txt", "sub/c.txt").replace("-b", "-c") + patch + creation),
		).rejects.toMatchObject({
			message: expect.stringMatching(message),
		});
		expect(everything()).toEqual(before);
	});

	test("every problem is named, not only the first", async () => {
		const bad = change.replace("-two", "-twice") + deletion.replace("-b", "-x");
		await expect(apply(bad)).rejects.toMatchObject({ message: expect.stringMatching(/a\.txt: .*\nb\.txt: /) });
	});

	test("what was done is taken back when something fails in the middle", async () => {
		const before = everything();
		const patch = `${change + creation + renaming + deletion}--- a/sub/x.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n`;
		writeFileSync(at("sub/x.txt"), "x\n");
		const roots = [context.cwd];
		const guarded = createGuardedFs({
			fs: context.fs,
			roots,
			home: at("home"),
			reads: [],
			writes: ["a.txt", "new/d.txt", "sub/c.txt", "moved/c2.txt", "b.txt", "sub/x.txt"].map(at),
		});
		const fs: FileSystem = {
			...guarded,
			trash: (path) => (path === "sub/x.txt" ? Promise.reject(new Error("no trash today")) : guarded.trash(path)),
		};
		await expect(apply(patch, { ...context, fs })).rejects.toThrow("no trash today");
		expect({ ...everything(), names: before.names }).toEqual(before);
		expect(existsSync(at("new/d.txt"))).toBe(false);
		expect(existsSync(at("moved/c2.txt"))).toBe(false);
	});

	test("after a change from outside since it was read", async () => {
		await runTool(readFileTool, { path: "a.txt" }, context);
		writeFileSync(at("a.txt"), "one\ntwo\nthree\nfour\n");
		await expect(apply(creation + change)).rejects.toMatchObject({ code: "file.changed" });
		expect(existsSync(at("new"))).toBe(false);
	});

	test("no patch at all", async () => {
		await expect(apply("hello")).rejects.toMatchObject({ code: "tool.bad-input" });
	});
});

test("what it touches is said before it runs, and nothing else may be", async () => {
	expect(
		applyPatchTool.access?.({ patch: change + creation + deletion + renaming }, { cwd: context.cwd } as never),
	).toEqual([
		{ effect: "read", path: "a.txt" },
		{ effect: "write", path: "a.txt" },
		{ effect: "write", path: "new/d.txt" },
		{ effect: "read", path: "b.txt" },
		{ effect: "write", path: "b.txt" },
		{ effect: "read", path: "sub/c.txt" },
		{ effect: "write", path: "sub/c.txt" },
		{ effect: "write", path: "moved/c2.txt" },
	]);
	expect(applyPatchTool.access?.({ patch: "hello" }, { cwd: context.cwd } as never)).toEqual([]);
	mkdirSync(at("home"));
	const fs = createGuardedFs({
		fs: context.fs,
		roots: [context.cwd],
		home: at("home"),
		reads: [],
		writes: [at("b.txt")],
	});
	await expect(apply(change, { ...context, fs })).rejects.toMatchObject({ code: "file.denied" });
});
