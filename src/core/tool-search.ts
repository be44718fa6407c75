// Finds tools by what a model (or a person) says it wants to do.
import type { ToolEntry } from "../contracts/tool.js";

/** Best first; only those that share a word, or nearly one, with the query. Ranked by BM25 over name, keywords and description. */
export const searchTools = async (
	entries: readonly ToolEntry[],
	query: string,
	limit: number,
): Promise<readonly ToolEntry[]> => {
	const { default: MiniSearch } = await import("minisearch");
	const index = new MiniSearch<{ id: number } & Record<(typeof fields)[number], string>>({
		fields: [...fields],
		tokenize: (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
		processTerm: (term) => (fillers.has(term) ? null : stem(term)),
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
const fillers: ReadonlySet<string> = new Set(
	"a an and any are as at be by can do for from have how i in into is it its me my of on or please that the then this to tool tools use want what which with you".split(
		" ",
	),
);

/** `converting`, `converts` and `converted` are the same word as `convert`. */
const stem = (term: string): string => (term.length > 4 ? term.replace(/(?:ing|ies|ed|es|s)$/, "") : term);

/** One letter in five may differ. */
const fuzziness = (term: string): number | false => (term.length > 4 ? 0.2 : false);
