// What NEXUS_HOME takes on its disk, and what of it can go.

/** Kinds of what is kept, by what is lost when it goes. */
export const diskParts = [
	"sessions",
	"artifacts",
	"snapshots",
	"kept",
	"jobs",
	"caches",
	"logs",
	"notes",
	"messages",
	"backups",
	"replaced",
	"copies",
	"damaged",
	"settings",
	"other",
] as const;
export type DiskPart = (typeof diskParts)[number];

export interface DiskUse {
	readonly part: DiskPart;
	/** What it is, for people. */
	readonly what: string;
	/** Blocks of the disk, not lengths of files. */
	readonly bytes: number;
	readonly files: number;
	/** What freeing this part would give back, about. */
	readonly freeableBytes: number;
	/** What would be lost; absent where nothing is. */
	readonly loses?: string;
	/** How it can go in another way. */
	readonly hint?: string;
}

export interface DiskFreed {
	readonly freedBytes: number;
	readonly parts: readonly DiskPart[];
	/** What could not go, and why. */
	readonly trouble: readonly string[];
	/** Sessions that were older than `retention.sessions`. */
	readonly sessions: number;
}

export interface DiskClient {
	/** Largest first. Reads folders, not contents. */
	use(): Promise<{
		readonly home: string;
		readonly bytes: number;
		readonly parts: readonly DiskUse[];
		readonly overdue: number;
	}>;
	/** Lets go of these parts, and of sessions that are overdue where `sessions` is among them. */
	free(parts: readonly DiskPart[]): Promise<DiskFreed>;
}
