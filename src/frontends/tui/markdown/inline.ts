// Inline Markdown (marked's tokens) as styled spans. Nothing is fetched, and a link says where it leads (SECURITY R24).
import type { Token, Tokens } from "marked";
import { addStyle, type Line, type Span, type Style, safeLink, span } from "../text/span.js";
import type { Theme } from "../theme.js";

/** One logical line; `br` becomes "\n" inside a span, which the wrapper obeys. */
export const inlineSpans = (tokens: readonly Token[], theme: Theme, style: Style = []): Line => {
	const out: Span[] = [];
	for (const token of tokens) out.push(...tokenSpans(token, theme, style));
	return out;
};

const tokenSpans = (token: Token, theme: Theme, style: Style): Line => {
	switch (token.type) {
		case "strong":
			return inlineSpans(childrenOf(token), theme, addStyle(style, theme.bold));
		case "em":
			return inlineSpans(childrenOf(token), theme, addStyle(style, theme.italic));
		case "del":
			return inlineSpans(childrenOf(token), theme, addStyle(style, theme.strike));
		case "codespan":
			return [span(textOf(token), addStyle(style, theme.code))];
		case "link":
			return linkSpans(token as Tokens.Link, theme, style);
		case "image":
			return imageSpans(token as Tokens.Image, theme, style);
		case "br":
			return [span("\n", style)];
		case "checkbox":
			return [];
		case "html":
			return [span(token.raw, addStyle(style, theme.dim))];
		default: {
			const children = childrenOf(token);
			if (children.length > 0) return inlineSpans(children, theme, style);
			return [span(decodeEntities(softBreaks(textOf(token))), style)];
		}
	}
};

/** A line end inside a paragraph is a blank. */
const softBreaks = (text: string): string => text.replace(/[ \t]*\n[ \t]*/g, " ");

const childrenOf = (token: Token): readonly Token[] =>
	"tokens" in token && Array.isArray(token.tokens) ? token.tokens : [];

/** marked has decoded `&#27;` by now, so control characters are taken out here again. */
const textOf = (token: Token): string =>
	printable("text" in token && typeof token.text === "string" ? token.text : token.raw);

const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");

const entities: Readonly<Record<string, string>> = {
	"&amp;": "&",
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": '"',
	"&apos;": "'",
	"&nbsp;": "\u00a0",
};
const decodeEntities = (text: string): string =>
	text.includes("&") ? text.replace(/&[a-z]{2,4};/g, (entity) => entities[entity] ?? entity) : text;

const hostOf = (target: string): string => {
	const match = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(target);
	return match?.[1] === undefined || match[1] === "" ? target : match[1];
};

const strip = (url: string): string =>
	url
		.replace(/^(?:https?:\/\/|mailto:)/i, "")
		.replace(/\/$/, "")
		.toLowerCase();

const linkSpans = (token: Tokens.Link, theme: Theme, style: Style): Line => {
	const target = printable(token.href);
	const link = safeLink(target);
	const shown = inlineSpans(token.tokens, theme, addStyle(style, theme.underline));
	const linked = link === undefined ? shown : shown.map((part) => ({ ...part, link }));
	const text = shown.map((part) => part.text).join("");
	if (strip(text) === strip(target)) return linked;
	return [...linked, span(` (${hostOf(target)})`, addStyle(style, theme.dim))];
};

const imageSpans = (token: Tokens.Image, theme: Theme, style: Style): Line => {
	const target = printable(token.href);
	return [span(`[image: ${textOf(token)}]`, style), span(` (${hostOf(target)})`, addStyle(style, theme.dim))];
};
