// A page's tree as plain text: blocks on lines of their own, cells apart by tabs.
import { blockElements, type PageElement, type PageNode } from "./page-tree.ts";

const dropped: readonly string[] = ["button", "input", "textarea", "audio", "video"];

export const treeToText = (root: PageElement): string => {
	const parts: string[] = [];
	const visit = (node: PageNode, isPre: boolean): void => {
		if (typeof node === "string") {
			parts.push(isPre ? node : node.replace(/[ \t\r\n\f]+/g, " "));
			return;
		}
		if (dropped.includes(node.name)) return;
		if (node.name === "br") parts.push("\n");
		const isCell = node.name === "td" || node.name === "th";
		const isBlock = blockElements.has(node.name) && !isCell;
		if (isBlock) parts.push("\n");
		for (const child of node.children) visit(child, isPre || node.name === "pre");
		if (isBlock) parts.push("\n");
		if (isCell) parts.push("\t");
	};
	visit(root, false);
	return parts
		.join("")
		.replace(/[ \t]+\n/g, "\n")
		.replace(/\n[ ]+/g, "\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
};
