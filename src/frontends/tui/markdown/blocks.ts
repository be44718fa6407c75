// Block-level Markdown as lines. Prose is at most 100 columns wide; code is left whole, so that it copies clean.
import type { Token, Tokens } from "marked";
import { expandTabs } from "../../../lib/text-width.js";
import { addStyle, type Line, lineText, type Style, span } from "../text/span.js";
import { wrapLine } from "../text/wrap.js";
import type { Theme } from "../theme.js";
import type { Highlight } from "./highlight.js";
import { inlineSpans } from "./inline.js";
import { tableLines } from "./table.js";

export const maxProseColumns = 100;

export interface RenderContext {
	readonly theme: Theme;
	/** Columns of the terminal. */
	readonly width: number;
	readonly highlight: Highlight;
	readonly rule: string;
}

const proseWidth = (context: RenderContext): number => Math.max(1, Math.min(context.width, maxProseColumns));

/** The blocks with one empty line between each two. */
export const blocksLines = (tokens: readonly Token[], context: RenderContext): readonly Line[] => {
	const out: Line[] = [];
	for (const token of tokens) {
		const lines = blockLines(token, context);
		if (lines.length === 0) continue;
		if (out.length > 0) out.push([]);
		out.push(...lines);
	}
	return out;
};

/** One block; nothing for blank lines and link definitions. */
export const blockLines = (token: Token, context: RenderContext): readonly Line[] => {
	const { theme } = context;
	const width = proseWidth(context);
	switch (token.type) {
		case "space":
		case "checkbox":
			return [];
		case "def":
			return [[span(token.raw.trim(), theme.dim)]];
		case "heading":
			return wrapLine(
				inlineSpans((token as Tokens.Heading).tokens, theme, headingStyle(token as Tokens.Heading, theme)),
				{
					width,
				},
			);
		case "code":
			return codeLines(token as Tokens.Code, context);
		case "blockquote": {
			const inner = blocksLines((token as Tokens.Blockquote).tokens, { ...context, width: Math.max(1, width - 2) });
			return inner.map((line) => [span("> ", theme.dim), ...line]);
		}
		case "list":
			return listLines(token as Tokens.List, { ...context, width });
		case "table":
			return tableLines(token as Tokens.Table, { ...context, width: context.width });
		case "hr":
			return [[span(context.rule.repeat(Math.min(width, 24)), theme.dim)]];
		case "html":
			return rawLines(token.raw.trimEnd(), width, theme.dim);
		default: {
			const tokens = "tokens" in token && Array.isArray(token.tokens) ? token.tokens : undefined;
			const line = tokens === undefined ? [span(token.raw.trim())] : inlineSpans(tokens, theme);
			return wrapLine(line, { width });
		}
	}
};

const headingStyle = (token: Tokens.Heading, theme: Theme): Style =>
	token.depth === 1 ? addStyle(theme.bold, theme.underline) : theme.bold;

const rawLines = (text: string, width: number, style: Style): readonly Line[] =>
	text.split("\n").flatMap((line) => wrapLine([span(line, style)], { width }));

/** Fence, code, fence: what one copies is valid Markdown, and nothing stands before a line of code. */
const codeLines = (token: Tokens.Code, context: RenderContext): readonly Line[] => {
	const language = codeLanguage(token.lang);
	const code = expandTabs(token.text);
	return [
		[span(`\`\`\`${language}`, context.theme.dim)],
		...context.highlight(code, language, context.theme),
		[span("```", context.theme.dim)],
	];
};

/** First word of the info string. */
export const codeLanguage = (info: string | undefined): string => /^[\w+#.-]{1,30}/.exec(info?.trim() ?? "")?.[0] ?? "";

const listLines = (list: Tokens.List, context: RenderContext): readonly Line[] => {
	const out: Line[] = [];
	const first = typeof list.start === "number" ? list.start : 1;
	for (const [index, item] of list.items.entries()) {
		const marker = list.ordered ? `${first + index}. ` : "- ";
		out.push(...itemLines(item, marker, context));
		const isApart = index < list.items.length - 1 && /\n[ \t]*\n\s*$/.test(item.raw);
		if (isApart) out.push([]);
	}
	return out;
};

const itemLines = (item: Tokens.ListItem, marker: string, context: RenderContext): readonly Line[] => {
	const box = item.task ? (item.checked === true ? "[x] " : "[ ] ") : "";
	const indent = " ".repeat(marker.length);
	const inner = { ...context, width: Math.max(1, context.width - marker.length) };
	const lines = itemBody(item, box, inner);
	if (lines.length === 0) return [[span(marker.trimEnd(), context.theme.dim)]];
	return lines.map((line, index) => {
		if (index === 0) return [span(marker, context.theme.dim), ...line];
		return lineText(line) === "" ? line : [span(indent), ...line];
	});
};

/** Tight inside an item, but a paragraph that follows another stands apart. */
const itemBody = (item: Tokens.ListItem, box: string, context: RenderContext): readonly Line[] => {
	const out: Line[] = [];
	let hadText = false;
	for (const token of item.tokens) {
		const isText = token.type === "text" || token.type === "paragraph";
		const lines = isText && !hadText ? firstText(token, box, context) : blockLines(token, context);
		if (lines.length === 0) continue;
		if (isText && hadText) out.push([]);
		if (isText) hadText = true;
		out.push(...lines);
	}
	return out.length === 0 && box !== "" ? [[span(box, context.theme.accent)]] : out;
};

const firstText = (token: Token, box: string, context: RenderContext): readonly Line[] => {
	const tokens = "tokens" in token && Array.isArray(token.tokens) ? token.tokens : [];
	const line = inlineSpans(tokens, context.theme);
	const boxed = box === "" ? line : [span(box, context.theme.accent), ...line];
	return wrapLine(boxed, { width: context.width });
};
