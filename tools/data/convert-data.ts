import { dirname } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { formatData, parseData } from "../../src/lib/data-formats.js";
import { DataError, type DataFormat, dataFormats, type TableDialect } from "../../src/lib/data-values.js";
import { formatOfName, guessFormat } from "../../src/lib/guess-format.js";
import { plural } from "../../src/lib/plural.js";
import { decodeText, decodeTextAs } from "../../src/lib/text-encoding.js";

const maxBytes = 20_000_000;

interface Source {
	readonly path?: string | undefined;
	readonly text?: string | undefined;
	readonly encoding?: string | undefined;
}

interface Read {
	readonly text: string;
	readonly notes: readonly string[];
}

async function readInput({ path, text, encoding }: Source, context: ToolContext): Promise<Read> {
	if ((path === undefined) === (text === undefined)) {
		throw new NexusError("tool.bad-input", "Give either path or text", {
			hint: "path names a file, text is the data.",
		});
	}
	if (path === undefined) return { text: (text ?? "").replace(/^\uFEFF/, ""), notes: [] };
	const bytes = await context.fs.readBytes(path, { maxBytes });
	if (encoding !== undefined) {
		const decoded = decodeTextAs(bytes, encoding);
		if (decoded !== undefined) return { text: decoded, notes: [] };
		throw new NexusError("data.encoding", `${path} cannot be read as ${encoding}`, {
			hint: "Encodings are named as on the web: utf-8, utf-16le, windows-1252, shift_jis …",
		});
	}
	const decoded = decodeText(bytes);
	if (!decoded.hasInvalidBytes) return { text: decoded.text, notes: [] };
	// What is no UTF-8 and has no mark is nearly always from an older Windows program.
	const older = decodeTextAs(bytes, "windows-1252");
	return { text: older ?? decoded.text, notes: ["it is not UTF-8: read as windows-1252 (name another in encoding)"] };
}

interface Dialects {
	readonly read: TableDialect;
	readonly write: TableDialect;
}

async function convert(text: string, from: DataFormat, to: DataFormat, dialects: Dialects, what: string) {
	try {
		const value = await parseData(text, from, dialects.read);
		const { rowCount } = await import("../../src/lib/data-tables.js");
		return { ...(await formatData(value, to, dialects.write)), rows: rowCount(value) };
	} catch (error) {
		if (!(error instanceof DataError)) throw error;
		throw new NexusError("data.invalid", `${what}: ${error.message}`, {
			hint: `It was taken for ${from.toUpperCase()}; say so in from if it is something else.`,
		});
	}
}

async function write(path: string, text: string, hasBom: boolean, { fs }: ToolContext): Promise<void> {
	const parent = dirname(await fs.realPath(path));
	if (!(await fs.exists(parent))) await fs.makeDirectory(parent);
	await fs.writeFile(path, hasBom ? `\uFEFF${text}` : text);
}

const separatorField = z.string().length(1).optional();

/** Between JSON, JSONL, YAML, TOML, CSV and TSV. Says what the new format cannot hold. */
export const convertDataTool = defineTool({
	name: "convert_data",
	category: "data",
	description: "Turn JSON, YAML, TOML, CSV, TSV or JSONL into another of them.",
	keywords: ["export", "import", "spreadsheet", "excel", "transform", "format", "parse", "delimiter", "encoding"],
	effects: ["read", "write"],
	input: z.object({
		path: z.string().optional().describe("File, or:"),
		text: z.string().optional().describe("Data"),
		from: z.enum(dataFormats).optional().describe("Guessed"),
		to: z.enum(dataFormats).describe("Wanted"),
		output: z.string().optional().describe("File to write"),
		separator: separatorField.describe("Of the CSV read; guessed"),
		output_separator: separatorField.describe("Of the CSV written"),
		header: z.boolean().default(true).describe("The CSV read has a header row"),
		nested: z.enum(["dotted", "json"]).optional().describe("Objects in CSV: columns a.b (read only if asked), or JSON"),
		encoding: z.string().max(40).optional().describe("Of the file read"),
		bom: z.boolean().default(false).describe("Start output with a BOM (for Excel)"),
	}),
	output: z.object({
		from: z.enum(dataFormats),
		to: z.enum(dataFormats),
		text: z.string(),
		rows: z.int().optional(),
		output: z.string().optional(),
		notes: z.array(z.string()).optional(),
	}),
	access: ({ path, output }) => [
		...(path === undefined ? [] : [{ effect: "read", path } as const]),
		...(output === undefined ? [] : [{ effect: "write", path: output } as const]),
	],
	title: ({ path, to, output }) => `${path ?? "text"} → ${output ?? to}`,
	async run(input, context) {
		const { path, from: stated, to, output, nested, header } = input;
		const source = await readInput(input, context);
		const from = stated ?? (path === undefined ? undefined : formatOfName(path)) ?? guessFormat(source.text);
		const dialects = {
			read: { separator: input.separator, header, nested },
			write: { separator: input.output_separator, nested },
		};
		const converted = await convert(source.text, from, to, dialects, path ?? "the text");
		const { text, rows } = converted;
		const notes = [...source.notes, ...converted.notes];
		context.signal.throwIfAborted();
		if (output !== undefined) await write(output, text, input.bom, context);
		const tail = notes.length === 0 ? "" : `\n[${notes.join("; ")}]`;
		const count = rows === undefined ? "" : ` (${plural(rows, "row")})`;
		return {
			content: output === undefined ? text.replace(/\n$/, "") + tail : `Wrote ${output}${count}.${tail}`,
			details: {
				from,
				to,
				text,
				...(rows === undefined ? {} : { rows }),
				...(output === undefined ? {} : { output }),
				...(notes.length === 0 ? {} : { notes }),
			},
			summary: `${from} → ${to}${count}`,
			view: { kind: "code", language: to, text },
		};
	},
});
