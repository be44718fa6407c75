// Moving and copying files and whole folders. Arguments are real paths; a link is copied as a link.
import { constants } from "node:fs";
import {
	chmod,
	copyFile,
	link,
	mkdir,
	open,
	readdir,
	readlink,
	rename,
	rm,
	symlink,
	unlink,
	utimes,
} from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { NexusError } from "../contracts/errors.js";
import { codeOf, fileError, fileExists, lstatOf, notRegular, refuseProcfs } from "./node-fs-paths.js";
import { placeNew, syncFolder, temporaryName } from "./node-fs-write.js";

/** Called with each path before it is read or written; throws to refuse. */
export type PathGuard = (realPath: string, effect: "read" | "write") => void | Promise<void>;

const seconds = (nanoseconds: bigint): number => Number(nanoseconds) / 1e9;

async function syncFile(path: string): Promise<void> {
	await using handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
	await handle.sync();
}

async function copyEntry(from: string, to: string, finalPath: string, guard: PathGuard, isTop: boolean): Promise<void> {
	const stats = await lstatOf(from);
	if (stats === undefined) throw await fileError(Object.assign(new Error(), { code: "ENOENT" }), from);
	if (!isTop) {
		await guard(from, "read");
		await guard(finalPath, "write");
	}
	if (stats.isSymbolicLink()) {
		await symlink(await readlink(from), to);
		return;
	}
	if (stats.isFile()) {
		await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
		await utimes(to, seconds(stats.atimeNs), seconds(stats.mtimeNs));
		await syncFile(to);
		return;
	}
	if (!stats.isDirectory()) throw notRegular(from, stats);
	await mkdir(to, 0o700);
	for (const name of (await readdir(from)).sort()) {
		await copyEntry(join(from, name), join(to, name), join(finalPath, name), guard, false);
	}
	await chmod(to, Number(stats.mode) & 0o7777);
	await utimes(to, seconds(stats.atimeNs), seconds(stats.mtimeNs));
}

async function refuseTarget(from: string, to: string, overwrite: boolean): Promise<void> {
	const source = await lstatOf(from);
	if (source === undefined) throw await fileError(Object.assign(new Error(), { code: "ENOENT" }), from);
	if (from === to) throw new NexusError("file.failed", `${from}: source and destination are the same`);
	if (source.isDirectory() && to.startsWith(from + sep)) {
		throw new NexusError("file.failed", `${from} cannot go into itself (${to})`);
	}
	const target = await lstatOf(to);
	if (target === undefined) return;
	if (!overwrite) throw fileExists(to);
	// What a folder holds would be gone for good; that takes more than a flag.
	if (target.isDirectory() || source.isDirectory()) {
		throw new NexusError("file.exists", `${to} exists already, and folders are never overwritten`, {
			hint: "Choose another name, or move the old one away first.",
		});
	}
	if (!target.isFile() && !target.isSymbolicLink()) throw notRegular(to, target);
}

/** Copies to a name beside the destination and puts it in place in one step, so that no half copy is ever seen. */
export async function copyTree(from: string, to: string, overwrite: boolean, guard: PathGuard): Promise<void> {
	await refuseProcfs(from);
	await refuseTarget(from, to, overwrite);
	const temporary = temporaryName(to);
	try {
		await copyEntry(from, temporary, to, guard, true);
		const isFolder = (await lstatOf(temporary))?.isDirectory() === true;
		if (overwrite || isFolder) await rename(temporary, to);
		else await placeNew(temporary, to);
	} catch (error) {
		await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
		throw await fileError(error, (await lstatOf(dirname(to))) === undefined ? to : from);
	}
	await syncFolder(dirname(to));
}

export async function moveTree(from: string, to: string, overwrite: boolean, guard: PathGuard): Promise<void> {
	await refuseProcfs(from);
	await refuseTarget(from, to, overwrite);
	try {
		await renameOnly(from, to, overwrite);
	} catch (error) {
		if (codeOf(error) !== "EXDEV") throw await fileError(error, (await lstatOf(dirname(to))) === undefined ? to : from);
		// Another file system: copy all of it, then remove the original.
		await copyTree(from, to, overwrite, guard);
		await rm(from, { recursive: true });
	}
	await Promise.all([syncFolder(dirname(to)), syncFolder(dirname(from))]);
}

async function renameOnly(from: string, to: string, overwrite: boolean): Promise<void> {
	const isFile = (await lstatOf(from))?.isFile() === true;
	if (overwrite || !isFile) return rename(from, to);
	// A second name and then the end of the first: unlike rename it cannot replace what appeared meanwhile.
	try {
		await link(from, to);
	} catch (error) {
		if (["EXDEV", "EEXIST", "ENOENT", "ENOSPC"].includes(codeOf(error))) throw error;
		return rename(from, to);
	}
	await unlink(from);
}
