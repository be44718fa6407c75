// The text one writes, as a pure reducer.
import { graphemes } from "../../../lib/text-width.js";
import { type Buffer, chipFor, chipLimits, maxChips } from "./chips.js";
import { moveVertically } from "./layout.js";

export type Edit =
	| { readonly type: "insert"; readonly text: string }
	| { readonly type: "paste"; readonly text: string }
	| { readonly type: "set"; readonly text: string }
	| { readonly type: "replace"; readonly from: number; readonly to: number; readonly text: string }
	| { readonly type: "vertical"; readonly direction: -1 | 1; readonly width: number }
	| { readonly type: Motion | "backspace" | "delete" | "kill-end" | "kill-start" | "kill-word" | "kill-word-forward" }
	| { readonly type: "yank" | "undo" | "clear" | "transpose" };
type Motion = "left" | "right" | "word-left" | "word-right" | "line-start" | "line-end" | "start" | "end";

export const emptyBuffer: Buffer = {
	text: "",
	cursor: 0,
	killed: "",
	undo: [],
	lastEdit: "other",
	column: undefined,
	pastes: {},
};

const maxUndo = 200;

export const edit = (buffer: Buffer, action: Edit): Buffer => {
	switch (action.type) {
		case "insert":
			return insert(buffer, withoutChips(action.text), "insert");
		case "paste":
			return paste(buffer, withoutChips(action.text));
		case "set":
			return {
				...remember(buffer),
				text: action.text,
				cursor: action.text.length,
				lastEdit: "other",
				column: undefined,
			};
		case "clear":
			return { ...remember(buffer), text: "", cursor: 0, lastEdit: "other", column: undefined, pastes: {} };
		case "replace":
			return splice(buffer, action.from, action.to, action.text, "other");
		case "vertical":
			return moveVertically(buffer, action.direction, action.width);
		case "backspace":
			return splice(buffer, graphemeBefore(buffer.text, buffer.cursor), buffer.cursor, "", "other");
		case "delete":
			return splice(buffer, buffer.cursor, graphemeAfter(buffer.text, buffer.cursor), "", "other");
		case "kill-end": {
			const end = lineEnd(buffer.text, buffer.cursor);
			return kill(buffer, buffer.cursor, end === buffer.cursor ? graphemeAfter(buffer.text, end) : end, "after");
		}
		case "kill-start":
			return kill(buffer, lineStart(buffer.text, buffer.cursor), buffer.cursor, "before");
		case "kill-word":
			return kill(buffer, wordLeft(buffer.text, buffer.cursor), buffer.cursor, "before");
		case "kill-word-forward":
			return kill(buffer, buffer.cursor, wordRight(buffer.text, buffer.cursor), "after");
		case "yank":
			return insert(buffer, buffer.killed, "other");
		case "transpose":
			return transpose(buffer);
		case "undo": {
			const last = buffer.undo.at(-1);
			if (last === undefined) return buffer;
			return { ...buffer, ...last, undo: buffer.undo.slice(0, -1), lastEdit: "other", column: undefined };
		}
		default:
			return { ...buffer, cursor: target(buffer, action.type), lastEdit: "other", column: undefined };
	}
};

const target = ({ text, cursor }: Buffer, motion: Motion): number => {
	switch (motion) {
		case "left":
			return graphemeBefore(text, cursor);
		case "right":
			return graphemeAfter(text, cursor);
		case "word-left":
			return wordLeft(text, cursor);
		case "word-right":
			return wordRight(text, cursor);
		case "line-start":
			return lineStart(text, cursor);
		case "line-end":
			return lineEnd(text, cursor);
		case "start":
			return 0;
		case "end":
			return text.length;
	}
};

const remember = (buffer: Buffer): Buffer => ({
	...buffer,
	undo: [...buffer.undo, { text: buffer.text, cursor: buffer.cursor }].slice(-maxUndo),
});

const splice = (buffer: Buffer, from: number, to: number, text: string, lastEdit: Buffer["lastEdit"]): Buffer => {
	if (from === to && text === "") return { ...buffer, lastEdit: "other", column: undefined };
	// Letters typed one after the other are undone together, up to the last blank.
	const goesOn = lastEdit === "insert" && buffer.lastEdit === "insert" && !/\s/.test(text);
	const base = goesOn ? buffer : remember(buffer);
	return {
		...base,
		text: buffer.text.slice(0, from) + text + buffer.text.slice(to),
		cursor: from + text.length,
		lastEdit,
		column: undefined,
	};
};

const insert = (buffer: Buffer, text: string, kind: Buffer["lastEdit"]): Buffer =>
	splice(buffer, buffer.cursor, buffer.cursor, text, kind);

const kill = (buffer: Buffer, from: number, to: number, side: "before" | "after"): Buffer => {
	const cut = buffer.text.slice(from, to);
	if (cut === "") return buffer;
	const earlier = buffer.lastEdit === "kill" ? buffer.killed : "";
	return { ...splice(buffer, from, to, "", "kill"), killed: side === "before" ? cut + earlier : earlier + cut };
};

const paste = (buffer: Buffer, text: string): Buffer => {
	if (text.length <= chipLimits.characters && !hasMoreLines(text, chipLimits.lines))
		return insert(buffer, text, "other");
	const count = Object.keys(buffer.pastes).length;
	if (count >= maxChips) return insert(buffer, text, "other");
	const chip = chipFor(count);
	return insert({ ...buffer, pastes: { ...buffer.pastes, [chip]: text } }, chip, "other");
};

const hasMoreLines = (text: string, lines: number): boolean => {
	let at = -1;
	for (let count = 1; count <= lines; count++) {
		at = text.indexOf("\n", at + 1);
		if (at === -1) return false;
	}
	return at < text.length - 1;
};

/** Nobody else's text may look like a chip. */
const withoutChips = (text: string): string => text.replace(/[\u{10f000}-\u{10feff}]/gu, "");

const transpose = (buffer: Buffer): Buffer => {
	const { text, cursor } = buffer;
	const to = cursor === lineEnd(text, cursor) ? cursor : graphemeAfter(text, cursor);
	const middle = graphemeBefore(text, to);
	const from = graphemeBefore(text, middle);
	if (from === middle || middle === to || from < lineStart(text, cursor)) return buffer;
	return splice(buffer, from, to, text.slice(middle, to) + text.slice(from, middle), "other");
};

/** Enough of the text around the cursor to find a cluster; nobody types longer ones. */
const neighbourhood = 64;

const graphemeBefore = (text: string, at: number): number => {
	const last = graphemes(text.slice(Math.max(0, at - neighbourhood), at)).at(-1);
	return at - (last?.length ?? 0);
};
const graphemeAfter = (text: string, at: number): number => {
	const [first] = graphemes(text.slice(at, at + neighbourhood));
	return at + (first?.length ?? 0);
};
export const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1);
export const lineEnd = (text: string, at: number): number => {
	const end = text.indexOf("\n", at);
	return end === -1 ? text.length : end;
};
const wordLeft = (text: string, at: number): number => {
	const match = /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(text.slice(0, at));
	return match === null || match[0] === "" ? graphemeBefore(text, at) : match.index;
};
const wordRight = (text: string, at: number): number => {
	const match = /^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(at));
	return match === null || match[0] === "" ? graphemeAfter(text, at) : at + match[0].length;
};
