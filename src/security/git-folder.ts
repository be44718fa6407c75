// Whose configuration git would read, and with it whose programs it would start (SECURITY R1, R7).
import { lstat, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isWithin } from "../lib/env-allow.js";

/** Whether something is there. What cannot be told counts as there. */
const isThere = (path: string): Promise<boolean> =>
	lstat(path).then(
		() => true,
		(error: NodeJS.ErrnoException) => error.code !== "ENOENT" && error.code !== "ENOTDIR",
	);

const isFolder = (path: string): Promise<boolean> =>
	lstat(path).then(
		(found) => found.isDirectory(),
		() => false,
	);

/** A repository without `.git`: git takes any folder for one that has its parts. */
async function isBare(folder: string): Promise<boolean> {
	const [head, ...parts] = await Promise.all(
		["HEAD", "objects", "refs", "commondir"].map((name) => isThere(join(folder, name))),
	);
	return head === true && parts.includes(true);
}

/** The workspace's own `.git`: a folder that git takes for a repository, and that shares nothing with another. */
async function isOwnRepository(gitFolder: string): Promise<boolean> {
	const isWhole = (await isFolder(gitFolder)) && (await isThere(join(gitFolder, "HEAD")));
	return isWhole && !(await isThere(join(gitFolder, "commondir")));
}

/**
 * Why git, run in `folder`, would not just read the configuration of `workspace`, the folder that is trusted; undefined
 * when it would, or when there is no repository at all. Both are real paths. Goes up as git does.
 */
export async function gitProblem(folder: string, workspace: string): Promise<string | undefined> {
	if (!isWithin(folder, workspace)) return `${folder} is outside the folder that is trusted`;
	const isKnown = folder === workspace || (await stat(folder).catch(() => undefined))?.isDirectory() === true;
	if (!isKnown) return `${folder} is no folder yet, so what git finds there is only known when it runs`;
	for (let at = folder; ; at = dirname(at)) {
		const foreign = `git runs what the configuration in ${at} says, and only ${workspace} is trusted`;
		if (await isBare(at)) return foreign;
		const gitFolder = join(at, ".git");
		if (await isThere(gitFolder)) {
			return at === workspace && (await isOwnRepository(gitFolder)) ? undefined : foreign;
		}
		if (dirname(at) === at) return undefined;
	}
}
