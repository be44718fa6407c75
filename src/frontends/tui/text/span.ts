// Styled text before it becomes ANSI: spans make lines, lines make blocks. All of it is plain data.
import { textWidth, truncateText } from "../../../lib/text-width.js";

/** SGR codes that apply to a text, e.g. `[1, 36]`. */
export type Style = readonly number[];

export interface Span {
	readonly text: string;
	readonly style: Style;
	/** Target of an OSC 8 link. Only ever written by us, checked by `safeLink`. */
	readonly link?: string | undefined;
}
export type Line = readonly Span[];

export const plainStyle: Style = [];

export const span = (text: string, style: Style = plainStyle, link?: string): Span =>
	link === undefined ? { text, style } : { text, style, link };

export const addStyle = (style: Style, more: Style): Style => (more.length === 0 ? style : [...style, ...more]);

export const lineWidth = (line: Line): number => line.reduce((sum, part) => sum + textWidth(part.text), 0);

export const lineText = (line: Line): string => line.map((part) => part.text).join("");

/** At most `width` columns of the line. */
export const cutLine = (line: Line, width: number): Line => {
	if (lineWidth(line) <= width) return line;
	let left = width;
	const out: Span[] = [];
	for (const part of line) {
		const text = truncateText(part.text, left, "");
		left -= textWidth(text);
		out.push({ ...part, text });
		if (left <= 0) break;
	}
	return out;
};

/** What a link may be to become clickable: a web or mail address without blanks or control characters. */
export const safeLink = (target: string): string | undefined =>
	/^(?:https?:\/\/|mailto:)[\x21-\x7e]{1,2000}$/i.test(target) ? target : undefined;

const sameStyle = (a: Style, b: Style): boolean =>
	a === b || (a.length === b.length && a.every((code, index) => code === b[index]));

/** The last gate (SECURITY R28): whatever came here, none of these bytes leaves. */
const unprintable = /[\u0000-\u001f\u007f-\u009f]/g;

/** Neighbours of one style joined, and blanks at the end dropped. */
const tidy = (line: Line): readonly Span[] => {
	const joined: Span[] = [];
	for (const part of line) {
		const text = part.text.replace(unprintable, "");
		if (text === "") continue;
		const last = joined.at(-1);
		if (last !== undefined && sameStyle(last.style, part.style) && last.link === part.link) {
			joined[joined.length - 1] = { ...last, text: last.text + text };
		} else joined.push(text === part.text ? part : { ...part, text });
	}
	for (let last = joined.at(-1); last !== undefined; last = joined.at(-1)) {
		const text = last.text.trimEnd();
		if (text === last.text) break;
		joined.pop();
		if (text !== "") {
			joined.push({ ...last, text });
			break;
		}
	}
	return joined;
};

/** The line as it goes to the terminal, without blanks at its end. */
export const renderLine = (line: Line, allowLinks = true): string => {
	let out = "";
	for (const { text, style, link } of tidy(line)) {
		const open = style.map((code) => `\u001b[${code}m`).join("");
		const styled = style.length === 0 ? text : `${open}${text}\u001b[0m`;
		out += link === undefined || !allowLinks ? styled : `\u001b]8;;${link}\u0007${styled}\u001b]8;;\u0007`;
	}
	return out;
};
