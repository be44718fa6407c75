import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes each file of `tree` below `folder`, with its folders. */
export function writeTree(folder: string, tree: Readonly<Record<string, string | Uint8Array>>): void {
	for (const [path, content] of Object.entries(tree)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
}
