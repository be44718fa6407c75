// The composer: a rule, the text with its cursor, and under it what could be typed next.
import { padText, textWidth, truncateStart, truncateText } from "../../../lib/text-width.js";
import { layoutRows, locate } from "../composer/layout.js";
import { oneLine } from "../text/clean.js";
import { type Line, span } from "../text/span.js";
import type { ScreenState } from "./state.js";

export interface ComposerView {
	readonly lines: readonly Line[];
	/** Column and row within `lines`. */
	readonly cursor: { readonly x: number; readonly y: number };
}

/** The part of the text around the cursor that fits in `maxRows`. */
export const composerLines = (state: ScreenState, maxRows: number): ComposerView => {
	const { theme, glyphs, columns, buffer } = state;
	const indent = columns >= 8 ? 2 : 0;
	const isShell = buffer.text.startsWith("!");
	const mark = indent === 0 ? "" : isShell ? "! " : `${glyphs.prompt} `;
	const room = Math.max(1, columns - indent - 1);
	const rows = layoutRows(buffer, room);
	const at = locate(buffer, rows, buffer.cursor);
	const first = Math.max(0, Math.min(at.row - Math.floor(maxRows / 2), rows.length - maxRows));
	const shown = rows.slice(first, first + maxRows);
	const lines = shown.map((row, index): Line => {
		const isFirst = first + index === 0;
		return [span(isFirst ? mark : " ".repeat(indent), isShell ? theme.warn : theme.accent), span(row.shown)];
	});
	if (buffer.text === "" && state.placeholder !== "") {
		lines[0] = [span(mark, theme.accent), span(truncateText(state.placeholder, room), theme.dim)];
	}
	return { lines, cursor: { x: Math.min(columns - 1, indent + at.column), y: at.row - first } };
};

/** Completion, history search or the queue: at most `maxRows` lines. */
export const underComposer = (state: ScreenState, maxRows: number): readonly Line[] => {
	if (maxRows <= 0) return [];
	if (state.search !== undefined) return [searchLine(state)];
	if (state.completion !== undefined) return completionLines(state, maxRows);
	return queueLines(state, maxRows);
};

const searchLine = (state: ScreenState): Line => {
	const { search, theme, columns } = state;
	const none = search?.index === undefined && search?.query !== "" ? "  nothing found" : "";
	return [span(truncateText(`  search: ${oneLine(search?.query ?? "")}${none}`, columns), theme.accent)];
};

const completionLines = (state: ScreenState, maxRows: number): readonly Line[] => {
	const { completion, theme, columns, glyphs } = state;
	if (completion === undefined) return [];
	const { items, selected } = completion;
	const first = Math.max(0, Math.min(selected - maxRows + 1, items.length - maxRows));
	const shown = items.slice(first, first + maxRows);
	const widest = Math.min(Math.floor(columns / 2), Math.max(...shown.map((item) => textWidth(oneLine(item.label)))));
	return shown.map((item, index): Line => {
		const isSelected = first + index === selected;
		const label = oneLine(item.label);
		if (item.detail === "") {
			const path = truncateStart(label, Math.max(1, columns - 3));
			return [span(isSelected ? `${glyphs.prompt} ` : "  ", theme.accent), span(path, isSelected ? theme.accent : [])];
		}
		const room = columns - widest - 5;
		return [
			span(isSelected ? `${glyphs.prompt} ` : "  ", theme.accent),
			span(padText(label, widest), isSelected ? theme.accent : []),
			span(room < 8 ? "" : `  ${truncateText(oneLine(item.detail), room)}`, theme.dim),
		];
	});
};

const queueLines = (state: ScreenState, maxRows: number): readonly Line[] => {
	const { queue, run } = state.session;
	if (run === undefined || queue.length === 0) return [];
	const { theme, columns } = state;
	const shown = queue.slice(-Math.min(maxRows, 3));
	return shown.map((prompt, index): Line => {
		const help = index === shown.length - 1 ? "  (up takes it back)" : "";
		return [
			span(truncateText(`  queued: ${oneLine(prompt.text)}`, Math.max(1, columns - help.length)), theme.dim),
			span(columns > 40 ? help : "", theme.dim),
		];
	});
};
