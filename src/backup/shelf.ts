// The folder of backups: which there are, which one is meant, which go.
import { readdir, rm, stat } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { BackupInfo, BackupPruned } from "../contracts/backup.js";
import { NexusError } from "../contracts/errors.js";
import { nearestName } from "../lib/nearest.js";
import { readHeader } from "./header.js";

export const backupSuffix = ".nexus-backup";

export const backupName = (id: string, time: Date): string =>
	`${time.toISOString().slice(0, 19).replaceAll(":", "-")}-${id}${backupSuffix}`;

/** What a backup is called until it is complete. */
export const unfinishedName = (id: string): string => `.${id}.part`;

/** Takes away what was never completed, and not written to since then. */
export const sweepUnfinished = async (folder: string, beforeMs: number): Promise<void> => {
	for (const name of await readdir(folder).catch(() => [])) {
		if (!/^\.[0-9A-Z]{26}\.part$/.test(name)) continue;
		const path = join(folder, name);
		const found = await stat(path).catch(() => undefined);
		if (found !== undefined && found.mtimeMs < beforeMs) await rm(path, { force: true });
	}
};

export interface Shelf {
	/** Newest first. */
	readonly backups: readonly BackupInfo[];
	/** Named as backups, but they cannot be read as such. */
	readonly unreadable: readonly string[];
}

export const readShelf = async (folder: string): Promise<Shelf> => {
	const names = await readdir(folder).catch(() => []);
	const backups: BackupInfo[] = [];
	const unreadable: string[] = [];
	for (const name of names.filter((candidate) => candidate.endsWith(backupSuffix))) {
		const path = join(folder, name);
		try {
			backups.push((await readHeader(path)).info);
		} catch {
			unreadable.push(path);
		}
	}
	backups.sort((a, b) => (a.id < b.id ? 1 : -1));
	return { backups, unreadable };
};

/** @throws NexusError `backup.not-found` (exit 2) with the nearest id; `backup.damaged`, `backup.newer` for a path */
export const findBackup = async (folder: string, cwd: string, reference: string): Promise<BackupInfo> => {
	if (/[/\\]/.test(reference) || isAbsolute(reference) || reference.endsWith(backupSuffix)) {
		const inFolder = join(folder, reference);
		const isInFolder = !/[/\\]/.test(reference) && (await stat(inFolder).catch(() => undefined)) !== undefined;
		return (await readHeader(isInFolder ? inFolder : resolve(cwd, reference))).info;
	}
	const { backups } = await readShelf(folder);
	const wanted = reference.toUpperCase();
	const matching = backups.filter(({ id }) => id === wanted || (wanted.length >= 4 && id.startsWith(wanted)));
	const [only, another] = matching;
	if (only !== undefined && another === undefined) return only;
	const ids = backups.map(({ id }) => id);
	const near = nearestName(wanted, ids) ?? only?.id;
	const why =
		another === undefined
			? `there is no backup ${reference.slice(0, 40)}`
			: `${reference} begins ${matching.length} ids`;
	throw new NexusError("backup.not-found", `${why}${near === undefined ? "" : `; did you mean ${near}?`}`, {
		hint: "`nexus backup list` shows them; a path works too",
		exitCode: 2,
	});
};

export interface PruneOptions {
	/** Folder of backups. */
	readonly folder: string;
	/** Folder of what restores put aside. */
	readonly replaced: string;
	readonly keep: number;
	readonly olderThanMs: number | undefined;
	readonly nowMs: number;
	readonly isTrial: boolean;
	/** Which backups are counted, and may go. */
	isMeant(backup: BackupInfo): boolean;
}

/** All but the newest `keep`, and of those only what is old enough where an age is given. */
export const pruneShelf = async (options: PruneOptions): Promise<BackupPruned> => {
	const { olderThanMs, nowMs } = options;
	const isOld = (timeMs: number): boolean => olderThanMs === undefined || timeMs < nowMs - olderThanMs;
	const { backups } = await readShelf(options.folder);
	const going = backups
		.filter(options.isMeant)
		.slice(options.keep)
		.filter((backup) => isOld(Date.parse(backup.createdAt)));
	const replaced: string[] = [];
	let freedBytes = going.reduce((sum, backup) => sum + backup.sizeBytes, 0);
	// What restores put aside is nobody's copy but the last one: it goes by its age alone.
	for (const name of olderThanMs === undefined ? [] : await readdir(options.replaced).catch(() => [])) {
		const path = join(options.replaced, name);
		if (!isOld((await stat(path)).mtimeMs)) continue;
		replaced.push(path);
		freedBytes += await sizeBelow(path);
	}
	if (!options.isTrial) {
		for (const { path } of going) await rm(path, { force: true });
		for (const path of replaced) await rm(path, { recursive: true, force: true });
	}
	return { backups: going, replaced, freedBytes };
};

const sizeBelow = async (folder: string): Promise<number> => {
	let size = 0;
	for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
		if (entry.isFile()) size += (await stat(join(entry.parentPath, entry.name))).size;
	}
	return size;
};
