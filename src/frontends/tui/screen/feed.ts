// The session's events, folded and shown: at most every 33 ms while they stream, and with a slow tick while a run goes on.
import type { NexusClient } from "../../../contracts/client.js";
import { isAbortError } from "../../../contracts/errors.js";
import type { NexusEvent } from "../../../contracts/event.js";
import { reduce, reduceAll } from "../../../state/reduce.js";
import { workingAgents } from "../../../state/selectors.js";
import { initialState, type SessionState } from "../../../state/state.js";
import type { Transcript, TranscriptContext } from "../transcript/transcript.js";
import { liveRows } from "./frame.js";
import type { Store } from "./store.js";
import type { Timers } from "./timers.js";

export interface Feed {
	/** Follows this session from its start or, for one with a past, from its end; the last blocks are shown again. */
	follow(sessionId: string, hasPast: boolean, agentId?: string): Promise<void>;
	/** Folds in the window's size, the theme and the time. */
	flush(): void;
	/** Milliseconds for which nothing has run: what has to be measured depends on it. */
	stop(): void;
}

export interface FeedOptions {
	readonly client: NexusClient;
	readonly store: Store;
	readonly transcript: Transcript;
	readonly timers: Timers;
	readonly signal: AbortSignal;
	/** After each flush: decisions come and go here. */
	onFlush(): void;
	onReminder(text: string): void;
	onError(error: unknown): void;
}

export const flushEveryMs = 33;
const tickMs = 250;
const replayedBlocks = 12;
/** Events folded without letting keys through. */
const eventsAtOnce = 64;

export const createFeed = (options: FeedOptions): Feed => {
	const { client, store, transcript, timers } = options;
	let session: SessionState = store.get().session;
	let following = new AbortController();
	let cancelFlush: (() => void) | undefined;
	let cancelTick: (() => void) | undefined;
	let flushedAt = 0;

	const context = (): TranscriptContext => {
		const state = store.get();
		return {
			theme: state.theme,
			glyphs: state.glyphs,
			width: state.columns,
			nowMs: timers.nowMs(),
			tick: Math.floor(timers.nowMs() / tickMs),
			reducedMotion: state.reducedMotion,
			maxLiveRows: liveRows(state),
			isLinear: state.screenReader,
		};
	};

	const flush = () => {
		cancelFlush?.();
		cancelFlush = undefined;
		flushedAt = timers.nowMs();
		const step = transcript.step(session, context());
		session = step.state;
		store.print(step.committed, { session, live: step.live, nowMs: flushedAt });
		options.onFlush();
		schedule();
	};

	const isWorking = (): boolean => session.run !== undefined || workingAgents(session) > 0;

	/** The clock is drawn only while something runs. */
	const schedule = () => {
		cancelTick?.();
		cancelTick = undefined;
		if (!isWorking() || store.get().screenReader) return;
		cancelTick = timers.after(store.get().reducedMotion ? 1000 : tickMs, flush);
	};

	const flushSoon = () => {
		if (cancelFlush !== undefined) return;
		const wait = Math.max(0, flushEveryMs - (timers.nowMs() - flushedAt));
		cancelFlush = timers.after(Math.min(wait, flushEveryMs), flush);
	};

	const pump = async (sessionId: string, after: number, signal: AbortSignal) => {
		let count = 0;
		for await (const event of client.events({ sessionId, after, signal })) {
			if (signal.aborted) return;
			session = reduce(session, event);
			flushSoon();
			if (++count % eventsAtOnce === 0) await timers.pause();
		}
	};

	/** The state at its end, with only its last blocks. */
	const replay = (sessionId: string, events: readonly NexusEvent[], agentId?: string): SessionState => {
		const folded = reduceAll(initialState(sessionId, agentId), events);
		return { ...folded, blocks: folded.blocks.slice(-replayedBlocks) };
	};

	return {
		async follow(sessionId, hasPast, agentId) {
			following.abort();
			following = new AbortController();
			const signal = AbortSignal.any([following.signal, options.signal]);
			await transcript.ready();
			if (signal.aborted) return;
			const { model, mode, agent, cwd } = session;
			session = hasPast
				? replay(sessionId, await client.sessions.read(sessionId), agentId)
				: { ...initialState(sessionId), model, mode, agent, cwd };
			if (signal.aborted) return;
			flush();
			pump(sessionId, session.seq, signal).catch((error: unknown) => {
				if (!signal.aborted && !isAbortError(error)) options.onError(error);
			});
			void watchLoad(signal);
			for (const watching of [watchReminders(signal), watchBackups(signal)]) {
				watching.catch((error: unknown) => {
					if (!signal.aborted && !isAbortError(error)) options.onError(error);
				});
			}
		},
		flush,
		stop() {
			following.abort();
			cancelFlush?.();
			cancelTick?.();
		},
	};

	async function watchReminders(signal: AbortSignal): Promise<void> {
		for await (const event of client.watchReminders(signal)) {
			session = reduce(session, event);
			flushSoon();
			options.onReminder(event.data.text);
		}
	}

	async function watchBackups(signal: AbortSignal): Promise<void> {
		for await (const event of client.backup.watch(signal)) {
			session = reduce(session, event);
			flushSoon();
		}
	}

	/** Measures while something runs and a little longer; at rest nothing is measured and nothing drawn. */
	async function watchLoad(signal: AbortSignal): Promise<void> {
		let until = timers.nowMs() + 1500;
		while (!signal.aborted) {
			const watching = new AbortController();
			const isWanted = () => {
				const { dock } = store.get();
				if (isWorking()) until = timers.nowMs() + 4000;
				return dock === "open" && timers.nowMs() < until;
			};
			if (isWanted()) {
				try {
					for await (const event of client.watchLoad(AbortSignal.any([signal, watching.signal]), 1000)) {
						session = reduce(session, event);
						flushSoon();
						if (!isWanted()) break;
					}
				} catch (error) {
					if (!signal.aborted && !isAbortError(error)) return options.onError(error);
				}
				watching.abort();
			}
			await changed(signal);
		}
	}

	/** Resolves at the next change of the screen. */
	function changed(signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const done = () => {
				unsubscribe();
				signal.removeEventListener("abort", done);
				resolve();
			};
			const unsubscribe = store.subscribe(done);
			signal.addEventListener("abort", done, { once: true });
		});
	}
};
