// How long messages wait, in buckets: eight to each doubling, so that a percentile is right to an eighth.

const buckets = 40 * 8;
/** The first bucket ends here. */
const leastMs = 0.001;

export class Latency {
	readonly #counts = new Uint32Array(buckets);
	#count = 0;

	add(ms: number): void {
		const bucket = ms <= leastMs ? 0 : Math.ceil(Math.log2(ms / leastMs) * 8);
		const at = Math.min(buckets - 1, bucket);
		this.#counts[at] = (this.#counts[at] ?? 0) + 1;
		this.#count++;
	}

	/** `p50Ms` and `p99Ms` are the upper ends of their buckets; 0 before the first message. */
	summary(): { readonly count: number; readonly p50Ms: number; readonly p99Ms: number } {
		return { count: this.#count, p50Ms: this.#percentile(0.5), p99Ms: this.#percentile(0.99) };
	}

	#percentile(share: number): number {
		let left = Math.ceil(this.#count * share);
		for (let bucket = 0; left > 0 && bucket < buckets; bucket++) {
			left -= this.#counts[bucket] ?? 0;
			if (left <= 0) return leastMs * 2 ** (bucket / 8);
		}
		return 0;
	}
}
