import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const configGetCommand = defineCommand({
	name: "config get",
	description: "Print one setting",
	surfaces: ["cli"],
	args: z.object({ key: z.string().describe("e.g. permissions.mode") }),
	positional: ["key"],
	async run({ key }, { client }) {
		const entry = await client.config.get(key);
		const text = typeof entry.value === "string" ? entry.value : JSON.stringify(entry.value);
		return { type: "message", text, json: toJson(entry) };
	},
});
