// CSV and TSV. The first row names the columns. A cell becomes a number, boolean, list or object only when writing it
// again would give the very same text, so that "007", "1.0" and "1e3" stay what they are.
import Papa from "papaparse";
import { DataError, type DataFormat, type DataValue, type Formatted, toJson } from "./data-values.js";

const maxColumns = 10_000;

function cellValue(cell: string): DataValue {
	if (cell === "true") return true;
	if (cell === "false") return false;
	if (/^-?\d/.test(cell)) {
		const number = Number(cell);
		if (Number.isFinite(number) && String(number) === cell) return number;
		return cell;
	}
	if (!/^[[{]/.test(cell) || cell.length > 100_000) return cell;
	try {
		const value: DataValue = JSON.parse(cell);
		return JSON.stringify(value) === cell && !cell.includes('"__proto__"') ? value : cell;
	} catch {
		return cell;
	}
}

/** Names of columns: as they are, empty ones `column_3`, repeated ones `name_2`. */
function columnNames(header: readonly string[]): readonly string[] {
	const used = new Set<string>();
	return header.map((cell, index) => {
		const base = cell.trim() === "" ? `column_${index + 1}` : cell.trim();
		if (base === "__proto__") throw new DataError("it has a column named __proto__, which is refused");
		let name = base;
		for (let count = 2; used.has(name); count++) name = `${base}_${count}`;
		used.add(name);
		return name;
	});
}

export function parseTable(text: string, format: DataFormat): DataValue {
	const { data, errors } = Papa.parse<string[]>(text, {
		skipEmptyLines: "greedy",
		...(format === "tsv" ? { delimiter: "\t" } : {}),
	});
	const error = errors.find((entry) => entry.type === "Quotes");
	if (error !== undefined) throw new DataError(`row ${(error.row ?? 0) + 1}: ${error.message.toLowerCase()}`);
	const [header, ...rows] = data;
	if (header === undefined) return [];
	const width = rows.reduce((most, row) => Math.max(most, row.length), header.length);
	if (width > maxColumns) throw new DataError(`it has more than ${maxColumns} columns`);
	const names = columnNames([...header, ...Array.from({ length: width - header.length }, () => "")]);
	return rows.map((row) => {
		const entries = names
			.slice(0, Math.max(header.length, row.length))
			.map((name, index): [string, DataValue] => [name, cellValue(row[index] ?? "")]);
		return Object.fromEntries(entries);
	});
}

const isTable = (value: DataValue): value is { readonly [key: string]: DataValue } =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const cellText = (value: DataValue | undefined): string => {
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? toJson(value, 0) : String(value);
};

/** The rows in the value: itself, or the only list that it holds, or the one row that it is. */
function rowsOf(value: DataValue): readonly DataValue[] {
	if (Array.isArray(value)) return value;
	if (!isTable(value)) return [value];
	const values = Object.values(value);
	const [only] = values;
	const isWrapped = values.length === 1 && Array.isArray(only) && only.length > 0 && only.every(isTable);
	return isWrapped ? (only as readonly DataValue[]) : [value];
}

export function formatTable(value: DataValue, format: DataFormat): Formatted {
	const rows = rowsOf(value);
	const options = { delimiter: format === "tsv" ? "\t" : ",", newline: "\n" };
	const notes: string[] = [];
	let table: string[][];
	if (rows.length > 0 && rows.every((row) => Array.isArray(row))) {
		table = rows.map((row) => (row as readonly DataValue[]).map(cellText));
	} else if (rows.every(isTable)) {
		const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
		table = [columns, ...rows.map((row) => columns.map((column) => cellText(row[column])))];
		if (rows.some((row) => Object.values(row).some((cell) => typeof cell === "object" && cell !== null))) {
			notes.push("nested values are written as JSON in their cell");
		}
	} else {
		table = [["value"], ...rows.map((row) => [cellText(row)])];
	}
	const text = table.length === 0 || table[0]?.length === 0 ? "" : `${Papa.unparse(table, options)}\n`;
	return { text, notes };
}

/** How many rows a table of this value would have; undefined for what is no list. */
export const rowCount = (value: DataValue): number | undefined => {
	const rows = rowsOf(value);
	return rows.length === 1 && rows[0] === value ? undefined : rows.length;
};
