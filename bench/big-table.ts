// A CSV of any size, the same each time.
import { closeSync, openSync, writeSync } from "node:fs";

const countries = ["DE", "FR", "US", "JP", "BR", "IN"];
const rowsAtOnce = 5000;

/** Writes about so many bytes; gives the count of rows. Prices are 0.00 to 999.99, spread evenly. */
export function writeBigTable(path: string, bytes: number): number {
	const file = openSync(path, "w");
	let seed = 42;
	// Numerical Recipes' linear congruential generator: quick, and the same everywhere.
	const random = (): number => {
		seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
		return seed / 2 ** 32;
	};
	let row = 0;
	let written = writeSync(file, "id,date,customer,country,quantity,price,note\n");
	while (written < bytes) {
		let text = "";
		for (let count = 0; count < rowsAtOnce; count++) {
			row++;
			const date = `2026-${String(1 + (row % 12)).padStart(2, "0")}-${String(1 + (row % 28)).padStart(2, "0")}`;
			const note = row % 50 === 0 ? '"a note, with ""quotes"""' : "plain note";
			const customer = Math.floor(random() * 50_000);
			text += `${row},${date},customer ${customer},${countries[row % 6]},${Math.floor(random() * 20)},${(random() * 1000).toFixed(2)},${note}\n`;
		}
		written += writeSync(file, text);
	}
	closeSync(file);
	return row;
}
