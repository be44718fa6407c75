// What each key does. First who has the keys now: a field, the search, a decision, the completion; then the composer.

import { isAtWork } from "../../../state/selectors.js";
import { edit } from "../composer/buffer.js";
import { move } from "../composer/completion.js";
import { step } from "../composer/history.js";
import { editFor } from "../composer/keymap.js";
import { moveVertically } from "../composer/layout.js";
import { accept, refreshCompletion } from "./complete.js";
import type { Screen } from "./contract.js";
import { answerKey } from "./decide.js";
import { pickerKey, reasonKey } from "./fields.js";
import type { Key } from "./key.js";
import { nextMode } from "./modes.js";
import { runCommand } from "./run-command.js";
import { searchKey, startSearch } from "./search.js";
import { leaveAgent, stopRun, submit, takeBackQueued } from "./submit.js";

/** A second ctrl+c within this time leaves. */
const leaveWithinMs = 2000;
/** Two escapes within this time go back. */
const escapeWithinMs = 800;

export const handleKey = (screen: Screen, key: Key, isGuarded: boolean) => {
	const state = screen.store.get();
	// Escape and ctrl+c in one read look like alt+ctrl+c.
	if (key.name === "text" && key.ctrl && key.text === "c") return interrupt(screen);
	if (state.decision?.reason !== undefined) return reasonKey(screen, key);
	if (state.picker !== undefined) return pickerKey(screen, key);
	if (state.search !== undefined && searchKey(screen, key)) return;
	if (state.decision !== undefined && !isGuarded && answerKey(screen, key)) return;
	if (globalKey(screen, key)) return;
	// One that is behind the text is being made anew.
	if (state.completion?.to === state.buffer.cursor && completionKey(screen, key)) return;
	composerKey(screen, key);
};

const isCtrl = (key: Key, letter: string): boolean =>
	key.name === "text" && key.ctrl && !key.meta && key.text === letter;

/** Clears the line, then stops the run, then asks, then leaves. */
const interrupt = (screen: Screen) => {
	const { store, memory, timers } = screen;
	const state = store.get();
	const now = timers.nowMs();
	const isSecond = now - memory.leaveAskedMs < leaveWithinMs;
	memory.leaveAskedMs = Number.NEGATIVE_INFINITY;
	if (state.picker !== undefined || state.search !== undefined) {
		return store.set({ picker: undefined, search: undefined });
	}
	if (isSecond) return screen.leave(130);
	if (state.buffer.text !== "") {
		return store.set({ buffer: edit(state.buffer, { type: "clear" }), completion: undefined });
	}
	memory.leaveAskedMs = now;
	if (stopRun(screen)) return screen.hint("stopping; ctrl+c again leaves");
	screen.hint("ctrl+c again leaves");
};

const globalKey = (screen: Screen, key: Key): boolean => {
	const { store } = screen;
	const state = store.get();
	if (isCtrl(key, "d") && state.buffer.text === "") screen.leave(0);
	else if (isCtrl(key, "t")) store.set({ dock: state.dock === "open" ? "folded" : "open" });
	else if (isCtrl(key, "l")) screen.repaint();
	else if (isCtrl(key, "r")) startSearch(screen);
	else if (isCtrl(key, "g")) screen.run(openEditor(screen));
	else if (isCtrl(key, "o")) unfold(screen);
	else if (key.name === "tab" && key.shift) screen.run(cycleMode(screen));
	else return false;
	return true;
};

const unfold = (screen: Screen) => {
	const { theme, glyphs, columns, reducedMotion } = screen.store.get();
	const lines = screen.transcript.unfold({
		theme,
		glyphs,
		width: columns,
		nowMs: screen.timers.nowMs(),
		tick: 0,
		reducedMotion,
		maxLiveRows: 1,
		isLinear: true,
	});
	if (lines.length === 0) screen.hint("nothing is folded");
	else screen.store.print(lines);
};

const cycleMode = async (screen: Screen): Promise<void> => {
	const mode = nextMode(screen.store.get().session.mode);
	await screen.client.sessions.setMode(await screen.sessionId(), mode);
	screen.hint(`mode: ${mode}`);
};

const openEditor = async (screen: Screen): Promise<void> => {
	const { buffer } = screen.store.get();
	const text = await screen.openEditor(buffer.text);
	if (text === undefined) return;
	const now = screen.store.get().buffer;
	screen.store.set({ buffer: edit(now, { type: "set", text: text.replace(/\n$/, "") }), completion: undefined });
};

const completionKey = (screen: Screen, key: Key): boolean => {
	const { store } = screen;
	const { completion } = store.get();
	if (completion === undefined) return false;
	if (key.name === "up" || isCtrl(key, "p")) store.set({ completion: move(completion, -1) });
	else if (key.name === "down" || isCtrl(key, "n")) store.set({ completion: move(completion, 1) });
	else if (key.name === "escape") store.set({ completion: undefined });
	else if (key.name === "tab") {
		accept(screen);
		if (completion.kind !== "file") refreshCompletion(screen);
	} else if (key.name === "enter" && !key.shift && !key.meta && completion.selected >= 0) {
		accept(screen);
		if (completion.kind !== "file") submit(screen);
	} else return false;
	return true;
};

const composerKey = (screen: Screen, key: Key) => {
	const { store } = screen;
	const state = store.get();
	const { buffer } = state;
	if (key.name === "escape") {
		if (screen.memory.command !== undefined) screen.memory.command.abort();
		else if (buffer.text === "" && leaveAgent(screen)) return;
		else if (stopRun(screen)) screen.hint(keeps(screen));
		else escapeTwice(screen);
		return;
	}
	if (key.name === "enter" && !key.shift && !key.meta) {
		if (buffer.text[buffer.cursor - 1] === "\\") {
			const at = buffer.cursor;
			return store.set({ buffer: edit(buffer, { type: "replace", from: at - 1, to: at, text: "\n" }) });
		}
		return submit(screen);
	}
	if (key.name === "up" || isCtrl(key, "p")) return vertical(screen, -1);
	if (key.name === "down" || isCtrl(key, "n")) return vertical(screen, 1);
	if (key.name === "tab") return refreshCompletion(screen) ? undefined : store.set({ pane: (state.pane + 1) % 3 });
	const action = isCtrl(key, "d") ? ({ type: "delete" } as const) : editFor(key);
	if (action === undefined) return;
	store.set({ buffer: edit(buffer, action) });
	refreshCompletion(screen);
};

/** What is stopped, and what is not. */
const keeps = ({ store }: Screen): string => {
	const behind = store.get().session.agents.filter((agent) => agent.isBackground && isAtWork(agent)).length;
	return behind === 0
		? "stopping"
		: `stopping this turn; ${behind} in the background ${behind === 1 ? "goes" : "go"} on`;
};

/** The second escape at rest goes back to an earlier prompt. */
const escapeTwice = (screen: Screen) => {
	const { memory, timers, store } = screen;
	if (store.get().buffer.text !== "") return;
	const now = timers.nowMs();
	const isSecond = now - memory.lastEscapeMs < escapeWithinMs;
	memory.lastEscapeMs = isSecond ? Number.NEGATIVE_INFINITY : now;
	if (isSecond) runCommand(screen, "rewind", "");
};

/** Between rows of the text; past its ends through the history; on nothing typed, back comes what is queued. */
const vertical = (screen: Screen, direction: -1 | 1) => {
	const { store } = screen;
	const { buffer, history, columns, session } = store.get();
	if (direction === -1 && buffer.text === "" && takeBackQueued(screen)) return;
	const moved = moveVertically(buffer, direction, Math.max(1, columns - 3));
	if (moved !== buffer) return store.set({ buffer: moved, completion: undefined });
	const found = step(history, direction, buffer.text);
	if (found === undefined) {
		// Below the composer are the agents.
		if (direction === 1 && buffer.text === "" && session.agents.length > 1) runCommand(screen, "agents open", "");
		return;
	}
	store.set({ history: found.history, buffer: edit(buffer, { type: "set", text: found.text }), completion: undefined });
};
