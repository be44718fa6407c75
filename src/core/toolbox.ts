// The tools of one session. A model is sent a few of them and finds the others, so that the first request stays small.
import type { ToolSpec } from "../contracts/model.js";
import type { ToolEntry, ToolFinder } from "../contracts/tool.js";
import { searchTools } from "./tool-search.js";

/** Most tools that a first request carries. */
export const maxFirstTools = 10;

export interface Toolbox extends ToolFinder {
	/** What the next request carries: those of the first one, then the others in the order in which they were found. */
	specs(): readonly ToolSpec[];
}

/**
 * @param entries all that can be called; asked anew each time, since a person's own tools come and go
 * @param known names that the session has used before
 */
export const createToolbox = (entries: () => ReadonlyMap<string, ToolEntry>, known: Iterable<string> = []): Toolbox => {
	const found = new Set(known);
	const first = (): readonly ToolEntry[] => {
		const all = [...entries().values()];
		const useful = all.filter((entry) => entry.name !== findTools);
		return useful.length <= maxFirstTools ? useful : all.filter((entry) => entry.isCore === true);
	};
	return {
		specs: () => {
			const start = first();
			const later = [...found].flatMap((name) => entries().get(name) ?? []);
			return [...start, ...later.filter((entry) => !start.includes(entry))].map(toSpec);
		},
		find: async (query, limit) => {
			const others = [...entries().values()].filter((entry) => entry.name !== findTools);
			const hits = await searchTools(others, query, limit);
			for (const hit of hits) found.add(hit.name);
			return hits;
		},
	};
};

const findTools = "find_tools";

export const toSpec = ({ name, description, inputSchema }: ToolEntry): ToolSpec => ({ name, description, inputSchema });
