// A page as a tree of what a reader sees: balanced, of bounded depth, links absolute, nothing hidden, nothing that runs.
import { decodeEntities, type HtmlToken, htmlTokens } from "../../lib/html-tokens.ts";
import { blockElements, cells, closedBy, keptAttributes, tableParts, voidElements } from "./page-elements.ts";

export interface PageElement {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: PageNode[];
}
/** A string is text, with its entities read. */
export type PageNode = PageElement | string;

export const isElement = (node: PageNode): node is PageElement => typeof node !== "string";

export interface PageTree {
	/** The body. */
	readonly root: PageElement;
	readonly elements: number;
	/** Contents of `<title>`, "" without one. */
	readonly title: string;
	/** Of `<meta name|property=… content=…>`, names in lower case; the first of each. */
	readonly meta: Readonly<Record<string, string>>;
	/** Of `<html lang=…>`. */
	readonly language: string;
	/** Where the page sends its reader (`<meta http-equiv=refresh>`), absolute. */
	readonly forwardsTo: string | undefined;
}

/** Deeper elements keep their text and lose their tags, so that no page can exhaust the stack. */
const maxDepth = 150;

interface Reading {
	readonly base: string;
	readonly stack: PageElement[];
	elements: number;
	title: string;
	readonly meta: Record<string, string>;
	language: string;
	refresh: string;
	inHead: boolean;
	inTitle: boolean;
	/** The hidden element that is being passed over, and how deep it is nested in itself. */
	hidden: { readonly name: string; depth: number } | undefined;
	baseHref: string | undefined;
}

/** `url`: the page's address. Time and memory grow with the length of the page only, however broken it is. */
export function readTree(html: string, url: string): PageTree {
	const root: PageElement = { name: "body", attributes: {}, children: [] };
	const reading: Reading = {
		base: url,
		stack: [root],
		elements: 0,
		title: "",
		meta: Object.create(null) as Record<string, string>,
		language: "",
		refresh: "",
		inHead: false,
		inTitle: false,
		hidden: undefined,
		baseHref: undefined,
	};
	for (const token of htmlTokens(html)) {
		if (token.type === "text") takeText(reading, token.text);
		else if (token.type === "open") takeOpen(reading, token);
		else takeClose(reading, token.name);
	}
	const refresh = /^\s*\d*(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(reading.refresh)?.[1];
	return {
		root,
		elements: reading.elements,
		title: oneLine(reading.title),
		meta: reading.meta,
		language: reading.language,
		forwardsTo: refresh === undefined ? undefined : absolute(reading, refresh),
	};
}

const oneLine = (text: string): string => decodeEntities(text).replace(/\s+/g, " ").trim();

const takeText = (reading: Reading, text: string): void => {
	if (reading.hidden !== undefined) return;
	if (reading.inTitle) reading.title += text;
	if (reading.inTitle || (reading.inHead && text.trim() === "")) return;
	const { stack } = reading;
	const isStray = tableParts.includes(stack.at(-1)?.name ?? "") && text.trim() !== "";
	if (!isStray) {
		stack.at(-1)?.children.push(decodeEntities(text));
		return;
	}
	// What stands in a table and in no cell belongs before the table (HTML, section 13.2.6.1).
	const around = stack.findLast(({ name }) => !tableParts.includes(name));
	around?.children.splice(-1, 0, decodeEntities(text));
};

const takeOpen = (reading: Reading, token: Extract<HtmlToken, { type: "open" }>): void => {
	const { name, attributes } = token;
	if (reading.hidden !== undefined) {
		const isEnd = reading.hidden.name === "p" && blockElements.has(name);
		if (!isEnd) {
			if (name === reading.hidden.name) reading.hidden.depth++;
			return;
		}
		reading.hidden = undefined;
	}
	if (takeHead(reading, name, attributes) || !/^[a-z][a-z0-9]*$/.test(name)) return;
	reading.inHead = false;
	const isVoid = voidElements.has(name);
	if (isHidden(attributes) && !isVoid) {
		reading.hidden = { name, depth: 1 };
		return;
	}
	if (blockElements.has(name) && name !== "body") closeImplied(reading.stack, ["p"], ["td", "th", "table", "a"]);
	const rule = closedBy[name];
	if (rule !== undefined) closeImplied(reading.stack, ...rule);
	if (!isVoid && reading.stack.length >= maxDepth) return;
	const element = { name, attributes: attributesOf(reading, name, attributes), children: [] };
	reading.elements++;
	reading.stack.at(-1)?.children.push(element);
	if (!isVoid) reading.stack.push(element);
};

/** Whether the element belongs to the page and not to its content. */
const takeHead = (reading: Reading, name: string, attributes: ReadonlyMap<string, string>): boolean => {
	switch (name) {
		case "html":
			reading.language ||= attributes.get("lang") ?? "";
			return true;
		case "head":
			reading.inHead = true;
			return true;
		case "body":
			reading.inHead = false;
			return true;
		case "title":
			reading.inTitle = reading.title === "";
			return true;
		case "base":
			reading.baseHref ??= attributes.get("href");
			return true;
		case "meta": {
			const key = (
				attributes.get("property") ??
				attributes.get("name") ??
				attributes.get("itemprop") ??
				""
			).toLowerCase();
			const content = attributes.get("content") ?? "";
			if (/^refresh$/i.test(attributes.get("http-equiv") ?? "")) reading.refresh ||= decodeEntities(content);
			if (key !== "" && reading.meta[key] === undefined) reading.meta[key] = oneLine(content).slice(0, 2000);
			return true;
		}
		case "link":
			return true;
		default:
			return false;
	}
};

const takeClose = (reading: Reading, name: string): void => {
	const { hidden, stack } = reading;
	if (hidden !== undefined) {
		// The end of what stands around it ends it too: its own end tag may be missing.
		const isAround = name !== hidden.name && stack.some((element) => element.name === name) && hidden.depth === 1;
		if (name === hidden.name) hidden.depth--;
		if (hidden.depth > 0 && !(isAround && blockElements.has(name) && !blockElements.has(hidden.name))) return;
		reading.hidden = undefined;
		if (name === hidden.name) return;
	}
	if (name === "head") reading.inHead = false;
	if (name === "title") reading.inTitle = false;
	const at = stack.findLastIndex((element) => element.name === name);
	if (at <= 0) return;
	const isPart = name === "table" || closedBy[name] !== undefined;
	const isBeyond = !isPart && stack.findLastIndex((element) => cells.includes(element.name)) > at;
	if (!isBeyond) stack.length = at;
};

/** Ends the innermost of the elements, with all that is open in it, unless a bound lies further in. */
const closeImplied = (stack: PageElement[], closes: readonly string[], bounds: readonly string[]): void => {
	for (let at = stack.length - 1; at > 0; at--) {
		const name = stack[at]?.name ?? "";
		if (closes.includes(name)) {
			stack.length = at;
			return;
		}
		if (bounds.includes(name)) return;
	}
};

const isHidden = (attributes: ReadonlyMap<string, string>): boolean =>
	attributes.has("hidden") ||
	attributes.get("aria-hidden") === "true" ||
	/display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes.get("style") ?? "");

const attributesOf = (
	reading: Reading,
	name: string,
	attributes: ReadonlyMap<string, string>,
): Record<string, string> => {
	const all: Record<string, string> = {};
	for (const key of keptAttributes) {
		const value = attributes.get(key);
		if (value !== undefined) all[key] = decodeEntities(value).slice(0, 500);
	}
	if (name === "a") {
		const href = absolute(reading, attributes.get("href") ?? "");
		if (href !== undefined) all.href = href;
	}
	if (name === "img") {
		const src = ["src", "data-src", "data-original", "data-lazy-src"]
			.map((key) => absolute(reading, attributes.get(key) ?? ""))
			.find((found) => found !== undefined);
		const alt = oneLine(attributes.get("alt") ?? "");
		if (src !== undefined) all.src = src;
		if (alt !== "") all.alt = alt.slice(0, 500);
	}
	if (name === "input" && attributes.has("checked")) all.checked = "";
	return all;
};

/** http, https or mailto; undefined for anything else (scripts, data, places within the page). */
const absolute = ({ base, baseHref }: Reading, link: string): string | undefined => {
	const text = decodeEntities(link).trim();
	if (text === "" || text.startsWith("#")) return undefined;
	const from = baseHref === undefined ? base : (URL.parse(decodeEntities(baseHref), base)?.href ?? base);
	const url = URL.parse(text, from);
	if (url === null || !["http:", "https:", "mailto:"].includes(url.protocol)) return undefined;
	return url.href;
};
