// Finds tools by what a model (or a person) says it wants to do.
import type { ToolEntry } from "../contracts/tool.js";
import { fuzziness, termOf, wordsOf } from "../lib/search-terms.js";

/** Best first; only those that share a word, or nearly one, with the query. Ranked by BM25 over name, keywords and description. */
export const searchTools = async (
	entries: readonly ToolEntry[],
	query: string,
	limit: number,
): Promise<readonly ToolEntry[]> => {
	const { default: MiniSearch } = await import("minisearch");
	const index = new MiniSearch<{ id: number } & Record<(typeof fields)[number], string>>({
		fields: [...fields],
		tokenize: wordsOf,
		processTerm: termOf,
		searchOptions: { boost: { name: 3, keywords: 2 }, prefix: (term) => term.length > 3, fuzzy: fuzziness },
	});
	index.addAll(
		entries.map(({ name, keywords = [], category, description }, id) => ({
			id,
			name,
			keywords: keywords.join(" "),
			category,
			description,
		})),
	);
	return index
		.search(query)
		.slice(0, limit)
		.flatMap((hit) => entries[Number(hit.id)] ?? []);
};

const fields = ["name", "keywords", "category", "description"] as const;
