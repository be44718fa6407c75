import { createGlobMatcher } from "../../lib/glob-match.ts";
import { walk } from "./walk.ts";

export interface FindRequest {
	/** Absolute, links resolved. */
	readonly root: string;
	/** Folders that are passed over, relative to the root. */
	readonly refused: readonly string[];
	readonly glob: string;
	readonly limit: number;
	readonly maxFiles: number;
}

export interface FoundFiles {
	/** The first of them, sorted by UTF-16 units, relative to the root. */
	readonly files: readonly string[];
	readonly total: number;
	/** How many were looked at. */
	readonly walked: number;
}

export function find({ root, refused, glob, limit, maxFiles }: FindRequest): FoundFiles {
	const isMatch = createGlobMatcher(glob);
	const found: string[] = [];
	let walked = 0;
	for (const path of walk(root, (folder) => refused.includes(folder))) {
		if (isMatch(path)) found.push(path);
		if (++walked >= maxFiles) break;
	}
	found.sort();
	return { files: found.slice(0, limit), total: found.length, walked };
}
