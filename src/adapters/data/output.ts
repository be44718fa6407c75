// Rows as the text of a file.
import { csvRecord } from "../../lib/csv-records.ts";
import { QueryProblem } from "./cell.ts";
import type { Shown } from "./sorting.ts";

export interface OutputFormat {
	readonly format: "csv" | "tsv" | "json" | "jsonl";
	readonly separator?: string | undefined;
}

/** A file is written as a whole, so it has to fit into memory. */
const maxCharacters = 60_000_000;

const toText = (cell: Shown | undefined): string => (cell === null || cell === undefined ? "" : String(cell));

/** Throws QueryProblem `data.too-large`. */
export function formatRows(
	columns: readonly string[],
	rows: Iterable<readonly Shown[]>,
	{ format, separator = format === "tsv" ? "\t" : "," }: OutputFormat,
): { readonly text: string; readonly count: number } {
	const pieces: string[] = [];
	let [piece, size, count] = ["", 0, 0];
	const write = (text: string): void => {
		piece += text;
		size += text.length;
		if (size > maxCharacters)
			throw new QueryProblem(
				"data.too-large",
				`The result is larger than ${maxCharacters / 1e6} MB after ${count} rows`,
			);
		if (piece.length < 1_000_000) return;
		pieces.push(piece);
		piece = "";
	};
	const isTable = format === "csv" || format === "tsv";
	if (isTable) write(csvRecord(columns, separator));
	for (const cells of rows) {
		if (isTable)
			write(
				csvRecord(
					columns.map((_, index) => toText(cells[index])),
					separator,
				),
			);
		else {
			const object = JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null])));
			write(format === "jsonl" ? `${object}\n` : `${count === 0 ? "[\n" : ",\n"}${object}`);
		}
		count++;
	}
	if (format === "json") write(count === 0 ? "[]\n" : "\n]\n");
	return { text: pieces.join("") + piece, count };
}
