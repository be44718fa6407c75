// Keys that edit: readline's, and those of every text field. `width` is that of the text, for moving between rows.
import type { Key } from "../screen/key.js";
import type { Edit } from "./buffer.js";

const ctrlLetters: Readonly<Record<string, Edit["type"]>> = {
	a: "line-start",
	e: "line-end",
	b: "left",
	f: "right",
	h: "backspace",
	k: "kill-end",
	u: "kill-start",
	w: "kill-word",
	y: "yank",
	_: "undo",
	"-": "undo",
	"7": "undo",
	"/": "undo",
};
const metaLetters: Readonly<Record<string, Edit["type"]>> = {
	b: "word-left",
	f: "word-right",
	d: "kill-word-forward",
	t: "transpose",
	"<": "start",
	">": "end",
};
type Simple = Exclude<Edit, { text: string } | { width: number }>;

/** The edit that a key means, or undefined when it means something else. */
export const editFor = (key: Key): Edit | undefined => {
	const simple = simpleFor(key);
	if (simple !== undefined) return { type: simple } as Simple;
	if (key.name === "text" && !key.ctrl && !key.meta) return { type: "insert", text: key.text };
	if (key.name === "newline") return { type: "insert", text: "\n" };
	if (key.name === "enter" && (key.shift || key.meta)) return { type: "insert", text: "\n" };
	return undefined;
};

const simpleFor = (key: Key): Edit["type"] | undefined => {
	const byWord = key.ctrl || key.meta;
	switch (key.name) {
		case "text":
			if (key.ctrl && key.meta) return undefined;
			if (key.ctrl) return ctrlLetters[key.text.toLowerCase()];
			return key.meta ? metaLetters[key.text.toLowerCase()] : undefined;
		case "backspace":
			return byWord ? "kill-word" : "backspace";
		case "delete":
			return byWord ? "kill-word-forward" : "delete";
		case "left":
			return byWord ? "word-left" : "left";
		case "right":
			return byWord ? "word-right" : "right";
		case "home":
			return key.ctrl ? "start" : "line-start";
		case "end":
			return key.ctrl ? "end" : "line-end";
		default:
			return undefined;
	}
};
