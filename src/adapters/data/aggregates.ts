// What can be said of the rows of a group. Each aggregate can be saved, and merged with what was saved of the same group.
import { type Cell, compareCells, isEmpty, kept, keptCell, numberOf, QueryProblem, textOf } from "./cell.ts";
import { decimalText, ExactSum, exactNumber } from "./exact-sum.ts";
import type { Shown } from "./sorting.ts";
import { shown } from "./table.ts";

export const aggregateNames = ["count", "sum", "mean", "min", "max", "median", "distinct"] as const;
export type AggregateName = (typeof aggregateNames)[number];

export interface Aggregate {
	add(cell: Cell): void;
	/** JSON; the values it holds one by one are left out and given by `values`. */
	save(): Shown[];
	merge(saved: readonly Shown[]): void;
	result(): Shown;
}

/** One that has to hold its values: on disk they wait apart from it. */
export interface Holding extends Aggregate {
	/** Bytes that it holds. */
	bytes(): number;
	/** What goes to the disk value by value; forgotten here. */
	values(): Iterable<number | string>;
	/** The values that were given away before, in order. */
	take(value: number | string): void;
}

export const isHolding = (aggregate: Aggregate): aggregate is Holding => "take" in aggregate;

class Count implements Aggregate {
	private count = 0;
	private readonly hasArgument: boolean;
	constructor(hasArgument: boolean) {
		this.hasArgument = hasArgument;
	}
	add(cell: Cell): void {
		if (!this.hasArgument || !isEmpty(cell)) this.count++;
	}
	save(): Shown[] {
		return [this.count];
	}
	merge([saved]: readonly Shown[]): void {
		this.count += Number(saved);
	}
	result(): Shown {
		return this.count;
	}
}

class Sum implements Aggregate {
	private readonly sum = new ExactSum();
	private count = 0;
	private readonly isMean: boolean;
	constructor(isMean: boolean) {
		this.isMean = isMean;
	}
	add(cell: Cell): void {
		const number = numberOf(cell);
		if (!Number.isFinite(number)) return;
		this.count++;
		this.sum.add(typeof cell === "string" ? cell : String(cell), number);
	}
	save(): Shown[] {
		const { units, places } = this.sum.total();
		return [this.count, units.toString(), places];
	}
	merge([count, units, places]: readonly Shown[]): void {
		this.count += Number(count);
		this.sum.addTotal(BigInt(String(units)), Number(places));
	}
	result(): Shown {
		const { units, places } = this.sum.total();
		if (!this.isMean) return exactNumber(decimalText(units, places));
		return this.count === 0 ? null : exactNumber(decimalText(units, places, BigInt(this.count)));
	}
}

class Extreme implements Aggregate {
	private best: Cell;
	private readonly sign: 1 | -1;
	constructor(sign: 1 | -1) {
		this.sign = sign;
	}
	add(cell: Cell): void {
		if (isEmpty(cell)) return;
		if (this.best === undefined) this.best = keptCell(cell);
		else {
			// Text beside numbers: compared as text.
			const order = compareCells(cell, this.best) ?? (textOf(cell) < textOf(this.best) ? -1 : 1);
			if (order * this.sign < 0) this.best = keptCell(cell);
		}
	}
	save(): Shown[] {
		return [shown(this.best)];
	}
	merge([saved]: readonly Shown[]): void {
		this.add(saved);
	}
	result(): Shown {
		return shown(this.best);
	}
}

class Median implements Holding {
	private numbers: number[] = [];
	/** Numbers that are on disk, and how many of them came by in order. */
	private stored = 0;
	private passed = 0;
	private readonly middle: number[] = [];
	add(cell: Cell): void {
		const number = numberOf(cell);
		if (Number.isFinite(number)) this.numbers.push(number);
	}
	bytes(): number {
		return this.numbers.length * 10;
	}
	save(): Shown[] {
		return [this.numbers.length];
	}
	merge([count]: readonly Shown[]): void {
		this.stored += Number(count);
	}
	*values(): Generator<number> {
		yield* this.numbers;
		this.numbers = [];
	}
	take(value: number | string): void {
		const place = this.passed++;
		if (place === (this.stored - 1) >> 1 || place === this.stored >> 1) this.middle.push(Number(value));
	}
	result(): Shown {
		const sorted = Float64Array.from(this.numbers).sort();
		const own = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
		const [low, high = low] = this.stored > 0 ? this.middle : own;
		return low === undefined || high === undefined ? null : Number((low + (high - low) / 2).toPrecision(15));
	}
}

class Distinct implements Holding {
	private seen: Set<string> | undefined;
	private held = 0;
	private passed = 0;
	private last: string | undefined;
	add(cell: Cell): void {
		if (isEmpty(cell)) return;
		const text = textOf(cell);
		this.seen ??= new Set();
		if (this.seen.has(text)) return;
		this.seen.add(kept(text));
		this.held += 60 + text.length;
	}
	bytes(): number {
		return this.held;
	}
	save(): Shown[] {
		return [];
	}
	merge(): void {}
	*values(): Generator<string> {
		yield* this.seen ?? [];
		this.seen = undefined;
		this.held = 0;
	}
	take(value: number | string): void {
		const text = String(value);
		if (text !== this.last) this.passed++;
		this.last = text;
	}
	result(): Shown {
		return this.passed + (this.seen?.size ?? 0);
	}
}

export function createAggregate(name: AggregateName, hasArgument: boolean): Aggregate {
	switch (name) {
		case "count":
			return new Count(hasArgument);
		case "sum":
		case "mean":
			return new Sum(name === "mean");
		case "min":
		case "max":
			return new Extreme(name === "min" ? 1 : -1);
		case "median":
			return new Median();
		case "distinct":
			return new Distinct();
	}
}

const spellings: Readonly<Record<string, AggregateName>> = {
	avg: "mean",
	average: "mean",
	minimum: "min",
	maximum: "max",
	total: "sum",
};

/** Throws QueryProblem `data.no-function` with the names there are. */
export function aggregateNamed(name: string): AggregateName {
	const found = aggregateNames.find((known) => known === name) ?? spellings[name];
	if (found === undefined)
		throw new QueryProblem("data.no-function", `There is no aggregate ${name}`, name, [...aggregateNames]);
	return found;
}
