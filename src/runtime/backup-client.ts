// The noun `backup` of the client: where backups are, who may work on them, and with what password.
import { rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { databaseFiles } from "../adapters/sqlite-files.js";
import { createBackup } from "../backup/create.js";
import { makePrivateFolder } from "../backup/files.js";
import { restoreInPlace, restoreTo } from "../backup/restore.js";
import { isBackupDue } from "../backup/schedule.js";
import { backupName, findBackup, pruneShelf, readShelf, sweepUnfinished } from "../backup/shelf.js";
import { verifyBackup } from "../backup/verify.js";
import type { Config } from "../config/schema.js";
import type { BackupClient, BackupCreated, BackupWork } from "../contracts/backup.js";
import { NexusError } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import { makeFolders } from "../lib/make-folders.js";
import { withBackupLock } from "./backup-lock.js";
import type { Home } from "./home.js";
import { storeSchemas } from "./store-schemas.js";

export interface BackupOptions {
	readonly home: Home;
	readonly cwd: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly config: Config["backup"];
	readonly timeZone: string;
	readonly version: string;
	readonly clock: Clock;
	readonly nextId: () => string;
	/** This run keeps nothing on disk. */
	readonly isEphemeral: boolean;
	/** A file that the person named. */
	readonly readFile: (path: string) => Promise<string>;
	/** Lets go of every store of this process. */
	readonly closeStores: () => Promise<void>;
}

type Client = Omit<BackupClient, "watch">;

const dayMs = 86_400_000;
const never = new AbortController().signal;

export const createBackupClient = (options: BackupOptions): Client => {
	const { home, config, clock } = options;
	const folder = config.folder === undefined ? home.backups : resolve(home.folder, config.folder);
	const work = join(home.backups, ".work");
	const find = (reference: string) => findBackup(folder, options.cwd, reference);

	/** With a folder that nobody else has; what one that was killed has left there goes. */
	const alone = <T>(task: () => Promise<T>, waitMs?: number): Promise<T> => {
		if (options.isEphemeral) {
			throw new NexusError("backup.failed", "this nexus keeps nothing: there is nothing to back up", {
				hint: "leave out --no-session, and set NEXUS_HOME to a folder that you can write to",
				exitCode: 2,
			});
		}
		return withBackupLock(home, clock, waitMs, async () => {
			try {
				await rm(work, { recursive: true, force: true });
				return await task();
			} finally {
				await rm(work, { recursive: true, force: true });
			}
		});
	};

	const passwordOf = async (given: string | undefined, isNeeded: boolean): Promise<string | undefined> => {
		const fromEnvironment = options.env.NEXUS_BACKUP_PASSWORD || undefined;
		const { passwordFile } = config;
		const fromFile = async () =>
			passwordFile === undefined
				? undefined
				: (await options.readFile(resolve(home.folder, passwordFile))).split(/\r?\n/, 1)[0];
		const password = given ?? fromEnvironment ?? (await fromFile());
		if (password === "") throw new NexusError("backup.password-empty", "the password is empty", { exitCode: 2 });
		if (password !== undefined || !isNeeded) return password;
		throw new NexusError("backup.password-needed", "there is no password to encrypt with", {
			hint: "--password-file <file>, or set NEXUS_BACKUP_PASSWORD",
			exitCode: 2,
		});
	};

	const shared = ({ signal = never, onProgress = () => {} }: BackupWork) => ({
		databases: databaseFiles,
		schemas: storeSchemas(),
		signal,
		onProgress,
	});

	const timed = async <T>(task: () => Promise<T>): Promise<T & { durationMs: number }> => {
		const startedMs = clock.monotonicMs();
		const result = await task();
		return { ...result, durationMs: Math.round(clock.monotonicMs() - startedMs) };
	};

	const create = async (given: Parameters<Client["create"]>[0] & {}, isScheduled: boolean): Promise<BackupCreated> => {
		const password = await passwordOf(given.password, given.isEncrypted === true);
		const id = options.nextId();
		const time = clock.now();
		const path = given.output === undefined ? join(folder, backupName(id, time)) : resolve(options.cwd, given.output);
		makeFolders(dirname(path), 0o700);
		// In the folder of this home nobody else is at work now; in others there may be, for a day at most.
		await sweepUnfinished(home.backups, Number.POSITIVE_INFINITY);
		await sweepUnfinished(dirname(path), time.getTime() - dayMs);
		const { withSnapshots = false } = given;
		return timed(() =>
			createBackup({
				...{ home: home.folder, path, staging: work, id, time, isScheduled, withSnapshots, password },
				version: options.version,
				...shared(given),
			}),
		);
	};

	return {
		create: (given = {}) => alone(() => create(given, false)),
		createIfDue: async (given = {}) => {
			const isDue = async () => {
				const { backups } = await readShelf(folder);
				const times = backups.map((backup) => new Date(backup.createdAt));
				return isBackupDue(config.schedule, times, clock.now(), options.timeZone);
			};
			if (options.isEphemeral || !(await isDue())) return undefined;
			try {
				return await alone(async () => {
					// Another nexus may just have made it.
					if (!(await isDue())) return undefined;
					const created = await create(given, true);
					await prune({ keep: config.keep, isMeant: (backup) => backup.isScheduled });
					return created;
				}, 0);
			} catch (error) {
				if (error instanceof NexusError && error.code === "backup.busy") return undefined;
				throw error;
			}
		},
		list: () => readShelf(folder),
		get: find,
		verify: async (reference, given = {}) => {
			const { path, isEncrypted } = await find(reference);
			const password = isEncrypted ? await passwordOf(given.password, false) : undefined;
			return alone(async () => {
				await makePrivateFolder(home.backups);
				return timed(() => verifyBackup({ path, password, folder: work, ...shared(given) }));
			});
		},
		restore: async (reference, given = {}) => {
			const { path, isEncrypted } = await find(reference);
			const password = isEncrypted ? await passwordOf(given.password, false) : undefined;
			const common = { home: home.folder, path, password, ...shared(given) };
			const to = given.to === undefined ? undefined : resolve(options.cwd, given.to);
			const stamp = clock.now().toISOString().slice(0, 19).replaceAll(":", "-");
			return alone(async () => {
				if (to === undefined) await options.closeStores();
				const { info, keptIn, ...rest } = await timed(() =>
					to === undefined ? restoreInPlace({ ...common, stamp }) : restoreTo({ ...common, to, id: options.nextId() }),
				);
				return { ...info, ...rest, home: to ?? home.folder, ...(keptIn === undefined ? {} : { keptIn }) };
			});
		},
		prune: ({ keep, olderThanMs, isTrial = false }) =>
			alone(() => prune({ keep, olderThanMs, isTrial, isMeant: () => true })),
	};

	function prune(what: {
		keep: number;
		olderThanMs?: number | undefined;
		isTrial?: boolean;
		isMeant: (backup: { isScheduled: boolean }) => boolean;
	}) {
		const { keep, olderThanMs, isTrial = false, isMeant } = what;
		const nowMs = clock.now().getTime();
		return pruneShelf({ folder, replaced: home.replaced, keep, olderThanMs, nowMs, isTrial, isMeant });
	}
};
