// What an approver must see (SECURITY R12): characters that hide, reorder or push text out of sight, made visible.

/**
 * C0 but tab and newline, DEL, C1, soft hyphen, bidi controls, zero-width characters, blanks that are not the
 * ordinary one, fillers, invisible operators, tags and the variation selectors that have no use in emoji
 * (Unicode 17, general categories Cc, Cf, Zl, Zp and Default_Ignorable_Code_Point).
 */
const hidden =
	/[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0\ufff0-\ufffb]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f/gu;

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
