// Rows gathered by the values of some columns; groups that do not fit into memory wait on disk.
import { type Aggregate, type AggregateName, createAggregate, isHolding } from "./aggregates.ts";
import { type Cell, isEmpty, keptCell, textOf } from "./cell.ts";
import type { Row, Value } from "./compile-expression.ts";
import type { Shown } from "./sorting.ts";
import { shown } from "./table.ts";
import { memoryBudget, type TempStore, type TempTable } from "./temp-store.ts";

export interface Measure {
	readonly name: AggregateName;
	/** Absent: rows are counted. */
	readonly value: Value | undefined;
}

interface Group {
	readonly cells: readonly Shown[];
	readonly aggregates: readonly Aggregate[];
}

export interface Groups {
	add(row: Row): void;
	/** The group's own columns, then its measures. */
	results(): Iterable<readonly Shown[]>;
	count(): number;
}

const groupBytes = 400;

const keyOf = (cells: readonly Cell[]): string => {
	const [only] = cells;
	if (cells.length === 1) return isEmpty(only) ? "" : textOf(only);
	return JSON.stringify(cells.map((cell) => (isEmpty(cell) ? "" : textOf(cell))));
};

export function createGroups(
	by: readonly Value[],
	measures: readonly Measure[],
	store: TempStore,
	budget = memoryBudget,
): Groups {
	let groups = new Map<string, Group>();
	let spilled: { readonly states: TempTable; readonly values: TempTable } | undefined;
	let heldBytes = 0;
	let added = 0;
	let total = 0;

	const start = (cells: readonly Shown[]): Group => ({
		cells,
		aggregates: measures.map(({ name, value }) => createAggregate(name, value !== undefined)),
	});

	const spill = (): void => {
		spilled ??= {
			states: store.table("key TEXT, cells TEXT, state TEXT"),
			values: store.table("key TEXT, measure INTEGER, value"),
		};
		for (const [key, { cells, aggregates }] of groups) {
			spilled.states.insert([
				key,
				JSON.stringify(cells),
				JSON.stringify(aggregates.map((aggregate) => aggregate.save())),
			]);
			for (const [measure, aggregate] of aggregates.entries()) {
				if (!isHolding(aggregate)) continue;
				for (const value of aggregate.values()) spilled.values.insert([key, measure, value]);
			}
		}
		groups = new Map();
		heldBytes = 0;
	};

	const resultOf = ({ cells, aggregates }: Group): readonly Shown[] => [
		...cells,
		...aggregates.map((aggregate) => aggregate.result()),
	];

	/** States and values of a group lie side by side when both are in the order of the keys. */
	function* merged(tables: { readonly states: TempTable; readonly values: TempTable }): Generator<readonly Shown[]> {
		const values = tables.values.read("key, measure, value", "ORDER BY key, measure, value")[Symbol.iterator]();
		let next = values.next();
		const finished = (key: string, group: Group): readonly Shown[] => {
			for (; next.done !== true && next.value[0] === key; next = values.next()) {
				const aggregate = group.aggregates[Number(next.value[1])];
				if (aggregate !== undefined && isHolding(aggregate)) aggregate.take(next.value[2] as number | string);
			}
			return resultOf(group);
		};
		let key = "";
		let group: Group | undefined;
		for (const [nextKey, cells, state] of tables.states.read("key, cells, state", "ORDER BY key")) {
			if (group === undefined || key !== nextKey) {
				if (group !== undefined) yield finished(key, group);
				group = start(JSON.parse(String(cells)));
				key = String(nextKey);
			}
			const saved = JSON.parse(String(state)) as readonly (readonly Shown[])[];
			for (const [index, aggregate] of group.aggregates.entries()) aggregate.merge(saved[index] ?? []);
		}
		if (group !== undefined) yield finished(key, group);
	}

	return {
		add(row) {
			const cells = by.map((value) => value(row));
			const key = keyOf(cells);
			let group = groups.get(key);
			if (group === undefined) {
				group = start(cells.map((cell) => shown(keptCell(cell))));
				groups.set(String(keptCell(key)), group);
				heldBytes += groupBytes + key.length * 2 + measures.length * 150;
			}
			for (const [index, { value }] of measures.entries()) {
				const aggregate = group.aggregates[index];
				if (aggregate === undefined) continue;
				const before = isHolding(aggregate) ? aggregate.bytes() : 0;
				aggregate.add(value?.(row));
				if (isHolding(aggregate)) heldBytes += aggregate.bytes() - before;
			}
			added++;
			if (heldBytes > budget) spill();
		},
		*results() {
			total = 0;
			// Without columns to group by everything is one group, even when there is nothing.
			if (by.length === 0 && measures.length > 0 && added === 0) groups.set("", start([]));
			if (spilled === undefined) {
				for (const group of groups.values()) {
					total++;
					yield resultOf(group);
				}
				return;
			}
			spill();
			for (const result of merged(spilled)) {
				total++;
				yield result;
			}
		},
		count: () => total,
	};
}
