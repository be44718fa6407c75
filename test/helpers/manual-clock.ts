import type { Clock } from "../../src/contracts/ports.js";

/** A clock that moves only when told to; sleepers wake in order of their time. */
export class ManualClock implements Clock {
	private elapsedMs = 0;
	private sleepers: { at: number; wake: () => void }[] = [];

	private readonly start: Date;

	constructor(start = new Date("2026-01-01T00:00:00Z")) {
		this.start = start;
	}

	now(): Date {
		return new Date(this.start.getTime() + this.elapsedMs);
	}

	monotonicMs(): number {
		return this.elapsedMs;
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const abort = () => reject(new DOMException("aborted", "AbortError"));
			if (signal?.aborted) return abort();
			signal?.addEventListener("abort", abort, { once: true });
			this.sleepers.push({ at: this.elapsedMs + ms, wake: resolve });
		});
	}

	/** How long the sleepers wait from now, in milliseconds. */
	get waits(): readonly number[] {
		return this.sleepers.map((sleeper) => sleeper.at - this.elapsedMs);
	}

	advance(ms: number): void {
		this.elapsedMs += ms;
		const due = this.sleepers.filter((sleeper) => sleeper.at <= this.elapsedMs);
		this.sleepers = this.sleepers.filter((sleeper) => sleeper.at > this.elapsedMs);
		for (const sleeper of due) sleeper.wake();
	}
}
