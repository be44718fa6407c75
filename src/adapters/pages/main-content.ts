// The main content of a page: what the page itself marks as such, else what readers of browsers find, Mozilla's
// Readability on the small DOM that comes with it. That DOM runs no scripts and loads nothing; it wants well-formed
// markup, which the tree gives.
import { Readability } from "@mozilla/readability";
import JSDOMParser from "@mozilla/readability/JSDOMParser.js";
import { isElement, type PageElement, type PageNode, type PageTree } from "./page-tree.ts";

/** Larger pages would take seconds; they are shown whole. */
const maxElements = 15_000;
const maxMarkup = 1_500_000;
/** Less than this, or than this share of the page, is no main content but a teaser or a cookie notice. */
const minCharacters = 200;
const minShare = 0.08;
/** What the page marks, but less of it than this, is filled by a script. */
const minMarkedShare = 0.25;
/** Of an aside that is a note. */
const maxNote = 1500;
/** More of it in links is a list of them, where what Readability leaves out counts as well. */
const maxLinkShare = 0.6;

export interface MainContent {
	readonly root: PageElement;
	readonly byline: string | undefined;
}

const escapeText = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', "&quot;");

const voids: readonly string[] = [
	"br",
	"hr",
	"img",
	"input",
	"wbr",
	"source",
	"track",
	"area",
	"col",
	"embed",
	"param",
];

const markup = (node: PageNode, parts: string[]): void => {
	if (typeof node === "string") {
		// Control characters have no place in markup.
		parts.push(escapeText(node.replaceAll("\u0000", "")));
		return;
	}
	parts.push(`<${node.name}`);
	for (const [name, value] of Object.entries(node.attributes)) parts.push(` ${name}="${escapeAttribute(value)}"`);
	parts.push(voids.includes(node.name) ? "/>" : ">");
	if (voids.includes(node.name)) return;
	for (const child of node.children) markup(child, parts);
	parts.push(`</${node.name}>`);
};

/** What of that DOM is read here. */
interface DomNode {
	readonly nodeType: number;
	readonly localName?: string;
	readonly textContent: string;
	readonly childNodes: readonly DomNode[];
	readonly attributes?: readonly { readonly name: string; readonly value: string }[];
}

const fromDom = (node: DomNode): PageNode => {
	if (node.nodeType !== 1) return node.nodeType === 3 ? node.textContent : "";
	const attributes = Object.fromEntries((node.attributes ?? []).map(({ name, value }) => [name, value]));
	return { name: node.localName ?? "div", attributes, children: node.childNodes.map(fromDom) };
};

export const lengthOf = (node: PageNode): number =>
	typeof node === "string"
		? node.trim().length
		: node.children.reduce<number>((sum, child) => sum + lengthOf(child), 0);

const linkLengthOf = (node: PageNode): number => {
	if (typeof node === "string") return 0;
	if (node.name === "a") return lengthOf(node);
	return node.children.reduce<number>((sum, child) => sum + linkLengthOf(child), 0);
};

const elementsIn = (root: PageElement, isWanted: (element: PageElement) => boolean): readonly PageElement[] =>
	root.children.filter(isElement).flatMap((child) => (isWanted(child) ? [child] : elementsIn(child, isWanted)));

const sideRoles: readonly string[] = ["navigation", "complementary", "contentinfo", "search"];

/** Menus, footers and what else stands beside the content; an aside is kept where it is a note and no list of links. */
const isBeside = (element: PageElement): boolean => {
	if (element.name === "nav" || element.name === "footer" || sideRoles.includes(element.attributes.role ?? ""))
		return true;
	if (element.name !== "aside") return false;
	const length = lengthOf(element);
	return length > maxNote || linkLengthOf(element) > length / 2;
};

const pruned = (element: PageElement): PageElement => ({
	...element,
	children: element.children.flatMap((child): PageNode[] => {
		if (!isElement(child)) return [child];
		return isBeside(child) ? [] : [pruned(child)];
	}),
});

const isContent = (root: PageElement, page: PageElement, share: number): boolean => {
	const length = lengthOf(root);
	return length >= minCharacters && length >= share * lengthOf(page) && linkLengthOf(root) <= maxLinkShare * length;
};

/** The one `<main>`, or the one `<article>` where there is none. Nothing of it is judged by its look, so nothing is lost. */
const marked = ({ root }: PageTree): PageElement | undefined => {
	const mains = elementsIn(root, ({ name, attributes }) => name === "main" || attributes.role === "main");
	const found = mains.length > 0 ? mains : elementsIn(root, ({ name }) => name === "article");
	const [only, another] = found;
	if (only === undefined || another !== undefined) return undefined;
	const content = pruned(only);
	return isContent(content, root, minMarkedShare) ? content : undefined;
};

/** Undefined where the page has no main content of its own: a list of links, a form, a start page. */
export function mainContent(tree: PageTree, url: string): MainContent | undefined {
	const own = marked(tree);
	return own === undefined ? found(tree, url) : { root: own, byline: undefined };
}

const found = (tree: PageTree, url: string): MainContent | undefined => {
	if (tree.elements > maxElements) return undefined;
	const parts = ["<html><head><title>", escapeText(tree.title), "</title>"];
	for (const [name, content] of Object.entries(tree.meta)) {
		parts.push(`<meta name="${escapeAttribute(name)}" content="${escapeAttribute(content)}"/>`);
	}
	parts.push("</head>");
	markup(tree.root, parts);
	parts.push("</html>");
	const html = parts.join("");
	if (html.length > maxMarkup) return undefined;
	const document = new JSDOMParser().parse(html, url);
	const reader = new Readability<unknown>(document, {
		keepClasses: true,
		disableJSONLD: true,
		charThreshold: minCharacters,
		serializer: (element) => element,
	});
	const article = reader.parse();
	if (article?.content === undefined || article.content === null) return undefined;
	const root = fromDom(article.content as DomNode);
	if (typeof root === "string") return undefined;
	if (!isContent(root, tree.root, minShare)) return undefined;
	return { root, byline: article.byline?.trim() || undefined };
};
