// Whose configuration git would read, and with it whose programs it would start (SECURITY R1, R7).
import { lstat, readFile, stat } from "node:fs/promises";
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

/** The mode of an entry that is another repository, as the index writes it (gitformat-index(5)). */
const linkMode = Buffer.from([0, 0, 0xe0, 0]);

/**
 * Whether the index names repositories within this one: git status and diff run git in them, by their configuration.
 * Entries begin at multiples of 8 behind a header of 12 bytes, their mode 24 bytes later; version 4 packs them.
 */
async function hasInnerRepositories(gitFolder: string): Promise<boolean> {
	const index = await readFile(join(gitFolder, "index")).catch(() => Buffer.alloc(0));
	const isPacked = index.length >= 8 && index.readUInt32BE(4) > 3;
	for (let at = index.indexOf(linkMode); at >= 0; at = index.indexOf(linkMode, at + 1)) {
		if (isPacked || at % 8 === 4) return true;
	}
	return false;
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
			if (at !== workspace || !(await isOwnRepository(gitFolder))) return foreign;
			return (await hasInnerRepositories(gitFolder))
				? `git also runs what the repositories within ${workspace} say, and only ${workspace} is trusted`
				: undefined;
		}
		if (dirname(at) === at) return undefined;
	}
}
