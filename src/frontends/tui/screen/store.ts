// Holds the one screen state and tells who draws it. Printed lines are handed over in batches and then forgotten.
import { type Line, lineWidth, renderLine } from "../text/span.js";
import type { ScreenState } from "./state.js";

export interface Store {
	get(): ScreenState;
	/** Draws at once. */
	set(change: Partial<ScreenState>): void;
	/** Like `set`, with lines for the scrollback. What stands in the header goes before the first of them. */
	print(lines: readonly Line[], change?: Partial<ScreenState>): void;
	/** The batch with this id is in the scrollback. */
	acknowledge(id: number): void;
	/** While held, printed lines wait: nothing that is written now would be seen. */
	hold(isHeld: boolean): void;
	subscribe(listener: () => void): () => void;
}

export const createStore = (initial: ScreenState): Store => {
	let state = initial;
	let acknowledged = initial.batch.id;
	let isHeld = false;
	let waiting: Line[] = [];
	const listeners = new Set<() => void>();

	const set = (change: Partial<ScreenState>) => {
		state = { ...state, ...change };
		for (const listener of listeners) listener();
	};

	const nextBatch = (lines: readonly Line[]) => {
		const fresh = lines.map((line) => renderLine(line, state.theme.allowLinks));
		const { batch } = state;
		// Two batches before the first was drawn become one.
		const isMerged = batch.id !== acknowledged;
		const width = lines.reduce(
			(widest, line) => Math.max(widest, lineWidth(line)),
			isMerged ? batch.width : state.columns,
		);
		return { id: batch.id + 1, lines: isMerged ? [...batch.lines, ...fresh] : fresh, width };
	};

	const print: Store["print"] = (lines, change = {}) => {
		if (lines.length === 0) return set(change);
		waiting.push(...(state.header.length === 0 ? [] : [...state.header, []]), ...lines);
		if (isHeld) return set({ ...change, header: [] });
		const ready = waiting;
		waiting = [];
		set({ ...change, header: [], batch: nextBatch(ready) });
	};

	return {
		get: () => state,
		set,
		print,
		acknowledge(id) {
			acknowledged = Math.max(acknowledged, id);
		},
		hold(held) {
			isHeld = held;
			if (held || waiting.length === 0) return;
			const ready = waiting;
			waiting = [];
			set({ batch: nextBatch(ready) });
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};
