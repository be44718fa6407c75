import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";

export const configUnsetCommand = defineCommand({
	name: "config unset",
	description: "Take one setting out of your own file",
	surfaces: ["cli"],
	args: z.object({ key: z.string().describe("the setting") }),
	positional: ["key"],
	async run({ key }, { client }) {
		await client.config.unset(key);
		return { type: "message", text: `${key} has its default again`, json: { key } };
	},
});
