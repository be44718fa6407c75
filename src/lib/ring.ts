/** The last `size` items of a sequence, numbered from 1. */
export class Ring<T> {
	readonly #size: number;
	readonly #items: (T | undefined)[] = [];
	#count = 0;

	/** @param size at least 1 */
	constructor(size: number) {
		this.#size = size;
	}

	/** How many there have been. */
	get count(): number {
		return this.#count;
	}

	/** Gives the number of the item. */
	push(item: T): number {
		this.#items[this.#count % this.#size] = item;
		return ++this.#count;
	}

	/** What is still there, the oldest first. */
	*[Symbol.iterator](): Generator<T> {
		for (let index = Math.max(0, this.#count - this.#size); index < this.#count; index++) {
			yield this.#items[index % this.#size] as T;
		}
	}
}
