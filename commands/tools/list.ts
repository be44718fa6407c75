import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import type { JsonValue } from "../../src/contracts/json.js";

export const toolsListCommand = defineCommand({
	name: "tools list",
	aliases: ["tools"],
	description: "List the tools by category",
	surfaces: ["cli", "slash"],
	args: z.object({ category: z.string().optional().describe("only this category") }),
	positional: ["category"],
	async run({ category }, { client }) {
		const tools = (await client.tools.list()).filter((tool) => category === undefined || tool.category === category);
		return {
			type: "table",
			columns: [{ name: "category" }, { name: "tool" }, { name: "effects" }, { name: "description" }],
			rows: tools.map((tool, index) => [
				tools[index - 1]?.category === tool.category ? "" : tool.category,
				tool.name,
				tool.effects.join(", ") || "none",
				tool.description.split(/(?<=\.)\s/, 1)[0] ?? "",
			]),
			empty: `no tools in the category ${category}`,
			json: tools as unknown as JsonValue,
		};
	},
});
