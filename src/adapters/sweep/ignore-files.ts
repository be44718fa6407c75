import { readFileSync, statSync } from "node:fs";
import { maxIgnoreBytes } from "../../lib/ignore-rules.ts";

export interface IgnoreFilesRequest {
	/** Absolute, links resolved. */
	readonly root: string;
	/** Relative to the root, "" for itself. */
	readonly folders: readonly string[];
}

/** The .nexusignore files in these folders: the folder and the text. */
export function ignoreFilesIn({
	root,
	folders,
}: IgnoreFilesRequest): readonly (readonly [folder: string, text: string])[] {
	return folders.flatMap((folder) => {
		const path = `${root}/${folder}${folder === "" ? "" : "/"}.nexusignore`;
		const stats = statSync(path, { throwIfNoEntry: false });
		if (stats === undefined || !stats.isFile() || stats.size > maxIgnoreBytes) return [];
		try {
			return [[folder, readFileSync(path, "utf8")] as const];
		} catch {
			return [];
		}
	});
}
