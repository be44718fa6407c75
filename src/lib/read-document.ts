// Files that are no plain text, as text: documents, notebooks, archives. Heavy work happens in a worker or outside of
// this thread.
import { basename } from "node:path";
import type { RangeSource } from "./archive-entry.js";
import { archiveKind } from "./archive-kind.js";
import { archiveText, listArchive } from "./archive-listing.js";
import { imageInfo } from "./image-info.js";
import { type PageRange, pageList } from "./page-ranges.js";
import { plural } from "./plural.js";

/** What a tool gives: its files, its workers, its signal. */
export interface DocumentContext {
	readonly fs: { readBytes(path: string, range?: { offset?: number; length?: number }): Promise<Uint8Array> };
	readonly workers: {
		run(
			worker: "document",
			input: { kind: "docx" | "notebook" } | { kind: "pdf"; pages: number[][] },
			limits: { timeoutMs: number; memoryMb: number; signal: AbortSignal },
			bytes: Uint8Array,
		): Promise<unknown>;
	};
	readonly signal: AbortSignal;
}

export interface DocumentImage {
	readonly type: "image";
	readonly mediaType: string;
	readonly data: string;
}

export interface DocumentText {
	readonly text: string;
	/** What it is, for the last line of a result. */
	readonly notes: readonly string[];
	readonly images: readonly DocumentImage[];
	/** Nothing of it could be read; the text says why. */
	readonly isBroken?: boolean;
	/** What `details` says beside the text. */
	readonly facts: {
		readonly title?: string;
		readonly pages?: { readonly total: number; readonly shown: readonly number[] };
		readonly cells?: number;
		readonly entries?: readonly { readonly path: string; readonly kind: string; readonly sizeBytes: number }[];
		readonly totalEntries?: number;
	};
}

const limits = { timeoutMs: 60_000, memoryMb: 512 };
/** Of an archive, in `details`; the text names all. */
const maxFacts = 1000;

interface PdfReply {
	readonly totalPages: number;
	readonly pages: readonly { readonly page: number; readonly text: string }[];
	readonly title?: string;
}

/** Rejects with what the worker says (`worker.*`), or with what the file system says. */
export async function readPdfText(
	{ fs, workers, signal }: DocumentContext,
	path: string,
	ranges: readonly PageRange[],
	isChosen: boolean,
): Promise<DocumentText> {
	const input = { kind: "pdf" as const, pages: ranges.map((range) => [...range]) };
	const reply = (await workers.run("document", input, { ...limits, signal }, await fs.readBytes(path))) as PdfReply;
	const { totalPages: total, title } = reply;
	const shown = reply.pages.map(({ page }) => page);
	const empty = reply.pages.filter(({ text }) => text === "").map(({ page }) => page);
	const last = shown.at(-1) ?? 0;
	const notes = [
		`PDF, ${plural(total, "page")}${shown.length === total ? "" : `, shown: ${pageList(shown) || "none"}`}`,
		...(!isChosen && last < total ? [`next: pages ${last + 1}-`] : []),
		...(empty.length === 0 ? [] : [`no text on page ${pageList(empty)}: perhaps only pictures`]),
	];
	return {
		text: reply.pages.map(({ page, text }) => `--- page ${page}\n${text}`).join("\n\n"),
		notes,
		images: [],
		facts: { pages: { total, shown }, ...(title === undefined ? {} : { title }) },
	};
}

export async function readDocxText({ fs, workers, signal }: DocumentContext, path: string): Promise<DocumentText> {
	const bytes = await fs.readBytes(path);
	const { text } = (await workers.run("document", { kind: "docx" }, { ...limits, signal }, bytes)) as { text: string };
	return { text, notes: ["DOCX as Markdown"], images: [], facts: {} };
}

interface NotebookReply {
	readonly text: string;
	readonly cells: number;
	readonly language?: string;
	readonly images: readonly { readonly mediaType: string; readonly data: string }[];
}

export async function readNotebookText({ fs, workers, signal }: DocumentContext, path: string): Promise<DocumentText> {
	const bytes = await fs.readBytes(path);
	const reply = (await workers.run("document", { kind: "notebook" }, { ...limits, signal }, bytes)) as NotebookReply;
	const about = reply.language === undefined ? "notebook" : `${reply.language} notebook`;
	return {
		text: reply.text,
		notes: [`${about}, ${plural(reply.cells, "cell")}; raw: true shows its JSON`],
		// What is no whole image would be refused by the service that gets it.
		images: reply.images
			.filter(({ data }) => imageInfo(Buffer.from(data, "base64"))?.isComplete === true)
			.map((image) => ({ type: "image", ...image })),
		facts: { cells: reply.cells },
	};
}

/** `head`: its first bytes, at least 512 where there are so many. */
export async function readArchiveText(
	{ signal }: DocumentContext,
	path: string,
	source: RangeSource,
	head: Uint8Array,
): Promise<DocumentText> {
	const listing = await listArchive(source, archiveKind(head) ?? "zip", basename(path), signal);
	const entries = listing.entries
		.slice(0, maxFacts)
		.map(({ path: inside, kind, sizeBytes }) => ({ path: inside, kind, sizeBytes }));
	return {
		text: archiveText(listing),
		notes: [],
		images: [],
		isBroken: entries.length === 0 && listing.problem !== undefined,
		facts: { entries, totalEntries: listing.entries.length },
	};
}
