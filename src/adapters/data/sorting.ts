// Rows in order: the first few kept while all pass by, or all of them, on disk when they are many.
import { compareKeys, type sortKey } from "./cell.ts";
import { memoryBudget, type TempStore, type TempTable } from "./temp-store.ts";

export type Key = ReturnType<typeof sortKey>;
/** A cell that can be stored as JSON. */
export type Shown = string | number | boolean | null;

export interface Direction {
	readonly isDescending: boolean;
}

interface Entry {
	readonly keys: readonly Key[];
	readonly cells: readonly Shown[];
	/** Equal rows stay in the order in which they came. */
	readonly order: number;
}

export interface Sorter {
	/** `cells` is asked for only when the row is kept. */
	add(keys: readonly Key[], cells: () => readonly Shown[]): void;
	/** In order; can be read once. */
	rows(): Iterable<readonly Shown[]>;
}

/** Empty ones come last whichever way the rest goes. */
const comparing =
	(directions: readonly Direction[]) =>
	(a: Entry, b: Entry): number => {
		for (const [index, { isDescending }] of directions.entries()) {
			const [left = null, right = null] = [a.keys[index], b.keys[index]];
			const order = compareKeys(left, right);
			if (order !== 0) return isDescending && left !== null && right !== null ? -order : order;
		}
		return a.order - b.order;
	};

/** The first `count` rows. */
export function createTop(directions: readonly Direction[], count: number): Sorter {
	const compare = comparing(directions);
	let kept: Entry[] = [];
	let last: Entry | undefined;
	let order = 0;
	const cut = (): void => {
		kept = kept.sort(compare).slice(0, count);
		last = kept.length === count ? kept.at(-1) : undefined;
	};
	return {
		add(keys, cells) {
			const entry = { keys, cells: [], order: order++ };
			if (count === 0 || (last !== undefined && compare(entry, last) >= 0)) return;
			kept.push({ ...entry, cells: cells() });
			// Sorted now and then instead of at each row: the cost of a row stays the same.
			if (kept.length >= count * 2 + 100) cut();
		},
		*rows() {
			cut();
			for (const { cells } of kept) yield cells;
		},
	};
}

const sizeOf = (value: Key | Shown): number => (typeof value === "string" ? 24 + value.length : 8);

/** SQLite holds integers of 64 bits; `Number` loses digits only past them. */
const toSql = (key: Key): string | number | bigint | null =>
	typeof key === "bigint" && BigInt.asIntN(64, key) !== key ? Number(key) : key;

/** All rows. */
export function createFullSorter(directions: readonly Direction[], store: TempStore, budget = memoryBudget): Sorter {
	const compare = comparing(directions);
	let kept: Entry[] = [];
	let bytes = 0;
	let order = 0;
	let table: TempTable | undefined;
	const names = directions.map((_, index) => `k${index}`);
	const spill = (): void => {
		table ??= store.table([...names, "n INTEGER", "cells TEXT"].join(", "));
		for (const { keys, cells, order: place } of kept)
			table.insert([...directions.map((_, index) => toSql(keys[index] ?? null)), place, JSON.stringify(cells)]);
		kept = [];
		bytes = 0;
	};
	return {
		add(keys, cells) {
			const entry = { keys, cells: cells(), order: order++ };
			kept.push(entry);
			bytes += 80 + [...entry.keys, ...entry.cells].reduce((sum: number, value) => sum + sizeOf(value), 0);
			if (bytes > budget) spill();
		},
		*rows() {
			if (table === undefined) {
				for (const { cells } of kept.sort(compare)) yield cells;
				return;
			}
			spill();
			const by = directions.flatMap(({ isDescending }, index) => [
				`k${index} IS NULL`,
				`k${index}${isDescending ? " DESC" : ""}`,
			]);
			for (const [cells] of table.read("cells", `ORDER BY ${[...by, "n"].join(", ")}`)) yield JSON.parse(String(cells));
		},
	};
}
