import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";

export const configEditCommand = defineCommand({
	name: "config edit",
	description: "Open your own file in $VISUAL or $EDITOR",
	surfaces: ["cli"],
	args: z.object({}),
	async run(_, { client }) {
		const { path } = await client.config.validate();
		return { type: "edit", path };
	},
});
