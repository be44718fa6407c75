// What files were before a turn changed them, and how they are brought back.

/** What a turn is called, and where it works. */
export interface Turn {
	/** Unique; the run's id. */
	readonly key: string;
	readonly sessionId: string;
	/** The beginning of what was asked. */
	readonly title: string;
	/** ISO 8601, UTC. */
	readonly time: string;
	/** Absolute real path of the folder that it belongs to. */
	readonly folder: string;
}

/** A path that snapshots leave out, and why; shown to people. */
export interface NotCovered {
	/** Absolute. */
	readonly path: string;
	readonly why: string;
}

/** A turn that changed files. */
export interface UndoStep {
	/** Counts up over all sessions. */
	readonly id: number;
	readonly sessionId: string;
	readonly title: string;
	readonly time: string;
	readonly folder: string;
	/** open: it goes on. undone: `redo` brings its changes back. */
	readonly state: "open" | "done" | "undone";
	/** nexus was ended while it went on: what changed until the next start counts as its. */
	readonly isInterrupted: boolean;
	readonly files: number;
	readonly notCovered: readonly NotCovered[];
}

/** What will happen to one path. */
export interface RestoreFile {
	/** Absolute. */
	readonly path: string;
	readonly kind: "file" | "folder" | "link";
	readonly action: "create" | "change" | "delete" | "mode";
	/** Lines, of text files. */
	readonly added?: number | undefined;
	readonly removed?: number | undefined;
	/** What cannot be counted in lines, e.g. `binary, 12 KB`. */
	readonly note?: string | undefined;
}

/** A file that somebody else has changed since. */
export interface RestoreConflict {
	/** Absolute. */
	readonly path: string;
	readonly why: string;
}

export interface RestorePlan {
	readonly direction: "undo" | "redo";
	/** In the order in which they are undone or redone; empty: there is nothing to do. */
	readonly steps: readonly UndoStep[];
	readonly files: readonly RestoreFile[];
	readonly conflicts: readonly RestoreConflict[];
	/** Changed, but what it was could not be saved: it stays as it is. */
	readonly lost: readonly NotCovered[];
}

export interface Restored extends RestorePlan {
	/** The folder with copies of what was overwritten by force. */
	readonly keptIn?: string;
}

export interface RestoreRequest {
	readonly direction: "undo" | "redo";
	readonly scope: SnapshotScope;
	/** Undo only: this turn and every later one of the same scope. Absent: the last turn. */
	readonly to?: number;
}

/** Turns of one session, or of all sessions in one folder (absolute real path). */
export type SnapshotScope = { readonly sessionId: string } | { readonly folder: string };

/**
 * Saves what a turn may change before it does, and brings it back. Calls are worked off in order. Several processes may
 * have it open at once.
 */
export interface Snapshots {
	/** Before these absolute paths, or what is below them, are written. */
	save(turn: Turn, paths: readonly string[]): Promise<void>;
	/** Before something runs that may change anything below these real folders. The second call of a turn does nothing. */
	saveAll(turn: Turn, roots: readonly string[]): Promise<void>;
	/** The turn is over: what is different now is what it has changed. */
	finish(key: string): Promise<void>;
	/** Newest first. */
	list(scope: SnapshotScope): Promise<readonly UndoStep[]>;
	/** Throws NexusError `undo.unknown-step`, `undo.busy`. */
	preview(request: RestoreRequest): Promise<RestorePlan>;
	/**
	 * Throws like `preview`, and `undo.conflict` (nothing was touched) unless forced, `undo.failed` (some files could not
	 * be written; doing it again goes on with them).
	 */
	apply(request: RestoreRequest, options: { force: boolean }): Promise<Restored>;
	/** The turns of these sessions cannot be undone any more, and what was asked in them is gone. */
	forget(sessionIds: readonly string[]): Promise<void>;
	/** No turn that has ended can be undone any more; the room goes back to the disk, but for what is less than an hour old. */
	forgetAll(): Promise<void>;
	close(): Promise<void>;
}
