// Whose configuration git would read, and with it whose programs it would start (SECURITY R1, R7). Before every git
// command there are a dozen files to look at: at once, since each way through the thread pool takes longer than all.
import { lstatSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isWithin } from "../lib/env-allow.js";

/** Whether something is there. What cannot be told counts as there. */
const isThere = (path: string): boolean => {
	try {
		return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== "ENOTDIR";
	}
};

const isFolder = (path: string, look: typeof lstatSync | typeof statSync = lstatSync): boolean => {
	try {
		return look(path, { throwIfNoEntry: false })?.isDirectory() === true;
	} catch {
		return false;
	}
};

/** A repository without `.git`: git takes any folder for one that has its parts. */
const isBare = (folder: string): boolean =>
	isThere(join(folder, "HEAD")) && ["objects", "refs", "commondir"].some((name) => isThere(join(folder, name)));

/** The workspace's own `.git`: a folder that git takes for a repository, and that shares nothing with another. */
const isOwnRepository = (gitFolder: string): boolean =>
	isFolder(gitFolder) && isThere(join(gitFolder, "HEAD")) && !isThere(join(gitFolder, "commondir"));

/** The mode of an entry that is another repository, as the index writes it (gitformat-index(5)). */
const linkMode = Buffer.from([0, 0, 0xe0, 0]);

const readIndex = (path: string): Buffer => {
	try {
		return readFileSync(path);
	} catch {
		return Buffer.alloc(0);
	}
};

/**
 * Whether the index names repositories within this one: git status and diff run git in them, by their configuration.
 * Entries begin at multiples of 8 behind a header of 12 bytes, their mode 24 bytes later; version 4 packs them.
 */
function hasInnerRepositories(gitFolder: string): boolean {
	const index = readIndex(join(gitFolder, "index"));
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
export function gitProblem(folder: string, workspace: string): string | undefined {
	if (!isWithin(folder, workspace)) return `${folder} is outside the folder that is trusted`;
	const isKnown = folder === workspace || isFolder(folder, statSync);
	if (!isKnown) return `${folder} is no folder yet, so what git finds there is only known when it runs`;
	for (let at = folder; ; at = dirname(at)) {
		const foreign = `git runs what the configuration in ${at} says, and only ${workspace} is trusted`;
		if (isBare(at)) return foreign;
		const gitFolder = join(at, ".git");
		if (isThere(gitFolder)) {
			if (at !== workspace || !isOwnRepository(gitFolder)) return foreign;
			return hasInnerRepositories(gitFolder)
				? `git also runs what the repositories within ${workspace} say, and only ${workspace} is trusted`
				: undefined;
		}
		if (dirname(at) === at) return undefined;
	}
}
