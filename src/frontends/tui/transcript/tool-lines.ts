// One tool call as lines: one when it is done, its first useful line when it failed, its tail while it runs.
import { padText, textWidth, truncateText } from "../../../lib/text-width.js";
import type { ToolBlock } from "../../../state/state.js";
import { type Glyphs, workingGlyph } from "../glyphs.js";
import type { Highlight } from "../markdown/highlight.js";
import { cleanLines, oneLine } from "../text/clean.js";
import { type Line, type Style, span } from "../text/span.js";
import { formatDuration, formatWait } from "../text/units.js";
import { wrapHard } from "../text/wrap.js";
import type { Theme } from "../theme.js";
import { diffCounts, diffLines } from "./diff-lines.js";
import { viewLines } from "./view-lines.js";

export interface ToolContext {
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly width: number;
	readonly highlight: Highlight;
	/** Milliseconds since 1970, for what still runs. */
	readonly nowMs: number;
	readonly tick: number;
	readonly reducedMotion: boolean;
}

const nameColumns = 14;
const maxWidth = 110;
const tailLines = 4;
const errorLines = 4;
const diffFold = 24;

const moreLines = (count: number): string => `${count} more line${count === 1 ? "" : "s"}`;

interface Look {
	readonly glyph: string;
	readonly style: Style;
	/** Said where a finished call has its duration. */
	readonly word: string;
}

const lookOf = (block: ToolBlock, context: ToolContext): Look => {
	const { theme, glyphs } = context;
	const took = block.result === undefined ? "" : formatDuration(block.result.durationMs);
	switch (block.status) {
		case "requested":
			return { glyph: glyphs.waiting, style: theme.dim, word: "" };
		case "waiting":
			return { glyph: glyphs.asks, style: theme.warn, word: "waits" };
		case "running": {
			const elapsed = block.startedAt === undefined ? 0 : context.nowMs - Date.parse(block.startedAt);
			const glyph = workingGlyph(glyphs, context.tick, context.reducedMotion);
			return { glyph, style: theme.accent, word: formatWait(elapsed) };
		}
		case "done":
			return { glyph: glyphs.done, style: theme.ok, word: took };
		case "failed":
			return { glyph: glyphs.failed, style: theme.error, word: took };
		case "denied":
			return { glyph: glyphs.denied, style: theme.warn, word: "denied" };
		case "cancelled":
			return { glyph: glyphs.paused, style: theme.warn, word: "stopped" };
		case "interrupted":
			return { glyph: glyphs.paused, style: theme.warn, word: "interrupted, outcome unknown" };
	}
};

/** Glyph, name, title on the left; summary and time on the right. */
const headLine = (block: ToolBlock, context: ToolContext): Line => {
	const { theme } = context;
	const look = lookOf(block, context);
	const width = Math.min(context.width, maxWidth);
	const name = oneLine(block.name);
	const left = textWidth(name) < nameColumns ? padText(name, nameColumns) : `${name} `;
	const word = padText(look.word, Math.max(6, textWidth(look.word)), "right");
	const summary = truncateText(summaryOf(block), Math.max(0, Math.floor(width / 3)));
	const right = summary === "" ? word : `${summary}  ${word}`;
	const room = width - textWidth(look.glyph) - 1 - textWidth(left) - textWidth(right) - 2;
	if (room < 8) {
		const short = truncateText(`${name} ${oneLine(block.title)}`, Math.max(1, width - 2 - textWidth(look.word) - 2));
		return [span(look.glyph, look.style), span(` ${short}`), span(`  ${look.word}`, theme.dim)];
	}
	const title = padText(oneLine(block.title), room);
	return [span(look.glyph, look.style), span(` ${left}`), span(title, theme.dim), span(`  ${right}`, theme.dim)];
};

const summaryOf = (block: ToolBlock): string => {
	const view = block.result?.view;
	if (view?.kind === "diff" && block.status === "done") return diffCounts(view);
	return oneLine(block.result?.summary ?? "");
};

/** A call that has ended. */
export const finishedTool = (block: ToolBlock, context: ToolContext, showDiff = true): readonly Line[] => {
	const head = headLine(block, context);
	const { result } = block;
	if (result === undefined) return [head];
	if (block.status === "failed") return [head, ...failure(block, context)];
	if (block.status === "done" && result.view?.kind === "diff" && showDiff) {
		const lines = diffLines(result.view, context.theme);
		const folded = lines.length - diffFold;
		if (folded <= 2) return [head, ...lines];
		return [head, ...lines.slice(0, diffFold), [span(`${moreLines(folded)}; ctrl+o shows them`, context.theme.dim)]];
	}
	return [head];
};

/** What went wrong: the error and its hint, or the first lines that say something. */
const failure = (block: ToolBlock, context: ToolContext): readonly Line[] => {
	const { error, content } = block.result ?? {};
	const useful = cleanLines(error?.message ?? content ?? "").filter((line) => line.trim() !== "");
	const lines = useful
		.slice(0, errorLines)
		.map((line) => [span(`  ${truncateText(line, context.width - 2)}`, context.theme.error)]);
	const more = useful.length - errorLines;
	if (more > 0) lines.push([span(`  ${moreLines(more)}; ctrl+o shows them`, context.theme.dim)]);
	if (error?.hint !== undefined)
		lines.push([span(`  ${truncateText(oneLine(error.hint), context.width - 2)}`, context.theme.dim)]);
	return lines;
};

/** A call that has not ended, with the end of its output. */
export const liveTool = (block: ToolBlock, context: ToolContext): readonly Line[] => {
	if (block.result !== undefined) return [headLine(block, context)];
	const head = headLine(block, context);
	if (block.tail === "") return [head];
	const lines = cleanLines(block.tail.slice(-4000)).slice(-tailLines);
	return [
		head,
		...lines.map((line) => [span(`  ${truncateText(line, Math.max(1, context.width - 2))}`, context.theme.dim)]),
	];
};

const maxUnfolded = 400;

/** Everything there is of a finished call. */
export const unfoldedTool = (block: ToolBlock, context: ToolContext): readonly Line[] => {
	const { result } = block;
	if (result === undefined) return [headLine(block, context)];
	const body =
		result.view === undefined
			? cleanLines(result.content).map((line): Line => [span(line)])
			: viewLines(result.view, { ...context, reveal: false });
	const shown = body.slice(0, maxUnfolded).flatMap((line) => wrapHard(line, context.width));
	const rest = body.length - maxUnfolded;
	const lines: Line[] = [headLine(block, context), ...shown];
	if (rest > 0) lines.push([span(moreLines(rest), context.theme.dim)]);
	if (result.artifact !== undefined) lines.push([span(`all of it: ${oneLine(result.artifact)}`, context.theme.dim)]);
	return lines;
};
