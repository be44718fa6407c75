// A queue by priority: a lane for each, made when its first message comes.
import { messagePriorities } from "../../contracts/bus.js";
import { Deque } from "../../lib/deque.js";
import type { Held } from "./held.js";

export class Lanes {
	readonly #lanes: (Deque<Held> | undefined)[] = messagePriorities.map(() => undefined);
	#size = 0;
	#count = 0;

	get size(): number {
		return this.#size;
	}

	push(held: Held): void {
		held.order = ++this.#count;
		this.#lane(held.lane).push(held);
		this.#size++;
	}

	/** To where it was: before all of its priority that came after it. */
	putBack(held: Held): void {
		this.#lane(held.lane).insert(held, (other) => other.order < held.order);
		this.#size++;
	}

	/** The next one: of the highest priority the first. */
	shift(): Held | undefined {
		for (let lane = this.#lanes.length - 1; lane >= 0; lane--) {
			const found = this.#lanes[lane]?.shift();
			if (found !== undefined) {
				this.#size--;
				return found;
			}
		}
		return undefined;
	}

	/** What has waited longest goes. */
	shiftOldest(): Held | undefined {
		let oldest: Deque<Held> | undefined;
		for (const lane of this.#lanes) {
			const first = lane?.peek();
			if (first !== undefined && first.order < (oldest?.peek()?.order ?? Number.POSITIVE_INFINITY)) oldest = lane;
		}
		if (oldest !== undefined) this.#size--;
		return oldest?.shift();
	}

	/** The oldest of the lowest priority goes, where that is not above `lane`. */
	shiftLowest(lane: number): Held | undefined {
		for (let lowest = 0; lowest <= lane; lowest++) {
			const found = this.#lanes[lowest]?.shift();
			if (found !== undefined) {
				this.#size--;
				return found;
			}
		}
		return undefined;
	}

	/** Takes out all that fit. */
	take(fits: (held: Held) => boolean): readonly Held[] {
		const taken = this.#lanes.flatMap((lane) => lane?.take(fits) ?? []);
		this.#size -= taken.length;
		return taken;
	}

	#lane(lane: number): Deque<Held> {
		const known = this.#lanes[lane];
		if (known !== undefined) return known;
		const made = new Deque<Held>();
		this.#lanes[lane] = made;
		return made;
	}
}
