import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readFileTool } from "../../../tools/files/read-file.js";
import { createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

function setUp(content: string | Uint8Array) {
	const context = createToolContext();
	writeFileSync(join(context.cwd, "file"), content);
	return {
		context,
		read: (input: { offset?: number; limit?: number } = {}) =>
			runTool(readFileTool, { path: "file", ...input }, context),
	};
}

const ten = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`).join("\n");

describe("ranges of ten lines", () => {
	test.each([
		[{}, 1, 10],
		[{ offset: 3, limit: 2 }, 3, 4],
		[{ offset: 10 }, 10, 10],
		[{ offset: 9, limit: 100 }, 9, 10],
		[{ offset: -3 }, 8, 10],
		[{ offset: -3, limit: 1 }, 8, 8],
		[{ offset: -100 }, 1, 10],
		[{ offset: 0 }, 1, 10],
		[{ offset: 2.9, limit: 1.5 }, 2, 2],
	])("%j: lines %d to %d", async (input, from, to) => {
		for (const text of [ten, `${ten}\n`, `${ten.replaceAll("\n", "\r\n")}\r\n`]) {
			const output = await setUp(text).read(input);
			const expected = ten
				.split("\n")
				.slice(from - 1, to)
				.join("\n");
			expect(output.details).toMatchObject({ from, to, text: expected, totalLines: 10, totalWords: 20 });
			expect(output.content.startsWith(expected)).toBe(true);
		}
	});

	test("a part says how to go on, the whole says nothing", async () => {
		expect((await setUp(ten).read({ limit: 4 })).content).toMatch(/\[lines 1-4 of 10; next: offset 5]$/);
		expect((await setUp(ten).read({ offset: -2 })).content).toMatch(/\[lines 9-10 of 10]$/);
		expect((await setUp(ten).read()).content).toBe(ten);
	});

	test("past the end is an error that says how many there are", async () => {
		const output = await setUp(ten).read({ offset: 11 });
		expect(output).toMatchObject({ isError: true, content: "file has 10 lines; there is no line 11." });
	});
});

test.each([
	["", { totalLines: 0, totalWords: 0, totalCharacters: 0, sizeBytes: 0, from: 1, to: 0, text: "" }],
	["\n", { totalLines: 1, totalWords: 0, totalCharacters: 1, sizeBytes: 1, from: 1, to: 1, text: "" }],
	["a", { totalLines: 1, totalWords: 1, totalCharacters: 1, sizeBytes: 1 }],
	["grüße 日本\t🙂\n", { totalLines: 1, totalWords: 3, totalCharacters: 11, sizeBytes: 20, text: "grüße 日本\t🙂" }],
	["a\n\n\nb\n", { totalLines: 4, totalWords: 2, text: "a\n\n\nb" }],
])("figures of %j", async (text, figures) => {
	expect((await setUp(text).read()).details).toMatchObject(figures);
});

test("lines across the pieces in which a file is read, and far into it", async () => {
	const lines = Array.from({ length: 200_000 }, (_, index) => `${index + 1} ${"é".repeat(index % 40)}`);
	const { read } = setUp(lines.join("\n"));
	for (const offset of [1, 4096, 4097, 100_001, 199_998, -2]) {
		const first = offset > 0 ? offset : 199_999;
		const output = await read({ offset, limit: 3 });
		expect(detailsOf(output).text).toBe(lines.slice(first - 1, first + 2).join("\n"));
		expect(detailsOf(output).totalLines).toBe(200_000);
	}
});

test("a long line is cut, said, and never in half a character", async () => {
	const output = await setUp(`${"x".repeat(1999)}🙂${"y".repeat(100_000)}\nshort\n`).read();
	const [first, second] = detailsOf(output).text.split("\n");
	expect(first).toBe(`${"x".repeat(1999)}… (line cut, 102003 bytes)`);
	expect(second).toBe("short");
	expect(output.content).toContain("1 long line cut to 2000 characters");
});

describe("encodings", () => {
	test("invalid UTF-8 is shown as U+FFFD, and said", async () => {
		const output = await setUp(Buffer.from([0x61, 0xff, 0x62, 0x0a])).read();
		expect(detailsOf(output).text).toBe("a\uFFFDb");
		expect(output.content).toContain("no valid UTF-8");
	});

	test("U+FFFD that is really in the file is not called invalid", async () => {
		expect((await setUp("a\uFFFDb\n").read()).content).toBe("a\uFFFDb");
	});

	test.each([
		["UTF-16LE", Buffer.from("\uFEFFgrüße\r\nzwei\n", "utf16le")],
		["UTF-16BE", Buffer.from("\uFEFFgrüße\r\nzwei\n", "utf16le").swap16()],
	])("%s with a byte order mark", async (name, bytes) => {
		const output = await setUp(bytes).read();
		expect(output.details).toMatchObject({ text: "grüße\nzwei", totalLines: 2, totalCharacters: 12 });
		expect(output.content).toContain(`decoded from ${name}`);
	});

	test("the byte order mark of UTF-8 is no part of the text", async () => {
		const output = await setUp("\uFEFFone\ntwo").read({ limit: 1 });
		expect(output.details).toMatchObject({ text: "one", totalCharacters: 7 });
	});
});

test.each([
	["a PNG image", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]],
	["an SQLite database", [...Buffer.from("SQLite format 3"), 0]],
	["an ELF program", [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]],
	["an xz archive", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
	["binary data", [0x61, 0, 0x62]],
])("%s is named, not shown", async (kind, bytes) => {
	const output = await setUp(Uint8Array.from(bytes)).read();
	expect(output.isError).toBe(true);
	expect(output.content).toContain(`file is ${kind} (`);
});

test.each(["MZ is how this text begins", "BZh, said the bee", "ID3 tags", "%PDF- is a mark"])(
	"%j is text",
	async (text) => {
		expect((await setUp(text).read()).content).toBe(text);
	},
);

test("a folder, and a name that is nearly right", async () => {
	const { context } = setUp("x");
	mkdirSync(join(context.cwd, "folder"));
	writeFileSync(join(context.cwd, "report-2026.txt"), "x");
	await expect(runTool(readFileTool, { path: "folder" }, context)).rejects.toMatchObject({
		hint: "Use list_directory.",
	});
	await expect(runTool(readFileTool, { path: "report-2062.txt" }, context)).rejects.toMatchObject({
		code: "file.not-found",
		hint: expect.stringContaining("report-2026.txt"),
	});
});

test("400 MB without a line end, in bounded memory", async () => {
	const context = createToolContext();
	const size = 400 * 1024 ** 2;
	const handle = openSync(join(context.cwd, "huge"), "w");
	// Spaces at both ends: a hole in the file would read as NUL, which is binary.
	writeSync(handle, `start ${"z".repeat(9000)}`);
	ftruncateSync(handle, size);
	writeSync(handle, "\nlast", size);
	closeSync(handle);
	const before = process.memoryUsage().rss;
	const output = await runTool(readFileTool, { path: "huge", offset: -1 }, context);
	expect(output.details).toMatchObject({ text: "last", totalLines: 2, from: 2, to: 2 });
	expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
}, 60_000);

test("an abort ends it", async () => {
	const { context } = setUp(ten);
	const aborted = { ...context, signal: AbortSignal.abort() };
	await expect(runTool(readFileTool, { path: "file" }, aborted)).rejects.toThrow(/abort/i);
});

test.each([
	[{}, "a"],
	[{ offset: 7 }, "a from line 7"],
	[{ offset: -1 }, "a, last 1 line"],
])("%j in a line: %s", (input, title) => {
	expect(readFileTool.title(readFileTool.input.parse({ path: "a", ...input }))).toBe(title);
});
