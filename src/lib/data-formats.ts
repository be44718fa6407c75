// JSON, JSONL, YAML, TOML, CSV and TSV read and written. Input from anywhere: no key can reach a prototype, and neither
// depth nor aliases can exhaust memory.
import {
	DataError,
	type DataFormat,
	type DataValue,
	type Formatted,
	type TableDialect,
	toJson,
} from "./data-values.js";

const maxDepth = 200;
const maxAliases = 100;
const maxYamlCharacters = 5_000_000;

const firstLine = (error: unknown): string =>
	(error instanceof Error ? error.message : String(error)).split("\n")[0]?.replace(/:$/, "") ?? "";

/** Brackets outside strings. Done before parsing, since parsers recurse. */
function refuseDeepBrackets(text: string, limit: number): void {
	let depth = 0;
	let isInString = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (isInString) {
			if (character === "\\") at++;
			else if (character === '"') isInString = false;
		} else if (character === '"') isInString = true;
		else if (character === "[" || character === "{") {
			if (++depth > limit) throw new DataError(`it is nested more than ${limit} levels deep`);
		} else if (character === "]" || character === "}") depth--;
	}
}

/** Any parser's result as plain data: dates as ISO text, big integers as numbers where exact, no dangerous key. */
function toPlain(value: unknown, depth = 0): DataValue {
	if (depth > maxDepth) throw new DataError(`it is nested more than ${maxDepth} levels deep`);
	if (value === null || value === undefined) return null;
	if (typeof value === "bigint") {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value;
	}
	if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
	if (value instanceof Date) return value.toISOString();
	if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1));
	const result: Record<string, DataValue> = {};
	for (const [key, item] of Object.entries(value)) {
		if (key === "__proto__") throw new DataError("it has a key named __proto__, which is refused");
		result[key] = toPlain(item, depth + 1);
	}
	return result;
}

/** Integers beyond 2^53 keep their digits. `context.source`: ECMAScript proposal JSON.parse source text access. */
function parseJsonExactly(text: string): unknown {
	const reviver = (_key: string, value: unknown, context?: { readonly source?: string }) => {
		if (typeof value !== "number" || Number.isSafeInteger(value) || context?.source === undefined) return value;
		return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
	};
	return JSON.parse(text, reviver);
}

function parseJson(text: string): DataValue {
	refuseDeepBrackets(text, maxDepth);
	try {
		return toPlain(parseJsonExactly(text));
	} catch (error) {
		throw error instanceof DataError ? error : new DataError(`no valid JSON: ${jsonReason(text, error)}`);
	}
}

function jsonReason(text: string, error: unknown): string {
	const message = firstLine(error);
	const position = /position (\d+)/.exec(message)?.[1];
	if (position === undefined || message.includes("line ")) return message;
	const before = text.slice(0, Number(position)).split("\n");
	return `${message} (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function parseJsonLines(text: string): DataValue {
	const rows: DataValue[] = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		if (line.trim() === "") continue;
		try {
			rows.push(parseJson(line));
		} catch (error) {
			throw new DataError(`line ${index + 1}: ${firstLine(error)}`);
		}
	}
	return rows;
}

async function parseYaml(text: string): Promise<DataValue> {
	if (text.length > maxYamlCharacters)
		throw new DataError(`YAML of more than ${maxYamlCharacters} characters is refused`);
	refuseDeepBrackets(text.replace(/'[^'\n]*'/g, "''"), maxDepth * 2);
	if (/(?:^|\n)[ \t]*(?:[-?:][ \t]+){200}/.test(text))
		throw new DataError(`it is nested more than ${maxDepth} levels deep`);
	const { parseAllDocuments } = await import("yaml");
	try {
		const documents = parseAllDocuments(text, { intAsBigInt: true, uniqueKeys: true, logLevel: "error" });
		if (!Array.isArray(documents)) return null;
		const values = documents.map((document) => {
			const [error] = document.errors;
			if (error !== undefined) throw yamlError(error);
			return toPlain(document.toJS({ maxAliasCount: maxAliases }));
		});
		return values.length === 1 ? (values[0] ?? null) : values;
	} catch (error) {
		throw error instanceof DataError ? error : yamlError(error);
	}
}

/** The parser recurses, and reports a stack that ran out like any other mistake in the text. */
function yamlError(error: unknown): DataError {
	const reason = firstLine(error);
	if (reason.includes("call stack")) return new DataError("it is nested too deeply");
	return new DataError(`no valid YAML: ${reason}`);
}

async function parseToml(text: string): Promise<DataValue> {
	const { parse } = await import("smol-toml");
	refuseDeepBrackets(text.replace(/'[^'\n]*'/g, "''"), maxDepth);
	try {
		return toPlain(parse(text, { integersAsBigInt: "asNeeded", maxDepth }));
	} catch (error) {
		if (error instanceof DataError) throw error;
		if (error instanceof RangeError) throw new DataError("it is nested too deeply");
		const { line, column } = Object(error) as { line?: number; column?: number };
		const where = line === undefined ? "" : ` (line ${line} column ${column})`;
		throw new DataError(`no valid TOML: ${firstLine(error).replace(/^Invalid TOML document: /, "")}${where}`);
	}
}

/** Throws DataError. `text` without a byte order mark. */
export async function parseData(text: string, format: DataFormat, dialect?: TableDialect): Promise<DataValue> {
	if (format === "json") return parseJson(text);
	if (format === "jsonl") return parseJsonLines(text);
	if (format === "yaml") return parseYaml(text);
	if (format === "toml") return parseToml(text);
	const { parseTable } = await import("./data-tables.js");
	return parseTable(text, format, dialect);
}

/** Throws DataError when the format has no way to say it. */
export async function formatData(value: DataValue, format: DataFormat, dialect?: TableDialect): Promise<Formatted> {
	if (format === "json") return { text: `${toJson(value)}\n`, notes: notFinite(value) };
	if (format === "jsonl") {
		const rows = Array.isArray(value) ? (value as readonly DataValue[]) : [value];
		return { text: rows.map((row) => `${toJson(row, 0)}\n`).join(""), notes: notFinite(value) };
	}
	if (format === "yaml") {
		const { stringify } = await import("yaml");
		return { text: stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }), notes: [] };
	}
	if (format === "toml") return formatToml(value);
	const { formatTable } = await import("./data-tables.js");
	return formatTable(value, format, dialect);
}

/** Numbers that JSON cannot say. */
function notFinite(value: DataValue): readonly string[] {
	let count = 0;
	const visit = (item: DataValue): void => {
		if (typeof item === "number") count += Number.isFinite(item) ? 0 : 1;
		else if (typeof item === "object" && item !== null) for (const inner of Object.values(item)) visit(inner);
	};
	visit(value);
	return count === 0 ? [] : [`JSON has no infinity and no NaN: ${count} of them became null`];
}

async function formatToml(value: DataValue): Promise<Formatted> {
	const { stringify } = await import("smol-toml");
	const notes: string[] = [];
	let table = value;
	if (Array.isArray(value)) {
		table = { rows: value };
		notes.push('a list cannot be the top of a TOML file: it is under "rows"');
	} else if (value === null || typeof value !== "object") {
		throw new DataError("TOML needs keys at the top, and this is a single value");
	}
	let nulls = 0;
	const withoutNull = (item: DataValue): DataValue => {
		if (item === null || typeof item !== "object") return item;
		if (Array.isArray(item)) {
			const list = item as readonly DataValue[];
			nulls += list.filter((entry) => entry === null).length;
			return list.filter((entry) => entry !== null).map(withoutNull);
		}
		const entries = Object.entries(item as { readonly [key: string]: DataValue });
		nulls += entries.filter(([, entry]) => entry === null).length;
		return Object.fromEntries(
			entries.filter(([, entry]) => entry !== null).map(([key, entry]) => [key, withoutNull(entry)]),
		);
	};
	const text = stringify(withoutNull(table));
	if (nulls > 0) notes.push(`TOML has no null: ${nulls} of them left out`);
	return { text: text.endsWith("\n") ? text : `${text}\n`, notes };
}
