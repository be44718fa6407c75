import { z } from "zod";
import { noteOriginSchema } from "../../src/contracts/note-origin.js";
import { defineTool, type Note } from "../../src/contracts/tool.js";
import { plural } from "../../src/lib/plural.js";

/** For a model: what others may have had a hand in. */
const warning = ({ origin }: Note): string =>
	origin?.taintedBy === undefined ? "" : `, kept after untrusted content: ${origin.taintedBy}`;

/** For a person. */
function from({ origin }: Note): string {
	if (origin === undefined) return "unknown";
	if (origin.by === "person") return "you";
	const session = `session ${origin.sessionId ?? ""}`.trim();
	return origin.taintedBy === undefined ? session : `${session}, after ${origin.taintedBy}`;
}

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
		notes: z.array(
			z.object({
				id: z.string(),
				text: z.string(),
				tags: z.array(z.string()),
				time: z.iso.datetime(),
				origin: noteOriginSchema.optional(),
			}),
		),
	}),
	title: ({ query }) => (query === "" ? "all notes" : query),
	async run({ query, limit }, { notes }) {
		const found = await notes.search(query.trim(), limit);
		const line = (note: (typeof found)[number]): string =>
			`${note.id} (${note.time.slice(0, 10)}${note.tags.map((tag) => ` #${tag}`).join("")}${warning(note)}): ${note.text}`;
		const none = query.trim() === "" ? "No notes are kept." : `No note fits "${query}".`;
		return {
			content: found.length === 0 ? none : found.map(line).join("\n"),
			details: {
				notes: found.map(({ id, text, tags, time, origin }) => ({
					...{ id, text, tags, time },
					...(origin === undefined ? {} : { origin }),
				})),
			},
			summary: plural(found.length, "note"),
			view: {
				kind: "table",
				columns: ["Note", "Day", "Topics", "From", "Text"],
				rows: found.map((note) => [...[note.id, note.time.slice(0, 10), note.tags.join(", "), from(note)], note.text]),
			},
		};
	},
});
