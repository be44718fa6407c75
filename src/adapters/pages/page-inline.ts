// What stands within a line of Markdown: texts, links, marks, code.
import { blockElements } from "./page-elements.ts";
import { isElement, type PageElement, type PageNode } from "./page-tree.ts";

/** Texts of links that only point at their own heading. */
const anchors: readonly string[] = ["", "#", "¶", "§", "🔗", "¶️"];
/** What says nothing without a screen. */
export const dropped: readonly string[] = [
	"button",
	"input",
	"textarea",
	"audio",
	"video",
	"source",
	"track",
	"rp",
	"dialog",
];

/** Text as it stands there, white space and all. */
export const rawText = (element: PageElement): string =>
	element.children.map((child) => (isElement(child) ? (child.name === "br" ? "\n" : rawText(child)) : child)).join("");

/** Text of inline nodes; a break is U+0000, blocks among them are set off by a blank. */
export const inlineText = (nodes: readonly PageNode[]): string => nodes.map((node) => inlineNode(node)).join("");

const inlineNode = (node: PageNode): string => {
	if (!isElement(node)) return escapeText(node.replaceAll("\u0000", "").replace(/[\s\u00a0]+/g, " "));
	const { name, children, attributes } = node;
	switch (name) {
		case "br":
			return "\u0000";
		case "wbr":
			return "";
		case "img":
			return attributes.src === undefined || attributes.alt === undefined
				? ""
				: `![${escapeLabel(attributes.alt)}](${escapeUrl(attributes.src)})`;
		case "a":
			return link(node);
		case "code":
		case "kbd":
		case "samp":
		case "tt":
			return codeSpan(rawText(node));
		case "em":
		case "i":
		case "cite":
		case "dfn":
		case "var":
			return wrapped(inlineText(children), "_");
		case "strong":
		case "b":
			return wrapped(inlineText(children), "**");
		case "del":
		case "s":
		case "strike":
			return wrapped(inlineText(children), "~~");
		case "q":
			return `“${inlineText(children)}”`;
		case "rt":
			return `(${inlineText(children)})`;
		case "sup": {
			const text = inlineText(children).trim();
			return /^[\w+-]{1,12}$/.test(text) ? `^${text}` : text;
		}
		default: {
			if (dropped.includes(name)) return "";
			const text = inlineText(children);
			return blockElements.has(name) ? ` ${text} ` : text;
		}
	}
};

export const oneLine = (text: string): string => text.replace(/[\s\u0000]+/g, " ").trim();

/** Marks stand at the words, not at the blanks around them. */
const wrapped = (text: string, mark: string): string => {
	const [, before = "", inner = "", after = ""] = /^([\s\u0000]*)([\s\S]*?)([\s\u0000]*)$/.exec(text) ?? [];
	if (inner === "") return before + after;
	// The same mark within is the same emphasis said twice.
	return (
		before +
		mark +
		(inner.startsWith(mark) && inner.endsWith(mark) ? inner.slice(mark.length, -mark.length) : inner) +
		mark +
		after
	);
};

const codeSpan = (text: string): string => {
	const code = text.replace(/\s+/g, " ");
	if (code.trim() === "") return code;
	const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = "`".repeat(longest + 1);
	return longest === 0 ? fence + code + fence : `${fence} ${code} ${fence}`;
};

const link = ({ children, attributes: { href } }: PageElement): string => {
	const text = oneLine(inlineText(children));
	if (anchors.includes(text)) return " ";
	if (href === undefined) return inlineText(children);
	const url = escapeUrl(href);
	return text === href || text === url ? `<${url}>` : `[${text}](${url})`;
};

const escapeUrl = (url: string): string =>
	url.replace(/[()<>\s]/g, (found) => encodeURIComponent(found).replace("(", "%28").replace(")", "%29"));
const escapeLabel = (text: string): string => text.replace(/[[\]]/g, "\\$&");

/** Only what would otherwise be read as Markdown: most texts stay as they are. */
const escapeText = (text: string): string =>
	/[`*_\\<\]]/.test(text)
		? text
				.replace(/\\(?=[`*_[\]<>#|\\])/g, "\\\\")
				.replace(/[`*]/g, "\\$&")
				.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_")
				.replace(/<(?=[A-Za-z/!?])/g, "\\<")
				.replace(/\](?=\()/g, "\\]")
		: text;
