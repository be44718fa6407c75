// Columns that text takes in a terminal. One door for string-width, with a short way for plain ASCII.
import stringWidth from "string-width";
import { PlainSegmenter, plainText } from "./plain-segmenter.js";

const segmenter = new PlainSegmenter();

/** Terminal columns of one line; SGR and OSC 8 sequences count nothing. */
export const textWidth = (text: string): number => (plainText.test(text) ? text.length : stringWidth(text));

/** Joined, coloured and flag emoji, which terminals do not agree on. */
const disputed = /[\u200d\ufe0f\u{1f3fb}-\u{1f3ff}\u{1f1e6}-\u{1f1ff}]/u;

/** Columns that the text takes in the least able terminal, which draws the parts of an emoji one by one. */
export const widestWidth = (text: string): number => {
	if (!disputed.test(text)) return textWidth(text);
	return Array.from(text).reduce((sum, character) => sum + (character === "\ufe0f" ? 1 : stringWidth(character)), 0);
};

/** User-perceived characters, in order. */
export const graphemes = (text: string): readonly string[] =>
	plainText.test(text) ? text.split("") : Array.from(segmenter.segment(text), (part) => part.segment);

/** At most `width` columns; what is cut is marked by the ellipsis. The text must be one line without sequences. */
export const truncateText = (text: string, width: number, ellipsis = "…"): string => {
	if (width <= 0) return "";
	if (textWidth(text) <= width) return text;
	const room = width - textWidth(ellipsis);
	if (room <= 0) return ellipsis.slice(0, width);
	return takeColumns(text, room) + ellipsis;
};

/** Like `truncateText` but keeps the end, which tells more of a path. */
export const truncateStart = (text: string, width: number, ellipsis = "…"): string => {
	if (width <= 0) return "";
	if (textWidth(text) <= width) return text;
	const room = width - textWidth(ellipsis);
	let kept = "";
	let used = 0;
	for (const part of graphemes(text).toReversed()) {
		used += textWidth(part);
		if (used > room) break;
		kept = part + kept;
	}
	return ellipsis + kept;
};

/** The longest head that fits in `width` columns. */
export const takeColumns = (text: string, width: number): string => {
	if (plainText.test(text)) return text.slice(0, Math.max(0, width));
	let used = 0;
	let end = 0;
	for (const { segment, index } of segmenter.segment(text)) {
		used += textWidth(segment);
		if (used > width) break;
		end = index + segment.length;
	}
	return text.slice(0, end);
};

/** Filled with blanks up to `width` columns; longer text is cut. */
export const padText = (text: string, width: number, align: "left" | "right" | "center" = "left"): string => {
	const cut = truncateText(text, width);
	const blanks = Math.max(0, width - textWidth(cut));
	if (align === "right") return " ".repeat(blanks) + cut;
	if (align === "center") {
		const left = Math.floor(blanks / 2);
		return " ".repeat(left) + cut + " ".repeat(blanks - left);
	}
	return cut + " ".repeat(blanks);
};

/** Tabs become blanks up to the next multiple of `size` columns. */
export const expandTabs = (text: string, size = 4): string => {
	if (!text.includes("\t")) return text;
	let out = "";
	let column = 0;
	for (const part of text.split(/(\t|\n)/)) {
		if (part === "\t") {
			const blanks = size - (column % size);
			out += " ".repeat(blanks);
			column += blanks;
		} else {
			out += part;
			column = part === "\n" ? 0 : column + textWidth(part);
		}
	}
	return out;
};
