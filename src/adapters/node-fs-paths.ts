// Paths as the disk sees them: links followed, special places refused, errors that name the path.
import { type BigIntStats, constants } from "node:fs";
import { access, lstat, readdir, readlink, realpath, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { NexusError } from "../contracts/errors.js";
import { nearestNames } from "../lib/edit-distance.js";

export const codeOf = (error: unknown): string =>
	error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error));

/** The absolute path, links untouched. Throws `file.failed` for text that can be no path. */
export function absolutePath(cwd: string, path: string): string {
	if (path === "") throw new NexusError("file.failed", "The path is empty", { hint: 'Use "." for this folder.' });
	if (path.includes("\0")) throw new NexusError("file.failed", "The path contains a NUL character");
	if (path === "~" || path.startsWith("~/")) {
		throw new NexusError("file.not-found", `${path}: ~ is not expanded here`, {
			hint: `Write the home folder in full: ${join(homedir(), path.slice(1))}`,
		});
	}
	return resolve(cwd, path);
}

/** Most links that are followed one after the other, as in Linux (path_resolution(7)). */
const maxLinks = 40;

/**
 * The path with all links resolved. What does not exist is appended to its nearest existing parent; a link to nothing
 * gives the path it points to, so that a write through it is judged by its target.
 */
export async function realPathOf(path: string, links = 0): Promise<string> {
	try {
		return await realpath(path);
	} catch (error) {
		if (!isMissing(error)) throw await fileError(error, path);
	}
	if (links > maxLinks) throw new NexusError("file.failed", `${path}: too many links`);
	const parent = dirname(path);
	if (parent === path) return path;
	const target = await readlink(path).catch(() => undefined);
	const realParent = await realPathOf(parent, links + 1);
	if (target === undefined) return join(realParent, basename(path));
	return realPathOf(resolve(realParent, target), links + 1);
}

/** The real folder of a path with the path's own name: what a move acts on, where a link is the link itself. */
export async function realPathOfEntry(path: string): Promise<string> {
	const parent = dirname(path);
	return parent === path ? path : join(await realPathOf(parent), basename(path));
}

/** `undefined` when nothing is there. */
export async function lstatOf(path: string): Promise<BigIntStats | undefined> {
	try {
		return await lstat(path, { bigint: true });
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw await fileError(error, path);
	}
}

/** Changes whenever the file does. */
export const versionOf = (stats: BigIntStats): string =>
	[stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].map((part) => part.toString(36)).join("-");

export function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }) {
	if (entry.isFile()) return "file";
	if (entry.isDirectory()) return "directory";
	return entry.isSymbolicLink() ? "link" : "other";
}

/** `f_type` of procfs, statfs(2). */
const procfsMagic = 0x9fa0;

/** Process files are never served: they hold environments and memory of every program (SECURITY R17). */
export async function refuseProcfs(realPath: string): Promise<void> {
	const isProc =
		/^\/proc(\/|$)/.test(realPath) || (await statfs(realPath).catch(() => undefined))?.type === procfsMagic;
	if (!isProc) return;
	throw new NexusError("file.not-regular", `${realPath} belongs to the process file system, which is not served`, {
		hint: "system_load and list_processes tell about this machine.",
	});
}

export function notRegular(path: string, stats: BigIntStats): NexusError {
	if (stats.isDirectory()) {
		return new NexusError("file.not-regular", `${path} is a folder, not a file`, { hint: "list_directory shows it." });
	}
	const kind = stats.isFIFO()
		? "a FIFO"
		: stats.isSocket()
			? "a socket"
			: stats.isCharacterDevice() || stats.isBlockDevice()
				? "a device"
				: "no regular file";
	return new NexusError("file.not-regular", `${path} is ${kind}; only regular files are read and written`);
}

export async function refuseUnwritable(path: string): Promise<void> {
	await access(path, constants.W_OK).catch(async (error) => {
		throw await fileError(error, path);
	});
}

/** What is missing, and what is there instead. */
async function notFound(path: string): Promise<NexusError> {
	let missing = path;
	for (let parent = dirname(path); parent !== missing; parent = dirname(missing)) {
		const names = await readdir(parent).catch((error) => (codeOf(error) === "ENOTDIR" ? undefined : null));
		if (names === undefined) return new NexusError("file.not-found", `${path} does not exist: ${parent} is a file`);
		if (names === null) {
			missing = parent;
			continue;
		}
		const near = nearestNames(basename(missing), names);
		const what = missing === path ? `${path} does not exist` : `${path} does not exist: no folder ${missing}`;
		return new NexusError("file.not-found", what, {
			hint:
				near.length > 0
					? `Nearest: ${near.map((name) => join(parent, name)).join(", ")}`
					: names.length === 0
						? `${parent} is empty.`
						: `Nothing in ${parent} has a name like it; list_directory or find_files shows what is there.`,
		});
	}
	return new NexusError("file.not-found", `${path} does not exist`);
}

/** An error of the operating system as one of ours. Ours pass as they are. */
export async function fileError(error: unknown, path: string): Promise<NexusError> {
	if (error instanceof NexusError) return error;
	const cause = error;
	switch (codeOf(error)) {
		case "ENOENT":
		case "ENOTDIR":
			return notFound(path);
		case "EACCES":
		case "EPERM":
			return new NexusError("file.denied", `${path}: permission denied`, {
				cause,
				hint: "This user may not do that there; choose another path or change its mode.",
			});
		case "EROFS":
			return new NexusError("file.denied", `${path}: the file system is read-only`, { cause });
		case "EEXIST":
		case "ENOTEMPTY":
			return fileExists(path);
		case "EISDIR":
			return new NexusError("file.not-regular", `${path} is a folder, not a file`, { cause });
		case "ELOOP":
			return new NexusError("file.failed", `${path}: links that lead in a circle, or changed meanwhile`, { cause });
		case "ENAMETOOLONG":
			return new NexusError("file.failed", `${path.slice(0, 80)}…: the name is too long`, { cause });
		case "ENOSPC":
		case "EDQUOT":
			return new NexusError("file.failed", `${path}: the disk is full`, {
				cause,
				hint: "Nothing was changed. Free some space and try again.",
			});
		default: {
			const message = error instanceof Error ? error.message : String(error);
			return new NexusError("file.failed", `${path}: ${message.split("\n")[0]}`, { cause });
		}
	}
}

export const fileExists = (path: string): NexusError =>
	new NexusError("file.exists", `${path} exists already`, { hint: "Choose another name, or set overwrite." });

export const fileChanged = (path: string): NexusError =>
	new NexusError("file.changed", `${path} has changed since it was read; nothing was written`, {
		hint: "Read it again and repeat the change.",
	});
