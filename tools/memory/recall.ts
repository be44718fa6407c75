import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";
import { plural } from "../../src/lib/plural.js";

export const recallTool = defineTool({
	name: "recall",
	category: "memory",
	description: "Search the kept notes; all without a query.",
	effects: ["read"],
	keywords: ["memory", "remembered", "know", "told", "notes"],
	input: z.object({
		query: z.string().default("").describe("Words"),
		limit: z.number().min(1).default(10).describe("Most notes"),
	}),
	output: z.object({
		notes: z.array(z.object({ id: z.string(), text: z.string(), tags: z.array(z.string()), time: z.iso.datetime() })),
	}),
	title: ({ query }) => (query === "" ? "all notes" : query),
	async run({ query, limit }, { notes }) {
		const found = await notes.search(query.trim(), limit);
		const line = (note: (typeof found)[number]): string =>
			`${note.id} (${note.time.slice(0, 10)}${note.tags.map((tag) => ` #${tag}`).join("")}): ${note.text}`;
		const none = query.trim() === "" ? "No notes are kept." : `No note fits "${query}".`;
		return {
			content: found.length === 0 ? none : found.map(line).join("\n"),
			details: { notes: found.map(({ id, text, tags, time }) => ({ id, text, tags, time })) },
			summary: plural(found.length, "note"),
			view: {
				kind: "table",
				columns: ["Note", "Day", "Topics", "Text"],
				rows: found.map(({ id, time, tags, text }) => [id, time.slice(0, 10), tags.join(", "), text]),
			},
		};
	},
});
