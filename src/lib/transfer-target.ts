import { basename } from "node:path";

interface TargetSource {
	exists(path: string): Promise<boolean>;
	stat(path: string): Promise<{ readonly kind: string }>;
}

/** Where `from` ends up: inside `to` when that is a folder, as with mv and cp. */
export async function transferTarget(fs: TargetSource, from: string, to: string): Promise<string> {
	const isFolder = to.endsWith("/") || ((await fs.exists(to)) && (await fs.stat(to)).kind === "directory");
	return isFolder ? insideOf(from, to) : to;
}

export const insideOf = (from: string, to: string): string =>
	`${to.replace(/\/+$/, "")}/${basename(from.replace(/\/+$/, ""))}`;
