import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const toolsShowCommand = defineCommand({
	name: "tools show",
	description: "Show a tool's schemas",
	surfaces: ["cli"],
	args: z.object({ name: z.string().describe("the tool") }),
	positional: ["name"],
	examples: ["nexus tools show calculate"],
	async run({ name }, { client }) {
		const tool = await client.tools.get(name);
		const text = [
			`${tool.name} (${tool.category})\n${tool.description}\neffects: ${tool.effects.join(", ") || "none"}`,
			`input ${JSON.stringify(tool.inputSchema, null, 2)}`,
			...(tool.outputSchema === undefined ? [] : [`output ${JSON.stringify(tool.outputSchema, null, 2)}`]),
		].join("\n\n");
		return { type: "message", text, json: toJson(tool) };
	},
});
