/** What snapshots may cost. */
export interface SnapshotLimits {
	/** A larger file of a workspace is named instead of saved. */
	readonly maxFileBytes: number;
	/** The same for a file that a call names. */
	readonly maxNamedBytes: number;
	/** Files and folders of one workspace. */
	readonly maxEntries: number;
	/** All saved files of one workspace together. */
	readonly maxWorkspaceBytes: number;
	/** Reading contents for one snapshot stops after this. */
	readonly maxMs: number;
	/** All contents together, as they are stored; what is older goes first. */
	readonly maxStoreBytes: number;
	/** Turns that are kept. */
	readonly maxSteps: number;
}

export const snapshotLimits: SnapshotLimits = {
	maxFileBytes: 10_000_000,
	maxNamedBytes: 50_000_000,
	maxEntries: 100_000,
	maxWorkspaceBytes: 512_000_000,
	maxMs: 10_000,
	maxStoreBytes: 2_000_000_000,
	maxSteps: 500,
};
