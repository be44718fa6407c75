import { z } from "zod";
import { defineTool, toolCategories } from "../../src/contracts/tool.js";
import { plural } from "../../src/lib/plural.js";

export const findToolsTool = defineTool({
	name: "find_tools",
	category: "tools",
	description:
		"Finds further tools by what they do (data queries, background jobs, units, dates, reminders, system, web search, other models …). Found ones can be called next.",
	effects: [],
	isCore: true,
	input: z.object({
		query: z.string().min(1).describe("What you want to do, in a few words"),
		limit: z.int().min(1).max(20).default(5).describe("Most tools to find"),
	}),
	output: z.object({
		tools: z.array(
			z.object({
				name: z.string(),
				category: z.enum(toolCategories),
				description: z.string(),
				effects: z.array(z.string()),
			}),
		),
	}),
	title: ({ query }) => query,
	run: async ({ query, limit }, context) => {
		const found = await context.tools.find(query, limit);
		const tools = found.map(({ name, category, description, effects }) => ({
			name,
			category,
			description,
			effects: [...effects],
		}));
		const lines = tools.map(({ name, description }) => `${name}: ${description}`);
		return {
			content:
				lines.length === 0
					? "No tool does that. Say it in other words, or do it with run_command or run_code."
					: `These can be called from now on:\n${lines.join("\n")}`,
			details: { tools },
			summary: plural(tools.length, "tool"),
			view: {
				kind: "table",
				columns: ["tool", "what it does"],
				rows: tools.map((tool) => [tool.name, tool.description]),
			},
		};
	},
});
