import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

export interface ProducedFile {
	/** Relative to the folder. */
	readonly name: string;
	readonly sizeBytes: number;
}

const maxLooked = 10_000;

/**
 * The plain files below a folder, in order of their names, but `except`. Links are left out, also a second name of the
 * same file: they may lead anywhere.
 */
export async function producedFiles(folder: string, except: string): Promise<readonly ProducedFile[]> {
	const found: ProducedFile[] = [];
	const open = [""];
	for (let looked = 0; open.length > 0 && looked < maxLooked; ) {
		const place = open.pop() ?? "";
		const entries = await readdir(join(folder, place), { withFileTypes: true }).catch(() => []);
		for (const entry of entries) {
			looked++;
			const name = place === "" ? entry.name : `${place}/${entry.name}`;
			if (entry.isDirectory()) open.push(name);
			if (!entry.isFile() || name === except) continue;
			const stat = await lstat(join(folder, name)).catch(() => undefined);
			if (stat?.isFile() && stat.nlink === 1) found.push({ name, sizeBytes: stat.size });
		}
	}
	return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
