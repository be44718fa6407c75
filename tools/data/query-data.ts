import { basename, dirname, extname } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext, type ToolView } from "../../src/contracts/tool.js";
import { DataError } from "../../src/lib/data-values.js";
import { formatOfName } from "../../src/lib/guess-format.js";
import { plural } from "../../src/lib/plural.js";
import { openTables, type RowFormat, rowFormats } from "../../src/lib/table-files.js";

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
type Cell = z.output<typeof cell>;

/** What the thread answers. */
const answer = z.object({
	columns: z.array(z.string()),
	rows: z.array(z.array(cell)),
	scanned: z.int(),
	matched: z.int(),
	total: z.int(),
	isWhole: z.boolean(),
	text: z.string().optional(),
});
type Answer = z.output<typeof answer>;

const list = z.string().min(1).max(10_000).optional();

/** At commas outside brackets and quotes. */
function listOf(text: string | undefined): string[] | undefined {
	const parts = text?.match(/(?:\((?:[^()]|\([^()]*\))*\)|`[^`]*`|"[^"]*"|'[^']*'|[^,])+/g);
	return parts?.map((part) => part.trim()).filter((part) => part !== "");
}

const input = z.object({
	path: z.string().min(1).describe("CSV, TSV, JSON or JSONL"),
	select: list.describe('e.g. "name, price * qty as total"; default all'),
	where: z
		.string()
		.max(10_000)
		.optional()
		.describe(
			"e.g. amount > 9 and (code in ('A','B') or name contains 'x'); between, starts with, ends with, matches /re/, is empty, not, year(d)",
		),
	join: z
		.object({
			path: z.string().min(1).describe("File"),
			on: list.unwrap().describe('"id" or "cid = id"'),
			kind: z.enum(["inner", "left", "anti"]).default("inner").describe("anti: without match"),
		})
		.optional()
		.describe("Second file"),
	group_by: list.describe("Columns"),
	aggregate: list.describe("count, sum(x), mean, min, max, median, distinct; … as name"),
	having: z.string().max(10_000).optional().describe("Filter of groups"),
	sort: list.describe('"total desc, name"'),
	distinct: z.boolean().default(false).describe("Each row once"),
	limit: z.int().min(0).max(10_000).optional().describe("Default 50"),
	offset: z.int().min(0).max(1_000_000_000).default(0).describe("Skip"),
	output: z.string().optional().describe("File to write all rows to"),
	format: z.enum(rowFormats).optional().describe("Guessed"),
	separator: z.string().length(1).optional().describe("Guessed"),
	header: z.boolean().default(true).describe("First row names columns"),
	encoding: z.string().max(40).optional().describe("Guessed"),
});
type Input = z.output<typeof input>;

const timeoutMs = 900_000;
const defaultLimit = 50;
/** Bars that a chart of groups may have. */
const maxBars = 40;

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

const stemOf = (path: string): string => basename(path, extname(path));

const showCell = (value: Cell | undefined): string => (value === null || value === undefined ? "" : String(value));

const table = ({ columns, rows }: Answer): string =>
	[
		columns.join("\t"),
		...rows.map((row) => row.map((value) => showCell(value).replace(/[\t\r\n]+/g, " ")).join("\t")),
	].join("\n");

/** Groups with one name and figures are bars; everything else is a table. */
function viewOf({ columns, rows }: Answer, groupColumns: number): ToolView {
	const series = columns.slice(1).map((name, index) => ({ name, values: rows.map((row) => row[index + 1]) }));
	const figures = series.filter(({ values }) => values.every((value) => typeof value === "number"));
	const first = figures[0];
	if (groupColumns === 1 && first !== undefined && rows.length > 1 && rows.length <= maxBars) {
		return {
			kind: "chart",
			title: figures.map(({ name }) => name).join(", "),
			labels: rows.map((row) => showCell(row[0]) || "(empty)"),
			series: figures.map(({ name, values }) => ({ name, values: values.map(Number) })),
		};
	}
	return { kind: "table", columns, rows: rows.map((row) => row.map(showCell)) };
}

async function run(given: Input, context: ToolContext): Promise<Answer> {
	const { separator, header, encoding } = given;
	const files = [
		{ path: given.path, format: given.format, separator, header, encoding },
		...(given.join === undefined ? [] : [{ path: given.join.path }]),
	];
	const { tables, source, changed } = await openTables(context.fs, files, (line) => context.progress(line)).catch(
		invalid,
	);
	const limit = given.limit ?? (given.output === undefined ? defaultLimit : undefined);
	const format = given.output === undefined ? undefined : outputFormat(given.output);
	const query = {
		table: tables[0] ?? {},
		select: listOf(given.select),
		where: given.where,
		join:
			given.join === undefined
				? undefined
				: {
						table: tables[1] ?? {},
						stem: stemOf(given.join.path),
						on: listOf(given.join.on) ?? [],
						kind: given.join.kind,
					},
		groupBy: listOf(given.group_by),
		aggregate: listOf(given.aggregate),
		having: given.having,
		sort: listOf(given.sort),
		isDistinct: given.distinct,
		limit,
		offset: given.offset,
		output: format === undefined ? undefined : { format },
	};
	const plain = JSON.parse(JSON.stringify({ kind: "query", query }));
	const result = answer.parse(
		await context.workers.overData(plain, { timeoutMs, memoryMb: 160, signal: context.signal }, source),
	);
	refuseChanged(await changed());
	return result;
}

const outputFormat = (path: string): RowFormat => {
	const format = formatOfName(path);
	return format === "tsv" || format === "json" || format === "jsonl" ? format : "csv";
};

async function save(path: string, text: string, { fs }: ToolContext): Promise<void> {
	const parent = dirname(await fs.realPath(path));
	if (!(await fs.exists(parent))) await fs.makeDirectory(parent);
	await fs.writeFile(path, text);
}

/**
 * Reads any size of file in bounded memory, in a thread. Throws `data.expression`, `data.no-column`, `data.no-function`,
 * `data.invalid`, `data.encoding`, `data.too-large`, `file.*`.
 */
export const queryDataTool = defineTool({
	name: "query_data",
	category: "data",
	description: "Filter, join, group, sort and total the rows of a CSV, TSV, JSON or JSONL file of any size.",
	keywords: ["sql", "select", "spreadsheet", "pivot", "aggregate", "average", "rows", "table", "csv", "top", "unique"],
	effects: ["read", "write"],
	input,
	output: z.object({
		path: z.string(),
		columns: z.array(z.string()),
		rows: z.array(z.array(cell)),
		/** Rows read, rows that the filter let through, and rows of the whole result. */
		scanned: z.int(),
		matched: z.int(),
		total: z.int(),
		/** False: reading ended when there were enough rows. */
		isWhole: z.boolean(),
		output: z.string().optional(),
	}),
	timeoutMs,
	access: ({ path, join, output }) => [
		{ effect: "read", path },
		...(join === undefined ? [] : [{ effect: "read", path: join.path } as const]),
		...(output === undefined ? [] : [{ effect: "write", path: output } as const]),
	],
	title: ({ path, where, group_by }) =>
		[path, where, group_by === undefined ? undefined : `by ${listOf(group_by)?.join(", ")}`]
			.filter((part) => part !== undefined)
			.join(" · "),
	async run(given, context) {
		const { text, ...result } = await run(given, context);
		const { columns, rows, scanned, matched, total, isWhole } = result;
		const isGrouped = given.group_by !== undefined || given.aggregate !== undefined;
		const read = `${scanned}${isWhole ? "" : "+"} read${given.where === undefined ? "" : `, ${matched} matching`}`;
		const summary = `${plural(total, isGrouped ? "group" : "row")}${isWhole ? "" : "+"} (${read})`;
		const details = { path: given.path, ...result, ...(given.output === undefined ? {} : { output: given.output }) };
		if (given.output !== undefined) {
			context.signal.throwIfAborted();
			await save(given.output, text ?? "", context);
			return { content: `Wrote ${plural(total, "row")} to ${given.output} (${read}).`, details, summary };
		}
		const rest =
			rows.length < total || !isWhole
				? `, these are ${rows.length === 0 ? "none" : `${given.offset + 1}-${given.offset + rows.length}`}`
				: "";
		return {
			content: `${table(result)}\n[${summary}${rest}]`,
			details,
			summary,
			view: viewOf({ columns, rows, scanned, matched, total, isWhole }, listOf(given.group_by)?.length ?? 0),
		};
	},
});
