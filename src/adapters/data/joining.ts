// A second file looked up by key: its rows are held in memory, or on disk when they are many.
import { type Cell, isEmpty, keptCell, QueryProblem, textOf } from "./cell.ts";
import type { Row, Scope, Value } from "./compile-expression.ts";
import { shown, type Table } from "./table.ts";
import { memoryBudget, type TempStore, type TempTable } from "./temp-store.ts";

export const joinKinds = ["inner", "left", "anti"] as const;
export type JoinKind = (typeof joinKinds)[number];

export interface JoinInput {
	/** `id`, or `customer_id = id` with the column of the first file first; several: all of them. */
	readonly on: readonly string[];
	readonly kind: JoinKind;
}

export interface Joined extends Scope {
	/** Names of all columns, those of the second file last. */
	names(): readonly string[];
	cells(row: Row): readonly Cell[];
	/** Calls back for each row of the second file that goes with this one. */
	each(row: Row, onRow: (row: Row) => boolean): boolean;
}

type Cells = readonly Cell[];

const split = (on: string): readonly [left: string, right: string] => {
	const [left = "", right = left, more] = on.split("=").map((name) => name.trim().replace(/^`(.*)`$/, "$1"));
	if (left === "" || right === "" || more !== undefined)
		throw new QueryProblem(
			"data.expression",
			`"${on.slice(0, 80)}" does not say which columns are equal, as in customer_id = id`,
		);
	return [left, right];
};

const keyOf = (cells: Cells): string | undefined =>
	cells.some(isEmpty) ? undefined : cells.map(textOf).join("\u0000");

/** Columns of the second file are numbered below 0. */
const secondColumn = (index: number): number => -1 - index;

export async function openJoin(
	first: Table,
	second: Table,
	stem: string,
	input: JoinInput,
	store: TempStore,
	budget = memoryBudget,
): Promise<Joined> {
	const pairs = input.on.map(split);
	const leftKeys: readonly Value[] = pairs.map(([left]) => {
		const column = first.column(left);
		return (row) => row.get(column);
	});
	const rows = await readSecond(
		second,
		pairs.map(([, right]) => right),
		store,
		budget,
	);
	const ownNames = first.names();
	const otherNames = second.names();
	const qualified = otherNames.map((name) => (ownNames.includes(name) ? `${stem}.${name}` : name));
	/** A key of the same name says nothing new. */
	const isRepeated = (name: string): boolean => pairs.some(([left, right]) => left === right && right === name);
	const shownColumns = otherNames.flatMap((name, index) => (isRepeated(name) ? [] : [index]));
	let matched: Cells = [];
	let current: Row = { get: () => undefined };
	const row: Row = { get: (column) => (column >= 0 ? current.get(column) : matched[-1 - column]) };
	return {
		names: () => [
			...first.names(),
			...(input.kind === "anti" ? [] : shownColumns.map((index) => qualified[index] ?? "")),
		],
		cells: () => {
			const cells = first.cells(current);
			const own = first.names().map((_, index) => cells[index]);
			return input.kind === "anti" ? own : [...own, ...shownColumns.map((index) => matched[index])];
		},
		column(name) {
			const other = qualified.indexOf(name);
			const bare = name.startsWith(`${stem}.`) ? otherNames.indexOf(name.slice(stem.length + 1)) : -1;
			if (bare !== -1) return secondColumn(bare);
			if (other !== -1 && !ownNames.includes(name)) return secondColumn(other);
			return first.column(name);
		},
		each(own, onRow) {
			current = own;
			const key = keyOf(leftKeys.map((value) => value(own)));
			const found = key === undefined ? [] : rows.get(key);
			let isAny = false;
			for (const cells of found) {
				isAny = true;
				if (input.kind === "anti") return true;
				matched = cells;
				if (!onRow(row)) return false;
			}
			if (isAny || input.kind === "inner") return true;
			matched = [];
			return onRow(row);
		},
	};
}

interface KeyedRows {
	get(key: string): Iterable<Cells>;
}

async function readSecond(table: Table, keys: readonly string[], store: TempStore, budget: number): Promise<KeyedRows> {
	const columns = keys.map((name) => table.column(name));
	let rows = new Map<string, Cells[]>();
	let bytes = 0;
	let spilled: TempTable | undefined;
	const spill = (): void => {
		spilled ??= store.table("key TEXT, cells TEXT");
		for (const [key, all] of rows) for (const cells of all) spilled.insert([key, JSON.stringify(cells.map(shown))]);
		rows = new Map();
		bytes = 0;
	};
	await table.each((row) => {
		const key = keyOf(columns.map((column) => row.get(column)));
		if (key === undefined) return true;
		const cells = table.cells(row).map(keptCell);
		const known = rows.get(key);
		if (known === undefined) rows.set(String(keptCell(key)), [cells]);
		else known.push(cells);
		bytes +=
			120 +
			key.length +
			cells.reduce((sum: number, cell) => sum + (typeof cell === "string" ? 24 + cell.length : 8), 0);
		if (bytes > budget) spill();
		return true;
	});
	if (spilled === undefined) return { get: (key) => rows.get(key) ?? [] };
	spill();
	spilled.index("key");
	const onDisk = spilled;
	return {
		*get(key) {
			for (const [cells] of onDisk.read("cells", "WHERE key = ? ORDER BY rowid", [key]))
				yield JSON.parse(String(cells));
		},
	};
}
