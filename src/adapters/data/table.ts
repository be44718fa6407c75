// A file as rows with named columns, read piece by piece.
import { CsvRecords, guessSeparator } from "../../lib/csv-records.ts";
import { cellValue, columnNames } from "../../lib/table-cells.ts";
import { type Cell, QueryProblem } from "./cell.ts";
import type { Row, Scope } from "./compile-expression.ts";
import { cellAt, createJsonArray, createJsonLines, flatCells, type JsonRow, type JsonRows } from "./json-rows.ts";
import { createTextPieces } from "./text-pieces.ts";

export interface TableInput {
	readonly name: string;
	readonly format: "csv" | "tsv" | "json" | "jsonl";
	readonly separator?: string | undefined;
	readonly header?: boolean | undefined;
	readonly encoding?: string | undefined;
}

/** Pieces of the file in order. */
export type Bytes = AsyncIterable<Uint8Array>;

export interface Table extends Scope {
	/** Columns known so far, in order: of a CSV all of them at once, of JSON as they come. */
	names(): readonly string[];
	/** Every cell of the row, in the order of `names`. */
	cells(row: Row): readonly Cell[];
	/** Calls back for each row, which is only good until the next one; false ends it. Can be read once. */
	each(onRow: (row: Row) => boolean): Promise<void>;
	/** Rows given so far. */
	count(): number;
}

const invalid = (error: unknown, name: string): QueryProblem => {
	if (error instanceof QueryProblem) {
		return new QueryProblem(error.code, `${name}: ${error.message}`, error.name_, error.known);
	}
	const reason = error instanceof Error ? error.message : String(error);
	// What a value in the data is made of is walked through by recursion.
	return new QueryProblem(
		"data.invalid",
		`${name}: ${reason.includes("call stack") ? "it is nested too deeply" : reason}`,
	);
};

const noColumn = (name: string, table: string, known: readonly string[]): QueryProblem =>
	new QueryProblem("data.no-column", `${table} has no column ${name}`, name, known);

/** By its very name, else the only one that differs by upper and lower case. */
export function findColumn(names: readonly string[], name: string): number {
	const exact = names.indexOf(name);
	if (exact !== -1) return exact;
	const near = names.flatMap((known, index) => (known.toLowerCase() === name.toLowerCase() ? [index] : []));
	return near.length === 1 ? (near[0] ?? -1) : -1;
}

export async function openTable(input: TableInput, bytes: Bytes): Promise<Table> {
	const pieces = bytes[Symbol.asyncIterator]();
	const first = await pieces.next();
	const text = createTextPieces(first.done === true ? new Uint8Array() : first.value, input.encoding);
	const beginning = first.done === true ? "" : text.next(first.value);
	const rest = async function* (): AsyncGenerator<{ readonly text: string; readonly isLast: boolean }> {
		yield { text: beginning, isLast: false };
		for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next())
			yield { text: text.next(piece.value), isLast: false };
		yield { text: text.end(), isLast: true };
	};
	const feedAll = async (feed: (text: string, isLast: boolean) => boolean): Promise<void> => {
		try {
			for await (const piece of rest()) if (!feed(piece.text, piece.isLast)) break;
		} catch (error) {
			throw invalid(error, input.name);
		}
	};
	const isCsv = input.format === "csv" || input.format === "tsv";
	return isCsv ? csvTable(input, beginning, feedAll) : jsonTable(input, beginning, feedAll);
}

type FeedAll = (feed: (text: string, isLast: boolean) => boolean) => Promise<void>;

/** More than this without the end of the first row is no table. */
const maxHeaderCharacters = 4_000_000;

function csvTable(input: TableInput, beginning: string, feedAll: FeedAll): Table {
	const separator = input.separator ?? (input.format === "tsv" ? "\t" : guessSeparator(beginning));
	const hasHeader = input.header !== false;
	const header = new CsvRecords(separator);
	let names: readonly string[] = [];
	try {
		header.feed(beginning.slice(0, maxHeaderCharacters), true, () => {
			const fields = header.fields();
			names = columnNames(hasHeader ? fields : fields.map(() => ""));
			return false;
		});
	} catch (error) {
		throw invalid(error, input.name);
	}
	const records = new CsvRecords(separator);
	const row: Row = { get: (column) => records.field(column) };
	return {
		names: () => names,
		cells: () => names.map((_, index) => records.field(index)),
		column(name) {
			const index = findColumn(names, name);
			if (index === -1) throw noColumn(name, input.name, names);
			return index;
		},
		count: () => Math.max(0, records.count - (hasHeader ? 1 : 0)),
		each: (onRow) =>
			feedAll((text, isLast) => records.feed(text, isLast, () => (hasHeader && records.count === 1) || onRow(row))),
	};
}

/** Names in the first rows, as far as they came with the first piece. */
const sampleNames = (input: TableInput, beginning: string): ReadonlySet<string> => {
	const names = new Set<string>();
	let seen = 0;
	try {
		jsonRows(input).feed(beginning, false, (row) => {
			for (const [name] of flatCells(row)) names.add(name);
			return ++seen < sampledRows;
		});
	} catch {
		// Told when the rows are read.
	}
	return names;
};

const sampledRows = 100;
const jsonRows = ({ format }: TableInput): JsonRows => (format === "jsonl" ? createJsonLines() : createJsonArray());

function jsonTable(input: TableInput, beginning: string, feedAll: FeedAll): Table {
	const asked: { readonly name: string; readonly path: readonly string[]; isThere: boolean }[] = [];
	const names = new Map([...sampleNames(input, beginning)].map((name, index) => [name, index] as const));
	let current: JsonRow = {};
	let count = 0;
	const row: Row = {
		get(column) {
			const wanted = asked[column];
			if (wanted === undefined) return undefined;
			const { cell, isThere } = cellAt(current, wanted.name, wanted.path);
			if (isThere) wanted.isThere = true;
			return cell;
		},
	};
	const note = (): void => {
		if (count <= sampledRows)
			for (const [name] of flatCells(current)) if (!names.has(name)) names.set(name, names.size);
	};
	return {
		names: () => [...names.keys()],
		cells() {
			const cells: Cell[] = [];
			for (const [name, cell] of flatCells(current)) {
				if (!names.has(name)) names.set(name, names.size);
				cells[names.get(name) ?? 0] = cell;
			}
			return Array.from(cells);
		},
		column: (name) => asked.push({ name, path: name.split("."), isThere: false }) - 1,
		count: () => count,
		async each(onRow) {
			const rows = jsonRows(input);
			await feedAll((text, isLast) =>
				rows.feed(text, isLast, (next) => {
					current = next;
					count++;
					note();
					return onRow(row);
				}),
			);
			const missing = asked.find(({ isThere, name }) => !isThere && !names.has(name));
			if (missing !== undefined && count > 0 && names.size > 0 && !hasPrefix(names, missing.name))
				throw noColumn(missing.name, input.name, [...names.keys()]);
		},
	};
}

const hasPrefix = (names: ReadonlyMap<string, number>, name: string): boolean =>
	[...names.keys()].some((known) => known.startsWith(`${name}.`));

/** A cell as it is given out: typed where its text is a number, boolean, list or object and nothing is lost by it. */
export function shown(cell: Cell): string | number | boolean | null {
	if (cell === undefined || cell === null) return null;
	if (typeof cell === "bigint") return cell.toString();
	if (typeof cell !== "string") return cell;
	const value = cellValue(cell);
	return typeof value === "number" || typeof value === "boolean" ? value : cell;
}
