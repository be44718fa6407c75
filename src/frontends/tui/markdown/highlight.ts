// Code colours. The grammars load on first use; until they are there, and for long or unknown code, it stays plain.
import { type Line, type Span, type Style, span } from "../text/span.js";
import type { CodeStyles, Theme } from "../theme.js";

/** One line out for each line in. */
export type Highlight = (code: string, language: string, theme: Theme) => readonly Line[];

/** Colours a block that grows line by line, at a cost that does not grow with the block. */
export interface LineHighlighter {
	/** Takes complete lines, gives them coloured. */
	push(lines: readonly string[]): readonly Line[];
}

export interface Highlighter {
	readonly highlight: Highlight;
	lines(language: string, theme: Theme): LineHighlighter;
}

/** Longer code is not coloured: 64 k characters take about 100 ms. */
const maxCharacters = 40_000;
/** How far back a growing block looks when it sits in a long comment or string. */
const maxContextLines = 60;

interface HastNode {
	readonly type: string;
	readonly value?: string;
	readonly properties?: { readonly className?: unknown };
	readonly children?: readonly HastNode[];
}
/** What `lowlight` offers of itself here. */
export interface Grammar {
	registered(language: string): boolean;
	highlight(language: string, code: string): HastNode;
}

export const plainHighlight: Highlight = (code) => code.split("\n").map((line) => [span(line)]);

/**
 * `load` is called once, at the first code block with a language; `onReady` when colours can be drawn from then on.
 */
export const createHighlighter = (load: () => Promise<Grammar>, onReady: () => void): Highlighter => {
	let grammar: Grammar | undefined;
	let isAsked = false;
	const ready = (language: string): Grammar | undefined => {
		if (language === "") return undefined;
		if (!isAsked) {
			isAsked = true;
			load().then(
				(loaded) => {
					grammar = loaded;
					onReady();
				},
				() => undefined,
			);
		}
		return grammar?.registered(language) === true ? grammar : undefined;
	};
	const colour = (code: string, language: string, theme: Theme): Coloured => {
		const found = code.length > maxCharacters ? undefined : ready(language);
		if (found === undefined || theme.name === "none")
			return { lines: plainHighlight(code, language, theme), safe: true };
		try {
			return toLines(found.highlight(language, code), theme.highlight);
		} catch {
			return { lines: plainHighlight(code, language, theme), safe: true };
		}
	};
	return {
		highlight: (code, language, theme) => colour(code, language.toLowerCase(), theme).lines,
		lines(language, theme) {
			let context: readonly string[] = [];
			return {
				push(lines) {
					const code = [...context, ...lines].join("\n");
					const { lines: coloured, safe } = colour(`${code}\n`, language.toLowerCase(), theme);
					const fresh = coloured.slice(context.length, context.length + lines.length);
					context = safe ? [] : [...context, ...lines].slice(-maxContextLines);
					return fresh;
				},
			};
		},
	};
};

/** `safe`: the last line end is outside of every element, so that the next line can be coloured without this one. */
interface Coloured {
	readonly lines: readonly Line[];
	readonly safe: boolean;
}

const toLines = (root: HastNode, styles: CodeStyles): Coloured => {
	const lines: Span[][] = [[]];
	let safe = true;
	const walk = (node: HastNode, style: Style, depth: number): void => {
		if (node.type === "text") {
			for (const [index, part] of (node.value ?? "").split("\n").entries()) {
				if (index > 0) {
					lines.push([]);
					safe = depth === 0;
				}
				if (part !== "") lines.at(-1)?.push(span(part, style));
			}
			return;
		}
		const own = node.type === "element" ? styleOf(node, styles) : undefined;
		const inner = node.type === "element" ? depth + 1 : depth;
		for (const child of node.children ?? []) walk(child, own ?? style, inner);
	};
	walk(root, [], 0);
	return { lines, safe };
};

const roles: Readonly<Record<string, keyof CodeStyles>> = {
	"hljs-keyword": "keyword",
	"hljs-selector-tag": "keyword",
	"hljs-literal": "number",
	"hljs-number": "number",
	"hljs-string": "string",
	"hljs-regexp": "string",
	"hljs-addition": "string",
	"hljs-comment": "comment",
	"hljs-quote": "comment",
	"hljs-title": "title",
	"hljs-section": "title",
	"hljs-name": "title",
	"hljs-attr": "type",
	"hljs-attribute": "type",
	"hljs-type": "type",
	"hljs-built_in": "type",
	"hljs-variable": "type",
	"hljs-meta": "meta",
	"hljs-symbol": "meta",
	"hljs-deletion": "number",
};

const styleOf = (node: HastNode, styles: CodeStyles): Style | undefined => {
	const classes = node.properties?.className;
	if (!Array.isArray(classes)) return undefined;
	for (const name of classes) {
		const role = typeof name === "string" ? roles[name] : undefined;
		if (role !== undefined) return styles[role];
	}
	return undefined;
};
