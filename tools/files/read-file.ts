import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import type { FileStat, FileSystem } from "../../src/contracts/ports.js";
import { defineTool, type ToolContext, type ToolOutput } from "../../src/contracts/tool.js";
import { binaryKind } from "../../src/lib/binary-kind.js";
import { type ByteSource, countText, readLineRange } from "../../src/lib/count-text.js";
import { type FileKind, fileKind } from "../../src/lib/file-kind.js";
import { imageInfo } from "../../src/lib/image-info.js";
import { parsePages } from "../../src/lib/page-ranges.js";
import { formatBytes, plural } from "../../src/lib/plural.js";
import type { DocumentText } from "../../src/lib/read-document.js";
import { recordSeen } from "../../src/lib/seen-version.js";
import { decodeText, detectEncoding } from "../../src/lib/text-encoding.js";

const maxLineCharacters = 2000;
const headBytes = 8192;
/** A file up to this size is read at once: opening one anew for each look takes longer than to read it. */
const wholeBytes = 1024 * 1024;
/** In base64 this is the 5 MB that services take for one image. */
const maxImageBytes = 3_750_000;
const maxImagePixels = 8000;
/** What the size of a larger image is looked for in. */
const imageHeadBytes = 1024 * 1024;
const maxPages = 50;

interface Input {
	readonly path: string;
	readonly offset: number;
	readonly limit: number;
	readonly pages?: string | undefined;
	readonly raw: boolean;
}

/** The file as UTF-8 in pieces: from memory where it is small or UTF-16, else straight from the disk. */
async function openText(fs: FileSystem, path: string, sizeBytes: number, read: Uint8Array): Promise<ByteSource> {
	const { encoding, bomBytes } = detectEncoding(read.subarray(0, headBytes));
	if (encoding === "utf-8" && read.length === sizeBytes) return inMemory(read.subarray(bomBytes));
	if (encoding === "utf-8") {
		return {
			sizeBytes: sizeBytes - bomBytes,
			read: (offset, length) => fs.readBytes(path, { offset: offset + bomBytes, length }),
		};
	}
	const bytes = read.length === sizeBytes ? read : await fs.readBytes(path);
	return inMemory(Buffer.from(decodeText(bytes).text, "utf8"));
}

const inMemory = (bytes: Uint8Array): ByteSource => ({
	sizeBytes: bytes.length,
	read: async (offset, length) => bytes.subarray(offset, offset + length),
});

function notesFor(about: {
	from: number;
	to: number;
	total: number;
	cut: number;
	isInvalid: boolean;
	encoding: string;
}): readonly string[] {
	const { from, to, total, cut, isInvalid, encoding } = about;
	const notes: string[] = [];
	if (from > 1 || to < total)
		notes.push(`lines ${from}-${to} of ${total}${to < total ? `; next: offset ${to + 1}` : ""}`);
	if (cut > 0) notes.push(`${plural(cut, "long line")} cut to ${maxLineCharacters} characters`);
	if (isInvalid) notes.push("some bytes are no valid UTF-8 and are shown as \uFFFD");
	if (encoding !== "utf-8") notes.push(`decoded from ${encoding.toUpperCase()}`);
	return notes;
}

/** What services refuse is not sent, since a conversation that holds it could not go on. */
async function readImage(path: string, stat: FileStat, { fs }: ToolContext): Promise<ToolOutput> {
	const { sizeBytes } = stat;
	const isSmall = sizeBytes <= maxImageBytes;
	const bytes = await fs.readBytes(path, isSmall ? {} : { offset: 0, length: imageHeadBytes });
	const info = imageInfo(bytes);
	if (info === undefined) {
		return {
			content: `${path} is ${binaryKind(bytes) ?? "an image"} (${formatBytes(sizeBytes)}) that is damaged; it was not read.`,
			isError: true,
		};
	}
	const { mediaType, width, height } = info;
	const about = `${mediaType} image, ${width}x${height} pixels, ${formatBytes(sizeBytes)}`;
	const figures = { text: "", totalLines: 0, totalWords: 0, totalCharacters: 0, from: 0, to: 0 };
	const details = { path, ...figures, sizeBytes, kind: "image", image: { mediaType, width, height } };
	const view = { kind: "image", mediaType, alt: path, path, width, height } as const;
	const isWithin = isSmall && Math.max(width, height) <= maxImagePixels;
	if (!isWithin || !info.isComplete) {
		const reason = isWithin
			? "It is cut off or damaged, so it is not shown."
			: `It is too large to be shown (at most ${formatBytes(maxImageBytes)} and ${maxImagePixels} pixels a side). Make a smaller copy and read that.`;
		return {
			content: `${path}: ${about}. ${reason}`,
			details,
			summary: `${width}x${height}, not shown`,
			isError: true,
		};
	}
	const data = Buffer.from(bytes).toString("base64");
	return {
		content: `${path}: ${about}.`,
		details,
		summary: `${width}x${height}`,
		view,
		images: [{ type: "image", mediaType, data }],
	};
}

const what: Partial<Record<FileKind, string>> = { pdf: "a PDF", docx: "a DOCX document", notebook: "a notebook" };

async function readDocument(
	kind: FileKind,
	{ path, pages }: Input,
	stat: FileStat,
	head: Uint8Array,
	context: ToolContext,
): Promise<DocumentText> {
	const ranges = pages === undefined ? ([[1, maxPages]] as const) : parsePages(pages, maxPages);
	if (ranges === undefined) {
		throw new NexusError("tool.bad-input", `pages: ${pages} is no list of at most ${maxPages} pages`, {
			hint: "Write it as 1-3,7.",
		});
	}
	// Most files are plain text and need none of it.
	const { readArchiveText, readDocxText, readNotebookText, readPdfText } = await import(
		"../../src/lib/read-document.js"
	);
	try {
		if (kind === "pdf") return await readPdfText(context, path, ranges, pages !== undefined);
		if (kind === "docx") return await readDocxText(context, path);
		if (kind === "notebook") return await readNotebookText(context, path);
		const read = (offset: number, length: number) => context.fs.readBytes(path, { offset, length });
		return await readArchiveText(context, path, { sizeBytes: stat.sizeBytes, read }, head);
	} catch (error) {
		if (!(error instanceof NexusError) || !error.code.startsWith("worker.")) throw error;
		const reason = error.code === "worker.failed" ? error.message : `too much work: ${error.message}`;
		const hint =
			kind === "pdf" ? "Ask for fewer pages." : kind === "notebook" ? "raw: true shows its JSON." : undefined;
		throw new NexusError("file.unreadable", `${path} is ${what[kind]} that cannot be read: ${reason}`, {
			cause: error,
			...(hint === undefined || (kind === "pdf" && error.code === "worker.failed") ? {} : { hint }),
		});
	}
}

/** `offset` counts from 1; a negative one from the end. Memory stays bounded whatever the size of a text file. */
export const readFileTool = defineTool({
	name: "read_file",
	category: "files",
	description: "Read a file: text by lines, image, PDF, DOCX, notebook; an archive is listed.",
	keywords: ["cat", "show", "open", "view", "head", "tail", "picture", "zip", "tar", "ipynb", "word"],
	effects: ["read"],
	isCore: true,
	input: z.object({
		path: z.string().describe("File"),
		offset: z.number().default(1).describe("First line; -5: last 5 lines"),
		limit: z.number().min(1).default(2000).describe("Most lines"),
		pages: z.string().optional().describe("Of a PDF: 1-3,7"),
		raw: z.boolean().default(false).describe("Notebook as JSON"),
	}),
	output: z.object({
		path: z.string(),
		kind: z.enum(["text", "image", "pdf", "docx", "notebook", "archive"]),
		/** The lines asked for; of what is no text, as it was converted. */
		text: z.string(),
		totalLines: z.number(),
		totalWords: z.number(),
		totalCharacters: z.number(),
		sizeBytes: z.number(),
		from: z.number(),
		to: z.number(),
		image: z.object({ mediaType: z.string(), width: z.number(), height: z.number() }).optional(),
		title: z.string().optional(),
		pages: z.object({ total: z.number(), shown: z.array(z.number()) }).optional(),
		cells: z.number().optional(),
		/** The first 1000 of an archive. */
		entries: z.array(z.object({ path: z.string(), kind: z.string(), sizeBytes: z.number() })).optional(),
		totalEntries: z.number().optional(),
	}),
	access: ({ path }) => [{ effect: "read", path }],
	title: ({ path, offset, pages }) => {
		if (pages !== undefined) return `${path}, pages ${pages}`;
		if (offset < 0) return `${path}, last ${plural(-offset, "line")}`;
		return offset <= 1 ? path : `${path} from line ${offset}`;
	},
	async run(input, context) {
		const { path } = input;
		const offset = Math.trunc(input.offset);
		const limit = Math.trunc(input.limit);
		const { fs, signal } = context;
		const stat = await fs.stat(path);
		if (stat.kind === "directory") {
			throw new NexusError("file.not-regular", `${path} is a folder, not a file`, { hint: "Use list_directory." });
		}
		const length = stat.sizeBytes <= wholeBytes ? wholeBytes : headBytes;
		const read = await fs.readBytes(path, { offset: 0, length });
		const head = read.subarray(0, headBytes);
		const found = fileKind(path, head);
		const kind = found === "notebook" && (input.raw || stat.sizeBytes === 0) ? "text" : found;
		if (kind === "image") return readImage(path, stat, context);
		if (kind === "binary") {
			const binary = binaryKind(head) ?? "binary data";
			return {
				content: `${path} is ${binary} (${formatBytes(stat.sizeBytes)}), not text; it was not read.`,
				summary: binary,
				isError: true,
			};
		}
		const document = kind === "text" ? undefined : await readDocument(kind, input, stat, head, context);
		const encoding = document === undefined ? detectEncoding(head).encoding : "utf-8";
		const source =
			document === undefined
				? await openText(fs, path, stat.sizeBytes, read)
				: inMemory(Buffer.from(document.text, "utf8"));
		const figures = await countText(source, signal);
		const total = figures.totalLines;
		const first = offset > 0 ? offset : offset === 0 ? 1 : Math.max(1, total + offset + 1);
		if (first > Math.max(1, total)) {
			return { content: `${path} has ${plural(total, "line")}; there is no line ${first}.`, isError: true };
		}
		const range = await readLineRange(source, figures, { first, count: limit, maxLineCharacters }, signal);
		await recordSeen(context, path, stat.version);
		const to = first + range.lines.length - 1;
		const text = range.lines.join("\n");
		const notes = [
			...(document?.notes ?? []),
			...notesFor({ from: first, to, total, cut: range.cut, isInvalid: range.hasInvalidBytes, encoding }),
		];
		const tail = notes.length === 0 ? "" : `\n[${notes.join("; ")}]`;
		return {
			content: source.sizeBytes === 0 && document === undefined ? `${path} is empty.` : text + tail,
			details: {
				path,
				kind,
				text,
				totalLines: total,
				totalWords: figures.totalWords,
				totalCharacters: figures.totalCharacters,
				sizeBytes: stat.sizeBytes,
				from: first,
				to,
				...(document === undefined ? {} : JSON.parse(JSON.stringify(document.facts))),
			},
			summary:
				document?.notes[0] ??
				(range.lines.length === total ? plural(total, "line") : `${range.lines.length} of ${plural(total, "line")}`),
			view: { kind: "text", text },
			...(document?.isBroken === true ? { isError: true } : {}),
			...(document === undefined || document.images.length === 0 ? {} : { images: document.images }),
		};
	},
});
