// Tables: columns line up, cells wrap; where there is no room for columns, each row becomes a short list.
import type { Tokens } from "marked";
import { addStyle, type Line, lineText, lineWidth, type Span, span } from "../text/span.js";
import { wrapLine } from "../text/wrap.js";
import type { Theme } from "../theme.js";
import { inlineSpans } from "./inline.js";

export interface TableContext {
	readonly theme: Theme;
	readonly width: number;
	readonly rule: string;
}

const gap = 2;
/** No column is made narrower than this, or than its longest word. */
const leastColumns = 6;

type Cell = { readonly line: Line; readonly align: "left" | "right" | "center" };

/** `widths` of a table whose head has been printed already keep its later rows in line. */
export const tableLines = (table: Tokens.Table, context: TableContext, fixed?: readonly number[]): readonly Line[] => {
	const head = table.header.map((cell) => toCell(cell, context.theme, true));
	const rows = table.rows.map((row) => row.map((cell) => toCell(cell, context.theme, false)));
	const widths = fixed ?? columnWidths(table, context);
	if (widths === undefined) return stackedLines(head, rows, context);
	const body = rows.flatMap((row) => rowLines(row, widths));
	if (fixed !== undefined) return body;
	const rule = widths.map((width) => context.rule.repeat(width)).join(" ".repeat(gap));
	return [...rowLines(head, widths), [span(rule, context.theme.dim)], ...body];
};

/** Columns of each cell, or undefined when the table does not fit side by side. */
export const columnWidths = (table: Tokens.Table, context: TableContext): readonly number[] | undefined => {
	const all = [table.header, ...table.rows].map((row) => row.map((cell) => inlineSpans(cell.tokens, context.theme)));
	const natural = table.header.map((_, column) => Math.max(1, ...all.map((row) => lineWidth(row[column] ?? []))));
	const room = context.width - gap * (natural.length - 1);
	const total = natural.reduce((sum, width) => sum + width, 0);
	if (total <= room) return natural;
	const least = natural.map((width, column) =>
		Math.min(width, Math.max(leastColumns, Math.min(20, longestWord(all.map((row) => row[column] ?? []))))),
	);
	const leastTotal = least.reduce((sum, width) => sum + width, 0);
	if (leastTotal > room) return undefined;
	return shareOut(natural, least, room);
};

const longestWord = (lines: readonly Line[]): number =>
	Math.max(
		0,
		...lines.flatMap((line) =>
			lineText(line)
				.split(/\s+/)
				.map((word) => lineWidth([span(word)])),
		),
	);

/** Each column gets its least; what is left goes to those that want more, in proportion. */
const shareOut = (natural: readonly number[], least: readonly number[], room: number): readonly number[] => {
	const spare = room - least.reduce((sum, width) => sum + width, 0);
	const wish = natural.map((width, column) => width - (least[column] ?? 0));
	const wishes = wish.reduce((sum, width) => sum + width, 0);
	return least.map((width, column) => width + Math.floor(((wish[column] ?? 0) * spare) / Math.max(1, wishes)));
};

const toCell = (cell: Tokens.TableCell, theme: Theme, isHead: boolean): Cell => ({
	line: inlineSpans(cell.tokens, theme, isHead ? theme.bold : []),
	align: cell.align ?? "left",
});

const rowLines = (cells: readonly Cell[], widths: readonly number[]): readonly Line[] => {
	const columns = widths.map((width, column) => wrapLine(cells[column]?.line ?? [], { width }));
	const height = Math.max(1, ...columns.map((lines) => lines.length));
	const out: Line[] = [];
	for (let row = 0; row < height; row++) {
		const line: Span[] = [];
		for (const [column, width] of widths.entries()) {
			if (column > 0) line.push(span(" ".repeat(gap)));
			line.push(...aligned(columns[column]?.[row] ?? [], width, cells[column]?.align ?? "left"));
		}
		out.push(line);
	}
	return out;
};

const aligned = (line: Line, width: number, align: Cell["align"]): Line => {
	const blanks = Math.max(0, width - lineWidth(line));
	const left = align === "right" ? blanks : align === "center" ? Math.floor(blanks / 2) : 0;
	return [span(" ".repeat(left)), ...line, span(" ".repeat(blanks - left))];
};

const stackedLines = (
	head: readonly Cell[],
	rows: readonly (readonly Cell[])[],
	context: TableContext,
): readonly Line[] => {
	const out: Line[] = [];
	for (const [index, row] of (rows.length === 0 ? [[]] : rows).entries()) {
		if (index > 0) out.push([]);
		for (const [column, cell] of head.entries()) {
			const name = cell.line.map((part) => ({ ...part, style: addStyle(part.style, context.theme.dim) }));
			const value = row[column]?.line ?? [];
			out.push(
				...wrapLine([...name, span(": ", context.theme.dim), ...value], { width: context.width, rest: [span("  ")] }),
			);
		}
	}
	return out;
};
