// What kinds of task an agent is for, learned from their words: naive Bayes of each agent against all others (Rennie,
// Shih, Teevan, Karger: "Tackling the poor assumptions of naive Bayes text classifiers", 2003, complement naive Bayes
// with rarity weights), over words, pairs of words and pieces of words. What an agent says of itself is its first text.
import { termOf, wordsOf } from "../../lib/search-terms.js";

/** Added to every count: a word never seen tells little, not nothing. */
const smoothing = 0.1;

/** How often each feature is in a text. */
export type TextFeatures = ReadonlyMap<string, number>;

/** Four letters at a time, with the word's ends. */
const piecesOf = (term: string): readonly string[] => {
	const whole = `^${term}$`;
	return term.length < 4 ? [] : Array.from({ length: whole.length - 3 }, (_, at) => `~${whole.slice(at, at + 4)}`);
};

/** Words count 1, pairs a half, all pieces of a word together less the longer it is. At most 4,000 characters are read. */
export const textFeatures = (text: string): TextFeatures => {
	const terms = wordsOf(text.slice(0, 4000)).flatMap((word) => termOf(word) ?? []);
	const counts = new Map<string, number>();
	const add = (feature: string, count: number) => counts.set(feature, (counts.get(feature) ?? 0) + count);
	for (const [index, term] of terms.entries()) {
		add(term, 1);
		const pieces = piecesOf(term);
		for (const piece of pieces) add(piece, 0.4 / Math.sqrt(pieces.length));
		const before = terms[index - 1];
		if (before !== undefined) add(`${before} ${term}`, 0.5);
	}
	return counts;
};

export interface TextAffinity {
	/** number[agents]: -1 to 1, above 0 where the words speak for the agent more than for the others. */
	of(agents: readonly string[], text: TextFeatures): readonly number[];
	/** `weight`: above 0, how much this text speaks for the agent. Undefined: for none, it only tells which words are common. */
	learn(agent: string | undefined, text: TextFeatures, weight: number): void;
}

interface Feature {
	/** In how many texts it was. */
	texts: number;
	/** Of all agents. */
	sum: number;
	readonly byAgent: Map<string, number>;
}

export const createTextAffinity = (): TextAffinity => {
	const features = new Map<string, Feature>();
	/** Sums of counts of each agent, and of all. */
	const sums = new Map<string, number>();
	let all = 0;
	let texts = 0;
	return {
		of: (agents, text) => {
			const evidence = new Map<string, number>();
			let total = 0;
			// What speaks against every agent alike that has not had the word.
			let without = 0;
			for (const [name, count] of text) {
				const feature = features.get(name);
				const weight = count * (Math.log((texts + 1) / ((feature?.texts ?? 0) + 1)) + 0.2);
				const absent = Math.log(smoothing / ((feature?.sum ?? 0) + smoothing));
				total += weight;
				without += weight * absent;
				for (const [agent, own] of feature?.byAgent ?? []) {
					const present = Math.log((own + smoothing) / ((feature?.sum ?? 0) - own + smoothing));
					evidence.set(agent, (evidence.get(agent) ?? 0) + weight * (present - absent));
				}
			}
			const spread = smoothing * features.size;
			return agents.map((agent) => {
				const own = sums.get(agent);
				if (own === undefined || total === 0) return 0;
				const base = Math.log((all - own + spread) / (own + spread));
				return Math.tanh(((evidence.get(agent) ?? 0) + without) / total + base);
			});
		},
		learn: (agent, text, weight) => {
			texts++;
			for (const [name, count] of text) {
				const feature = features.get(name) ?? { texts: 0, sum: 0, byAgent: new Map<string, number>() };
				features.set(name, feature);
				feature.texts++;
				if (agent === undefined) continue;
				const added = weight * count;
				feature.byAgent.set(agent, (feature.byAgent.get(agent) ?? 0) + added);
				feature.sum += added;
				sums.set(agent, (sums.get(agent) ?? 0) + added);
				all += added;
			}
		},
	};
};
