// The exchange of what is in NEXUS_HOME for what was unpacked. A journal says that it goes on; who finds one, goes on with
// it to its end, so that a home is never used half old and half new. Each step may be done twice.
import { lstatSync } from "node:fs";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { DatabaseFiles } from "../contracts/backup.js";
import { NexusError, toErrorData } from "../contracts/errors.js";
import { isDatabase } from "./check-databases.js";
import { type Content, contents } from "./contents.js";
import { makePrivateFolder, syncFolder } from "./files.js";

const journalSchema = z.strictObject({
	/** Relative to the home: where what was there goes. */
	kept: z.string().regex(/^replaced\/[\w-]+$/),
	items: z.array(
		z.strictObject({
			path: z.string().refine((path) => contents.some((content) => content.path === path)),
			/** Of the backup; else there was none then, and there is none afterwards. */
			isIn: z.boolean(),
		}),
	),
});

export type Journal = z.output<typeof journalSchema>;

export const restorePaths = (home: string) => ({
	folder: join(home, "restore"),
	files: join(home, "restore", "files"),
	journal: join(home, "restore", "journal.json"),
});

export const journalOf = (stamp: string, paths: readonly string[], known: readonly Content[] = contents): Journal => {
	const isIn = (content: Content): boolean =>
		paths.some((path) => path === content.path || path.startsWith(`${content.path}/`));
	return {
		kept: `replaced/${stamp}`,
		items: known
			.filter(({ only }) => only === undefined || known.some((content) => content.only === only && isIn(content)))
			.map((content) => ({ path: content.path, isIn: isIn(content) })),
	};
};

/** From here on there is no way back but through it. Everything unpacked must be on the disk. */
export const writeJournal = async (home: string, journal: Journal): Promise<void> => {
	const { folder, journal: path } = restorePaths(home);
	const file = await open(`${path}.part`, "wx", 0o600);
	try {
		await file.writeFile(JSON.stringify(journal));
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(`${path}.part`, path);
	await syncFolder(folder);
	await syncFolder(home);
};

export const dropRestore = async (home: string): Promise<void> => {
	const { folder, journal } = restorePaths(home);
	// First, so that no half of the rest is ever taken for all of it.
	await rm(journal, { force: true });
	await rm(folder, { recursive: true, force: true });
};

/**
 * Does what is left of the journal. Only for who holds the lock.
 * @returns whether anything was kept
 * @throws NexusError `home.restoring`: it could not be finished, and the next one who tries goes on
 */
export const finishSwap = async (home: string, databases: DatabaseFiles): Promise<boolean> => {
	const { journal: path, files } = restorePaths(home);
	try {
		const journal = journalSchema.parse(JSON.parse(await readFile(path, "utf8")));
		for (const { path: name, isIn } of journal.items) {
			const item = { current: join(home, name), staged: join(files, name), kept: join(home, journal.kept, name), isIn };
			if (isDatabase(name)) await swapDatabase(item, databases);
			else await swapFile(item);
		}
		await syncFolder(home);
		await rm(path);
		// It is done; what is in the way now is taken out of it by the next one.
		await dropRestore(home).catch(() => undefined);
		return isThere(join(home, journal.kept));
	} catch (error) {
		const { message, hint } = toErrorData(error);
		throw new NexusError("home.restoring", `a backup is half restored in ${home}: ${message}`, {
			hint: hint ?? `put that right: the next start goes on with it. All of it is in ${files}`,
			cause: error,
		});
	}
};

interface Item {
	readonly current: string;
	readonly staged: string;
	readonly kept: string;
	readonly isIn: boolean;
}

const swapFile = async ({ current, staged, kept, isIn }: Item): Promise<void> => {
	if (isThere(current) && !isThere(kept) && (isThere(staged) || !isIn)) await move(current, kept);
	if (isThere(staged)) await move(staged, current);
};

/**
 * What is in a database is exchanged, not its file: whoever might have it open, against all care, then sees the new
 * contents, where with another file under its name he would write over them.
 */
const swapDatabase = async ({ current, staged, kept, isIn }: Item, databases: DatabaseFiles): Promise<void> => {
	if (!isIn) {
		if (isThere(current) && !isThere(kept)) await moveDatabase(current, kept);
		return;
	}
	if (!isThere(staged)) return;
	if (isThere(current) && !isThere(kept)) {
		await makePrivateFolder(dirname(kept));
		try {
			await rm(`${kept}.part`, { force: true });
			await databases.copy(current, `${kept}.part`);
			await rename(`${kept}.part`, kept);
		} catch (error) {
			if (databases.check(current).integrity === "ok") throw error;
			await moveDatabase(current, kept);
		}
	}
	await makePrivateFolder(dirname(current));
	try {
		await databases.replace(staged, current);
	} catch (error) {
		// Pages can be copied of a file that no page can be written to.
		if (databases.check(current).integrity === "ok") throw error;
		await rm(kept, { force: true });
		await moveDatabase(current, kept);
		await databases.replace(staged, current);
	}
	for (const suffix of ["-wal", "-shm", ""]) await rm(staged + suffix, { force: true });
};

const moveDatabase = async (from: string, to: string): Promise<void> => {
	for (const suffix of ["-wal", "-shm", ""]) {
		if (isThere(from + suffix)) await move(from + suffix, to + suffix);
	}
};

const move = async (from: string, to: string): Promise<void> => {
	await makePrivateFolder(dirname(to));
	await rename(from, to);
	await syncFolder(dirname(to));
};

export const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** All files below, and the folders, are on the disk afterwards. */
export const syncBelow = async (folder: string): Promise<void> => {
	const entries = await readdir(folder, { withFileTypes: true });
	const atOnce = 8;
	for (let index = 0; index < entries.length; index += atOnce) {
		await Promise.all(
			entries.slice(index, index + atOnce).map(async (entry) => {
				const path = join(folder, entry.name);
				await (entry.isDirectory() ? syncBelow(path) : syncFolder(path));
			}),
		);
	}
	await syncFolder(folder);
};
