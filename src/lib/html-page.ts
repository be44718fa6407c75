// A web page as text for reading: its title, and its body as Markdown or plain text.
import { decodeEntities, htmlTokens } from "./html-tokens.js";

/** Deeper elements keep their text and lose their tags, so that no page can exhaust the stack. */
const maxDepth = 150;
const voidElements: readonly string[] = [
	"area",
	"base",
	"br",
	"col",
	"embed",
	"hr",
	"img",
	"input",
	"link",
	"meta",
	"source",
	"wbr",
];
const blocks: readonly string[] =
	"address article aside blockquote body dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul".split(
		" ",
	);

const escapeHtml = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Absolute and http, https or mailto; undefined for anything else (scripts, data, fragments of the page). */
function absoluteLink(link: string | undefined, base: string): string | undefined {
	const text = decodeEntities(link ?? "").trim();
	if (text === "" || text.startsWith("#")) return undefined;
	try {
		const url = new URL(text, base);
		return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : undefined;
	} catch {
		return undefined;
	}
}

export function htmlTitle(html: string): string | undefined {
	let title: string | undefined;
	for (const token of htmlTokens(html)) {
		if (token.type === "open" && token.name === "title") title = "";
		else if (title !== undefined && token.type === "text") title += token.text;
		else if (title !== undefined) break;
	}
	const text = decodeEntities(title ?? "")
		.replace(/\s+/g, " ")
		.trim();
	return text === "" ? undefined : text.slice(0, 500);
}

/** The same page with nothing but content: no scripts, no attributes but absolute links, bounded depth. */
function cleanHtml(html: string, base: string): string {
	const parts: string[] = [];
	const open: string[] = [];
	let head = 0;
	for (const token of htmlTokens(html)) {
		if (token.type === "text") {
			if (head === 0) parts.push(token.text);
			continue;
		}
		const { name } = token;
		if (name === "head" || name === "title") {
			head = Math.max(0, head + (token.type === "open" ? 1 : -1));
			continue;
		}
		if (name === "body") head = 0;
		if (head > 0 || !/^[a-z][a-z0-9]*$/.test(name)) continue;
		if (token.type === "close") {
			// Only what is open can be closed; what was left open inside it ends with it.
			const depth = open.lastIndexOf(name);
			if (depth === -1) continue;
			for (const inner of open.splice(depth).reverse()) parts.push(`</${inner}>`);
			continue;
		}
		const isVoid = voidElements.includes(name);
		if (!isVoid && open.length >= maxDepth) continue;
		const link = name === "a" ? absoluteLink(token.attributes.get("href"), base) : undefined;
		const image = name === "img" ? absoluteLink(token.attributes.get("src"), base) : undefined;
		const alt = decodeEntities(token.attributes.get("alt") ?? "");
		if (name === "img" && (image === undefined || alt === "")) continue;
		const attributes =
			link !== undefined
				? ` href="${escapeHtml(link)}"`
				: image !== undefined
					? ` src="${escapeHtml(image)}" alt="${escapeHtml(alt)}"`
					: "";
		parts.push(`<${name}${attributes}>`);
		if (!isVoid) open.push(name);
	}
	for (const name of open.reverse()) parts.push(`</${name}>`);
	return parts.join("");
}

/** `base`: the page's address, for relative links. Falls back to plain text for what cannot be converted. */
export async function htmlToMarkdown(html: string, base: string): Promise<string> {
	const { NodeHtmlMarkdown } = await import("node-html-markdown");
	try {
		return NodeHtmlMarkdown.translate(cleanHtml(html, base), { maxConsecutiveNewlines: 2, bulletMarker: "-" }).trim();
	} catch {
		return htmlToText(html);
	}
}

export function htmlToText(html: string): string {
	const parts: string[] = [];
	let isHead = false;
	let preformatted = 0;
	for (const token of htmlTokens(html)) {
		if (token.type === "text") {
			if (isHead) continue;
			const text = decodeEntities(token.text);
			parts.push(preformatted > 0 ? text : text.replace(/[ \t\r\n\f]+/g, " "));
			continue;
		}
		if (token.name === "head" || token.name === "title") isHead = token.type === "open";
		if (token.name === "body") isHead = false;
		if (token.name === "pre") preformatted = Math.max(0, preformatted + (token.type === "open" ? 1 : -1));
		if (token.name === "br" || blocks.includes(token.name)) parts.push("\n");
		else if (token.name === "td" || token.name === "th") parts.push(token.type === "close" ? "\t" : "");
	}
	return parts
		.join("")
		.replace(/[ \t]+\n/g, "\n")
		.replace(/\n[ ]+/g, "\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
}
