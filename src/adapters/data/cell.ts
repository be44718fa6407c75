// One value of a row, and how two of them compare.

/** Text as it stands in a CSV; typed values from JSON. Lists and objects come as their JSON text. */
export type Cell = string | number | bigint | boolean | null | undefined;

/** What is wrong with a query or its data; `known` names what there is instead. */
export class QueryProblem extends Error {
	readonly code: string;
	readonly name_: string | undefined;
	readonly known: readonly string[] | undefined;
	constructor(code: string, message: string, name?: string, known?: readonly string[]) {
		super(message);
		this.code = code;
		this.name_ = name;
		this.known = known;
	}
}

export const isEmpty = (cell: Cell): cell is "" | null | undefined =>
	cell === "" || cell === null || cell === undefined;

/** The number in a cell; NaN when there is none. Text counts when it is a plain decimal number. */
export function numberOf(cell: Cell): number {
	if (typeof cell === "number") return cell;
	if (typeof cell !== "string") return typeof cell === "bigint" ? Number(cell) : Number.NaN;
	const first = cell.charCodeAt(0);
	// Digits, signs, a point or a blank begin a number; nothing else does, whatever Number() makes of it.
	const mayBegin = (first >= 48 && first <= 57) || first === 45 || first === 46 || first === 43 || first === 32;
	return mayBegin && !isPrefixed(cell) && cell.trim() !== "" ? Number(cell) : Number.NaN;
}

/** 0x10 and its like are names, not numbers. */
const isPrefixed = (text: string): boolean => text.charCodeAt(0) === 48 && text.charCodeAt(1) > 57;

/** The exact integer in a cell. */
export function integerOf(cell: Cell): bigint | undefined {
	if (typeof cell === "bigint") return cell;
	if (typeof cell === "number") return Number.isSafeInteger(cell) ? BigInt(cell) : undefined;
	return typeof cell === "string" && /^\s*[+-]?\d{1,400}\s*$/.test(cell)
		? BigInt(cell.trim().replace(/^\+/, ""))
		: undefined;
}

export const textOf = (cell: Cell): string => (isEmpty(cell) ? "" : typeof cell === "string" ? cell : String(cell));

export function booleanOf(cell: Cell): boolean | undefined {
	if (typeof cell === "boolean") return cell;
	const text = textOf(cell).toLowerCase();
	if (text === "true" || text === "yes" || text === "1") return true;
	if (text === "false" || text === "no" || text === "0") return false;
	return undefined;
}

const order = (a: number | string | bigint, b: number | string | bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Below, at or above 0; undefined when nothing orders them (an empty cell, text beside a number). */
export function compareCells(a: Cell, b: Cell): number | undefined {
	if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b) ? 0 : undefined;
	if (a === b) return 0;
	if (typeof a === "boolean" || typeof b === "boolean") {
		const [left, right] = [booleanOf(a), booleanOf(b)];
		return left === undefined || right === undefined ? undefined : order(Number(left), Number(right));
	}
	const [left, right] = [numberOf(a), numberOf(b)];
	if (Number.isNaN(left) || Number.isNaN(right)) {
		return typeof a === "string" && typeof b === "string" ? order(a, b) : undefined;
	}
	if (left !== right || Number.isSafeInteger(left)) return order(left, right);
	const [bigLeft, bigRight] = [integerOf(a), integerOf(b)];
	return bigLeft === undefined || bigRight === undefined ? 0 : order(bigLeft, bigRight);
}

/** What rows are sorted by: numbers before text, nothing at all is null. Long integers keep their digits. */
export function sortKey(cell: Cell): number | bigint | string | null {
	if (isEmpty(cell)) return null;
	if (typeof cell === "boolean") return String(cell);
	const number = numberOf(cell);
	if (Number.isNaN(number)) return kept(textOf(cell));
	return Number.isSafeInteger(number) || Math.abs(number) >= 2 ** 63 ? number : (integerOf(cell) ?? number);
}

export const compareKeys = (a: ReturnType<typeof sortKey>, b: ReturnType<typeof sortKey>): number => {
	if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
	if (typeof a === "string" || typeof b === "string") {
		if (typeof a !== typeof b) return typeof a === "string" ? 1 : -1;
	}
	return order(a, b);
};

/** The same text without the piece of the file that it was cut from, which would be kept in memory with it. */
export const kept = (text: string): string =>
	text.length < 13 ? text : Buffer.from(text, "utf16le").toString("utf16le");

export const keptCell = (cell: Cell): Cell => (typeof cell === "string" ? kept(cell) : cell);
