// What a word of a command line stands for, as far as that can be known without running anything.
import type { ShellNode } from "./shell-parser.js";

export interface ShellWord {
	/** The value after quotes and escapes are taken away; undefined when only the shell can know it. */
	readonly text: string | undefined;
	readonly raw: string;
	/** Holds an unquoted `*`, `?` or `[`: the shell may put other words in its place. */
	readonly isGlob: boolean;
	/** Begins with an unquoted `~`. */
	readonly isTilde: boolean;
}

const unknown = (raw: string): ShellWord => ({ text: undefined, raw, isGlob: false, isTilde: false });

/** Escapes that count between double quotes (Bash manual, 3.1.2.3). */
const unescapeQuoted = (text: string): string =>
	text.replaceAll(/\\([$`"\\\n])/g, (_, kept: string) => (kept === "\n" ? "" : kept));

function unquoted(raw: string): ShellWord {
	// Brace expansion makes several words of one.
	if (/(?<!\\)\{.*(?:,|\.\.).*\}/s.test(raw)) return unknown(raw);
	return {
		text: raw.replaceAll(/\\([\s\S])/g, (_, kept: string) => (kept === "\n" ? "" : kept)),
		raw,
		isGlob: /(?:^|[^\\])(?:\\\\)*[*?[]/.test(raw),
		isTilde: raw.startsWith("~"),
	};
}

export function wordOf(node: ShellNode): ShellWord {
	const raw = node.text;
	switch (node.type) {
		case "command_name": {
			const inner = node.namedChild(0);
			return inner !== null && node.namedChildCount === 1 ? wordOf(inner) : unknown(raw);
		}
		case "word":
		case "number":
			return node.namedChildCount === 0 ? unquoted(raw) : unknown(raw);
		case "raw_string":
			return { text: raw.slice(1, -1), raw, isGlob: false, isTilde: false };
		case "string": {
			const isPlain = node.namedChildren.every((child) => child?.type === "string_content");
			return isPlain ? { text: unescapeQuoted(raw.slice(1, -1)), raw, isGlob: false, isTilde: false } : unknown(raw);
		}
		case "concatenation": {
			const parts = node.namedChildren.filter((child) => child !== null).map(wordOf);
			const isWhole = parts.map((part) => part.raw).join("") === raw;
			const bare = node.namedChildren.map((child) => (child?.type === "word" ? child.text : "'")).join("");
			if (!isWhole || /\{.*(?:,|\.\.).*\}/s.test(bare) || parts.some((part) => part.text === undefined))
				return unknown(raw);
			return {
				text: parts.map((part) => part.text).join(""),
				raw,
				isGlob: parts.some((part) => part.isGlob),
				isTilde: parts[0]?.isTilde ?? false,
			};
		}
		default:
			return unknown(raw);
	}
}

/** A word as it would be typed, so that every list of words has one spelling. */
export const quoteWord = (text: string): string =>
	/^[\w@%+=:,./~^-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
