// Backups: one file with a consistent copy of what nexus keeps, and how it is brought back.
import type { EventOf } from "./event.js";

/** What a backup file says of itself without its password. */
export interface BackupInfo {
	/** A ULID: sorts by time. */
	readonly id: string;
	/** Absolute path of the file. */
	readonly path: string;
	/** ISO 8601, UTC. */
	readonly createdAt: string;
	/** Of the file. */
	readonly sizeBytes: number;
	readonly isEncrypted: boolean;
	/** Made because it was due, not because somebody asked for it. */
	readonly isScheduled: boolean;
	/** The nexus that wrote it. */
	readonly version: string;
}

export interface BackupCreated extends BackupInfo {
	readonly files: number;
	/** Before they were compressed. */
	readonly contentBytes: number;
	/** What could not be taken, and why; paths relative to NEXUS_HOME. */
	readonly skipped: readonly { readonly path: string; readonly why: string }[];
	readonly durationMs: number;
}

export interface BackupVerified extends BackupInfo {
	readonly files: number;
	readonly contentBytes: number;
	readonly databases: readonly { readonly path: string; readonly schema: number }[];
	readonly durationMs: number;
}

export interface BackupRestored extends BackupInfo {
	readonly files: number;
	readonly contentBytes: number;
	/** The folder that holds it now. */
	readonly home: string;
	/** The folder with what was there before; absent where nothing was. */
	readonly keptIn?: string;
	readonly durationMs: number;
}

export interface BackupPruned {
	/** What is, or would be, deleted: backups, and what earlier restores had put aside. */
	readonly backups: readonly BackupInfo[];
	readonly replaced: readonly string[];
	readonly freedBytes: number;
}

export interface BackupWork {
	/** Without one: NEXUS_BACKUP_PASSWORD, else the file that `backup.passwordFile` names. */
	readonly password?: string | undefined;
	readonly signal?: AbortSignal;
	onProgress?(text: string): void;
}

/**
 * All throw NexusError `backup.not-found` (exit 2), `backup.damaged`, `backup.password-needed` (exit 2),
 * `backup.wrong-password`, `backup.newer`, `backup.no-room`, `backup.busy` while another process works on backups, or
 * `backup.failed`. Whatever is thrown, nothing was changed.
 */
export interface BackupClient {
	/**
	 * Consistent while others write. Encrypted where there is a password; `isEncrypted` asks for one. Nothing of a backup
	 * that is not finished is left.
	 */
	create(
		options?: BackupWork & {
			readonly isEncrypted?: boolean;
			/** The files as they were before turns changed them too. */
			readonly withSnapshots?: boolean;
			/** A new file; default: in the folder of backups. */
			readonly output?: string;
		},
	): Promise<BackupCreated>;
	/** As `create`, if by `backup.schedule` one is due; undefined when none is. Keeps the newest `backup.keep` of those so made. */
	createIfDue(options?: BackupWork): Promise<BackupCreated | undefined>;
	/** Newest first; files that are no backups, or whose beginning is damaged, are named. */
	list(): Promise<{ readonly backups: readonly BackupInfo[]; readonly unreadable: readonly string[] }>;
	/** By its id, the beginning of it, or its path. */
	get(reference: string): Promise<BackupInfo>;
	/** Reads all of it: every hash, and each database page by page. */
	verify(reference: string, options?: BackupWork): Promise<BackupVerified>;
	/**
	 * In place of what is in NEXUS_HOME, which is kept; or `to` a folder that is new or empty. In place it throws
	 * `backup.in-use` while another nexus is open, and nothing of this client works afterwards but `close`.
	 */
	restore(reference: string, options?: BackupWork & { readonly to?: string }): Promise<BackupRestored>;
	/**
	 * Deletes all but the newest `keep`; with `olderThanMs` only those that are older too, and what restores put aside
	 * before then. `isTrial` deletes nothing.
	 */
	prune(options: {
		readonly keep: number;
		readonly olderThanMs?: number | undefined;
		readonly isTrial?: boolean;
	}): Promise<BackupPruned>;
	/** Makes those that come due while somebody watches; says which failed. */
	watch(signal: AbortSignal): AsyncIterable<EventOf<"notice.show">>;
}

/** What is found in a database file. */
export interface DatabaseFacts {
	readonly schema: number;
	readonly pageBytes: number;
	/** `ok`, or what is wrong first. */
	readonly integrity: string;
}

/** Whole SQLite files. Paths are absolute. Throws NexusError `store.*`. */
export interface DatabaseFiles {
	/** A consistent copy in a new file, while others write. */
	copy(from: string, to: string, signal?: AbortSignal): Promise<void>;
	/** Reads every page. A file that is no database has an `integrity` that says so. */
	check(path: string): DatabaseFacts;
	/** Whether any process has it open; what others have written is in the file itself then. */
	isInUse(path: string): boolean;
	/** Makes the contents of `to` those of `from` in one transaction; whoever has `to` open goes on with them. */
	replace(from: string, to: string): Promise<void>;
	/** Held until `release` or the end of the process; undefined while another one holds it. */
	lock(path: string): { release(): void } | undefined;
}
