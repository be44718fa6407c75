// The screen without React: what keys, pastes, events and commands do to its state.
import type { NexusClient } from "../../../contracts/client.js";
import type { CommandDefinition } from "../../../contracts/command.js";
import { toErrorData } from "../../../contracts/errors.js";
import { sanitizeText } from "../../../lib/sanitize.js";
import { errorLines } from "../commands/result-lines.js";
import { edit } from "../composer/buffer.js";
import { detailLines } from "../decision/decision-lines.js";
import type { Highlighter } from "../markdown/highlight.js";
import type { Line } from "../text/span.js";
import type { Transcript } from "../transcript/transcript.js";
import { createFeed, type Feed } from "./feed.js";
import { liveRows } from "./frame.js";
import type { Key } from "./key.js";
import { handleKey } from "./keys.js";
import type { Store } from "./store.js";
import type { Timers } from "./timers.js";

export interface ScreenOptions {
	readonly client: NexusClient;
	readonly commands: readonly CommandDefinition[];
	readonly store: Store;
	readonly transcript: Transcript;
	readonly highlighter: Highlighter;
	readonly timers: Timers;
	/** Ends when the screen does. */
	readonly signal: AbortSignal;
	readonly color: boolean;
	/** Opens a text in the person's editor; resolves to what was saved, or undefined when nothing was. */
	openEditor(text: string): Promise<string | undefined>;
	repaint(): void;
	leave(exitCode: number): void;
}

export interface Screen extends ScreenOptions {
	readonly feed: Feed;
	/** The session on screen; waits until there is one. */
	sessionId(): Promise<string>;
	setSession(id: Promise<string>): void;
	key(key: Key): void;
	paste(text: string): void;
	resize(columns: number, rows: number): void;
	print(lines: readonly Line[]): void;
	/** In the place of the key help, until the next key or for 5 s. */
	hint(text: string | undefined): void;
	fail(error: unknown): void;
	/** Runs in the background; failures are printed. */
	run(work: Promise<unknown>): void;
	/** Memory of the last keys. */
	readonly memory: Memory;
}

export interface Memory {
	lastKeyMs: number;
	/** When ctrl+c was pressed the first time. */
	leaveAskedMs: number;
	guardedUntilMs: number;
	/** Aborts the command that runs. */
	command: AbortController | undefined;
	/** Latest question to the file index; answers to older ones are ignored. */
	question: number;
}

/** A decision ignores keys for this long after it appears, and after each key typed meanwhile. */
export const guardMs = 400;
const recentlyMs = 1500;
const hintMs = 5000;

export const createScreen = (options: ScreenOptions): Screen => {
	const { store, timers } = options;
	const memory: Memory = {
		lastKeyMs: Number.NEGATIVE_INFINITY,
		leaveAskedMs: Number.NEGATIVE_INFINITY,
		guardedUntilMs: Number.NEGATIVE_INFINITY,
		command: undefined,
		question: 0,
	};
	let session = Promise.withResolvers<string>();
	session.promise.catch(() => undefined);
	let cancelHint: (() => void) | undefined;
	let cancelGuard: (() => void) | undefined;

	const lineContext = () => {
		const { theme, glyphs, columns } = store.get();
		return { theme, glyphs, width: Math.min(columns, 100) };
	};

	/** The first waiting approval is the one that is asked. */
	const syncDecision = () => {
		const state = store.get();
		const [front] = state.session.approvals;
		if (front === undefined) {
			if (state.decision !== undefined) store.set({ decision: undefined, detail: [] });
			return;
		}
		if (state.decision?.approvalId === front.approvalId) return;
		const detail = detailLines(front, state.session, {
			theme: state.theme,
			glyphs: state.glyphs,
			width: state.columns,
			highlight: options.highlighter.highlight,
		});
		const isPrinted = state.screenReader || detail.length > Math.max(2, liveRows(state) - 6);
		const isGuarded = timers.nowMs() - memory.lastKeyMs < recentlyMs;
		options.transcript.markShown(front.callId);
		const decision = { approvalId: front.approvalId, isGuarded, isPrinted, reason: undefined };
		if (isPrinted) store.print(options.transcript.print(detail), { decision, detail, completion: undefined });
		else store.set({ decision, detail, completion: undefined });
		startGuard();
	};

	const startGuard = () => {
		cancelGuard?.();
		memory.guardedUntilMs = timers.nowMs() + guardMs;
		cancelGuard = timers.after(guardMs, () => {
			const { decision } = store.get();
			if (decision?.isGuarded === true) store.set({ decision: { ...decision, isGuarded: false } });
		});
	};

	const feed = createFeed({
		client: options.client,
		store,
		transcript: options.transcript,
		timers,
		signal: options.signal,
		onFlush: syncDecision,
		onError: (error) => screen.fail(error),
	});

	const screen: Screen = {
		...options,
		feed,
		memory,
		sessionId: () => session.promise,
		setSession(id) {
			const next = Promise.withResolvers<string>();
			next.promise.catch(() => undefined);
			id.then(next.resolve, next.reject);
			id.then(session.resolve, session.reject);
			session = next;
		},
		key(key) {
			if (store.get().hint !== undefined) screen.hint(undefined);
			const isGuarded = timers.nowMs() < memory.guardedUntilMs;
			if (isGuarded && store.get().decision !== undefined) startGuard();
			memory.lastKeyMs = timers.nowMs();
			handleKey(screen, key, isGuarded);
		},
		paste(text) {
			memory.lastKeyMs = timers.nowMs();
			const clean = sanitizeText(text.replace(/\r\n?/g, "\n"));
			store.set({ buffer: edit(store.get().buffer, { type: "paste", text: clean }), completion: undefined });
		},
		resize(columns, rows) {
			store.set({ columns, rows });
			feed.flush();
		},
		print(lines) {
			store.print(options.transcript.print(lines));
		},
		hint(text) {
			cancelHint?.();
			cancelHint = undefined;
			store.set({ hint: text });
			if (text !== undefined) cancelHint = timers.after(hintMs, () => store.set({ hint: undefined }));
		},
		fail(error) {
			if (!options.signal.aborted) screen.print(errorLines(toErrorData(error), lineContext()));
		},
		run(work) {
			work.catch((error: unknown) => screen.fail(error));
		},
	};
	options.signal.addEventListener("abort", () => {
		feed.stop();
		cancelHint?.();
		cancelGuard?.();
		memory.command?.abort();
	});
	return screen;
};
