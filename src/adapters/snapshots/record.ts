// What each turn changed: written down before it does, settled when it is over or its process is gone.
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { NotCovered, Turn } from "../../contracts/snapshots.js";
import { isWithin } from "../../lib/env-allow.js";
import { isOwnerAlive } from "../../lib/process-owner.js";
import type { Blobs } from "./blobs.js";
import { inTransaction } from "./database.js";
import type { SnapshotLimits } from "./limits.js";
import { capture, captureAt, realStatsOf, statsOf } from "./look.js";
import { scanTree } from "./scan.js";
import { type FileState, isUnsaved, nothing } from "./state.js";
import type { Workspace } from "./workspace.js";

export interface Recorder {
	save(turn: Turn, paths: readonly string[]): void;
	saveAll(turn: Turn, roots: readonly string[]): void;
	finish(key: string): void;
	/** Settles the turns of processes that have ended without. */
	settle(): void;
}

export interface RecorderOptions {
	readonly database: DatabaseSync;
	readonly blobs: Blobs;
	readonly limits: SnapshotLimits;
	/** This process, as `processOwner` names it. */
	readonly owner: string;
	readonly without: readonly string[];
	readonly now: () => number;
	workspace(root: string): Workspace;
}

const maxTitle = 200;

export const createRecorder = (options: RecorderOptions): Recorder => {
	const { database, blobs, limits, owner } = options;
	const insertStep = database.prepare(
		"INSERT INTO steps (key, session, folder, title, time, state, owner) VALUES (?, ?, ?, ?, ?, 'open', ?) ON CONFLICT DO NOTHING",
	);
	const byKey = database.prepare("SELECT id FROM steps WHERE key = ? AND state = 'open'");
	const insertChange = database.prepare(
		"INSERT INTO changes (step, path, before) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
	);
	const insertPath = database.prepare("INSERT INTO step_paths VALUES (?, ?) ON CONFLICT DO NOTHING");
	const insertUncovered = database.prepare("INSERT INTO uncovered VALUES (?, ?, ?) ON CONFLICT DO NOTHING");

	const stepOf = ({ key, sessionId, folder, title, time }: Turn): number => {
		const known = byKey.get(key);
		if (known !== undefined) return Number(known.id);
		settle();
		insertStep.run(key, sessionId, folder, title.slice(0, maxTitle).toWellFormed(), time, owner);
		return Number(byKey.get(key)?.id);
	};

	const rootsOf = (step: number): readonly string[] =>
		database
			.prepare("SELECT folder FROM step_roots JOIN roots ON roots.id = root WHERE step = ?")
			.all(step)
			.map((row) => String(row.folder));

	const pathsOf = (step: number): readonly string[] =>
		database
			.prepare("SELECT path FROM step_paths WHERE step = ?")
			.all(step)
			.map((row) => String(row.path));

	const leave = (step: number, notCovered: readonly NotCovered[]): void => {
		for (const { path, why } of notCovered) insertUncovered.run(step, path, why);
	};

	/** A path and all below it, as they are now. */
	const below = (path: string): { states: Map<string, FileState>; notCovered: readonly NotCovered[] } => {
		const stats = realStatsOf(path);
		const states = new Map([[path, capture(path, stats, blobs, limits.maxNamedBytes)]]);
		if (stats?.isDirectory() !== true) return { states, notCovered: [] };
		const { entries, notCovered } = scanTree(path, { without: options.without, maxEntries: limits.maxEntries });
		const untilMs = options.now() + limits.maxMs;
		let bytes = 0;
		for (const [relative, found] of entries) {
			const each = `${path}/${relative}`;
			if (found.isFile()) bytes += found.size;
			const isTooMuch = bytes > limits.maxWorkspaceBytes || options.now() > untilMs;
			states.set(each, capture(each, found, blobs, isTooMuch ? -1 : limits.maxNamedBytes));
		}
		return { states, notCovered };
	};

	/** Folders above a path that are not there: with it they come, and go. */
	const missingAbove = (path: string): readonly string[] => {
		const missing: string[] = [];
		for (let folder = dirname(path); statsOf(folder) === undefined; folder = dirname(folder)) missing.unshift(folder);
		return missing;
	};

	/**
	 * How something at or below a path was before the turn, when it is `now` like this. What lies in a workspace or a
	 * folder that the turn has saved before, and was not there then, has come since. Undefined: all is saved already.
	 */
	const beforeIn = (step: number, roots: readonly string[], path: string) => {
		const named = pathsOf(step).filter((other) => isWithin(path, other));
		if (named.includes(path)) return undefined;
		const isCovered = named.map((other) => below(other).states);
		const root = roots.find((folder) => isWithin(path, folder));
		const workspace = root === undefined ? undefined : options.workspace(root);
		const stats = workspace === undefined ? undefined : realStatsOf(path);
		if (stats !== undefined && (stats.isDirectory() || workspace?.state(path) === undefined)) workspace?.refresh();
		return (each: string, now: FileState): FileState => {
			const known = workspace?.state(each);
			if (known !== undefined && !isUnsaved(known)) return known;
			return isCovered.some((states) => states.has(each)) ? nothing : now;
		};
	};

	const save: Recorder["save"] = (turn, paths) => {
		const step = stepOf(turn);
		const roots = rootsOf(step);
		for (const path of paths) {
			const before = beforeIn(step, roots, path);
			if (before === undefined) continue;
			const missing = missingAbove(path);
			const { states, notCovered } = below(path);
			blobs.flush();
			inTransaction(database, () => {
				insertPath.run(step, path);
				for (const folder of missing) insertChange.run(step, folder, nothing);
				for (const [each, state] of states) {
					insertChange.run(step, each, before(each, state));
					if (isUnsaved(state)) leave(step, [{ path: each, why: "too large, or cannot be read" }]);
				}
				leave(step, notCovered);
			});
		}
	};

	const saveAll: Recorder["saveAll"] = (turn, roots) => {
		const step = stepOf(turn);
		const done = rootsOf(step);
		for (const root of roots) {
			if (done.includes(root)) continue;
			const notCovered = options.workspace(root).refresh(step);
			inTransaction(database, () => leave(step, notCovered));
		}
	};

	const finishStep = (step: number): void => {
		const roots = rootsOf(step);
		const notCovered = roots.flatMap((root) => options.workspace(root).refresh());
		const named = pathsOf(step);
		const after = new Map<string, FileState>();
		const made = new Map<string, FileState>();
		for (const path of named) {
			for (const [each, state] of below(path).states) {
				after.set(each, state);
				made.set(each, nothing);
			}
		}
		const rows = database.prepare("SELECT path FROM changes WHERE step = ?").all(step);
		for (const path of rows.map((row) => String(row.path))) {
			const root = roots.find((folder) => isWithin(path, folder));
			const known = root === undefined ? undefined : options.workspace(root).state(path);
			if (!after.has(path)) after.set(path, known ?? captureAt(path, blobs, limits.maxNamedBytes));
		}
		blobs.flush();
		inTransaction(database, () => {
			leave(step, notCovered);
			for (const [path, before] of made) insertChange.run(step, path, before);
			const set = database.prepare("UPDATE changes SET after = ? WHERE step = ? AND path = ?");
			for (const [path, state] of after) set.run(state, step, path);
			database.prepare("DELETE FROM changes WHERE step = ? AND before = after").run(step);
			database.prepare("UPDATE steps SET state = 'done' WHERE id = ?").run(step);
			database
				.prepare("DELETE FROM steps WHERE id = ? AND NOT EXISTS (SELECT 1 FROM changes WHERE step = steps.id)")
				.run(step);
		});
	};

	const settle = (): void => {
		for (const row of database.prepare("SELECT id, owner FROM steps WHERE state = 'open'").all()) {
			if (isOwnerAlive(String(row.owner))) continue;
			database.prepare("UPDATE steps SET interrupted = 1 WHERE id = ?").run(Number(row.id));
			finishStep(Number(row.id));
		}
	};

	return {
		save,
		saveAll,
		settle,
		finish(key) {
			const known = byKey.get(key);
			if (known !== undefined) finishStep(Number(known.id));
		},
	};
};
