import { z } from "zod";
import type { ToolSummary } from "../../src/contracts/client.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { toJson } from "../../src/contracts/json.js";
import { didYouMean } from "../../src/lib/nearest.js";

export const toolsListCommand = defineCommand({
	name: "tools list",
	aliases: ["tools"],
	description: "List the tools by category",
	surfaces: ["cli", "slash"],
	args: z.object({ category: z.string().optional().describe("only this category") }),
	positional: ["category"],
	values: {
		category: async ({ client }) => categoriesOf(await client.tools.list()).map((value) => ({ value, label: value })),
	},
	async run({ category }, { client, commands }) {
		const all = await client.tools.list();
		const categories = categoriesOf(all);
		if (category !== undefined && !categories.some((known) => known === category)) {
			const groups = commands.map((command) => command.name).filter((name) => name.startsWith("tools "));
			const known = [...categories, ...groups.map((name) => name.slice("tools ".length))];
			throw new NexusError("usage.category", `there is no category ${category}${didYouMean(category, known)}`, {
				hint: `the categories are ${categories.join(", ")}`,
				exitCode: 2,
			});
		}
		const tools = all.filter((tool) => category === undefined || tool.category === category);
		return {
			type: "table",
			columns: [{ name: "category" }, { name: "tool" }, { name: "effects" }, { name: "description" }],
			rows: tools.map((tool, index) => [
				tools[index - 1]?.category === tool.category ? "" : tool.category,
				tool.name,
				tool.effects.join(", ") || "none",
				tool.description.split(/(?<=\.)\s/, 1)[0] ?? "",
			]),
			empty: "no tools",
			json: async () => toJson(await Promise.all(tools.map((tool) => client.tools.get(tool.name)))),
		};
	},
});

const categoriesOf = (tools: readonly ToolSummary[]): readonly ToolSummary["category"][] => [
	...new Set(tools.map((tool) => tool.category)),
];
