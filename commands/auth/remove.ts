import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { keyProviders } from "../../src/contracts/key-arguments.js";

export const authRemoveCommand = defineCommand({
	name: "auth remove",
	description: "Forget a provider's API key",
	surfaces: ["cli", "slash"],
	args: z.object({ provider: z.string().describe("whose key") }),
	positional: ["provider"],
	values: { provider: keyProviders },
	examples: ["nexus auth remove openai"],
	async run({ provider }, { client }) {
		const keptIn = await client.keys.remove(provider);
		const text =
			keptIn === undefined ? `no key is kept for ${provider}` : `the key for ${provider} is gone from the ${keptIn}`;
		return { type: "message", text, json: { provider, removed: keptIn !== undefined } };
	},
});
