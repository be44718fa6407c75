// Text of models, tools and files on its way to a line.
import { sanitizeText } from "../../../lib/sanitize.js";
import { expandTabs } from "../../../lib/text-width.js";

/** One line: line ends become blanks. */
export const oneLine = (text: string): string => sanitizeText(text.slice(0, 4000)).replace(/\s+/g, " ").trim();

/** Lines without control characters and tabs; a carriage return overwrites, as a progress bar expects it. */
export const cleanLines = (text: string): readonly string[] => {
	const overwritten = text.replace(/\r\n/g, "\n").replace(/[^\n]*\r(?!\n|$)/g, "");
	return expandTabs(sanitizeText(overwritten)).replace(/\n+$/, "").split("\n");
};
