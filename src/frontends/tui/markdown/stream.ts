// Markdown that grows. What can no longer change is handed out once, to be printed for good; only the open block is
// read again at each step, so that the cost of a step does not grow with the answer.
import { marked, type Token, type Tokens } from "marked";
import { sanitizeText } from "../../../lib/sanitize.js";
import { expandTabs } from "../../../lib/text-width.js";
import { type Line, lineWidth, span } from "../text/span.js";
import { blockLines, blocksLines, codeLanguage, type RenderContext } from "./blocks.js";
import { dropLines } from "./cut.js";
import type { Highlighter, LineHighlighter } from "./highlight.js";
import { columnWidths, tableLines } from "./table.js";

export interface StreamContext extends RenderContext {
	readonly highlighter: Highlighter;
	/** Rows that the unfinished part may take on the screen, at least 1. */
	readonly maxLiveRows: number;
}
export interface StreamStep {
	/** Lines that are final now; lines of code are not wrapped. */
	readonly committed: readonly Line[];
	/** The rest, as it looks for the moment. */
	readonly live: readonly Line[];
}
export interface MarkdownStream {
	/** `text` is everything said so far: what was given before, plus more. */
	update(text: string, isOpen: boolean, context: StreamContext): StreamStep;
}

type Mode =
	| { readonly kind: "blocks" }
	/** Inside a fence that has not been closed; `pending` are its lines that are not printed yet. */
	| { readonly kind: "code"; readonly fence: RegExp; readonly indent: number; readonly lines: LineHighlighter }
	/** A table too long to wait for its end: its head is printed and its columns are fixed. */
	| { readonly kind: "table"; readonly head: string; readonly widths: readonly number[] };

const blocksMode: Mode = { kind: "blocks" };
const openingFence = /^( {0,3})(`{3,}|~{3,})([^\n`]*)\n/;

export const lexMarkdown = (source: string): readonly Token[] => {
	try {
		return marked.lexer(source);
	} catch {
		// Nesting too deep for the parser: show it as it is.
		return [{ type: "html", raw: source, text: source, pre: false, block: true } satisfies Tokens.HTML];
	}
};

export const createMarkdownStream = (): MarkdownStream => {
	let taken = 0;
	let source = "";
	let mode: Mode = blocksMode;
	let hasOutput = false;
	/** The next block goes on where the printed part stopped: no empty line between. */
	let isGlued = false;
	/** Printed lines of the block that is still open. */
	let cut: readonly Line[] = [];
	/** Number of the next item of a list whose first items are printed. */
	let nextNumber: number | undefined;
	let pendingCode: Line[] = [];
	let committed: Line[] = [];

	const emit = (lines: readonly Line[]) => {
		if (lines.length === 0) return;
		if (hasOutput && !isGlued) committed.push([]);
		committed.push(...lines);
		hasOutput = true;
		isGlued = false;
	};

	/** The blocks of a source, a list going on with its numbers. */
	const lex = (text: string): readonly Token[] => {
		const tokens = lexMarkdown(text);
		const [first, ...rest] = tokens;
		return first?.type === "list" && first.ordered === true && nextNumber !== undefined
			? [{ ...first, start: nextNumber } as Tokens.List, ...rest]
			: tokens;
	};

	const commitBlock = (token: Token, context: StreamContext) => {
		if (token.type === "space") return;
		const lines = dropLines(blockLines(token, context), cut);
		if (cut.length > 0) isGlued = true;
		cut = [];
		nextNumber = undefined;
		emit(lines);
		isGlued = false;
	};

	/** Reads the complete lines; true when there may be more to do in another mode. */
	const advanceBlocks = (isOpen: boolean, context: StreamContext): boolean => {
		const tokens = lex(source);
		const last = isOpen ? tokens.findLastIndex((token) => token.type !== "space") : tokens.length;
		for (const token of tokens.slice(0, Math.max(0, last))) commitBlock(token, context);
		source = tokens
			.slice(Math.max(0, last))
			.map((token) => token.raw)
			.join("");
		const opening = openingFence.exec(source);
		if (!isOpen || opening === null) return false;
		const [whole, indent = "", mark = "", info = ""] = opening;
		const fence = new RegExp(`^ {0,3}\\${mark[0]}{${mark.length},}[ \\t]*$`);
		const language = codeLanguage(info);
		mode = { kind: "code", fence, indent: indent.length, lines: context.highlighter.lines(language, context.theme) };
		pendingCode = [[span(`\`\`\`${language}`, context.theme.dim)]];
		source = source.slice(whole.length);
		return source !== "";
	};

	const advanceCode = (code: Extract<Mode, { kind: "code" }>, isOpen: boolean, context: StreamContext): boolean => {
		const lines = source.split("\n");
		const rest = lines.pop() ?? "";
		if (!isOpen && rest !== "") lines.push(rest);
		const end = lines.findIndex((line) => code.fence.test(line));
		const body = (end === -1 ? lines : lines.slice(0, end)).map((line) => expandTabs(unindent(line, code.indent)));
		if (body.length > 0) pendingCode.push(...code.lines.push(body));
		if (end === -1 && isOpen) {
			source = "";
			return false;
		}
		pendingCode.push([span("```", context.theme.dim)]);
		emit(pendingCode);
		pendingCode = [];
		mode = blocksMode;
		isGlued = false;
		source =
			end === -1
				? ""
				: lines
						.slice(end + 1)
						.map((line) => `${line}\n`)
						.join("");
		if (!isOpen && end !== -1 && rest !== "") source = source.slice(0, -1);
		return source !== "";
	};

	const advanceTable = (table: Extract<Mode, { kind: "table" }>, isOpen: boolean, context: StreamContext): boolean => {
		const [first, ...rest] = lexMarkdown(table.head + source);
		if (first?.type === "table") {
			isGlued = true;
			emit(tableLines(first as Tokens.Table, context, table.widths));
			isGlued = true;
		}
		const isOver = !isOpen || rest.length > 0;
		source = rest.map((token) => token.raw).join("");
		if (!isOver) return false;
		mode = blocksMode;
		isGlued = false;
		return source !== "";
	};

	const advance = (isOpen: boolean, context: StreamContext) => {
		let isMore = true;
		while (isMore) {
			if (mode.kind === "blocks") isMore = advanceBlocks(isOpen, context);
			else if (mode.kind === "code") isMore = advanceCode(mode, isOpen, context);
			else isMore = advanceTable(mode, isOpen, context);
		}
	};

	const liveLines = (partial: string, context: StreamContext): readonly Line[] => {
		if (mode.kind === "code") {
			const line = expandTabs(unindent(partial, mode.indent));
			return partial === "" || mode.fence.test(partial) ? pendingCode : [...pendingCode, [span(line)]];
		}
		if (mode.kind === "table") {
			const [first] = lexMarkdown(mode.head + partial);
			return partial !== "" && first?.type === "table" ? tableLines(first as Tokens.Table, context, mode.widths) : [];
		}
		const tokens = lex(source + partial);
		return dropLines(blocksLines(tokens, context), cut);
	};

	/** Makes room: prints what has become too tall although it is not finished. */
	const relieve = (live: readonly Line[], partial: string, context: StreamContext): readonly Line[] => {
		const keep = Math.max(1, Math.floor(context.maxLiveRows / 2));
		if (mode.kind === "code") {
			emit(pendingCode.splice(0, Math.max(0, pendingCode.length - keep)));
			isGlued = true;
			return liveLines(partial, context);
		}
		const [token] = mode.kind === "blocks" && cut.length === 0 ? lex(source) : [];
		if (token?.type === "table" && freezeTable(token as Tokens.Table, context)) return liveLines(partial, context);
		if (token?.type === "list" && releaseItems(token as Tokens.List, context)) return liveLines(partial, context);
		// Only lines of the first block: whether what follows is a block of its own is not settled yet.
		const [whole] = lex(source + partial);
		const first = whole?.type === "paragraph" ? whole : lex(source)[0];
		const isSettled = first !== undefined && mode.kind !== "table" && isStable(first, context);
		const own = !isSettled ? [] : dropLines(blockLines(first, context), cut);
		const count = Math.min(own.length - 1, live.length - keep);
		if (count <= 0) return live;
		const lines = live.slice(0, count);
		if (cut.length > 0) isGlued = true;
		emit(lines);
		cut = [...cut, ...lines];
		isGlued = true;
		return live.slice(count);
	};

	const freezeTable = (table: Tokens.Table, context: StreamContext): boolean => {
		const widths = columnWidths(table, context);
		const head = /^[^\n]*\n[^\n]*\n/.exec(source)?.[0];
		if (widths === undefined || head === undefined || table.rows.length === 0) return false;
		emit(blockLines(table, context));
		const isOver = /\n[ \t]*\n$/.test(source);
		if (!isOver) mode = { kind: "table", head, widths };
		isGlued = !isOver;
		source = "";
		return true;
	};

	/** All items but the last, which is still open. */
	const releaseItems = (list: Tokens.List, context: StreamContext): boolean => {
		const items = list.items.slice(0, -1);
		const raw = items.map((item) => item.raw).join("");
		if (items.length === 0 || !source.startsWith(raw)) return false;
		const isApart = /\n[ \t]*\n\s*$/.test(items.at(-1)?.raw ?? "");
		emit(blockLines({ ...list, items } as Tokens.List, context));
		isGlued = !isApart;
		source = source.slice(raw.length);
		nextNumber = Number(list.start) + items.length;
		return true;
	};

	return {
		update(text, isOpen, context) {
			committed = [];
			const end = isOpen ? text.lastIndexOf("\n") + 1 : text.length;
			const isFresh = end > taken || !isOpen;
			if (end > taken) {
				source += sanitizeText(text.slice(taken, end));
				taken = end;
			}
			if (isFresh) advance(isOpen, context);
			if (!isOpen) return { committed, live: [] };
			const partial = sanitizeText(text.slice(taken));
			let live = liveLines(partial, context);
			for (let round = 0; rowsOf(live, context.width) > context.maxLiveRows && round < 3; round++) {
				live = relieve(live, partial, context);
			}
			if (live.every((line) => lineWidth(line) === 0)) live = [];
			const isApart = live.length > 0 && hasOutput && !isGlued;
			return { committed, live: isApart ? [[], ...live] : live };
		},
	};
};

/** Whether the head of an open block keeps its shape when more comes. */
const isStable = (token: Token, context: StreamContext): boolean => {
	// The line under a row of cells decides whether it is a table's head.
	if (token.type === "paragraph") return !token.raw.includes("|");
	if (token.type !== "table") return true;
	const table = token as Tokens.Table;
	return table.rows.length > 0 && columnWidths(table, context) === undefined;
};

const unindent = (line: string, columns: number): string => {
	let from = 0;
	while (from < columns && line[from] === " ") from++;
	return line.slice(from);
};

/** Rows of the screen that the lines take once the terminal has wrapped them. */
export const rowsOf = (lines: readonly Line[], width: number): number =>
	lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(lineWidth(line) / Math.max(1, width))), 0);
