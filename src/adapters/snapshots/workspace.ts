// The last known state of everything below a folder. A scan moves it to the present, reading only what has changed, and
// hands what was there before to every turn that is open (the same idea as git's index, gitformat-index(5)).
import type { Stats } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { NotCovered } from "../../contracts/snapshots.js";
import type { Blobs } from "./blobs.js";
import { inTransaction } from "./database.js";
import type { SnapshotLimits } from "./limits.js";
import { capture, captureAt } from "./look.js";
import { scanTree } from "./scan.js";
import { type FileState, isUnsaved, nothing, stampOf } from "./state.js";

export interface Workspace {
	/**
	 * Brings the record up to date. What differs is put down as changed in every open turn that began before.
	 * `step`: from now on one of those turns.
	 */
	refresh(step?: number): readonly NotCovered[];
	/** The recorded state of an absolute path; undefined for what is not covered, or not there. */
	state(path: string): FileState | undefined;
}

interface Known {
	readonly stamp: string;
	/** Milliseconds since 1970, from before it was read. */
	readonly checked: number;
	readonly state: FileState;
}

interface Move {
	readonly path: string;
	readonly before: FileState;
	readonly now: FileState;
}

/** A file that was changed so shortly before it was read may change again without its times telling. */
const racyMs = 1000;

const isRacy = ({ checked }: Known, stats: Stats): boolean => Math.max(stats.mtimeMs, stats.ctimeMs) > checked - racyMs;

const isHeld = (stats: Stats): boolean => stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();

export interface WorkspaceOptions {
	readonly database: DatabaseSync;
	readonly blobs: Blobs;
	readonly limits: SnapshotLimits;
	/** Absolute real path. */
	readonly root: string;
	/** Never looked into. */
	readonly without: readonly string[];
	readonly now: () => number;
}

export const openWorkspace = (options: WorkspaceOptions): Workspace => {
	const { database, blobs, limits, root, now } = options;
	const make = database.prepare("INSERT INTO roots (folder, generation, used) VALUES (?, ?, 0) ON CONFLICT DO NOTHING");
	const row = database.prepare("SELECT id, generation FROM roots WHERE folder = ?");
	const rootId = (): number => Number(row.get(root)?.id);
	const generationOf = (): number => Number(row.get(root)?.generation);
	let known = new Map<string, Known>();
	let generation = -1;

	const load = (): void => {
		// From the time on, so that a record that was dropped and made again is not taken for the old one.
		make.run(root, now());
		const found = generationOf();
		if (found === generation) return;
		const rows = database.prepare("SELECT path, stamp, checked, state FROM files WHERE root = ?");
		rows.setReturnArrays(true);
		known = new Map();
		for (const [path, stamp, checked, state] of rows.all(rootId()) as unknown as [string, string, number, string][])
			known.set(path, { stamp, checked, state });
		generation = found;
	};

	/** All that is there now, and why some of it could not be saved. */
	const look = () => {
		const { entries, notCovered } = scanTree(root, { without: options.without, maxEntries: limits.maxEntries });
		const unsaved: NotCovered[] = [];
		const present = new Map<string, Known>();
		const untilMs = now() + limits.maxMs;
		let bytes = 0;
		for (const [path, stats] of entries) {
			if (!isHeld(stats)) continue;
			const old = known.get(path);
			const stamp = stampOf(stats);
			if (stats.isFile()) bytes += stats.size;
			const isSame = old !== undefined && old.stamp === stamp && !isRacy(old, stats);
			const checked = now();
			const why = stats.isFile() ? reason(stats, bytes, checked > untilMs) : undefined;
			if (why !== undefined && !(isSame && !isUnsaved(old.state))) unsaved.push({ path: join(root, path), why });
			if (isSame && (why !== undefined || !isUnsaved(old.state))) {
				present.set(path, old);
				continue;
			}
			const state = capture(join(root, path), stats, blobs, why === undefined ? limits.maxFileBytes : -1);
			if (state === nothing) continue;
			if (why === undefined && isUnsaved(state)) unsaved.push({ path: join(root, path), why: "cannot be read" });
			present.set(path, { stamp, checked, state });
		}
		blobs.flush();
		return { present, notCovered: [...notCovered, ...unsaved] };
	};

	const reason = (stats: Stats, bytes: number, isLate: boolean): string | undefined => {
		if (stats.size > limits.maxFileBytes) return `larger than ${limits.maxFileBytes / 1e6} MB`;
		if (bytes > limits.maxWorkspaceBytes) return `more than ${limits.maxWorkspaceBytes / 1e6} MB in all`;
		return isLate ? "saving all took too long" : undefined;
	};

	const movesTo = (present: ReadonlyMap<string, Known>): readonly Move[] => {
		const moves: Move[] = [];
		for (const [path, { state }] of present) {
			const before = known.get(path)?.state ?? nothing;
			if (before !== state) moves.push({ path, before, now: state });
		}
		for (const [path, { state: before }] of known) {
			if (present.has(path)) continue;
			// It is gone, or it is not covered any more because the rules of what is ignored have changed.
			const state = captureAt(join(root, path), blobs, limits.maxFileBytes);
			moves.push({ path, before, now: state });
		}
		blobs.flush();
		return moves;
	};

	/** False when another process has moved the record meanwhile. */
	const commit = (present: ReadonlyMap<string, Known>, moves: readonly Move[], step: number | undefined): boolean =>
		inTransaction(database, () => {
			if (generationOf() !== generation) return false;
			const id = rootId();
			const open = database
				.prepare("SELECT step FROM step_roots JOIN steps ON steps.id = step WHERE root = ? AND steps.state = 'open'")
				.all(id);
			const change = database.prepare(
				"INSERT INTO changes (step, path, before) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
			);
			for (const { path, before, now: state } of moves) {
				if (before === state) continue;
				for (const each of open) change.run(Number(each.step), join(root, path), before);
			}
			const remove = database.prepare("DELETE FROM files WHERE root = ? AND path = ?");
			for (const { path } of moves) if (!present.has(path)) remove.run(id, path);
			const put = database.prepare("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)");
			for (const [path, entry] of present) {
				if (known.get(path) !== entry) put.run(id, path, entry.stamp, entry.checked, entry.state);
			}
			database.prepare("UPDATE roots SET generation = ?, used = ? WHERE id = ?").run(generation + 1, now(), id);
			if (step !== undefined)
				database.prepare("INSERT INTO step_roots VALUES (?, ?) ON CONFLICT DO NOTHING").run(step, id);
			return true;
		});

	return {
		refresh(step) {
			for (;;) {
				load();
				const { present, notCovered } = look();
				if (!commit(present, movesTo(present), step)) continue;
				known = present;
				generation++;
				return notCovered;
			}
		},
		state(path) {
			const relative = root === "/" ? path.slice(1) : path.slice(root.length + 1);
			return known.get(relative)?.state;
		},
	};
};
