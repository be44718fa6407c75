import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import { createNodeWorkers } from "../../../src/adapters/node-workers.js";
import { readFileTool } from "../../../tools/files/read-file.js";
import {
	makeDocx,
	makePdf,
	makePng,
	makeTar,
	makeZip,
	pageOf,
	paragraph,
	tarEntry,
} from "../../helpers/make-documents.js";
import { createToolContext, runTool, type TestContext } from "../../helpers/tool-context.js";

const workers = createNodeWorkers();
afterAll(() => workers.close());

let context: TestContext;
beforeEach(() => {
	context = createToolContext({ workers });
});

type Options = Partial<z.input<typeof readFileTool.input>>;
const read = async (name: string, bytes: string | Uint8Array, options: Options = {}) => {
	writeFileSync(join(context.cwd, name), bytes);
	const output = await runTool(readFileTool, { path: name, ...options }, context);
	// What a screen and a script get is what the tool says it gives.
	if (output.details !== undefined) readFileTool.output?.parse(output.details);
	return output;
};

describe("images", () => {
	test("a model gets the picture and its size in words, a screen where it lies", async () => {
		const png = makePng(640, 480);
		expect(await read("a.png", png)).toEqual({
			content: `a.png: image/png image, 640x480 pixels, ${png.length} B.`,
			summary: "640x480",
			details: expect.objectContaining({
				kind: "image",
				image: { mediaType: "image/png", width: 640, height: 480 },
				sizeBytes: png.length,
			}),
			view: { kind: "image", mediaType: "image/png", alt: "a.png", path: "a.png", width: 640, height: 480 },
			images: [{ type: "image", mediaType: "image/png", data: png.toString("base64") }],
		});
	});

	test("by its bytes, not by its name", async () => {
		expect((await read("notes.txt", makePng(1, 1))).images).toHaveLength(1);
		expect(await read("no.png", "text")).toMatchObject({ content: "text", details: { kind: "text" } });
	});

	test.each([
		["too many pixels", makePng(9000, 10), /9000x10.*too large to be shown.*smaller copy/],
		["too many bytes", Buffer.concat([makePng(10, 10), Buffer.alloc(4_000_000)]), /10x10.*too large/],
		["cut off", makePng(10, 10).subarray(0, 60), /10x10.*cut off or damaged/],
		["no size", makePng(10, 10).subarray(0, 20), /damaged/],
	])("%s: not sent, but said", async (_name, bytes, message) => {
		const output = await read("a.png", bytes);
		expect(output).toMatchObject({ isError: true, content: expect.stringMatching(message) });
		expect(output.images).toBeUndefined();
	});
});

describe("documents", () => {
	const pages = (count: number) => makePdf(Array.from({ length: count }, (_, index) => pageOf(`Page ${index + 1}`)));

	test("the pages of a PDF, by number, and their lines", async () => {
		expect(await read("a.pdf", pages(3), { pages: "2-" })).toMatchObject({
			content: "--- page 2\nPage 2\n\n--- page 3\nPage 3\n[PDF, 3 pages, shown: 2-3]",
			details: { kind: "pdf", totalLines: 5, pages: { total: 3, shown: [2, 3] } },
		});
		expect((await read("a.pdf", pages(3), { offset: -1 })).content).toBe("Page 3\n[PDF, 3 pages; lines 8-8 of 8]");
	});

	test("of a long one the first, with where to go on", async () => {
		const { content } = await read("a.pdf", pages(60));
		expect(content).toMatch(/--- page 50\nPage 50\n\[PDF, 60 pages, shown: 1-50; next: pages 51-]$/);
		expect((await read("a.pdf", pages(60), { pages: "51-" })).content).toMatch(/shown: 51-60]$/);
	});

	test("pages without text, and none at all", async () => {
		const scanned = makePdf([pageOf("x"), pageOf(), pageOf()]);
		expect((await read("a.pdf", scanned)).content).toMatch(/no text on page 2-3: perhaps only pictures]$/);
		expect((await read("a.pdf", scanned, { pages: "9" })).content).toBe("\n[PDF, 3 pages, shown: none]");
		await expect(read("a.pdf", scanned, { pages: "1-99" })).rejects.toMatchObject({ code: "tool.bad-input" });
	});

	test("DOCX as Markdown; the same bytes under another name are an archive", async () => {
		const docx = makeDocx(paragraph("Title", "Heading1") + paragraph("text"));
		expect((await read("a.docx", docx)).content).toBe("# Title\n\ntext\n[DOCX as Markdown]");
		expect((await read("a.zip", docx)).content).toContain("word/document.xml");
	});

	test("a notebook with its pictures, or as its JSON", async () => {
		const data = { "image/png": makePng(2, 2).toString("base64"), "image/jpeg": "bm90IGFuIGltYWdl" };
		const cells = [{ cell_type: "code", source: "1", outputs: [{ output_type: "display_data", data }] }];
		const text = JSON.stringify({ nbformat: 4, cells });
		const output = await read("a.ipynb", text);
		expect(output).toMatchObject({
			details: { kind: "notebook", cells: 1 },
			summary: expect.stringContaining("1 cell"),
		});
		expect(output.images).toMatchObject([{ mediaType: "image/png" }]);
		expect(await read("a.ipynb", text, { raw: true })).toMatchObject({ content: text, details: { kind: "text" } });
		expect((await read("a.ipynb", "")).content).toBe("a.ipynb is empty.");
	});

	test.each([
		["a.pdf", "%PDF-1.4\nnothing", /is a PDF that cannot be read/],
		["a.docx", makeZip([]), /is a DOCX document that cannot be read/],
		["a.ipynb", "{", /is a notebook that cannot be read.*JSON/],
	])("damaged: %s", async (name, bytes, message) => {
		await expect(read(name, bytes)).rejects.toMatchObject({
			code: "file.unreadable",
			message: expect.stringMatching(message),
		});
	});
});

describe("archives", () => {
	test.each([
		["a.zip", makeZip([{ name: "x/y.txt", content: "hello" }]), "ZIP"],
		["a.jar", makeZip([{ name: "x/y.txt", content: "hello" }]), "ZIP"],
		["a.tar", makeTar(tarEntry("x/y.txt", "hello")), "tar"],
		["a.tgz", gzipSync(makeTar(tarEntry("x/y.txt", "hello"))), "tar in gzip"],
	])("%s is listed, nothing is unpacked", async (name, bytes, format) => {
		const output = await read(name, bytes);
		expect(output).toMatchObject({
			content: `     5 B  2026-05-04 03:02  x/y.txt\n[${format}: 1 file, 5 B unpacked]`,
			details: { kind: "archive", entries: [{ path: "x/y.txt", kind: "file", sizeBytes: 5 }], totalEntries: 1 },
		});
		expect(() => readFileSync(join(context.cwd, "x/y.txt"))).toThrow("ENOENT");
	});

	test("one that cannot be listed at all is an error that says why", async () => {
		expect(await read("a.gz", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]))).toMatchObject({
			isError: true,
			content: expect.stringMatching(/^\[gzip: 0 files, 0 B unpacked; it cannot be unpacked/),
		});
	});

	test("a huge one costs no memory: only headers are read", async () => {
		const path = join(context.cwd, "big.tar");
		const header = tarEntry("hole");
		header.write(`${(3_000_000_000).toString(8).padStart(11, "0")}\0`, 124);
		header.write("        ", 148);
		header.write(
			`${header
				.reduce((sum, byte) => sum + byte, 0)
				.toString(8)
				.padStart(6, "0")}\0 `,
			148,
		);
		writeFileSync(path, header);
		truncateSync(path, 3_000_000_512 + 1024 - (3_000_000_512 % 512) + 512);
		const before = process.memoryUsage.rss();
		const output = await runTool(readFileTool, { path: "big.tar" }, context);
		expect(output.content).toContain("3.0 GB");
		expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
	});
});

test("a folder with the name of a document is a folder", async () => {
	mkdirSync(join(context.cwd, "a.pdf"));
	await expect(runTool(readFileTool, { path: "a.pdf" }, context)).rejects.toMatchObject({ code: "file.not-regular" });
});
