// Idempotency keys of the last messages: a window that is bounded in number and in time.

export interface KeyWindow {
	readonly count: number;
	readonly ms: number;
}
export const defaultKeyWindow: KeyWindow = { count: 10_000, ms: 600_000 };

export const keyOf = (from: string, key: string): string => `${from.length}:${from}${key}`;

export class RecentKeys {
	readonly #window: KeyWindow;
	/** In the order in which they came. */
	readonly #seen = new Map<string, { readonly id: string; readonly atMs: number }>();

	constructor(window: KeyWindow = defaultKeyWindow) {
		this.#window = window;
	}

	/** The id under which this was sent before. */
	find(from: string, key: string, nowMs: number): string | undefined {
		const found = this.#seen.get(keyOf(from, key));
		return found !== undefined && nowMs - found.atMs < this.#window.ms ? found.id : undefined;
	}

	add(from: string, key: string, id: string, nowMs: number): void {
		const name = keyOf(from, key);
		this.#seen.delete(name);
		this.#seen.set(name, { id, atMs: nowMs });
		for (const [oldest, { atMs }] of this.#seen) {
			if (this.#seen.size <= this.#window.count && nowMs - atMs < this.#window.ms) return;
			this.#seen.delete(oldest);
		}
	}
}
