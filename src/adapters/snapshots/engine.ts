// Snapshots on one database, all synchronous but for counting lines: it runs in a thread of its own (snapshots.worker.ts).
import { chmodSync, copyFileSync, lstatSync, readlinkSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { NexusError } from "../../contracts/errors.js";
import type { Restored, RestorePlan, RestoreRequest, Snapshots, UndoStep } from "../../contracts/snapshots.js";
import { makeFolders } from "../../lib/make-folders.js";
import { processOwner } from "../../lib/process-owner.js";
import { createBlobs } from "./blobs.js";
import { cleanUp, forgetEnded } from "./clean.js";
import { inTransaction, openSnapshotDatabase } from "./database.js";
import { describeMoves } from "./describe.js";
import { type SnapshotLimits, snapshotLimits } from "./limits.js";
import { captureAt, realStatsOf } from "./look.js";
import { type Moves, planMoves } from "./plan.js";
import { createRecorder } from "./record.js";
import { restore } from "./restore.js";
import { type FileState, isUnsaved, unsavedState } from "./state.js";
import { changesOf, chosenSteps, listSteps, markSteps } from "./steps.js";
import { openWorkspace, type Workspace } from "./workspace.js";

export interface SnapshotOptions {
	/** Of nexus alone: `store.sqlite`, and `kept` with what was overwritten by force. */
	readonly folder: string;
	/** Absolute real paths that no snapshot enters. */
	readonly without: readonly string[];
	readonly limits?: Partial<SnapshotLimits>;
}

const maxNamed = 10;

export const openSnapshots = (options: SnapshotOptions): Snapshots => {
	const limits = { ...snapshotLimits, ...options.limits };
	const now = (): number => Date.now();
	const stamp = (): string => new Date(now()).toISOString().replaceAll(/[:.]/g, "-");
	const database = openSnapshotDatabase(join(options.folder, "store.sqlite"), stamp);
	const blobs = createBlobs(database, now);
	const workspaces = new Map<string, Workspace>();
	const { without } = options;
	const workspace = (root: string): Workspace => {
		const known = workspaces.get(root) ?? openWorkspace({ database, blobs, limits, root, without, now });
		workspaces.set(root, known);
		return known;
	};
	const recorder = createRecorder({ database, blobs, limits, owner: processOwner(), without, now, workspace });
	let cleaned = false;

	const look = (path: string, expected: FileState): FileState => {
		const stats = realStatsOf(path);
		if (stats?.isFile() === true && isUnsaved(expected)) return unsavedState(stats);
		return captureAt(path, blobs, limits.maxNamedBytes);
	};

	const find = (request: RestoreRequest): { steps: readonly UndoStep[]; moves: Moves } => {
		recorder.settle();
		const steps = chosenSteps(database, request);
		const changes = steps.map((step) => changesOf(database, step.id));
		return { steps, moves: planMoves(request.direction, changes, look) };
	};

	const describe = async (
		request: RestoreRequest,
		{ steps, moves }: ReturnType<typeof find>,
	): Promise<RestorePlan> => ({
		direction: request.direction,
		steps,
		files: await describeMoves(moves.moves, blobs),
		conflicts: moves.conflicts.map(({ path }) => ({ path, why: "changed since by somebody else" })),
		lost: moves.lost.map((path) => ({ path, why: "what it was could not be saved; it stays as it is" })),
	});

	/** Copies what is about to be overwritten to where a person finds it. */
	const keep = (conflicts: Moves["conflicts"]): string | undefined => {
		const there = conflicts.filter(({ path }) => realStatsOf(path)?.isDirectory() === false);
		if (there.length === 0) return undefined;
		const folder = join(options.folder, "kept", stamp());
		for (const { path } of there) {
			const copy = join(folder, path);
			makeFolders(dirname(copy), 0o700);
			if (lstatSync(path).isSymbolicLink()) symlinkSync(readlinkSync(path), copy);
			else {
				copyFileSync(path, copy);
				chmodSync(copy, 0o600);
			}
		}
		return folder;
	};

	const apply = async (request: RestoreRequest, { force }: { force: boolean }): Promise<Restored> => {
		// Nothing is awaited from here on, so that what was looked at is what is overwritten.
		const found = find(request);
		const { steps, moves } = found;
		if (moves.conflicts.length > 0 && !force) throw conflict(moves.conflicts.map(({ path }) => path));
		blobs.flush();
		const keptIn = keep(moves.conflicts);
		const failures = restore(moves.moves, blobs);
		const [first] = failures;
		if (first !== undefined) {
			throw new NexusError("undo.failed", `${first.path}: ${first.why}${more(failures.length - 1, "others too")}`, {
				hint: "put that right and do it again: what was restored stays, the rest follows",
				data: failures.map(({ path, why }) => ({ path, why })),
			});
		}
		const ids = steps.map((step) => step.id);
		inTransaction(database, () => markSteps(database, request.direction, ids, moves.conflicts));
		return { ...(await describe(request, found)), ...(keptIn === undefined ? {} : { keptIn }) };
	};

	return {
		save: async (turn, paths) => recorder.save(turn, paths),
		saveAll: async (turn, roots) => recorder.saveAll(turn, roots),
		finish: async (key) => {
			recorder.finish(key);
			if (!cleaned) cleanUp(database, limits, now(), [...workspaces.keys()]);
			cleaned = true;
		},
		list: async (scope) => {
			recorder.settle();
			return listSteps(database, scope);
		},
		preview: async (request) => describe(request, find(request)),
		apply,
		forget: async (sessionIds) => {
			const drop = database.prepare("DELETE FROM steps WHERE session = ? AND state <> 'open'");
			inTransaction(database, () => {
				for (const id of sessionIds) drop.run(id);
			});
		},
		forgetAll: async () => forgetEnded(database, now(), [...workspaces.keys()]),
		close: async () => database.close(),
	};
};

const more = (count: number, what: string): string => (count > 0 ? ` (and ${count} ${what})` : "");

const conflict = (paths: readonly string[]): NexusError =>
	new NexusError(
		"undo.conflict",
		`changed since by somebody else: ${paths.slice(0, maxNamed).join(", ")}${more(paths.length - maxNamed, "more")}; nothing was touched`,
		{
			hint: "--force overwrites them, after a copy of each is kept",
			data: paths.map((path) => ({ path })),
		},
	);
