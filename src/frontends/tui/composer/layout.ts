// Where each character of the buffer stands on the screen, for a width in columns.
import { graphemes, textWidth } from "../../../lib/text-width.js";
import { type Buffer, chipLabel, isChip } from "./chips.js";

export interface Row {
	/** Offsets in the text; `to` is after the last character, before its line end. */
	readonly from: number;
	readonly to: number;
	/** What is shown, chips by their label. */
	readonly shown: string;
	/** False when the row above was too long and goes on here. */
	readonly startsLine: boolean;
}

interface Cell {
	readonly at: number;
	readonly shown: string;
	readonly columns: number;
}

const cellsOf = (buffer: Buffer, from: number, to: number): readonly Cell[] => {
	let at = from;
	return graphemes(buffer.text.slice(from, to)).map((grapheme) => {
		const paste = isChip(grapheme) ? buffer.pastes[grapheme] : undefined;
		const shown = paste === undefined ? (grapheme === "\t" ? "  " : grapheme) : chipLabel(paste);
		const cell = { at, shown, columns: textWidth(shown) };
		at += grapheme.length;
		return cell;
	});
};

/** Always at least one row. */
export const layoutRows = (buffer: Buffer, width: number): readonly Row[] => {
	const room = Math.max(1, width);
	const rows: Row[] = [];
	let lineFrom = 0;
	for (const line of buffer.text.split("\n")) {
		const lineTo = lineFrom + line.length;
		let from = lineFrom;
		let shown = "";
		let used = 0;
		let startsLine = true;
		for (const cell of cellsOf(buffer, lineFrom, lineTo)) {
			if (used + cell.columns > room && used > 0) {
				rows.push({ from, to: cell.at, shown, startsLine });
				from = cell.at;
				shown = "";
				used = 0;
				startsLine = false;
			}
			shown += cell.shown;
			used += cell.columns;
		}
		rows.push({ from, to: lineTo, shown, startsLine });
		lineFrom = lineTo + 1;
	}
	return rows;
};

/** Row and column of an offset; at a wrap the cursor stands at the start of the next row. */
export const locate = (buffer: Buffer, rows: readonly Row[], offset: number): { row: number; column: number } => {
	const found = rows.findLastIndex((row) => row.from <= offset);
	const row = Math.max(0, found);
	const from = rows[row]?.from ?? 0;
	const column = cellsOf(buffer, from, offset).reduce((sum, cell) => sum + cell.columns, 0);
	return { row, column };
};

/** One row up or down, keeping the column where the text allows; unchanged at the first and the last row. */
export const moveVertically = (buffer: Buffer, direction: -1 | 1, width: number): Buffer => {
	const rows = layoutRows(buffer, width);
	const { row, column } = locate(buffer, rows, buffer.cursor);
	const wanted = buffer.column ?? column;
	const target = rows[row + direction];
	if (target === undefined) return buffer;
	let cursor = target.from;
	let used = 0;
	for (const cell of cellsOf(buffer, target.from, target.to)) {
		if (used + cell.columns > wanted) break;
		used += cell.columns;
		cursor = cell.at + (buffer.text.slice(cell.at).match(/^./su)?.[0].length ?? 1);
	}
	return { ...buffer, cursor: snap(buffer, target, cursor), column: wanted, lastEdit: "other" };
};

/** The start of the cluster at or after `cursor` within the row; a full row that goes on keeps the cursor inside. */
const snap = (buffer: Buffer, row: Row, cursor: number): number => {
	const starts = [...cellsOf(buffer, row.from, row.to).map((cell) => cell.at), row.to];
	return starts.find((at) => at >= cursor) ?? row.to;
};
