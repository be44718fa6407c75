import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const configListCommand = defineCommand({
	name: "config list",
	aliases: ["config"],
	description: "List the settings and where each comes from",
	surfaces: ["cli", "slash"],
	args: z.object({}),
	async run(_, { client }) {
		const entries = await client.config.list();
		return {
			type: "table",
			columns: [{ name: "setting" }, { name: "value" }, { name: "from" }, { name: "what it is" }],
			rows: entries.map((entry) => [entry.key, JSON.stringify(entry.value), entry.source, entry.description]),
			json: toJson(entries),
		};
	},
});
