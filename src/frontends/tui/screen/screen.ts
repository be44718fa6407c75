// The screen without React: what keys, pastes, events and commands do to its state.
import { sanitizeText } from "../../../lib/sanitize.js";
import { errorLines } from "../commands/result-lines.js";
import { edit } from "../composer/buffer.js";
import { detailLines } from "../decision/decision-lines.js";
import type { Memory, Screen, ScreenOptions } from "./contract.js";
import { createFeed } from "./feed.js";
import { liveRows } from "./frame.js";
import { handleKey } from "./keys.js";

/** A decision ignores keys for this long after it appears, and after each key typed meanwhile. */
export const guardMs = 400;
const recentlyMs = 1500;
const hintMs = 5000;

export const createScreen = (options: ScreenOptions): Screen => {
	const { store, timers } = options;
	const memory: Memory = {
		lastKeyMs: Number.NEGATIVE_INFINITY,
		replay: undefined,
		lastEscapeMs: Number.NEGATIVE_INFINITY,
		leaveAskedMs: Number.NEGATIVE_INFINITY,
		guardedUntilMs: Number.NEGATIVE_INFINITY,
		command: undefined,
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
		onReminder: options.ring,
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
			if (!options.signal.aborted) screen.print(errorLines(error, lineContext()));
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
