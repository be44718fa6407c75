// What has to be done to which path, and whether somebody else has been there. Touches nothing.
import { type FileState, isFolderState, isUnsaved, nothing, special } from "./state.js";

export interface Change {
	readonly path: string;
	readonly before: FileState;
	readonly after: FileState;
	/** What an undo by force overwrote. */
	readonly replaced: FileState | undefined;
}

export interface StepChanges {
	readonly id: number;
	readonly changes: readonly Change[];
}

export interface Move {
	readonly path: string;
	readonly now: FileState;
	readonly target: FileState;
}

export interface Moves {
	readonly moves: readonly Move[];
	/** `step`: the turn whose state of the path was not found. */
	readonly conflicts: readonly { readonly path: string; readonly step: number; readonly now: FileState }[];
	/** Cannot be brought back, or not brought back again if it went. */
	readonly lost: readonly string[];
}

/** @param steps in the order in which they are undone or redone */
export const planMoves = (
	direction: "undo" | "redo",
	steps: readonly StepChanges[],
	look: (path: string, expected: FileState) => FileState,
): Moves => {
	const found = new Map<string, FileState>();
	const planned = new Map<string, FileState>();
	const conflicts: Moves["conflicts"][number][] = [];
	const lost = new Set<string>();
	for (const { id, changes } of steps) {
		for (const { path, before, after, replaced } of changes) {
			const target = direction === "undo" ? before : (replaced ?? after);
			const expected = direction === "undo" ? after : before;
			if (!found.has(path)) found.set(path, look(path, expected));
			const now = planned.get(path) ?? found.get(path) ?? nothing;
			if (now === target) continue;
			if (isUnsaved(target) || target === special || (isUnsaved(now) && now === expected)) {
				lost.add(path);
				continue;
			}
			if (isConflict(now, expected, target)) conflicts.push({ path, step: id, now });
			planned.set(path, target);
		}
	}
	const moves = [...planned].map(([path, target]) => ({ path, now: found.get(path) ?? nothing, target }));
	return { moves: moves.filter(({ now, target }) => now !== target), conflicts, lost: [...lost] };
};

/** A folder that is there, or is gone, with another mode than it was left with, is nobody's work. */
const isConflict = (now: FileState, expected: FileState, target: FileState): boolean => {
	if (now === expected) return false;
	if (now === special) return true;
	const folders = [now, expected, target].filter((state) => state !== nothing);
	return !folders.every(isFolderState);
};
