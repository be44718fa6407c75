/** A queue over one array: `push` and `shift` cost the same whatever its length. */
export class Deque<T> {
	#items: (T | undefined)[] = [];
	#head = 0;

	get size(): number {
		return this.#items.length - this.#head;
	}

	push(item: T): void {
		this.#items.push(item);
	}

	/** Behind all at the front that go before it. */
	insert(item: T, goesBefore: (other: T) => boolean): void {
		let at = this.#head;
		while (at < this.#items.length && goesBefore(this.#items[at] as T)) at++;
		if (this.#head === 0) {
			this.#items.splice(at, 0, item);
			return;
		}
		this.#items.copyWithin(this.#head - 1, this.#head, at);
		this.#head--;
		this.#items[at - 1] = item;
	}

	/** The first one, which stays. */
	peek(): T | undefined {
		return this.#items[this.#head];
	}

	shift(): T | undefined {
		const items = this.#items;
		if (this.#head === items.length) return undefined;
		const item = items[this.#head];
		items[this.#head++] = undefined;
		if (this.#head === items.length) {
			items.length = 0;
			this.#head = 0;
		} else if (this.#head > 4096 && this.#head * 2 > items.length) {
			this.#items = items.slice(this.#head);
			this.#head = 0;
		}
		return item;
	}

	/** Takes out all that fit, in order. */
	take(fits: (item: T) => boolean): readonly T[] {
		const taken: T[] = [];
		const kept: T[] = [];
		for (const item of this) (fits(item) ? taken : kept).push(item);
		this.#items = kept;
		this.#head = 0;
		return taken;
	}

	*[Symbol.iterator](): Generator<T> {
		for (let index = this.#head; index < this.#items.length; index++) yield this.#items[index] as T;
	}
}
