import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { matchWildcard } from "../lib/wildcard.js";
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

/**
 * Why an absolute pattern of the shell might name a secret; undefined when it names none. Sets (`[a-c]`), `?` and
 * escapes count as any text. `isDotted`: `*` may stand for names that begin with a dot too.
 */
export async function secretMatching(pattern: string, isDotted: boolean): Promise<string | undefined> {
	let paths: readonly string[] = ["/"];
	for (const part of pattern.split("/").filter((name) => name !== "")) {
		if (!/[*?[\\'"]/.test(part)) {
			// Not joined: `..` behind a link leaves what the link leads to.
			paths = paths.map((path) => `${path === "/" ? "" : path}/${part}`);
			continue;
		}
		const wide = part.replaceAll(/\[.*\]|\\.|['"?]/g, "*");
		const found: string[] = [];
		for (const path of paths) {
			const names = await readdir(path).catch(() => []);
			const isMeant = (name: string) =>
				(isDotted || !name.startsWith(".") || !/^[*?]/.test(part)) && matchWildcard(wide, name);
			found.push(...names.filter(isMeant).map((name) => join(path, name)));
			if (found.length > maxEntries) return `${pattern} names too many files to know that none is secret`;
		}
		paths = found;
	}
	const secret = paths.find(isSecretFile);
	return secret === undefined ? undefined : `${secret} is known to hold secrets`;
}
