// A tool's result as lines, as its view asks.
import type { ToolView } from "../../../contracts/tool.js";
import { showHidden } from "../../../lib/show-hidden.js";
import { padText, textWidth } from "../../../lib/text-width.js";
import type { Highlight } from "../markdown/highlight.js";
import { cleanLines, oneLine } from "../text/clean.js";
import { type Line, span } from "../text/span.js";
import type { Theme } from "../theme.js";
import { diffLines } from "./diff-lines.js";

export interface ViewContext {
	readonly theme: Theme;
	readonly width: number;
	readonly highlight: Highlight;
	/** Hidden characters are written out: something is to be decided about this text. */
	readonly reveal: boolean;
}

export const viewLines = (view: ToolView, context: ViewContext): readonly Line[] => {
	const text = (source: string) => cleanLines(context.reveal ? showHidden(source) : source);
	switch (view.kind) {
		case "text":
			return text(view.text).map((line) => [span(line)]);
		case "code":
			return context.highlight(text(view.text).join("\n"), view.language, context.theme);
		case "diff":
			return diffLines(view, context.theme, context.reveal);
		case "table":
			return plainTable(view.columns, view.rows, context);
	}
};

/** Columns that line up, the last one cut at the edge. `right` names columns of numbers. */
export const plainTable = (
	columns: readonly string[],
	rows: readonly (readonly string[])[],
	context: Pick<ViewContext, "theme" | "width">,
	right: readonly boolean[] = [],
): readonly Line[] => {
	const cells = rows.map((row) => columns.map((_, index) => oneLine(row[index] ?? "")));
	const widths = columns.map((name, index) =>
		Math.min(60, Math.max(textWidth(name), ...cells.map((row) => textWidth(row[index] ?? "")))),
	);
	const line = (texts: readonly string[], style: readonly number[]): Line => {
		let left = context.width;
		return texts.map((text, index) => {
			const gap = index === 0 ? "" : "  ";
			const room = Math.min(widths[index] ?? 0, Math.max(0, left - gap.length));
			left -= room + gap.length;
			return span(room === 0 ? "" : gap + padText(text, room, right[index] === true ? "right" : "left"), style);
		});
	};
	return [line(columns, context.theme.bold), ...cells.map((row) => line(row, []))];
};
