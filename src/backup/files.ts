// Files and folders of backups: for this user alone, complete or not there.
import { existsSync } from "node:fs";
import { chmod, lstat, open, statfs } from "node:fs/promises";
import { isAbortError, NexusError } from "../contracts/errors.js";
import { makeFolders } from "../lib/make-folders.js";
import { formatBytes } from "../lib/plural.js";

/** Mode 0700, whatever the umask. @throws NexusError `file.denied` for a link or for a folder of another user */
export const makePrivateFolder = async (folder: string): Promise<void> => {
	makeFolders(folder, 0o700);
	const found = await lstat(folder);
	const user = process.getuid?.();
	if (!found.isDirectory() || (user !== undefined && found.uid !== user)) {
		throw new NexusError("file.denied", `${folder} is not a folder of yours`, { hint: "remove it", exitCode: 2 });
	}
	if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
};

export const ensureNoFile = async (path: string): Promise<void> => {
	if (!existsSync(path)) return;
	throw new NexusError("backup.exists", `there is a file ${path} already`, { hint: "name a new one", exitCode: 2 });
};

/** A new name is on the disk only when its folder is. */
export const syncFolder = async (folder: string): Promise<void> => {
	const opened = await open(folder, "r");
	try {
		await opened.sync();
	} finally {
		await opened.close();
	}
};

/** @throws NexusError `backup.no-room` when so many bytes do not fit on the disk of `folder` */
export const ensureRoom = async (folder: string, bytes: number): Promise<void> => {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (bytes <= free) return;
	throw new NexusError(
		"backup.no-room",
		`${formatBytes(bytes)} do not fit on the disk of ${folder}: ${formatBytes(free)} are free`,
		{
			hint: "free some space; nothing was changed",
		},
	);
};

/** Whatever went wrong with a file, as an error for people. */
export const failure = (error: unknown, path: string): unknown => {
	if (error instanceof NexusError || isAbortError(error)) return error;
	const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
	if (code === "ENOSPC" || code === "EDQUOT") {
		return new NexusError("store.full", `the disk is full: ${path} cannot be written`, {
			hint: "free some space, or name another place; nothing was changed",
			cause: error,
		});
	}
	const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
	return new NexusError("backup.failed", `${path}: ${message}`, { cause: error });
};
