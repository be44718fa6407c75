// What a command answers, as lines.
import type { CommandResult } from "../../../contracts/command.js";
import { type ErrorData, toErrorData } from "../../../contracts/errors.js";
import type { Glyphs } from "../glyphs.js";
import { cleanLines, oneLine } from "../text/clean.js";
import { type Line, span } from "../text/span.js";
import { wrapLine } from "../text/wrap.js";
import type { Theme } from "../theme.js";
import { plainTable } from "../transcript/view-lines.js";

export interface ResultContext {
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly width: number;
}

export const messageLines = (text: string, { width }: ResultContext): readonly Line[] =>
	cleanLines(text).flatMap((line) => {
		const indent = /^ {1,12}/.exec(line)?.[0] ?? "";
		return wrapLine([span(line.slice(indent.length))], { width, first: [span(indent)], rest: [span(indent)] });
	});

export const tableLines = (
	result: Extract<CommandResult, { type: "table" }>,
	context: ResultContext,
): readonly Line[] => {
	const title = result.title === undefined ? [] : [[span(oneLine(result.title), context.theme.bold)]];
	if (result.rows.length === 0) return [...title, [span(result.empty ?? "nothing", context.theme.dim)]];
	const right = result.columns.map((column) => column.align === "right");
	const names = result.columns.map((column) => column.name);
	return [...title, ...plainTable(names, result.rows, context, right)];
};

/** What happened, then what to do. */
export const errorLines = (error: unknown, context: ResultContext): readonly Line[] => {
	const data: ErrorData = toErrorData(error);
	const { theme, glyphs, width } = context;
	const head = wrapLine([span(oneLine(data.message), theme.error)], {
		width,
		first: [span(`${glyphs.failed} `, theme.error)],
		rest: [span("  ")],
	});
	if (data.hint === undefined) return head;
	return [
		...head,
		...wrapLine([span(oneLine(data.hint), theme.dim)], { width, first: [span("  ")], rest: [span("  ")] }),
	];
};
