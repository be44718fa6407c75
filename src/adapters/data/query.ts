// A query over the rows of a file, as data: filter, join, group, sort, cut.
import { aggregateNamed } from "./aggregates.ts";
import { type Cell, keptCell, QueryProblem, sortKey } from "./cell.ts";
import { compileTest, compileValue, type Row, type Scope, type Test, type Value } from "./compile-expression.ts";
import { createGroups, type Groups, type Measure } from "./groups.ts";
import { type JoinInput, openJoin } from "./joining.ts";
import { formatRows, type OutputFormat } from "./output.ts";
import { type Expression, parseExpression } from "./parse-expression.ts";
import { createFullSorter, createTop, type Direction, type Shown, type Sorter } from "./sorting.ts";
import { type Bytes, findColumn, openTable, shown, type TableInput } from "./table.ts";
import { createTempStore, memoryBudget, type TempStore } from "./temp-store.ts";

export interface QueryInput {
	readonly table: TableInput;
	/** Columns or expressions, `… as name`. Absent: all columns. */
	readonly select?: readonly string[] | undefined;
	readonly where?: string | undefined;
	readonly join?: (JoinInput & { readonly table: TableInput; readonly stem: string }) | undefined;
	readonly groupBy?: readonly string[] | undefined;
	/** `count`, `sum(amount)`, `mean(price * quantity) as m` … */
	readonly aggregate?: readonly string[] | undefined;
	/** Over the columns of the groups. */
	readonly having?: string | undefined;
	/** `amount desc` … */
	readonly sort?: readonly string[] | undefined;
	readonly limit?: number | undefined;
	readonly offset?: number | undefined;
	readonly isDistinct?: boolean | undefined;
	/** All rows as the text of a file instead of the rows themselves. */
	readonly output?: OutputFormat | undefined;
	/** Bytes of rows held in memory. */
	readonly memoryBudget?: number | undefined;
}

export interface QueryResult {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly Shown[])[];
	/** Rows read, rows that the filter let through, and what is left of them after grouping. */
	readonly scanned: number;
	readonly matched: number;
	readonly total: number;
	/** False: reading ended when there were enough rows, so `scanned`, `matched` and `total` are those so far. */
	readonly isWhole: boolean;
	readonly text?: string;
}

interface Labelled {
	readonly label: string;
	readonly text: string;
}

const labelled = (item: string): Labelled => {
	const match = /^(.*\S)\s+as\s+(?:`([^`]+)`|([\p{L}_][\p{L}\p{N}_.]*))\s*$/isu.exec(item);
	const text = match?.[1] ?? item.trim();
	return { text, label: match?.[2] ?? match?.[3] ?? text.replace(/^`([^`]+)`$/, "$1") };
};

/** A column may be named as it is, whatever is in its name. */
const columnOrExpression = (text: string, names: readonly string[]): Expression =>
	findColumn(names, text) === -1 ? parseExpression(text) : { kind: "column", name: text };

const directed = (item: string): { readonly text: string } & Direction => {
	const match = /^(.*\S)\s+(asc|desc|ascending|descending)\s*$/is.exec(item);
	return { text: match?.[1] ?? item.trim(), isDescending: /^desc/i.test(match?.[2] ?? "") };
};

const measureOf = (text: string, scope: Scope): Measure => {
	const expression = /^count$/i.test(text)
		? ({ kind: "call", name: "count", args: [] } as const)
		: parseExpression(text);
	if (expression.kind !== "call")
		throw new QueryProblem("data.expression", `"${text.slice(0, 80)}" is no aggregate such as sum(amount)`);
	const name = aggregateNamed(expression.name);
	const [argument, ...others] = expression.args;
	if (others.length > 0 || (argument === undefined && name !== "count"))
		throw new QueryProblem("data.expression", `${name} takes one column or expression`);
	return { name, value: argument === undefined ? undefined : compileValue(argument, scope) };
};

/** The columns of groups, for what is sorted and filtered after grouping. */
function resultScope(columns: readonly string[]): { readonly scope: Scope; at(cells: readonly Shown[]): Row } {
	return {
		scope: {
			column(name) {
				const index = findColumn(columns, name);
				if (index === -1) throw new QueryProblem("data.no-column", `The result has no column ${name}`, name, columns);
				return index;
			},
		},
		at: (cells) => ({ get: (column) => cells[column] }),
	};
}

interface Stage {
	/** False: enough. */
	add(row: Row): boolean;
	finish(): { readonly columns: readonly string[]; readonly rows: Iterable<readonly Shown[]>; total(): number };
}

interface Source extends Scope {
	names(): readonly string[];
	cells(row: Row): readonly Cell[];
}

const createSorter = (input: QueryInput, directions: readonly Direction[], store: TempStore): Sorter => {
	const { limit, offset = 0, memoryBudget: budget = memoryBudget } = input;
	const few = limit === undefined ? undefined : limit + offset;
	return few !== undefined && few <= 20_000 ? createTop(directions, few) : createFullSorter(directions, store, budget);
};

function groupStage(input: QueryInput, source: Source, store: TempStore): Stage {
	const by = (input.groupBy ?? []).map(labelled);
	const measures = (input.aggregate ?? (by.length > 0 ? ["count"] : [])).map(labelled);
	const columns = [...by, ...measures].map(({ label }) => label);
	const groups: Groups = createGroups(
		by.map(({ text }) => compileValue(columnOrExpression(text, source.names()), source)),
		measures.map(({ text }) => measureOf(text, source)),
		store,
		input.memoryBudget,
	);
	const { scope, at } = resultScope(columns);
	const having = input.having === undefined ? undefined : compileTest(parseExpression(input.having), scope);
	const sort = (input.sort ?? []).map(directed);
	const keys = sort.map(({ text }) => compileValue(columnOrExpression(text, columns), scope));
	return {
		add: (row) => {
			groups.add(row);
			return true;
		},
		finish() {
			const sorter = createSorter(input, sort, store);
			let total = 0;
			for (const cells of groups.results()) {
				const row = at(cells);
				if (having !== undefined && !having(row)) continue;
				total++;
				sorter.add(
					keys.map((key) => sortKey(key(row))),
					() => cells,
				);
			}
			return { columns, rows: sorter.rows(), total: () => total };
		},
	};
}

function rowStage(input: QueryInput, source: Source, store: TempStore, isFiltered: boolean): Stage {
	const selected = input.select?.map(labelled);
	const values = selected?.map(({ text }) => compileValue(columnOrExpression(text, source.names()), source));
	const sort = (input.sort ?? []).map(directed);
	const keys: readonly Value[] = sort.map(({ text }) => {
		const alias = selected?.findIndex(({ label }) => label === text) ?? -1;
		return (
			(alias === -1 ? undefined : values?.[alias]) ?? compileValue(columnOrExpression(text, source.names()), source)
		);
	});
	const sorter = createSorter(input, sort, store);
	const few = (input.limit ?? Number.POSITIVE_INFINITY) + (input.offset ?? 0);
	const cellsOf = (row: Row): readonly Shown[] =>
		Array.from(values === undefined ? source.cells(row) : values.map((value) => value(row)), (cell) =>
			shown(keptCell(cell)),
		);
	let total = 0;
	return {
		add(row) {
			total++;
			sorter.add(
				keys.map((key) => sortKey(key(row))),
				() => cellsOf(row),
			);
			// Filtered rows are counted to the end: how many there are is what one asks for.
			return sort.length > 0 || isFiltered || total <= few;
		},
		finish: () => ({
			columns: selected?.map(({ label }) => label) ?? source.names(),
			rows: sorter.rows(),
			total: () => total,
		}),
	};
}

/** Each row once: groups without a measure. */
const asDistinct = (input: QueryInput, source: Source): QueryInput =>
	input.isDistinct === true && input.groupBy === undefined && input.aggregate === undefined
		? { ...input, groupBy: input.select ?? source.names().map((name) => `\`${name}\``), aggregate: [] }
		: input;

/** @param open the bytes of a table, from the start */
export async function runQuery(input: QueryInput, open: (table: 0 | 1) => Bytes): Promise<QueryResult> {
	const store = createTempStore();
	try {
		const table = await openTable(input.table, open(0));
		const { join } = input;
		const joined =
			join === undefined
				? undefined
				: await openJoin(table, await openTable(join.table, open(1)), join.stem, join, store, input.memoryBudget);
		const source: Source = joined ?? table;
		const where: Test | undefined =
			input.where === undefined ? undefined : compileTest(parseExpression(input.where), source);
		const plan = asDistinct(input, source);
		const isGrouped = plan.groupBy !== undefined || plan.aggregate !== undefined;
		if (plan.having !== undefined && !isGrouped)
			throw new QueryProblem("data.expression", "having is for groups: use where");
		const stage = isGrouped ? groupStage(plan, source, store) : rowStage(plan, source, store, where !== undefined);
		let matched = 0;
		let isWhole = true;
		const take = (row: Row): boolean => {
			if (where !== undefined && !where(row)) return true;
			matched++;
			isWhole = stage.add(row);
			return isWhole;
		};
		await table.each(joined === undefined ? take : (row) => joined.each(row, take));
		const { columns, rows, total } = stage.finish();
		const counts = { scanned: table.count(), matched, isWhole };
		if (plan.output !== undefined) {
			const { text, count } = formatRows(columns, cut(rows, plan), plan.output);
			return { columns, rows: [], total: count, text, ...counts };
		}
		const shownRows = [...cut(rows, plan)].map((cells) => columns.map((_, index) => cells[index] ?? null));
		return { columns, rows: shownRows, total: total(), ...counts };
	} finally {
		store.close();
	}
}

function* cut(rows: Iterable<readonly Shown[]>, { offset = 0, limit = Number.POSITIVE_INFINITY }: QueryInput) {
	let place = 0;
	for (const row of rows) {
		if (place >= offset + limit) return;
		if (place++ >= offset) yield row;
	}
}
