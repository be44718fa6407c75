// When the next thing of a replay may happen: after as long as it took, faster, or when the person says so.
import type { Clock } from "../../contracts/ports.js";

/** A person's pause is no part of the story; more than this of it is left out. */
const longestPauseMs = 3000;
/** Time between two pieces of a text that streams. */
const pieceMs = 40;

export interface Pace {
	/** @param kind `person`: a pause that may be cut short */
	wait(recordedMs: number, kind: "work" | "person", signal: AbortSignal): Promise<void>;
	/** In how many pieces a text is shown, and how long each takes. */
	pieces(characters: number, recordedMs: number): { readonly count: number; readonly eachMs: number };
	/** Lets one step happen, now or when it comes. */
	step(): void;
	/** Somebody waits for the clock or for a step. */
	isWaiting(): boolean;
}

export const createPace = (clock: Clock, options: { readonly speed: number; readonly isStepped: boolean }): Pace => {
	let waiting = 0;
	let steps = 0;
	let wake: (() => void) | undefined;
	const scaled = (ms: number) => Math.min(Math.max(0, ms) / options.speed, 2 ** 31 - 1);

	const forStep = async (signal: AbortSignal): Promise<void> => {
		while (steps === 0 && !signal.aborted) {
			await new Promise<void>((resolve) => {
				wake = resolve;
				signal.addEventListener("abort", () => resolve(), { once: true });
			});
		}
		steps = Math.max(0, steps - 1);
	};

	return {
		wait: async (recordedMs, kind, signal) => {
			waiting++;
			try {
				if (options.isStepped) return await forStep(signal);
				const ms = scaled(kind === "person" ? Math.min(recordedMs, longestPauseMs) : recordedMs);
				if (ms > 0) await clock.sleep(ms, signal).catch(() => undefined);
			} finally {
				waiting--;
			}
		},
		pieces: (characters, recordedMs) => {
			const ms = options.isStepped ? 0 : scaled(recordedMs);
			const count = Math.max(1, Math.min(characters, Math.floor(ms / pieceMs)));
			return { count, eachMs: ms / count };
		},
		step: () => {
			steps++;
			wake?.();
		},
		isWaiting: () => waiting > 0,
	};
};
