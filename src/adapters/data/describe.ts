// What is in the columns of a file: types, gaps, ranges, how many different values, examples.
import { type Cell, isEmpty, kept, keptCell, numberOf, textOf } from "./cell.ts";
import { decimalText, ExactSum, exactNumber } from "./exact-sum.ts";
import type { Shown } from "./sorting.ts";
import { type Bytes, openTable, shown, type TableInput } from "./table.ts";

export type ColumnType =
	| "empty"
	| "boolean"
	| "integer"
	| "decimal"
	| "date"
	| "time"
	| "list"
	| "object"
	| "text"
	| "mixed";

export interface ColumnDescription {
	readonly name: string;
	readonly type: ColumnType;
	readonly missing: number;
	readonly distinct: number;
	/** There are more different values than were counted. */
	readonly isDistinctAtLeast: boolean;
	readonly min: Shown;
	readonly max: Shown;
	/** Of numbers. */
	readonly mean: Shown;
	/** The commonest values with how often, where values repeat. */
	readonly top: readonly { readonly value: string; readonly count: number }[];
	readonly examples: readonly string[];
}

export interface Description {
	readonly rows: number;
	readonly isWhole: boolean;
	readonly columns: readonly ColumnDescription[];
}

/** Different values that are told apart in a column. */
const maxDistinct = 10_000;
const maxExampleCharacters = 60;
const maxColumns = 2000;

const typeOf = (cell: Cell): ColumnType => {
	if (typeof cell === "boolean") return "boolean";
	if (typeof cell === "number" || typeof cell === "bigint")
		return Number.isInteger(Number(cell)) ? "integer" : "decimal";
	const text = textOf(cell);
	const first = text.charCodeAt(0);
	const isDigit = first >= 48 && first <= 57;
	if (!isDigit && first !== 45 && first !== 43 && first !== 46) {
		if (first === 91 && text.endsWith("]")) return "list";
		if (first === 123 && text.endsWith("}")) return "object";
		return /^(?:true|false|yes|no)$/i.test(text) ? "boolean" : "text";
	}
	if (!Number.isNaN(numberOf(text))) {
		// A leading zero is part of a code, not of a number.
		if ((first === 48 || !isDigit) && /^[-+]?0\d/.test(text)) return "text";
		return Number.isInteger(numberOf(text)) && !/[.eE]/.test(text) ? "integer" : "decimal";
	}
	if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return "date";
	return /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? "time" : "text";
};

const together = (types: ReadonlySet<ColumnType>): ColumnType => {
	const [only] = types;
	if (types.size <= 1) return only ?? "empty";
	const all = [...types];
	if (all.every((type) => type === "integer" || type === "decimal")) return "decimal";
	if (all.every((type) => type === "date" || type === "time")) return "time";
	return types.has("text") ? "text" : "mixed";
};

interface Known {
	count: number;
	readonly type: ColumnType;
	readonly number: number;
}

class Column {
	private readonly name: string;
	private readonly types = new Set<ColumnType>();
	private readonly values = new Map<string, Known>();
	private readonly sum = new ExactSum();
	private filled = 0;
	private numbers = 0;
	private isFull = false;
	private low = Number.POSITIVE_INFINITY;
	private high = Number.NEGATIVE_INFINITY;
	/** Of numbers as they are written, and of everything else. */
	private numberRange: readonly [Cell, Cell] = [undefined, undefined];
	private first: string | undefined;
	private last: string | undefined;

	constructor(name: string) {
		this.name = name;
	}

	add(cell: Cell): void {
		if (isEmpty(cell)) return;
		this.filled++;
		const text = textOf(cell);
		let known = this.values.get(text);
		if (known === undefined) known = this.learn(cell, text);
		else known.count++;
		if (known.type !== "integer" && known.type !== "decimal") return;
		this.numbers++;
		this.sum.add(text, known.number);
	}

	/** A value that is seen for the first time, or is one too many to be told apart. */
	private learn(cell: Cell, text: string): Known {
		const type = typeOf(cell);
		this.types.add(type);
		const known = { count: 1, type, number: type === "integer" || type === "decimal" ? numberOf(cell) : Number.NaN };
		if (this.values.size < maxDistinct) this.values.set(kept(text.slice(0, 1000)), known);
		else this.isFull = true;
		if (Number.isNaN(known.number)) {
			if (this.first === undefined || text < this.first) this.first = kept(text);
			if (this.last === undefined || text > this.last) this.last = kept(text);
			return known;
		}
		const [low, high] = this.numberRange;
		if (known.number < this.low || low === undefined) {
			this.low = known.number;
			this.numberRange = [keptCell(cell), high ?? keptCell(cell)];
		}
		if (known.number > this.high) {
			this.high = known.number;
			this.numberRange = [this.numberRange[0], keptCell(cell)];
		}
		return known;
	}

	describe(rows: number): ColumnDescription {
		const type = together(this.types);
		const isNumeric = type === "integer" || type === "decimal";
		const { units, places } = this.sum.total();
		const common = [...this.values].sort(([, a], [, b]) => b.count - a.count).slice(0, 3);
		const cut = (text: string): string =>
			text.length > maxExampleCharacters ? `${text.slice(0, maxExampleCharacters)}…` : text;
		const [min, max] = isNumeric ? this.numberRange : [this.first, this.last].map((text) => text && cut(text));
		return {
			name: this.name,
			type,
			missing: rows - this.filled,
			distinct: this.values.size,
			isDistinctAtLeast: this.isFull,
			min: shown(min),
			max: shown(max),
			mean: isNumeric ? exactNumber(decimalText(units, places, BigInt(this.numbers))) : null,
			top: common.filter(([, { count }]) => count > 1).map(([value, { count }]) => ({ value: cut(value), count })),
			examples: [...this.values.keys()].slice(0, 3).map(cut),
		};
	}
}

/** @param maxRows only so many are read */
export async function describeTable(
	input: TableInput,
	bytes: Bytes,
	maxRows = Number.POSITIVE_INFINITY,
): Promise<Description> {
	const table = await openTable(input, bytes);
	const columns: Column[] = [];
	let rows = 0;
	await table.each((row) => {
		if (rows >= maxRows) return false;
		rows++;
		for (const [index, cell] of table.cells(row).entries()) {
			if (index >= maxColumns) break;
			columns[index] ??= new Column(table.names()[index] ?? "");
			columns[index].add(cell);
		}
		return true;
	});
	const described = table
		.names()
		.slice(0, maxColumns)
		.map((name, index) => (columns[index] ?? new Column(name)).describe(rows));
	return { rows, isWhole: rows < maxRows, columns: described };
}
