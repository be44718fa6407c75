/**
 * A queue between one writer and one reader. `push` never waits; `merge` may join a new item with the newest one that
 * has not been read yet, which bounds what a slow reader holds up. Iterating ends after `close`, or at once when the
 * reader stops.
 */
export class AsyncQueue<T> implements AsyncIterable<T> {
	#items: T[] = [];
	#head = 0;
	#wake: (() => void) | undefined;
	#isClosed = false;
	readonly #merge: (last: T, next: T) => T | undefined;

	constructor(merge: (last: T, next: T) => T | undefined = () => undefined) {
		this.#merge = merge;
	}

	/** Items that wait to be read. */
	get size(): number {
		return this.#items.length - this.#head;
	}

	push(item: T): void {
		if (this.#isClosed) return;
		const last = this.size > 0 ? this.#items.at(-1) : undefined;
		const merged = last === undefined ? undefined : this.#merge(last, item);
		if (merged === undefined) this.#items.push(item);
		else this.#items[this.#items.length - 1] = merged;
		this.#wake?.();
	}

	close(): void {
		this.#isClosed = true;
		this.#wake?.();
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<T> {
		try {
			while (true) {
				while (this.size > 0) yield this.#take();
				if (this.#isClosed) return;
				await new Promise<void>((resolve) => {
					this.#wake = resolve;
				});
				this.#wake = undefined;
			}
		} finally {
			this.#isClosed = true;
		}
	}

	#take(): T {
		const item = this.#items[this.#head] as T;
		this.#head++;
		if (this.#head > 1024 || this.#head === this.#items.length) {
			this.#items = this.#items.slice(this.#head);
			this.#head = 0;
		}
		return item;
	}
}
