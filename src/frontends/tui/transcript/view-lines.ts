// A tool's result as lines, as its view asks.
import type { ToolView } from "../../../contracts/tool.js";
import { chartText } from "../../../lib/chart-text.js";
import { showHidden } from "../../../lib/show-hidden.js";
import { padText, textWidth } from "../../../lib/text-width.js";
import type { Highlight } from "../markdown/highlight.js";
import { cleanLines, oneLine } from "../text/clean.js";
import { cutLine, type Line, type Style, span } from "../text/span.js";
import { wrapLine } from "../text/wrap.js";
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
		case "chart": {
			const [title, ...labels] = [view.title, ...view.labels].map(oneLine);
			const series = view.series.map(({ name, values }) => ({ name: oneLine(name), values }));
			const lines = chartText({ unit: view.unit, labels, series }, context.width);
			return [[span(title ?? "", context.theme.bold)], ...lines.map((line) => [span(line)])];
		}
		case "image":
			return [[span(oneLine(imageText(view)))]];
	}
};

/** Columns that line up; the last one wraps where there is room for words, and is cut where there is none. */
export const plainTable = (
	columns: readonly string[],
	rows: readonly (readonly string[])[],
	context: Pick<ViewContext, "theme" | "width">,
	right: readonly boolean[] = [],
): readonly Line[] => {
	const cells = rows.map((row) => columns.map((_, index) => oneLine(row[index] ?? "")));
	const last = columns.length - 1;
	const widths = columns.map((name, index) => {
		const natural = Math.max(textWidth(name), ...cells.map((row) => textWidth(row[index] ?? "")));
		return index === last ? natural : Math.min(widestColumn, natural);
	});
	const before = widths.slice(0, last).reduce((sum, width) => sum + width + gap.length, 0);
	const room = context.width - before;
	const isWrapped = right[last] !== true && room >= leastWrapped && (widths[last] ?? 0) > room;
	const line = (texts: readonly string[], style: Style): readonly Line[] => {
		const head = texts
			.slice(0, last)
			.flatMap((text, index) => [
				span(padText(text, widths[index] ?? 0, right[index] === true ? "right" : "left"), style),
				span(gap),
			]);
		const end = texts[last] ?? "";
		if (isWrapped)
			return wrapLine([span(end, style)], { width: context.width, first: head, rest: [span(" ".repeat(before))] });
		return [
			cutLine(
				[...head, span(padText(end, widths[last] ?? 0, right[last] === true ? "right" : "left"), style)],
				context.width,
			),
		];
	};
	const head = columns.every((name) => name === "") ? [] : line(columns, context.theme.bold);
	return [...head, ...cells.flatMap((row) => line(row, []))];
};

const imageText = ({ mediaType, width, height, alt, path }: Extract<ToolView, { kind: "image" }>): string => {
	const size = width === undefined || height === undefined ? "" : `, ${width}x${height}`;
	return `[image ${mediaType}${size}] ${alt}${path === undefined ? "" : ` (${path})`}`;
};

const gap = "  ";
const widestColumn = 60;
const leastWrapped = 20;
