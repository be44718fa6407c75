import stringWidth from "string-width";
import { sanitizeText } from "./sanitize.js";

interface Column {
	readonly name: string;
	readonly align?: "left" | "right";
}

const gap = "  ";

/**
 * Columns that line up, headings first; the last column is cut where the line would pass `width` (in terminal cells).
 * No trailing spaces.
 */
export const textTable = (columns: readonly Column[], rows: readonly (readonly string[])[], width?: number): string => {
	const clean = rows.map((row) => columns.map((_, index) => sanitizeText(row[index] ?? "").replaceAll("\n", " ")));
	const hasHeadings = columns.some((column) => column.name !== "");
	const all = hasHeadings ? [columns.map((column) => column.name), ...clean] : clean;
	const widths = columns.map((_, index) => Math.max(...all.map((row) => stringWidth(row[index] ?? ""))));
	const fixed = widths.slice(0, -1).reduce((sum, cells) => sum + cells + gap.length, 0);
	const room = width === undefined ? Number.POSITIVE_INFINITY : Math.max(20, width - fixed);
	const line = (row: readonly string[]) =>
		row
			.map((cell, index) =>
				pad(cell, widths[index] ?? 0, columns[index]?.align, index === columns.length - 1 ? room : undefined),
			)
			.join(gap)
			.trimEnd();
	return all.map(line).join("\n");
};

const pad = (cell: string, cells: number, align: Column["align"], room: number | undefined): string => {
	const cut = room !== undefined && stringWidth(cell) > room ? `${takeCells(cell, room - 1)}…` : cell;
	const padding = " ".repeat(Math.max(0, Math.min(cells, room ?? cells) - stringWidth(cut)));
	return align === "right" ? padding + cut : cut + padding;
};

const takeCells = (text: string, cells: number): string => {
	let taken = "";
	let used = 0;
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		used += stringWidth(segment);
		if (used > cells) break;
		taken += segment;
	}
	return taken;
};
