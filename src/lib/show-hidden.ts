// What an approver must see (SECURITY R12): characters that hide, reorder or push text out of sight, made visible.

/**
 * Controls, format characters (bidi, zero-width, tags), separators that are not the ordinary blank, and whatever is
 * drawn as nothing (Unicode, Default_Ignorable_Code_Point and U+2800). The variation selectors U+FE00 to U+FE0F stay:
 * emoji need them and they cannot hide text.
 */
const hidden = /[[\p{Cc}\p{Cf}\p{Z}\p{DI}\u2800]--[\t\n \ufe00-\ufe0f]]/gv;

/** Longer runs of blanks than any sensible indentation, which push what follows out of the window. */
const blankRun = /[ \t]{33,}/g;
const emptyLines = /\n(?:[ \t]*\n){4,}/g;

const name = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20) return String.fromCharCode(0x2400 + code);
	if (code === 0x7f) return "␡";
	return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
};

/**
 * `text` with everything invisible named: controls as their pictures (`␛`), others as `<U+202E>`, long runs of blanks
 * and of empty lines as their count. Never shortens anything that can be seen. Contains no control character but tab
 * and newline.
 */
export const showHidden = (text: string): string =>
	text
		.replaceAll("\r\n", "\n")
		.replaceAll(hidden, name)
		.replaceAll(blankRun, (run) => `<${run.length} blanks>`)
		.replaceAll(emptyLines, (run) => `\n<${run.split("\n").length - 2} empty lines>\n`);

/** Whether a person could be shown something else than what there is. */
export const hasHidden = (text: string): boolean => showHidden(text) !== text.replaceAll("\r\n", "\n");
