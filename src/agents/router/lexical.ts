// How well the words of a task fit what an agent says of itself: BM25+ over its name, capabilities, domain and description.
import type { RoutingCandidate } from "../../contracts/routing.js";
import { fuzziness, termOf, wordsOf } from "../../lib/search-terms.js";

const fields = ["name", "capabilities", "domain", "type", "description"] as const;

/** One index for as long as the candidates say the same of themselves. */
export interface LexicalMatch {
	/** number[candidates]: 1 for the best, 0 for those that share no word with the task. */
	scores(task: string): readonly number[];
}

export const createLexicalMatch = async (candidates: readonly RoutingCandidate[]): Promise<LexicalMatch> => {
	const { default: MiniSearch } = await import("minisearch");
	const index = new MiniSearch<{ id: number } & Record<(typeof fields)[number], string>>({
		fields: [...fields],
		tokenize: wordsOf,
		processTerm: termOf,
		searchOptions: { boost: { name: 2, capabilities: 2, domain: 2 }, fuzzy: fuzziness },
	});
	const documents = candidates.map(({ name, capabilities, domain = "", type, description }, id) => ({
		...{ id, name, domain, type, description },
		capabilities: capabilities.join(" "),
	}));
	index.addAll(documents);
	return {
		scores: (task) => {
			const found = new Map(index.search(task.slice(0, 4000)).map((hit) => [Number(hit.id), hit.score]));
			const best = Math.max(...found.values());
			return candidates.map((_, id) => (found.get(id) ?? 0) / best);
		},
	};
};
