// Time, as the screen needs it.

export interface Timers {
	/** Milliseconds since 1970: what events are stamped with. */
	nowMs(): number;
	/** Runs once after `ms`; the returned function calls it off. */
	after(ms: number, run: () => void): () => void;
	/** Lets keys and other I/O through. */
	pause(): Promise<void>;
}

export const realTimers: Timers = {
	nowMs: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
	pause: () => new Promise((resolve) => setImmediate(resolve)),
};
