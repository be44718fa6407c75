// Rows of JSON and JSONL out of text that comes in pieces.
import { type Cell, QueryProblem } from "./cell.ts";

export type JsonRow = Readonly<Record<string, unknown>>;

const maxWholeCharacters = 50_000_000;
const maxFlatDepth = 20;

/** Integers beyond 2^53 keep their digits (ECMAScript, JSON.parse source text access). */
function parse(text: string, what: string): unknown {
	try {
		if (!/\d{16}/.test(text)) return JSON.parse(text);
		return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) => {
			if (typeof value !== "number" || Number.isSafeInteger(value) || context?.source === undefined) return value;
			return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
		});
	} catch (error) {
		throw new QueryProblem("data.invalid", `${what} is no valid JSON: ${error instanceof Error ? error.message : ""}`);
	}
}

const toRow = (value: unknown): JsonRow =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRow) : { value };

/** Takes text; gives the rows that are whole by then. */
export interface JsonRows {
	feed(text: string, isLast: boolean, onRow: (row: JsonRow) => boolean): boolean;
}

/** One value a line. */
export function createJsonLines(): JsonRows {
	let carry = "";
	let line = 0;
	return {
		feed(text, isLast, onRow) {
			const all = carry + text;
			let at = 0;
			for (let end = all.indexOf("\n"); end !== -1; end = all.indexOf("\n", at)) {
				const part = all.slice(at, end);
				at = end + 1;
				line++;
				if (part.trim() !== "" && !onRow(toRow(parse(part, `line ${line}`)))) return false;
			}
			carry = all.slice(at);
			if (carry.length > maxWholeCharacters) throw new QueryProblem("data.invalid", `line ${line + 1} is too long`);
			if (!isLast || carry.trim() === "") return true;
			return onRow(toRow(parse(carry, `line ${line + 1}`)));
		},
	};
}

/**
 * The elements of one array, each parsed as soon as it is whole. Anything else is taken whole: an object that holds
 * only one list is that list.
 */
export function createJsonArray(): JsonRows {
	let carry = "";
	let kind: "array" | "whole" | undefined;
	let scanned = 0;
	let begin = 0;
	let depth = 0;
	let isInText = false;
	let isEscaped = false;
	let count = 0;

	const element = (text: string, onRow: (row: JsonRow) => boolean): boolean => {
		if (text.trim() === "") return true;
		count++;
		return onRow(toRow(parse(text, `element ${count}`)));
	};

	/** Cuts elements at the commas between them. */
	const scan = (text: string, onRow: (row: JsonRow) => boolean): boolean => {
		for (; scanned < text.length; scanned++) {
			const code = text.charCodeAt(scanned);
			if (isInText) {
				if (isEscaped) isEscaped = false;
				else if (code === 92) isEscaped = true;
				else if (code === 34) isInText = false;
			} else if (code === 34) isInText = true;
			else if (code === 91 || code === 123) {
				if (++depth === 1) begin = scanned + 1;
			} else if ((code === 93 || code === 125) && --depth === 0) {
				if (!element(text.slice(begin, scanned), onRow)) return false;
				begin = text.length;
			} else if (code === 44 && depth === 1) {
				if (!element(text.slice(begin, scanned), onRow)) return false;
				begin = scanned + 1;
			}
		}
		return true;
	};

	return {
		feed(text, isLast, onRow) {
			const all = carry + text;
			kind ??= all.trimStart() === "" ? undefined : all.trimStart().startsWith("[") ? "array" : "whole";
			if (kind === "array") {
				if (!scan(all, onRow)) return false;
				carry = all.slice(begin);
				scanned -= begin;
				begin = 0;
				if (isLast && depth !== 0)
					throw new QueryProblem("data.invalid", "the list is not closed at the end of the file");
			} else carry = all;
			if (carry.length > maxWholeCharacters) throw new QueryProblem("data.invalid", "one value in it is too large");
			if (!isLast || kind !== "whole") return true;
			const value = toRow(parse(carry, "it"));
			const values = Object.values(value);
			const list = values.length === 1 && Array.isArray(values[0]) ? (values[0] as readonly unknown[]) : [value];
			return list.every((item) => onRow(toRow(item)));
		},
	};
}

const toCell = (value: unknown): Cell => {
	if (value === null || value === undefined) return null;
	if (typeof value === "object")
		return JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? item.toString() : item));
	return value as Cell;
};

/** The value under a name: a key as it is, or keys one below the other with dots between them. */
export function cellAt(
	row: JsonRow,
	name: string,
	path: readonly string[],
): { readonly cell: Cell; readonly isThere: boolean } {
	if (Object.hasOwn(row, name)) return { cell: toCell(row[name]), isThere: true };
	let value: unknown = row;
	for (const key of path) {
		if (typeof value !== "object" || value === null || !Object.hasOwn(value, key))
			return { cell: undefined, isThere: false };
		value = (value as JsonRow)[key];
	}
	return { cell: toCell(value), isThere: true };
}

/** All values with dotted names; lists as JSON. */
export function flatCells(row: JsonRow, prefix = "", depth = 0): readonly (readonly [name: string, cell: Cell])[] {
	return Object.entries(row).flatMap(([key, value]) => {
		const isInner = typeof value === "object" && value !== null && !Array.isArray(value) && depth < maxFlatDepth;
		if (isInner && Object.keys(value).length > 0) return flatCells(value as JsonRow, `${prefix}${key}.`, depth + 1);
		return [[prefix + key, toCell(value)] as const];
	});
}
