import { sanitizeLine } from "./sanitize.js";

/**
 * The first line of a text that says something, at most `maxCharacters` long: a longer one ends with "…" after a whole
 * word, or within the only one. Control sequences are left out.
 */
export const firstLine = (text: string, maxCharacters: number): string => {
	const line = sanitizeLine(text.trim().split("\n", 1)[0] ?? "").trim();
	if (line.length <= maxCharacters) return line.toWellFormed();
	const cut = line.slice(0, maxCharacters);
	const space = cut.lastIndexOf(" ");
	const words = space < maxCharacters / 2 ? cut.slice(0, -1) : cut.slice(0, space);
	return `${words.trimEnd().replace(/[\uD800-\uDBFF]$/, "")}…`;
};
