// Brings a backup back: unpacked and proven first, beside what is there; only then is anything exchanged.
import { readdirSync } from "node:fs";
import { rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BackupInfo, DatabaseFiles } from "../contracts/backup.js";
import { NexusError } from "../contracts/errors.js";
import { makeFolders } from "../lib/make-folders.js";
import { checkDatabases, isDatabase, type KnownSchemas } from "./check-databases.js";
import { contents } from "./contents.js";
import { failure, makePrivateFolder, syncFolder } from "./files.js";
import { dropRestore, finishSwap, isThere, journalOf, restorePaths, syncBelow, writeJournal } from "./swap.js";
import { type Unpacked, unpackBackup } from "./unpack.js";

export interface RestoreOptions {
	readonly home: string;
	/** The backup's file. */
	readonly path: string;
	readonly password: string | undefined;
	readonly databases: DatabaseFiles;
	readonly schemas: KnownSchemas;
	readonly signal: AbortSignal;
	onProgress(text: string): void;
}

export interface Restored {
	readonly info: BackupInfo;
	readonly files: number;
	readonly contentBytes: number;
	readonly keptIn: string | undefined;
}

/**
 * In place of what is in `home`. Only for who holds the lock, and has no store open.
 * @throws NexusError as `unpackBackup`, and `backup.in-use`; `home.restoring` when it could not be finished
 */
export const restoreInPlace = async (options: RestoreOptions & { readonly stamp: string }): Promise<Restored> => {
	const { home, databases } = options;
	const { folder, files, journal: journalPath } = restorePaths(home);
	let journal: ReturnType<typeof journalOf>;
	let unpacked: Unpacked;
	try {
		await dropRestore(home);
		ensureFree(home, databases);
		await makePrivateFolder(folder);
		// What is there is kept, and the stores are written a second time, into those that are there.
		unpacked = await unpackChecked(options, files, 3);
		await syncBelow(files);
		journal = journalOf(
			freeName(home, options.stamp),
			unpacked.files.map((file) => file.path),
		);
		options.signal.throwIfAborted();
		await writeJournal(home, journal);
		// Again, with the journal to be seen: who opens a store from now on looks for one afterwards.
		ensureFree(home, databases);
	} catch (error) {
		await dropRestore(home).catch((cause: unknown) => {
			if (isThere(journalPath)) throw cause;
		});
		options.signal.throwIfAborted();
		throw failure(error, home);
	}
	options.onProgress("exchanging\n");
	const isKept = await finishSwap(home, databases);
	const keptIn = isKept ? join(home, journal.kept) : undefined;
	return { info: unpacked.info, files: unpacked.files.length, contentBytes: unpacked.contentBytes, keptIn };
};

/** @throws NexusError as `unpackBackup`, and `backup.exists` for a folder with something in it */
export const restoreTo = async (
	options: RestoreOptions & { readonly to: string; readonly id: string },
): Promise<Restored> => {
	const { to } = options;
	if (isThere(to) && !isEmptyFolder(to)) {
		throw new NexusError("backup.exists", `${to} is not an empty folder`, { hint: "name a new one", exitCode: 2 });
	}
	const unfinished = `${to}.part-${options.id}`;
	try {
		makeFolders(dirname(to), 0o700);
		const unpacked = await unpackChecked(options, unfinished, 1);
		await syncBelow(unfinished);
		options.signal.throwIfAborted();
		if (isThere(to)) await rmdir(to);
		await rename(unfinished, to);
		await syncFolder(dirname(to));
		return {
			info: unpacked.info,
			files: unpacked.files.length,
			contentBytes: unpacked.contentBytes,
			keptIn: undefined,
		};
	} catch (error) {
		await rm(unfinished, { recursive: true, force: true });
		options.signal.throwIfAborted();
		throw failure(error, to);
	}
};

/** @param timesRoom how often all of it must fit on the disk */
const unpackChecked = async (options: RestoreOptions, folder: string, timesRoom: number): Promise<Unpacked> => {
	options.onProgress("unpacking\n");
	const unpacked = await unpackBackup({
		path: options.path,
		password: options.password,
		folder,
		isWanted: () => true,
		room: (plan) => plan.bytes * timesRoom,
		signal: options.signal,
	});
	options.onProgress("checking\n");
	const paths = unpacked.files.map((file) => file.path);
	checkDatabases(options.databases, options.path, folder, paths, options.schemas);
	return unpacked;
};

const ensureFree = (home: string, databases: DatabaseFiles): void => {
	for (const { path } of contents.filter((content) => isDatabase(content.path))) {
		if (!isThere(join(home, path)) || !databases.isInUse(join(home, path))) continue;
		throw new NexusError("backup.in-use", `another nexus is open: it uses ${join(home, path)}`, {
			hint: "leave it first, or restore --to another folder; nothing was changed",
			retryable: true,
		});
	}
};

const isEmptyFolder = (path: string): boolean => {
	try {
		return readdirSync(path).length === 0;
	} catch {
		return false;
	}
};

/** Two restores of one second keep their own. */
const freeName = (home: string, stamp: string): string => {
	let name = stamp;
	for (let count = 2; isThere(join(home, "replaced", name)); count++) name = `${stamp}-${count}`;
	return name;
};
