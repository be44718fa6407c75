// Writing so that a reader sees the old file or the new one, never a part, and a crash leaves one of the two.
import { randomBytes } from "node:crypto";
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, link, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { NexusError } from "../contracts/errors.js";
import {
	codeOf,
	fileChanged,
	fileError,
	fileExists,
	lstatOf,
	notRegular,
	refuseUnwritable,
	versionOf,
} from "./node-fs-paths.js";

/** A name beside `path` that nobody else has; hidden, and short enough for every file system. */
export const temporaryName = (path: string): string =>
	join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(6).toString("hex")}.tmp`);

const createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Owner, group and mode of what is replaced. The owner cannot always be kept; its mode bits then still are. */
async function keepOwnerAndMode(handle: FileHandle, old: BigIntStats): Promise<void> {
	const current = await handle.stat({ bigint: true });
	if (current.uid !== old.uid || current.gid !== old.gid) {
		await handle.chown(Number(old.uid), Number(old.gid)).catch(() => undefined);
	}
	await handle.chmod(Number(old.mode) & 0o7777);
}

/** A rename is only safe from a power cut once the folder is on the disk too. Not every file system can. */
export async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
	await handle?.sync().catch(() => undefined);
	await handle?.close();
}

/** Puts a finished temporary file in place only where nothing is; throws `file.exists`. */
export async function placeNew(temporary: string, path: string): Promise<void> {
	try {
		await link(temporary, path);
	} catch (error) {
		if (codeOf(error) === "EEXIST") throw fileExists(path);
		if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"].includes(codeOf(error))) throw error;
		// No hard links on this file system: look, then rename. The gap is a few microseconds.
		if ((await lstatOf(path)) !== undefined) throw fileExists(path);
		await rename(temporary, path);
		return;
	}
	await unlink(temporary);
}

function refuseChanged(path: string, stats: BigIntStats | undefined, ifVersion: string | null | undefined): void {
	if (ifVersion === undefined) return;
	if (ifVersion === null) {
		if (stats !== undefined) throw fileChanged(path);
		return;
	}
	if (stats === undefined || versionOf(stats) !== ifVersion) throw fileChanged(path);
}

/** `path` is a real path: links have been followed and the path has been judged. */
export async function writeAtomically(
	path: string,
	data: string | Uint8Array,
	ifVersion: string | null | undefined,
): Promise<void> {
	const old = await lstatOf(path);
	if (old !== undefined && !old.isFile()) throw notRegular(path, old);
	refuseChanged(path, old, ifVersion);
	if (old !== undefined) await refuseUnwritable(path);
	const temporary = temporaryName(path);
	let handle: FileHandle | undefined;
	try {
		handle = await open(temporary, createFlags, old === undefined ? 0o666 : 0o600);
		await handle.writeFile(data);
		if (old !== undefined) await keepOwnerAndMode(handle, old);
		await handle.sync();
		await handle.close();
		const now = await lstatOf(path);
		if (now !== undefined && !now.isFile()) throw notRegular(path, now);
		refuseChanged(path, now, ifVersion);
		if (ifVersion === null) await placeNew(temporary, path);
		else await rename(temporary, path);
	} catch (error) {
		await handle?.close().catch(() => undefined);
		await unlink(temporary).catch(() => undefined);
		if (ifVersion === null && error instanceof NexusError && error.code === "file.exists") throw fileChanged(path);
		throw await fileError(error, path);
	}
	await syncFolder(dirname(path));
}

/** Adds to the end, or creates. `path` is a real path. */
export async function appendTo(path: string, data: string): Promise<void> {
	const old = await lstatOf(path);
	if (old !== undefined && !old.isFile()) throw notRegular(path, old);
	const flags =
		constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
	try {
		await using handle = await open(path, flags, 0o666);
		const stats = await handle.stat({ bigint: true });
		if (!stats.isFile()) throw notRegular(path, stats);
		await handle.appendFile(data);
		await handle.sync();
	} catch (error) {
		throw await fileError(error, path);
	}
}
