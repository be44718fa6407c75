import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const configSetCommand = defineCommand({
	name: "config set",
	description: "Change one setting in your own file",
	surfaces: ["cli"],
	args: z.object({
		key: z.string().describe("e.g. model"),
		value: z.string().describe("text, a number, true, false, or JSON"),
	}),
	positional: ["key", "value"],
	examples: [
		"nexus config set model anthropic/claude-sonnet-5",
		"nexus config set network.allow '[\"localhost:3000\"]'",
	],
	async run({ key, value }, { client }) {
		const entry = await client.config.set(key, value);
		return { type: "message", text: `${entry.key} = ${JSON.stringify(entry.value)}`, json: toJson(entry) };
	},
});
