// A web page for reading: its main content or all of it, as Markdown or text, and what it says of itself.
import { lengthOf, type MainContent, mainContent } from "./main-content.ts";
import { treeToMarkdown } from "./page-markdown.ts";
import { treeToText } from "./page-text.ts";
import { type PageElement, type PageTree, readTree } from "./page-tree.ts";

export interface PageRequest {
	readonly html: string;
	/** The page's address, for its relative links. */
	readonly url: string;
	readonly format: "markdown" | "text";
	/** `main` is only a wish: a page without main content is given whole. */
	readonly part: "main" | "whole";
}

export interface PageReply {
	readonly title?: string;
	readonly description?: string;
	readonly byline?: string;
	readonly published?: string;
	readonly language?: string;
	/** Where the page sends its reader by itself. */
	readonly forwardsTo?: string;
	readonly part: "main" | "whole";
	readonly text: string;
	/** All links of the page, not only of the part, each address once, in their order; at most 2000. */
	readonly links: readonly { readonly text: string; readonly url: string }[];
}

const maxLinks = 2000;

export function readPage({ html, url, format, part }: PageRequest): PageReply {
	const tree = readTree(html, url);
	const main = part === "main" ? findMain(tree, url) : undefined;
	const root = main?.root ?? tree.root;
	const { meta } = tree;
	const about = {
		title: tree.title || meta["og:title"],
		description: meta["og:description"] ?? meta.description,
		byline: main?.byline ?? meta.author,
		published: meta["article:published_time"] ?? meta.date ?? meta.datepublished,
		language: tree.language,
		forwardsTo: tree.forwardsTo,
	};
	return {
		...Object.fromEntries(
			Object.entries(about).flatMap(([name, value]) => (value ? [[name, value.slice(0, 500)]] : [])),
		),
		part: main === undefined ? "whole" : "main",
		text: format === "text" ? treeToText(root) : treeToMarkdown(root),
		links: linksOf(tree.root),
	};
}

/** What the finder cannot make sense of is shown whole. */
const findMain = (tree: PageTree, url: string): MainContent | undefined => {
	try {
		return mainContent(tree, url);
	} catch {
		return undefined;
	}
};

const linksOf = (root: PageElement): PageReply["links"] => {
	const found = new Map<string, string>();
	const visit = (element: PageElement): void => {
		for (const child of element.children) {
			if (typeof child === "string" || found.size >= maxLinks) continue;
			const { href } = child.attributes;
			if (child.name === "a" && href !== undefined && lengthOf(child) < 1000) {
				const text = treeToText(child).replace(/\s+/g, " ").slice(0, 200);
				const before = found.get(href);
				if (before === undefined || before === "") found.set(href, text);
			}
			visit(child);
		}
	};
	visit(root);
	return [...found].map(([url, text]) => ({ text, url }));
};
