import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { DataError } from "../../src/lib/data-values.js";
import { plural } from "../../src/lib/plural.js";
import { openTables, rowFormats } from "../../src/lib/table-files.js";

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const description = z.object({
	rows: z.int(),
	isWhole: z.boolean(),
	columns: z.array(
		z.object({
			name: z.string(),
			type: z.enum(["empty", "boolean", "integer", "decimal", "date", "time", "list", "object", "text", "mixed"]),
			missing: z.int(),
			distinct: z.int(),
			isDistinctAtLeast: z.boolean(),
			min: cell,
			max: cell,
			mean: cell,
			top: z.array(z.object({ value: z.string(), count: z.int() })),
			examples: z.array(z.string()),
		}),
	),
});

const timeoutMs = 900_000;
const invalid = (error: unknown): never => {
	if (!(error instanceof DataError)) throw error;
	throw new NexusError("data.invalid", error.message, { hint: "Name a CSV, TSV, JSON or JSONL file.", cause: error });
};

const refuseChanged = (path: string | undefined): void => {
	if (path === undefined) return;
	throw new NexusError("file.changed", `${path} was changed while it was read`, {
		hint: "Try again.",
		retryable: true,
	});
};

const headings = ["column", "type", "missing", "distinct", "min", "max", "mean", "examples"];

/** The columns of a file, read in bounded memory. Throws `data.invalid`, `data.encoding`, `file.*`. */
export const describeDataTool = defineTool({
	name: "describe_data",
	category: "data",
	description:
		"Describe the columns of a CSV, TSV, JSON or JSONL file: types, gaps, ranges, distinct values, examples.",
	keywords: ["schema", "columns", "profile", "summary", "inspect", "fields", "csv", "dataset", "statistics"],
	effects: ["read"],
	input: z.object({
		path: z.string().min(1).describe("File"),
		max_rows: z.int().min(1).max(1_000_000_000).optional().describe("Default all"),
		format: z.enum(rowFormats).optional().describe("Guessed"),
		separator: z.string().length(1).optional().describe("Of CSV; guessed"),
		header: z.boolean().default(true).describe("CSV has a header row"),
		encoding: z.string().max(40).optional().describe("Guessed"),
	}),
	output: description.extend({ path: z.string() }),
	timeoutMs,
	access: ({ path }) => [{ effect: "read", path }],
	title: ({ path }) => path,
	async run({ path, max_rows, ...dialect }, context) {
		const { tables, source, changed } = await openTables(context.fs, [{ path, ...dialect }], (line) =>
			context.progress(line),
		).catch(invalid);
		const request = {
			kind: "describe",
			table: tables[0] ?? {},
			...(max_rows === undefined ? {} : { maxRows: max_rows }),
		};
		const limits = { timeoutMs, memoryMb: 192, signal: context.signal };
		const result = description.parse(await context.workers.overData(request, limits, source));
		refuseChanged(await changed());
		const rows = result.columns.map((column) => [
			column.name,
			column.type,
			String(column.missing),
			`${column.distinct}${column.isDistinctAtLeast ? "+" : ""}`,
			String(column.min ?? ""),
			String(column.max ?? ""),
			String(column.mean ?? ""),
			column.examples.join(" · "),
		]);
		const size = `${plural(result.rows, "row")}${result.isWhole ? "" : " (of more)"}, ${plural(result.columns.length, "column")}`;
		const lines = [headings, ...rows].map((row) => row.map((value) => value.replace(/[\t\r\n]+/g, " ")).join("\t"));
		return {
			content: `${path}: ${size}\n${lines.join("\n")}`,
			details: { path, ...result },
			summary: size,
			view: { kind: "table", columns: headings, rows },
		};
	},
});
