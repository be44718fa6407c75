// Tables as GitHub's Markdown has them (https://github.github.com/gfm/#tables-extension-).
import { isElement, type PageElement } from "./page-tree.ts";

export interface TableRow {
	readonly cells: readonly { readonly element: PageElement; readonly columns: number; readonly rows: number }[];
}

const maxColumns = 64;
const maxSpan = 64;

const spanOf = (text: string | undefined): number => {
	const span = Number.parseInt(text ?? "1", 10);
	return Number.isNaN(span) ? 1 : Math.min(Math.max(span, 1), maxSpan);
};

/** Rows of the table itself, not of tables in its cells. */
export function tableRows(table: PageElement): readonly TableRow[] {
	const rows: TableRow[] = [];
	const visit = (element: PageElement): void => {
		for (const child of element.children) {
			if (!isElement(child)) continue;
			if (child.name === "tr") {
				const cells = child.children.filter(isElement).filter(({ name }) => name === "td" || name === "th");
				rows.push({
					cells: cells.map((cell) => ({
						element: cell,
						columns: spanOf(cell.attributes.colspan),
						rows: spanOf(cell.attributes.rowspan),
					})),
				});
			} else if (["thead", "tbody", "tfoot"].includes(child.name)) visit(child);
		}
	};
	visit(table);
	return rows.filter(({ cells }) => cells.length > 0);
}

const layoutParts: readonly string[] = ["table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"];

const holds = (element: PageElement, names: readonly string[]): boolean =>
	element.children.some((child) => isElement(child) && (names.includes(child.name) || holds(child, names)));

/** A table that only places things on the screen, or holds what no cell can. */
export const isLayout = (table: PageElement, rows: readonly TableRow[]): boolean =>
	["presentation", "none"].includes(table.attributes.role ?? "") ||
	rows.every(({ cells }) => cells.length === 1) ||
	holds(table, layoutParts);

/** `text` gives a cell's text on one line. A cell over several rows or columns is told once; its other places are empty. */
export function tableText(rows: readonly TableRow[], text: (cell: PageElement) => string): string {
	const grid: string[][] = [];
	const taken = new Map<number, number>();
	for (const { cells } of rows) {
		const line: string[] = [];
		const skipTaken = (): void => {
			for (let left = taken.get(line.length) ?? 0; left > 0; left = taken.get(line.length) ?? 0) {
				taken.set(line.length, left - 1);
				line.push("");
			}
		};
		for (const cell of cells) {
			skipTaken();
			for (let column = 0; column < cell.columns && line.length < maxColumns; column++) {
				if (cell.rows > 1) taken.set(line.length, cell.rows - 1);
				line.push(column === 0 ? text(cell.element).replaceAll("|", "\\|") : "");
			}
		}
		skipTaken();
		grid.push(line);
	}
	const columns = Math.max(...grid.map((line) => line.length));
	const full = grid.map((line) => [...line, ...Array.from({ length: columns - line.length }, () => "")]);
	// Markdown has no table without a head: where none is marked, the first row serves.
	const [head = [], ...body] = full;
	const rule = head.map(() => "---");
	return [head, rule, ...body].map((line) => `| ${line.join(" | ")} |`).join("\n");
}
