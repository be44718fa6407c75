// What JSON, JSONL, YAML, TOML, CSV and TSV have in common. Numbers that JavaScript cannot hold exactly stay exact
// (BigInt).

export const dataFormats = ["json", "yaml", "toml", "csv", "tsv", "jsonl"] as const;
export type DataFormat = (typeof dataFormats)[number];

export type DataValue =
	| null
	| boolean
	| number
	| bigint
	| string
	| readonly DataValue[]
	| { readonly [key: string]: DataValue };

/** What is wrong with the data, in a line for people. */
export class DataError extends Error {
	override readonly name = "DataError";
}

/** JSON with big integers as they are; `indent` 0 for one line. */
export function toJson(value: DataValue, indent = 2): string {
	const raw = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;
	return JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? raw(item.toString()) : item), indent);
}

export interface Formatted {
	readonly text: string;
	/** What could not be said in the new format, for people. */
	readonly notes: readonly string[];
}

/** How tables (CSV, TSV) are written down. */
export interface TableDialect {
	/** One character; guessed when read, a comma (TSV: a tab) when written. */
	readonly separator?: string | undefined;
	/** False: the first row is data; columns are `column_1`, `column_2` … Default true. */
	readonly header?: boolean | undefined;
	/** Objects in cells: `dotted` columns `a.b` (default when written), or `json` in one cell (default when read). */
	readonly nested?: "dotted" | "json" | undefined;
}
