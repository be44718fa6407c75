import { dirname } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { formatData, parseData } from "../../src/lib/data-formats.js";
import { DataError, type DataFormat, dataFormats } from "../../src/lib/data-values.js";
import { formatOfName, guessFormat } from "../../src/lib/guess-format.js";
import { plural } from "../../src/lib/plural.js";
import { decodeText } from "../../src/lib/text-encoding.js";

const maxBytes = 20_000_000;

async function readInput(path: string | undefined, text: string | undefined, context: ToolContext): Promise<string> {
	if ((path === undefined) === (text === undefined)) {
		throw new NexusError("tool.bad-input", "Give either path or text", {
			hint: "path names a file, text is the data.",
		});
	}
	if (path === undefined) return (text ?? "").replace(/^\uFEFF/, "");
	return decodeText(await context.fs.readBytes(path, { maxBytes })).text;
}

async function convert(text: string, from: DataFormat, to: DataFormat, what: string) {
	try {
		const value = await parseData(text, from);
		const { rowCount } = await import("../../src/lib/data-tables.js");
		return { ...(await formatData(value, to)), rows: rowCount(value) };
	} catch (error) {
		if (!(error instanceof DataError)) throw error;
		throw new NexusError("data.invalid", `${what}: ${error.message}`, {
			hint: `It was taken for ${from.toUpperCase()}; say so in from if it is something else.`,
		});
	}
}

/** Between JSON, JSONL, YAML, TOML, CSV and TSV. Says what the new format cannot hold. */
export const convertDataTool = defineTool({
	name: "convert_data",
	category: "files",
	description: "Turn JSON, YAML, TOML, CSV, TSV or JSONL into another of them.",
	effects: ["read", "write"],
	input: z.object({
		path: z.string().optional().describe("File, or:"),
		text: z.string().optional().describe("Data"),
		from: z.enum(dataFormats).optional().describe("Guessed"),
		to: z.enum(dataFormats).describe("Wanted"),
		output: z.string().optional().describe("File to write"),
	}),
	access: ({ path, output }) => [
		...(path === undefined ? [] : [{ effect: "read", path } as const]),
		...(output === undefined ? [] : [{ effect: "write", path: output } as const]),
	],
	title: ({ path, to, output }) => `${path ?? "text"} → ${output ?? to}`,
	async run({ path, text: given, from: stated, to, output }, context) {
		const input = await readInput(path, given, context);
		const from = stated ?? (path === undefined ? undefined : formatOfName(path)) ?? guessFormat(input);
		const { text, rows, notes } = await convert(input, from, to, path ?? "the text");
		if (output !== undefined) {
			const { fs } = context;
			const parent = dirname(await fs.realPath(output));
			if (!(await fs.exists(parent))) await fs.makeDirectory(parent);
			await fs.writeFile(output, text);
		}
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
			},
			summary: `${from} → ${to}${count}`,
			view: { kind: "code", language: to, text },
		};
	},
});
