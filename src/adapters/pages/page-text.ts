// A page's tree as plain text: blocks on lines of their own, cells apart by tabs.
import { blockElements } from "./page-elements.ts";
import type { PageElement, PageNode } from "./page-tree.ts";

const dropped: readonly string[] = ["button", "input", "textarea", "audio", "video"];

/** One line each, not a paragraph. */
const lines: readonly string[] = ["tr", "li", "dt", "dd", "thead", "tbody", "tfoot"];

export const treeToText = (root: PageElement): string => {
	const parts: string[] = [];
	const visit = (node: PageNode, isPre: boolean): void => {
		if (typeof node === "string") {
			const text = isPre ? node : node.replace(/[ \t\r\n\f]+/g, " ");
			const isAtStart = parts.length === 0 || /[\n\t]$/.test(parts.at(-1) ?? "");
			const kept = isPre || !isAtStart ? text : text.trimStart();
			if (kept !== "") parts.push(kept);
			return;
		}
		if (dropped.includes(node.name)) return;
		if (node.name === "br") parts.push("\n");
		const isCell = node.name === "td" || node.name === "th";
		const isBlock = blockElements.has(node.name) && !isCell;
		if (isBlock && !lines.includes(node.name)) parts.push("\n");
		for (const child of node.children) visit(child, isPre || node.name === "pre");
		if (isBlock) parts.push("\n");
		if (isCell) parts.push("\t");
	};
	visit(root, false);
	return parts
		.join("")
		.replace(/[ \t]+\n/g, "\n")
		.replace(/\n{3,}/g, "\n\n")
		.replace(/^\n+/, "")
		.trimEnd();
};
