// What is left of a block whose head has been printed before the block was finished.
import { graphemes } from "../../../lib/text-width.js";
import { type Line, lineText, type Span } from "../text/span.js";

/** Not counted when printed and new text are laid side by side: blanks, and signs that may turn out to be markup. */
const uncounted = /[\s*_~`[\]()<>#|\\-]/;

/**
 * The lines without those in `printed`. When markup that closed later has changed how the head looks, the point is
 * found by counting characters, so that no text is said twice and none is lost.
 */
export const dropLines = (lines: readonly Line[], printed: readonly Line[]): readonly Line[] => {
	if (printed.length === 0) return lines;
	const isSame = printed.every(
		(line, index) => lines[index] !== undefined && lineText(lines[index]) === lineText(line),
	);
	if (isSame) return lines.slice(printed.length);
	return dropCharacters(lines, countCharacters(printed));
};

const countCharacters = (lines: readonly Line[]): number =>
	lines.reduce((sum, line) => sum + graphemes(lineText(line)).filter((part) => !uncounted.test(part)).length, 0);

const dropCharacters = (lines: readonly Line[], count: number): readonly Line[] => {
	let left = count;
	const rest: Line[] = [];
	for (const line of lines) {
		if (left <= 0) {
			rest.push(line);
			continue;
		}
		const kept: Span[] = [];
		for (const part of line) {
			let text = "";
			for (const grapheme of graphemes(part.text)) {
				if (left <= 0) text += grapheme;
				else if (!uncounted.test(grapheme)) left--;
			}
			if (text !== "") kept.push({ ...part, text });
		}
		if (kept.length > 0) rest.push(kept);
	}
	return rest;
};
