import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isSecretFile } from "./secret-files.js";

/** More than this is not looked through; the answer is then that it cannot be told. */
const maxEntries = 10_000;
/** Other people's code: keys in there are samples. */
const skipped: readonly string[] = ["node_modules", ".git"];

/**
 * Why a search through everything below `path` might show a secret; undefined when it would not. Links are not
 * followed, as ripgrep and `grep -r` do not. `isHiddenRead`: names that begin with a dot are searched too.
 */
export async function secretBelow(path: string, isHiddenRead: boolean): Promise<string | undefined> {
	const found = await stat(path).catch(() => undefined);
	if (!found?.isDirectory()) return undefined;
	const open = [path];
	for (let seen = 0; open.length > 0; ) {
		const folder = open.pop() ?? path;
		const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
		seen += entries.length;
		if (seen > maxEntries) return `${path} holds too many files to know that none is secret`;
		for (const entry of entries) {
			if (entry.name.startsWith(".") && !isHiddenRead) continue;
			const inner = join(folder, entry.name);
			if (entry.isFile() && isSecretFile(inner)) return `${inner} is known to hold secrets`;
			if (entry.isDirectory() && !skipped.includes(entry.name)) open.push(inner);
		}
	}
	return undefined;
}
