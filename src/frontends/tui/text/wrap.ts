// Breaks styled text into lines of at most `width` columns: at blanks, between wide characters, else anywhere.
import { graphemes, textWidth, widestWidth } from "../../../lib/text-width.js";
import type { Line, Span } from "./span.js";

export interface WrapOptions {
	/** Columns, at least 1. */
	readonly width: number;
	/** Put before the first and before every later line; they count. */
	readonly first?: Line;
	readonly rest?: Line;
}

/** Marks that must not begin a line. */
const closing = /^[、。，．・：；？！）］｝〉》」』】〕〗〙’”…,.;:!?)\]}]/u;
const isAscii = /^[\x20-\x7e]*$/;

/** Source of words: blanks, a forced break, or a stretch of text. */
const chunkPattern = /(\n)|([ \t\u00a0]+)|([^\s\u00a0]+|[^\S \t\n\u00a0])/g;

export const wrapLine = (line: Line, options: WrapOptions): readonly Line[] => {
	const wrapper = createWrapper(options);
	for (const part of line) {
		for (const match of part.text.matchAll(chunkPattern)) {
			const [text, newline, blanks] = match;
			if (newline !== undefined) wrapper.newline();
			else if (blanks !== undefined) wrapper.blanks({ ...part, text: text.replaceAll("\t", " ") });
			else wrapper.text({ ...part, text });
		}
	}
	return wrapper.finish();
};

const createWrapper = ({ width, first = [], rest = [] }: WrapOptions) => {
	const lines: Line[] = [];
	const widthOf = (line: Line) => line.reduce((sum, part) => sum + widestWidth(part.text), 0);
	const fits = (prefix: Line) => Math.max(1, width - widthOf(prefix));
	let line: Span[] = [];
	let used = 0;
	let room = fits(first);
	let pendingBlanks: Span[] = [];
	let pendingBlanksWidth = 0;
	let word: Span[] = [];
	let wordWidth = 0;

	const breakLine = () => {
		lines.push([...(lines.length === 0 ? first : rest), ...line]);
		line = [];
		used = 0;
		room = fits(rest);
		pendingBlanks = [];
		pendingBlanksWidth = 0;
	};
	const put = (part: Span, columns: number) => {
		line.push(part);
		used += columns;
	};
	const putHard = (part: Span) => {
		for (const grapheme of graphemes(part.text)) {
			const columns = widestWidth(grapheme);
			if (used + columns > room && used > 0) breakLine();
			put({ ...part, text: grapheme }, columns);
		}
	};
	const endWord = () => {
		if (word.length === 0) return;
		if (used + pendingBlanksWidth + wordWidth > room && used > 0) breakLine();
		for (const part of pendingBlanks) if (used > 0 || lines.length === 0) put(part, widestWidth(part.text));
		pendingBlanks = [];
		pendingBlanksWidth = 0;
		if (used + wordWidth <= room) for (const part of word) put(part, widestWidth(part.text));
		else for (const part of word) putHard(part);
		word = [];
		wordWidth = 0;
	};
	const addToWord = (part: Span) => {
		word.push(part);
		wordWidth += widestWidth(part.text);
	};
	return {
		newline() {
			endWord();
			breakLine();
		},
		blanks(part: Span) {
			endWord();
			pendingBlanks.push(part);
			pendingBlanksWidth += widestWidth(part.text);
		},
		text(part: Span) {
			if (isAscii.test(part.text)) return addToWord(part);
			for (const grapheme of graphemes(part.text)) {
				if (textWidth(grapheme) > 1 && !closing.test(grapheme)) endWord();
				addToWord({ ...part, text: grapheme });
			}
		},
		finish(): readonly Line[] {
			endWord();
			if (line.length > 0 || lines.length === 0) breakLine();
			return lines;
		},
	};
};

/** Breaks anywhere, keeping every blank: for code and raw output. */
export const wrapHard = (line: Line, width: number): readonly Line[] => {
	const room = Math.max(1, width);
	const total = line.reduce((sum, part) => sum + widestWidth(part.text), 0);
	if (total <= room) return [line];
	const lines: Span[][] = [[]];
	let used = 0;
	for (const part of line) {
		let run = "";
		for (const grapheme of graphemes(part.text)) {
			const columns = widestWidth(grapheme);
			if (used + columns > room && used > 0) {
				lines.at(-1)?.push({ ...part, text: run });
				lines.push([]);
				run = "";
				used = 0;
			}
			run += grapheme;
			used += columns;
		}
		lines.at(-1)?.push({ ...part, text: run });
	}
	return lines;
};
