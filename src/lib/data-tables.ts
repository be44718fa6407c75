// CSV and TSV as data. The first row names the columns unless it is said not to.
import { CsvRecords, csvRecord, guessSeparator } from "./csv-records.js";
import {
	DataError,
	type DataFormat,
	type DataValue,
	type Formatted,
	type TableDialect,
	toJson,
} from "./data-values.js";
import { type DataRow, flattenRow, hasDottedKey, isRow, nestRow } from "./nested-columns.js";
import { cellValue, columnNames } from "./table-cells.js";

const maxColumns = 10_000;

function readRecords(text: string, separator: string): readonly (readonly string[])[] {
	const records = new CsvRecords(separator);
	const data: string[][] = [];
	try {
		records.feed(text, true, () => data.push(records.fields()) > 0);
		return data;
	} catch (error) {
		throw new DataError(error instanceof Error ? error.message : String(error));
	}
}

export function parseTable(text: string, format: DataFormat, dialect: TableDialect = {}): DataValue {
	const data = readRecords(text, dialect.separator ?? (format === "tsv" ? "\t" : guessSeparator(text)));
	const [header, ...rows] = dialect.header === false ? [[], ...data] : data;
	if (header === undefined) return [];
	const width = rows.reduce((most, row) => Math.max(most, row.length), header.length);
	if (width > maxColumns) throw new DataError(`it has more than ${maxColumns} columns`);
	const names = columnNames([...header, ...Array.from({ length: width - header.length }, () => "")]);
	if (names.includes("__proto__")) throw new DataError("it has a column named __proto__, which is refused");
	const parsed = rows.map((row): DataRow => {
		const entries = names
			.slice(0, Math.max(header.length, row.length))
			.map((name, index): [string, DataValue] => [name, cellValue(row[index] ?? "")]);
		return Object.fromEntries(entries);
	});
	return dialect.nested === "dotted" ? parsed.map(nestRow) : parsed;
}

const cellText = (value: DataValue | undefined): string => {
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? toJson(value, 0) : String(value);
};

/** The rows in the value: itself, or the only list that it holds, or the one row that it is. */
function rowsOf(value: DataValue): readonly DataValue[] {
	if (Array.isArray(value)) return value;
	if (!isRow(value)) return [value];
	const values = Object.values(value);
	const [only] = values;
	const isWrapped = values.length === 1 && Array.isArray(only) && only.length > 0 && only.every(isRow);
	return isWrapped ? (only as readonly DataValue[]) : [value];
}

export function formatTable(value: DataValue, format: DataFormat, dialect: TableDialect = {}): Formatted {
	const rows = rowsOf(value);
	const separator = dialect.separator ?? (format === "tsv" ? "\t" : ",");
	const notes: string[] = [];
	let table: string[][];
	if (rows.length > 0 && rows.every((row) => Array.isArray(row))) {
		table = rows.map((row) => (row as readonly DataValue[]).map(cellText));
	} else if (rows.every(isRow)) {
		const isDotted = dialect.nested !== "json" && !rows.some(hasDottedKey);
		const flat = isDotted ? rows.map((row) => flattenRow(row)) : rows;
		const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
		const head = dialect.header === false ? [] : [columns];
		table = [...head, ...flat.map((row) => columns.map((column) => cellText(row[column])))];
		if (flat.some((row) => Object.values(row).some((cell) => typeof cell === "object" && cell !== null))) {
			notes.push(
				isDotted ? "lists are written as JSON in their cell" : "nested values are written as JSON in their cell",
			);
		}
	} else {
		table = [["value"], ...rows.map((row) => [cellText(row)])];
	}
	const isEmpty = table.length === 0 || table[0]?.length === 0;
	return { text: isEmpty ? "" : table.map((record) => csvRecord(record, separator)).join(""), notes };
}

/** How many rows a table of this value would have; undefined for what is no list. */
export const rowCount = (value: DataValue): number | undefined => {
	const rows = rowsOf(value);
	return rows.length === 1 && rows[0] === value ? undefined : rows.length;
};
