// A page's tree as Markdown (https://spec.commonmark.org/0.31.2/ with GitHub's tables). One pass, linear in the tree.
import { blockElements } from "./page-elements.ts";
import { dropped, inlineText, oneLine, rawText } from "./page-inline.ts";
import { isLayout, tableRows, tableText } from "./page-table.ts";
import { isElement, type PageElement, type PageNode } from "./page-tree.ts";

interface Writer {
	/** Elements with a block somewhere in them. */
	readonly holdsBlock: ReadonlySet<PageElement>;
}

export const treeToMarkdown = (root: PageElement): string => {
	const holdsBlock = new Set<PageElement>();
	markBlocks(root, holdsBlock);
	return blocksOf(root.children, { holdsBlock }).join("\n\n");
};

const markBlocks = (element: PageElement, holdsBlock: Set<PageElement>): boolean => {
	let found = false;
	for (const child of element.children) {
		if (isElement(child) && (markBlocks(child, holdsBlock) || blockElements.has(child.name))) found = true;
	}
	if (found) holdsBlock.add(element);
	return found;
};

/** Paragraphs and other blocks, none of them empty. */
const blocksOf = (nodes: readonly PageNode[], writer: Writer): string[] => {
	const blocks: string[] = [];
	let run: PageNode[] = [];
	const flush = (): void => {
		const text = paragraph(run);
		if (text !== "") blocks.push(text);
		run = [];
	};
	for (const node of nodes) {
		const isBlock =
			isElement(node) && node.name !== "a" && (blockElements.has(node.name) || writer.holdsBlock.has(node));
		if (!isBlock) {
			run.push(node);
			continue;
		}
		flush();
		for (const block of blockOf(node, writer)) if (block !== "") blocks.push(block);
	}
	flush();
	return blocks;
};

const paragraph = (nodes: readonly PageNode[]): string => escapeStart(tidy(inlineText(nodes)));

/** White space as a browser shows it; a line break of the page keeps its two blanks. */
const tidy = (text: string): string =>
	text
		.replace(/[ \t]*\u0000[ \t]*/g, "  \n")
		.replace(/(?: {2}\n)+$/, "")
		.replace(/^(?: {2}\n)+/, "")
		.trim();

/** What would be a heading, a quotation, a list or a rule at the start of a line. */
const escapeStart = (text: string): string =>
	text.replace(/^(#{1,6}(?= )|>|[+-](?= )|=+$|-{3,}$)/, "\\$1").replace(/^(\d{1,9})([.)])(?= )/, "$1\\$2");

const indent = (text: string, by: string, first = by): string =>
	first + text.replaceAll("\n", `\n${by}`).replace(/^ +$/gm, "");

const blockOf = (element: PageElement, writer: Writer): readonly string[] => {
	const { name, children } = element;
	switch (name) {
		case "h1":
		case "h2":
		case "h3":
		case "h4":
		case "h5":
		case "h6": {
			const text = oneLine(inlineText(children));
			return text === "" ? [] : [`${"#".repeat(Number(name[1]))} ${text}`];
		}
		case "hr":
			return ["---"];
		case "pre":
			return [codeBlock(element)];
		case "blockquote":
			return [quoted(blocksOf(children, writer).join("\n\n"))];
		case "ul":
		case "ol":
		case "menu":
			return [list(element, writer)];
		case "dl":
			return [definitions(element, writer)];
		case "table":
			return table(element, writer);
		case "summary":
		case "caption":
		case "legend": {
			if (writer.holdsBlock.has(element)) return blocksOf(children, writer);
			const text = oneLine(inlineText(children));
			return text === "" ? [] : [`**${text.replaceAll("**", "")}**`];
		}
		default:
			return dropped.includes(name) ? [] : blocksOf(children, writer);
	}
};

const quoted = (text: string): string => (text === "" ? "" : text.replace(/^/gm, "> ").replace(/^> $/gm, ">"));

const list = (element: PageElement, writer: Writer): string => {
	const start = Number.parseInt(element.attributes.start ?? "1", 10);
	let number = Number.isNaN(start) ? 1 : start;
	const items: string[] = [];
	let isLoose = false;
	for (const child of element.children) {
		// Lists and texts that stand between the items belong to the one before.
		const isItem = isElement(child) && child.name === "li";
		const blocks = isItem ? blocksOf(child.children, writer) : blocksOf([child], writer);
		if (blocks.length === 0) continue;
		const marker = element.name === "ol" ? `${number++}. ` : "- ";
		const box = isItem ? checkbox(child) : "";
		const [first = "", ...rest] = blocks;
		const isTight = rest.every((block) => /^(?:- |\d+\. )/.test(block));
		isLoose ||= !isTight;
		const body = box + [first, ...rest].join(isTight ? "\n" : "\n\n");
		items.push(indent(body, " ".repeat(marker.length), marker));
	}
	return items.join(isLoose ? "\n\n" : "\n");
};

const checkbox = ({ children }: PageElement): string => {
	const box = children.find(isElement);
	const input = box?.name === "label" || box?.name === "p" ? box.children.find(isElement) : box;
	if (input?.name !== "input" || input.attributes.type !== "checkbox") return "";
	return input.attributes.checked === undefined ? "[ ] " : "[x] ";
};

const definitions = ({ children }: PageElement, writer: Writer): string => {
	const entries = children.flatMap((child) => (isElement(child) && child.name === "div" ? child.children : [child]));
	return entries
		.flatMap((child) => {
			if (!isElement(child)) return child.trim() === "" ? [] : [paragraph([child])];
			if (child.name === "dt") return [`\n${oneLine(inlineText(child.children))}`];
			const text = blocksOf(child.children, writer).join("\n\n");
			return text === "" ? [] : [indent(text, "  ", ": ")];
		})
		.join("\n")
		.trim();
};

const table = (element: PageElement, writer: Writer): readonly string[] => {
	const rows = tableRows(element);
	const captions = element.children.filter((child) => isElement(child) && child.name === "caption");
	const caption = captions.flatMap((child) => (isElement(child) ? blockOf(child, writer) : []));
	if (rows.length === 0) return caption;
	if (isLayout(element, rows)) {
		return [
			...caption,
			...rows.flatMap(({ cells }) => cells.flatMap((cell) => blocksOf(cell.element.children, writer))),
		];
	}
	return [...caption, tableText(rows, (cell) => oneLine(inlineText(cell.children)))];
};

const languageIn = (classes: string | undefined): string =>
	/(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*)([\w+#-]{1,20})/.exec(classes ?? "")?.[1] ?? "";

const codeBlock = (element: PageElement): string => {
	const code = element.children.find((child) => isElement(child) && child.name === "code");
	const inner = code !== undefined && isElement(code) ? languageIn(code.attributes.class) : "";
	const language = inner || languageIn(element.attributes.class);
	const text = rawText(element)
		.replace(/^\r?\n/, "")
		.trimEnd();
	if (text === "") return "";
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = "`".repeat(longest + 1);
	return `${fence}${language}\n${text}\n${fence}`;
};
