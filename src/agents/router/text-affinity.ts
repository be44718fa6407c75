// What kinds of task an agent did well, learned from their words: for each agent the sum of the texts that it got right
// less those that it got wrong (Rocchio: "Relevance feedback in information retrieval", 1971), over hashed words, pairs of
// words and pieces of words (Weinberger et al.: "Feature hashing for large scale multitask learning", 2009).
import { termOf, wordsOf } from "../../lib/search-terms.js";

const buckets = 4096;

/** A text as a direction: places and values of equal length, the values' squares add up to 1. */
export interface TextVector {
	readonly places: readonly number[];
	readonly values: readonly number[];
}

/** FNV-1a, 32 bit; its last bit is the sign. */
const hash = (text: string): number => {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	return value >>> 0;
};

const piecesOf = (term: string): readonly string[] =>
	term.length < 6 ? [] : Array.from({ length: term.length - 3 }, (_, at) => `~${term.slice(at, at + 4)}`);

/** Terms count whole, pairs and pieces less. `rarity`: how much a term tells, 0 to 1. */
export const textVector = (text: string, rarity: (term: string) => number = () => 1): TextVector => {
	const terms = wordsOf(text.slice(0, 4000)).flatMap((word) => termOf(word) ?? []);
	const sums = new Map<number, number>();
	const add = (feature: string, weight: number) => {
		const code = hash(feature);
		const place = (code >>> 1) % buckets;
		sums.set(place, (sums.get(place) ?? 0) + (code % 2 === 0 ? weight : -weight));
	};
	for (const [index, term] of terms.entries()) {
		const weight = rarity(term);
		add(term, weight);
		const pieces = piecesOf(term);
		for (const piece of pieces) add(piece, (0.5 * weight) / Math.sqrt(pieces.length));
		const before = terms[index - 1];
		if (before !== undefined) add(`${before} ${term}`, 0.5 * weight);
	}
	const length = Math.sqrt([...sums.values()].reduce((sum, value) => sum + value * value, 0)) || 1;
	return { places: [...sums.keys()], values: [...sums.values()].map((value) => value / length) };
};

export interface TextAffinity {
	/** -1 to 1; 0 of an agent of which nothing is known. */
	of(agent: string, text: TextVector): number;
	/** `weight`: 1 for a task done well, below 0 for one that was not its. */
	learn(agent: string, text: TextVector, weight: number): void;
}

/**
 * `memory`: what is kept of an agent's past with each task of its own, 0 to 1. Newer tasks count for more rather than
 * older ones for less, which is the same for a direction.
 */
export const createTextAffinity = (memory: number): TextAffinity => {
	interface Profile {
		readonly sums: Float64Array;
		/** Of all sums. */
		squares: number;
		gain: number;
	}
	const profiles = new Map<string, Profile>();
	return {
		of: (agent, { places, values }) => {
			const profile = profiles.get(agent);
			if (profile === undefined || profile.squares <= 0) return 0;
			let sum = 0;
			for (let index = 0; index < places.length; index++)
				sum += (profile.sums[places[index] ?? 0] ?? 0) * (values[index] ?? 0);
			return sum / Math.sqrt(profile.squares);
		},
		learn: (agent, { places, values }, weight) => {
			const profile = profiles.get(agent) ?? { sums: new Float64Array(buckets), squares: 0, gain: 1 };
			profiles.set(agent, profile);
			for (const [index, place] of places.entries()) {
				const before = profile.sums[place] ?? 0;
				const after = before + profile.gain * weight * (values[index] ?? 0);
				profile.sums[place] = after;
				profile.squares += after * after - before * before;
			}
			profile.gain /= memory;
		},
	};
};
