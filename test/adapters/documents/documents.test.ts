import { deflateSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { createNodeWorkers } from "../../../src/adapters/node-workers.js";
import type { JsonValue } from "../../../src/contracts/json.js";
import { makeDocx, makePdf, makeZip, pageOf, paragraph } from "../../helpers/make-documents.js";

const workers = createNodeWorkers();
afterAll(() => workers.close());

const limits = { timeoutMs: 20_000, memoryMb: 128 };
const ask = (input: JsonValue, bytes: Uint8Array, changed: Partial<typeof limits> = {}) =>
	workers.run("document", input, { ...limits, ...changed }, bytes);
const pdf = (bytes: Uint8Array, ...pages: number[][]) => ask({ kind: "pdf", pages }, bytes);
const docx = (bytes: Uint8Array) => ask({ kind: "docx" }, bytes);
const notebook = (value: unknown) => ask({ kind: "notebook" }, Buffer.from(JSON.stringify(value)));

describe("PDF", () => {
	const three = () => makePdf([pageOf("One", "and (more)"), pageOf("Two"), pageOf()]);

	test("pages that were asked for, those that are there, each once", async () => {
		expect(await pdf(three(), [1, 3])).toEqual({
			totalPages: 3,
			pages: [
				{ page: 1, text: "One\nand (more)" },
				{ page: 2, text: "Two" },
				{ page: 3, text: "" },
			],
		});
		expect(await pdf(three(), [2, 2], [2, 90])).toMatchObject({ pages: [{ page: 2 }, { page: 3 }] });
		expect(await pdf(three(), [7, 9])).toEqual({ totalPages: 3, pages: [] });
	});

	test("the bytes are moved, and the same thread goes on", async () => {
		const bytes = new Uint8Array(three());
		await pdf(bytes, [1, 1]);
		expect(bytes.length).toBe(0);
		expect(await pdf(three(), [2, 2])).toMatchObject({ pages: [{ text: "Two" }] });
	});

	test("without its table of objects it is still read", async () => {
		const cut = Buffer.from(
			three()
				.toString("latin1")
				.replace(/xref\n0[\s\S]*?(?=trailer)/, ""),
			"latin1",
		);
		expect(await pdf(cut, [1, 1])).toMatchObject({ totalPages: 3, pages: [{ text: "One\nand (more)" }] });
	});

	test.each([
		["no PDF at all", Buffer.from("%PDF-1.7\nhello")],
		["empty", Buffer.alloc(0)],
		["noise", Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(50_000, 0xa7)])],
	])("%s is told as damaged", async (_name, bytes) => {
		await expect(pdf(bytes, [1, 1])).rejects.toMatchObject({ code: "worker.failed", message: expect.any(String) });
		expect(await pdf(three(), [2, 2])).toMatchObject({ pages: [{ text: "Two" }] });
	});

	test("a page that unpacks to far more than memory ends the thread, not the process", async () => {
		const bomb = deflateSync(deflateSync(Buffer.alloc(700_000_000, " "), { level: 1 }));
		expect(bomb.length).toBeLessThan(1_000_000);
		const before = process.memoryUsage.rss();
		const run = ask({ kind: "pdf", pages: [[1, 1]] }, makePdf([bomb], "[/FlateDecode /FlateDecode]"), { memoryMb: 64 });
		await expect(run).rejects.toMatchObject({ code: "worker.memory" });
		expect(process.memoryUsage.rss() - before).toBeLessThan(600_000_000);
		expect(await pdf(three(), [2, 2])).toMatchObject({ pages: [{ text: "Two" }] });
	}, 30_000);
});

describe("DOCX", () => {
	test("headings, lists of words, tables, special characters, as Markdown", async () => {
		const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
		const table = `<w:tbl><w:tr>${cell("a")}${cell("b")}</w:tr><w:tr>${cell("1")}${cell("2")}</w:tr></w:tbl>`;
		const body = paragraph("Title", "Heading1") + paragraph("größer &amp; 日本") + table;
		expect(await docx(makeDocx(body))).toEqual({
			text: "# Title\n\ngrößer & 日本\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
		});
	});

	test.each([
		["no document in it", makeZip([{ name: "a.txt", content: "x" }]), /document/i],
		["cut off", makeDocx(paragraph("x")).subarray(0, 200), /missing/],
		["encrypted", makeZip([{ name: "word/document.xml", content: "x", flags: 1 }]), /encrypted/],
		["no XML", makeZip([{ name: "word/document.xml", content: "<<<<" }]), /./],
	])("%s", async (_name, bytes, message) => {
		await expect(docx(bytes)).rejects.toMatchObject({
			code: "worker.failed",
			message: expect.stringMatching(message),
		});
	});

	test("what unpacks to far more than it says is refused before it does", async () => {
		const bomb = makeZip([
			{ name: "_rels/.rels", content: "<Relationships/>" },
			{ name: "word/document.xml", content: Buffer.alloc(300_000_000, " "), claimedBytes: 10 },
		]);
		expect(bomb.length).toBeLessThan(1_000_000);
		await expect(docx(bomb)).rejects.toMatchObject({ message: expect.stringContaining("over 64 MB") });
		expect(await docx(makeDocx(paragraph("still here")))).toEqual({ text: "still here" });
	}, 30_000);

	test("elements in elements without end", async () => {
		const deep = makeDocx("<w:p>".repeat(60_000));
		await expect(docx(deep)).rejects.toMatchObject({ name: "NexusError" });
		expect(await docx(makeDocx(paragraph("still here")))).toEqual({ text: "still here" });
	});
});

describe("notebooks", () => {
	const png = "iVBORw0KGgo=";
	test("cells with their outputs", async () => {
		const value = {
			metadata: { kernelspec: { language: "python" } },
			nbformat: 4,
			cells: [
				{ cell_type: "markdown", source: ["# Title\n", "text"] },
				{
					cell_type: "code",
					execution_count: 3,
					source: "print(1)\nplot()",
					outputs: [
						{ output_type: "stream", name: "stdout", text: ["1\n", "2\n"] },
						{ output_type: "execute_result", data: { "text/plain": ["<Figure>"], "image/png": `${png}\n` } },
						{ output_type: "error", ename: "E", evalue: "v", traceback: ["\u001b[31mE\u001b[0m", "v"] },
						{ output_type: "display_data", data: { "application/vnd.x+json": {} } },
					],
				},
			],
		};
		expect(await notebook(value)).toEqual({
			text: [
				"--- cell 1: markdown\n# Title\ntext",
				"--- cell 2: code [3]\nprint(1)\nplot()\n--- output\n1\n2\n<Figure>\n[image/png: image 1]\nE\nv\n[application/vnd.x+json]",
			].join("\n\n"),
			cells: 2,
			language: "python",
			images: [{ mediaType: "image/png", data: png }],
		});
	});

	test("version 3", async () => {
		const cells = [
			{ cell_type: "code", input: ["1+1"], prompt_number: 1, outputs: [{ output_type: "pyout", text: ["2"] }] },
		];
		expect(await notebook({ worksheets: [{ cells }] })).toMatchObject({
			text: "--- cell 1: code [1]\n1+1\n--- output\n2",
		});
	});

	test.each([
		["an array", []],
		["no cells", { nbformat: 4 }],
		["cells of the wrong kind", { cells: {} }],
	])("%s is no notebook", async (_name, value) => {
		await expect(notebook(value)).rejects.toMatchObject({ code: "worker.failed", message: "it has no cells" });
	});

	test.each([
		["cells that are anything", { cells: [null, 1, "x", [], { outputs: [null, 5, { data: 7 }], source: 5 }] }, 5],
		["no cell yet", { cells: [] }, 0],
	])("%s", async (_name, value, cells) => {
		expect(await notebook(value)).toMatchObject({ cells });
	});

	test("a long output keeps its ends", async () => {
		const text = `start${"x".repeat(500_000)}end`;
		const cells = [{ cell_type: "code", source: "", outputs: [{ output_type: "stream", text }] }];
		const result = (await notebook({ cells })) as { text: string };
		expect(result.text.length).toBeLessThan(21_000);
		expect(result.text).toMatch(/start[\s\S]*480008 characters left out[\s\S]*end$/);
	});
});

test("an abort ends a request at once, and a time limit too", async () => {
	const controller = new AbortController();
	const cells = Array.from({ length: 200_000 }, () => ({ source: "\u001b[31mx".repeat(20) }));
	const bytes = Buffer.from(JSON.stringify({ cells }));
	const running = workers.run("document", { kind: "notebook" }, { ...limits, signal: controller.signal }, bytes);
	setTimeout(() => controller.abort(), 20);
	await expect(running).rejects.toMatchObject({ name: "AbortError" });
	await expect(
		ask({ kind: "notebook" }, Buffer.from(JSON.stringify({ cells })), { timeoutMs: 30 }),
	).rejects.toMatchObject({
		code: "worker.timeout",
	});
});
