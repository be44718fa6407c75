import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";

export const rememberTool = defineTool({
	name: "remember",
	category: "memory",
	description: "Keep a note for later sessions.",
	effects: ["state"],
	keywords: ["memorize", "save", "write down", "keep in mind", "fact", "preference"],
	input: z.object({
		text: z.string().trim().min(1).max(20_000).describe("Note"),
		tags: z.array(z.string()).default([]).describe("Topics"),
	}),
	output: z.object({ id: z.string(), text: z.string(), tags: z.array(z.string()) }),
	access: () => [{ effect: "state", what: "memory notes" }],
	title: ({ text }) => text,
	async run({ text, tags }, { notes }) {
		const note = await notes.add(text, tags);
		return {
			content: `Remembered as note ${note.id}: ${note.text}`,
			details: { id: note.id, text: note.text, tags: note.tags },
			summary: `note ${note.id}`,
		};
	},
});
