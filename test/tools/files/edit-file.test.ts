import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { editFileTool } from "../../../tools/files/edit-file.js";
import { readFileTool } from "../../../tools/files/read-file.js";
import { cpuMs } from "../../helpers/cpu-time.js";
import { createToolContext, runTool } from "../../helpers/tool-context.js";

type Edit = { old_text: string; new_text: string; replace_all?: boolean };

function setUp(text: string | Uint8Array) {
	const context = createToolContext();
	const path = join(context.cwd, "file");
	writeFileSync(path, text);
	const edit = (...edits: Edit[]) => runTool(editFileTool, { path: "file", edits }, context);
	return { context, path, edit, text: () => readFileSync(path, "utf8") };
}

const edit = (old_text: string, new_text: string, replace_all = false): Edit => ({ old_text, new_text, replace_all });

describe("what is found", () => {
	test.each([
		["exact", "a b c\n", edit("b", "X"), "a X c\n"],
		["over lines", "one\ntwo\nthree\n", edit("one\ntwo", "1\n2"), "1\n2\nthree\n"],
		["removed", "one\ntwo\n", edit("one\n", ""), "two\n"],
		["everywhere", "a a a", edit("a", "b", true), "b b b"],
		["dollar signs are no pattern", "cost", edit("cost", "$& $1 $$"), "$& $1 $$"],
		["line ends of the file", "one\r\ntwo\r\nx\r\n", edit("one\ntwo", "1\n2"), "1\r\n2\r\nx\r\n"],
		["blanks at the ends of lines", "one  \ntwo\t\nx\n", edit("one\ntwo", "1\n2"), "1\n2\nx\n"],
		["blanks at the ends of the quote", "one\ntwo\n", edit("one  \ntwo ", "1\n2"), "1\n2\n"],
		["indentation", "if x:\n\t\tone\n\t\ttwo\n", edit("one\ntwo", "1\n\t2"), "if x:\n\t\t1\n\t\t\t2\n"],
		["less indentation", "  one\n    two\n", edit("      one\n        two", "      1\n        2"), "  1\n    2\n"],
		["tabs for blanks", "\tone = 1\n\ttwo = 2\n", edit("    one = 1\n    two = 2", "    both = 3"), "\tboth = 3\n"],
		["removed, tolerant", "  one  \ntwo\n", edit("one\n", ""), "two\n"],
		["tolerant and with the file's line ends", "\tone\r\n\ttwo\r\n", edit("one\ntwo", "1\n2"), "\t1\r\n\t2\r\n"],
		["quotes of a word processor", "say(“one”)\n", edit('say("one")', 'say("two")'), "say(“two”)\n"],
		["dashes and hard blanks", "a – b\u00a0c\n", edit("a - b c", "a - b d"), "a – b\u00a0d\n"],
		["look-alikes and indentation", "\t“one” \n\tx\n", edit('"one"\nx', '"one"\ny'), "\t“one” \n\ty\n"],
		["blank lines around the quote", "a\none\nb\n", edit("\n\none\n\n", "\n\ntwo\n\n"), "a\ntwo\nb\n"],
		[
			"piece with other line ends than most",
			"a\r\nb\r\nc\r\nx\ny\r\n",
			edit("x\ny", "1\n2"),
			"a\r\nb\r\nc\r\n1\n2\r\n",
		],
	])("%s", async (_name, before, change, after) => {
		const { edit: run, text } = setUp(before);
		await run(change);
		expect(text()).toBe(after);
	});

	test("exact wins over tolerant, and only one place is changed", async () => {
		const { edit: run, text } = setUp("  call()\ncall()\n");
		await expect(run(edit("call()", "x()"))).rejects.toMatchObject({ message: expect.stringContaining("2 times") });
		await run(edit("\ncall()", "\nx()"));
		expect(text()).toBe("  call()\nx()\n");
	});
});

test("a tolerant edit shows what it came to, an exact one only says so", async () => {
	const output = await setUp("if x:\n\t\tone  \n\t\ttwo\n").edit(edit("one\ntwo", "one\n2"));
	expect(output.content).toBe(
		"Edited file: 1 replacement, +1 -1 lines; found but for white space. What was changed:\n@@ -1,3 +1,3 @@\n if x:\n \t\tone  \n-\t\ttwo\n+\t\t2",
	);
	expect(output.details).toMatchObject({ tolerances: ["white space"], added: 1, removed: 1 });
	expect((await setUp("one\n").edit(edit("one", "two"))).content).toBe("Edited file: 1 replacement, +1 -1 lines.");
});

describe("what is refused, with the file as it was", () => {
	const source = "function first() {\n\treturn 1;\n}\n\nfunction second() {\n\treturn 2;\n}\n\nreturn 2;\n";
	test.each([
		[
			"not there: the nearest lines are named",
			edit("function secnd() {", "x"),
			/was not found\. Nearest:\n5: function second/,
		],
		["nothing like it", edit("🦊🦊🦊🦊🦊🦊🦊🦊", "x"), /No line is like it/],
		["several places, by line", edit("return 2;", "x"), /2 times \(lines 6, 9\)/],
		["several tolerant places", edit("}  \n\n", "x\n"), /times/],
		["empty", edit("", "x"), /old_text is empty/],
		["no change", edit("return 1;", "return 1;"), /are the same/],
		["only blanks", edit("   \t ", "x"), /was not found/],
	])("%s", async (_name, change, message) => {
		const { edit: run, text } = setUp(source);
		await expect(run(change)).rejects.toMatchObject({
			code: "file.edit-failed",
			message: expect.stringMatching(message),
		});
		expect(text()).toBe(source);
	});

	test("of several edits all or none, each on the result of those before", async () => {
		const { edit: run, text } = setUp("one\ntwo\n");
		await expect(run(edit("one", "1"), edit("three", "3"))).rejects.toMatchObject({
			message: expect.stringContaining("edit 2 of 2"),
		});
		expect(text()).toBe("one\ntwo\n");
		const output = await run(edit("one", "three"), edit("three", "3"), edit("two", "2"));
		expect(text()).toBe("3\n2\n");
		expect(output).toMatchObject({
			details: { path: "file", replacements: 3, added: 2, removed: 2, tolerances: [] },
			summary: "+2 -2",
		});
	});

	test.each([
		["binary", Buffer.from([0x61, 0, 0x62])],
		["invalid UTF-8", Buffer.from([0x61, 0xff, 0x62])],
	])("%s", async (_name, bytes) => {
		const { edit: run, path } = setUp(bytes);
		await expect(run(edit("a", "b"))).rejects.toMatchObject({ code: "file.not-text" });
		expect(readFileSync(path)).toEqual(bytes);
	});

	test("a missing file, with the nearest name", async () => {
		const { context } = setUp("");
		const run = runTool(editFileTool, { path: "flie", edits: [edit("a", "b")] }, context);
		await expect(run).rejects.toMatchObject({ code: "file.not-found", hint: expect.stringContaining("/file") });
	});
});

test("D19 mode, byte order mark and line ends are kept", async () => {
	const { edit: run, path, text } = setUp("\uFEFFone\r\ntwo\r\n");
	chmodSync(path, 0o755);
	await run(edit("two", "2\n3"));
	expect(text()).toBe("\uFEFFone\r\n2\r\n3\r\n");
	expect(statSync(path).mode & 0o777).toBe(0o755);
});

test("D19 refused after a change from outside since it was read, shown or edited", async () => {
	const { context, path, edit: run, text } = setUp("one\n");
	await runTool(readFileTool, { path: "file" }, context);
	writeFileSync(path, "one\ntheirs\n");
	await expect(run(edit("one", "1"))).rejects.toMatchObject({ code: "file.changed" });
	await expect(
		editFileTool.preview?.(editFileTool.input.parse({ path: "file", edits: [edit("one", "1")] }), context),
	).rejects.toMatchObject({ code: "file.changed" });
	expect(text()).toBe("one\ntheirs\n");
	await runTool(readFileTool, { path: "file" }, context);
	await run(edit("one", "1"));
	await run(edit("1", "2"));
	expect(text()).toBe("2\ntheirs\n");
});

test("D18 refused when the file is replaced while its diff is on screen", async () => {
	const { context, path, edit: run, text } = setUp("one\n");
	const input = editFileTool.input.parse({ path: "file", edits: [edit("one", "1")] });
	const shown = await editFileTool.preview?.(input, context);
	expect(shown).toEqual({ kind: "diff", path: "file", before: "one\n", after: "1\n" });
	expect(text()).toBe("one\n");
	writeFileSync(path, "one more\n");
	await expect(run(edit("one", "1"))).rejects.toMatchObject({ code: "file.changed" });
	expect(text()).toBe("one more\n");
});

test("a large file and a quote that is nowhere are answered quickly", async () => {
	const { edit: run } = setUp(Array.from({ length: 100_000 }, (_, index) => `line number ${index} of many`).join("\n"));
	const started = cpuMs();
	await expect(run(edit(`nothing like that ${"x".repeat(5000)}\nat all`, "x"))).rejects.toMatchObject({
		code: "file.edit-failed",
	});
	expect(cpuMs() - started).toBeLessThan(5000);
});
