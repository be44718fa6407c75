import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";
import { plural } from "../../src/lib/plural.js";

const output = z.object({
	query: z.string(),
	/** Who was asked. */
	provider: z.string(),
	results: z.array(
		z.object({ title: z.string(), url: z.string(), snippet: z.string(), published: z.string().optional() }),
	),
});

/** Results are data from outside: whoever shows them to a model frames them as such. */
export const webSearchTool = defineTool({
	name: "web_search",
	category: "web",
	description: "Search the web. Read what looks right with fetch_url.",
	effects: ["network"],
	keywords: ["google", "internet", "online", "news", "look up", "brave", "tavily", "searxng", "duckduckgo"],
	input: z.object({
		query: z.string().trim().min(1).max(400),
		limit: z.number().int().min(1).max(20).default(8),
		freshness: z.enum(["day", "week", "month", "year"]).optional().describe("No older than"),
		site: z
			.string()
			.regex(/^[\w-]+(?:\.[\w-]+)+$/, "a host such as example.com")
			.optional()
			.describe("Only of this host"),
	}),
	output,
	// The words of a query go to the service that the person chose, whatever they are.
	access: (_input, { services }) => services.search.addresses().map((url) => ({ effect: "network", url })),
	title: ({ query, site }) => (site === undefined ? query : `${query} (${site})`),
	timeoutMs: 45_000,
	async run(input, { signal, services }) {
		const provider = services.search.source;
		const results = await services.search.find(input, signal);
		const details = { query: input.query, provider, results: results.map((result) => ({ ...result })) };
		if (results.length === 0) {
			return {
				content: `${provider} finds nothing for ${input.query}.`,
				details,
				summary: "nothing found",
			};
		}
		const lines = results.map(({ title, url, snippet, published }, index) =>
			[`${index + 1}. ${title}`, `   ${url}${published === undefined ? "" : ` (${published})`}`, `   ${snippet}`]
				.filter((line) => line.trim() !== "")
				.join("\n"),
		);
		return {
			content: `${plural(results.length, "result")} of ${provider} for ${input.query}:\n\n${lines.join("\n\n")}`,
			details,
			summary: `${plural(results.length, "result")}, ${provider}`,
			view: {
				kind: "table",
				columns: ["Title", "Address"],
				rows: results.map(({ title, url }) => [title, url]),
			},
		};
	},
});
