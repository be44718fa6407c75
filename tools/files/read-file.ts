import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import type { FileSystem } from "../../src/contracts/ports.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { binaryKind } from "../../src/lib/binary-kind.js";
import { type ByteSource, countText, readLineRange } from "../../src/lib/count-text.js";
import { formatBytes, plural } from "../../src/lib/plural.js";
import { recordSeen } from "../../src/lib/seen-version.js";
import { decodeText, detectEncoding } from "../../src/lib/text-encoding.js";

const maxLineCharacters = 2000;
const headBytes = 8192;
/** A file up to this size is read at once: opening one anew for each look takes longer than to read it. */
const wholeBytes = 1024 * 1024;

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
}): string {
	const { from, to, total, cut, isInvalid, encoding } = about;
	const notes: string[] = [];
	if (from > 1 || to < total)
		notes.push(`lines ${from}-${to} of ${total}${to < total ? `; next: offset ${to + 1}` : ""}`);
	if (cut > 0) notes.push(`${plural(cut, "long line")} cut to ${maxLineCharacters} characters`);
	if (isInvalid) notes.push("some bytes are no valid UTF-8 and are shown as \uFFFD");
	if (encoding !== "utf-8") notes.push(`decoded from ${encoding.toUpperCase()}`);
	return notes.length === 0 ? "" : `\n[${notes.join("; ")}]`;
}

/** `offset` counts from 1; a negative one from the end. Memory stays bounded whatever the size of the file. */
export const readFileTool = defineTool({
	name: "read_file",
	category: "files",
	description: "Read a text file, whole or by lines.",
	effects: ["read"],
	isCore: true,
	input: z.object({
		path: z.string().describe("File"),
		offset: z.number().default(1).describe("First line; -5: last 5 lines"),
		limit: z.number().min(1).default(2000).describe("Most lines"),
	}),
	access: ({ path }) => [{ effect: "read", path }],
	title: ({ path, offset }) => {
		if (offset < 0) return `${path}, last ${plural(-offset, "line")}`;
		return offset <= 1 ? path : `${path} from line ${offset}`;
	},
	async run({ path, offset: wanted, limit: most }, context: ToolContext) {
		const offset = Math.trunc(wanted);
		const limit = Math.trunc(most);
		const { fs, signal } = context;
		const stat = await fs.stat(path);
		if (stat.kind === "directory") {
			throw new NexusError("file.not-regular", `${path} is a folder, not a file`, { hint: "Use list_directory." });
		}
		const length = stat.sizeBytes <= wholeBytes ? wholeBytes : headBytes;
		const read = await fs.readBytes(path, { offset: 0, length });
		const head = read.subarray(0, headBytes);
		const kind = binaryKind(head);
		if (kind !== undefined) {
			return {
				content: `${path} is ${kind} (${formatBytes(stat.sizeBytes)}), not text; it was not read.`,
				summary: kind,
				isError: true,
			};
		}
		const { encoding } = detectEncoding(head);
		const source = await openText(fs, path, stat.sizeBytes, read);
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
		const notes = notesFor({ from: first, to, total, cut: range.cut, isInvalid: range.hasInvalidBytes, encoding });
		return {
			content: stat.sizeBytes === 0 ? `${path} is empty.` : text + notes,
			details: {
				path,
				text,
				totalLines: total,
				totalWords: figures.totalWords,
				totalCharacters: figures.totalCharacters,
				sizeBytes: stat.sizeBytes,
				from: first,
				to,
			},
			summary:
				range.lines.length === total ? plural(total, "line") : `${range.lines.length} of ${plural(total, "line")}`,
			view: { kind: "text", text },
		};
	},
});
