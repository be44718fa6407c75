// Paths for `@` completion: what git would not ignore, best match first.
import type { FileSystem } from "../contracts/ports.js";

const maxFiles = 20_000;
const deadlineMs = 1000;

/** At most `limit` paths below the working directory, with forward slashes; the shallowest first for an empty query. */
export const completeFiles = async (fs: FileSystem, query: string, limit: number): Promise<readonly string[]> => {
	const [{ default: fuzzysort }, files] = await Promise.all([import("fuzzysort"), listFiles(fs)]);
	if (query === "") return files.slice(0, limit);
	return fuzzysort.go(query, [...files], { limit }).map((match) => match.target);
};

const listFiles = async (fs: FileSystem): Promise<readonly string[]> => {
	const { walkFiles } = await import("../lib/walk-files.js");
	const signal = AbortSignal.timeout(deadlineMs);
	const files: string[] = [];
	try {
		const walk = walkFiles(fs, await fs.realPath("."), { root: ".", isHiddenWanted: false, signal, maxFiles });
		for await (const file of walk) files.push(file);
	} catch {
		// What was found in time is offered; a folder that cannot be read has nothing to offer.
	}
	return files.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
};

const depth = (path: string): number => path.split("/").length;
