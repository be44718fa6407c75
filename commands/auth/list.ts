import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import type { KeyStatus } from "../../src/contracts/credentials.js";
import { toJson } from "../../src/contracts/json.js";

export const authListCommand = defineCommand({
	name: "auth list",
	aliases: ["auth"],
	description: "List the API keys: where each is kept, and which one requests use",
	surfaces: ["cli", "slash"],
	args: z.object({}),
	async run(_, { client }) {
		const keys = await client.keys.list();
		return {
			type: "table",
			columns: [
				{ name: "provider" },
				{ name: "kept in" },
				{ name: "ends in" },
				{ name: "for" },
				{ name: "requests use" },
			],
			rows: keys.map((key) => [key.provider, key.keptIn ?? "", key.ends ?? "", key.origin ?? "", used(key)]),
			empty: "no keys; `nexus auth set openai` keeps one",
			json: toJson(keys),
		};
	},
});

const used = ({ usedFrom, trouble }: KeyStatus): string => {
	if (typeof usedFrom === "object") return `${usedFrom.variable} of the environment`;
	if (usedFrom !== undefined) return "the kept one";
	return `nothing: ${trouble ?? "it is for another address"}`;
};
