// Prompts, notices and what the person added, as lines.
import { fileLines, totalText } from "../../../lib/restore-text.js";
import { truncateText } from "../../../lib/text-width.js";
import type { ContextBlock, NoticeBlock, PromptBlock, RestoreBlock } from "../../../state/state.js";
import type { Glyphs } from "../glyphs.js";
import { cleanLines, oneLine } from "../text/clean.js";
import { type Line, span } from "../text/span.js";
import { wrapLine } from "../text/wrap.js";
import type { Theme } from "../theme.js";

export interface BlockContext {
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly width: number;
}

const promptFold = 12;
const contextFold = 10;
const maxWidth = 100;

export const promptLines = (block: PromptBlock, { theme, glyphs, width }: BlockContext): readonly Line[] => {
	const room = Math.min(width, maxWidth);
	const mark = span(`${glyphs.prompt} `, theme.accent);
	// A pasted megabyte is not laid out to show its first lines.
	const head = block.text.slice(0, 20_000);
	const lines = cleanLines(head).flatMap((line, index) =>
		wrapLine([span(line, theme.bold)], { width: room, first: [index === 0 ? mark : span("  ")], rest: [span("  ")] }),
	);
	const isCut = lines.length > promptFold || head.length < block.text.length;
	const shown = lines.slice(0, promptFold);
	if (isCut) shown.push([span(`  ${block.text.length.toLocaleString("en-US")} characters in all`, theme.dim)]);
	if (block.images > 0) shown.push([span(`  ${block.images} image${block.images === 1 ? "" : "s"}`, theme.dim)]);
	return shown;
};

export const noticeLines = (block: NoticeBlock, { theme, glyphs, width }: BlockContext): readonly Line[] => {
	const room = Math.min(width, maxWidth);
	const { style, glyph } = {
		info: { style: theme.dim, glyph: glyphs.dot },
		warn: { style: theme.warn, glyph: "!" },
		error: { style: theme.error, glyph: glyphs.failed },
	}[block.level];
	const head = wrapLine([span(oneLine(block.text), style)], {
		width: room,
		first: [span(`${glyph} `, style)],
		rest: [span("  ")],
	});
	if (block.hint === undefined) return head;
	const hint = wrapLine([span(oneLine(block.hint), theme.dim)], {
		width: room,
		first: [span("  ")],
		rest: [span("  ")],
	});
	return [...head, ...hint];
};

/** The end of what a `!` command said. */
export const contextLines = (block: ContextBlock, { theme, width }: BlockContext): readonly Line[] => {
	const lines = cleanLines(block.text);
	const shown = lines.slice(-contextFold);
	const hidden = lines.length - shown.length;
	const title = truncateText(oneLine(block.title), Math.max(1, width - 2));
	return [
		[span(title.startsWith("!") ? "" : "! ", theme.accent), span(title, theme.bold)],
		...(hidden > 0 ? [[span(`${hidden} lines before`, theme.dim)]] : []),
		...shown.map((line): Line => [span(line)]),
	];
};

/** The first line of what a model thought. */
export const reasoningLines = (text: string, { theme, width }: BlockContext): readonly Line[] => {
	const thought = oneLine(text);
	if (thought === "") return [];
	return [[span(truncateText(`thought: ${thought}`, Math.max(1, Math.min(width, maxWidth))), theme.dim)]];
};

/** What an undo or a redo did, file by file. */
export const restoreLines = (block: RestoreBlock, { theme, glyphs, width }: BlockContext): readonly Line[] => {
	const head = `${block.direction === "undo" ? "undone" : "redone"}: ${totalText(block.files)}`;
	const turns = block.turns.map(({ id, title }) => `turn ${id} (${oneLine(title)})`).join(", ");
	const lines = [
		...fileLines(block.files, undefined),
		...(block.more > 0 ? [`  and ${block.more} more`] : []),
		...(block.keptIn === undefined ? [] : [`  copies of what was overwritten: ${block.keptIn}`]),
	];
	return [
		[span(`${glyphs.dot} `, theme.accent), span(truncateText(`${head}, ${turns}`, Math.max(1, width - 2)), theme.bold)],
		...lines.map((line): Line => [span(truncateText(line, Math.max(1, width)), theme.dim)]),
	];
};
