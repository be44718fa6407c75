import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";

export const toolsShowCommand = defineCommand({
	name: "tools show",
	description: "Show a tool's schema",
	surfaces: ["cli"],
	args: z.object({ name: z.string().describe("the tool") }),
	positional: ["name"],
	examples: ["nexus tools show calculate"],
	async run({ name }, { client }) {
		const tool = await client.tools.get(name);
		const json = { ...tool, effects: [...tool.effects] };
		const text = `${tool.name} (${tool.category})\n${tool.description}\neffects: ${tool.effects.join(", ") || "none"}\n\n${JSON.stringify(tool.inputSchema, null, 2)}`;
		return { type: "message", text, json: JSON.parse(JSON.stringify(json)) };
	},
});
