// One process at a time works on backups; a restore that was broken off is finished before anything else.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { databaseFiles } from "../adapters/sqlite-files.js";
import { makePrivateFolder } from "../backup/files.js";
import { finishSwap } from "../backup/swap.js";
import { NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import type { Home } from "./home.js";

const waitMs = 2000;
/** Of a start that finds a restore going on: copying a large store takes some time. */
const startWaitMs = 60_000;
const lookEveryMs = 50;

/** @throws NexusError `backup.busy`, and what the task throws */
export const withBackupLock = async <T>(
	home: Home,
	clock: Clock,
	forMs: number | undefined,
	task: () => Promise<T>,
): Promise<T> => {
	await makePrivateFolder(home.backups);
	const untilMs = clock.monotonicMs() + (forMs ?? waitMs);
	for (;;) {
		const lock = databaseFiles.lock(join(home.backups, ".lock"));
		if (lock !== undefined) {
			try {
				if (existsSync(home.restoreJournal)) await finishSwap(home.folder, databaseFiles);
				return await task();
			} finally {
				lock.release();
			}
		}
		if (clock.monotonicMs() >= untilMs) {
			throw new NexusError("backup.busy", "another nexus is at work on the backups", {
				hint: "try again in a moment",
				retryable: true,
			});
		}
		await clock.sleep(lookEveryMs);
	}
};

/** Waits for a restore that goes on, and finishes one that was broken off. @throws NexusError `home.restoring` */
export const finishRestore = async (home: Home, clock: Clock): Promise<void> => {
	try {
		await withBackupLock(home, clock, startWaitMs, async () => undefined);
	} catch (error) {
		if (!(error instanceof NexusError) || error.code !== "backup.busy") throw error;
		throw new NexusError("home.restoring", `a backup is being restored in ${home.folder}`, {
			hint: "try again when it is done",
			retryable: true,
		});
	}
};
