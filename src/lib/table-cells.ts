// What the text in a cell of a table says. Used in threads too, so it imports types only.
import type { DataValue } from "./data-values.js";

/**
 * A number, boolean, list or object only when writing it again would give the very same text, so that "007", "1.0" and
 * "1e3" stay what they are.
 */
export function cellValue(cell: string): DataValue {
	if (cell === "true") return true;
	if (cell === "false") return false;
	if (/^-?\d/.test(cell)) {
		const number = Number(cell);
		if (Number.isFinite(number) && String(number) === cell) return number;
		return cell;
	}
	if (!/^[[{]/.test(cell) || cell.length > 100_000) return cell;
	try {
		const value: DataValue = JSON.parse(cell);
		return JSON.stringify(value) === cell && !cell.includes('"__proto__"') ? value : cell;
	} catch {
		return cell;
	}
}

/** Names of columns: as they are, empty ones `column_3`, repeated ones `name_2`. */
export function columnNames(header: readonly string[]): readonly string[] {
	const used = new Set<string>();
	return header.map((cell, index) => {
		const base = cell.trim() === "" ? `column_${index + 1}` : cell.trim();
		let name = base;
		for (let count = 2; used.has(name); count++) name = `${base}_${count}`;
		used.add(name);
		return name;
	});
}
