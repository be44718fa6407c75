import { z } from "zod";
import { agentChoices } from "../../src/contracts/agent-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";

export const agentsEditCommand = defineCommand({
	name: "agents edit",
	description: "Open the file of an agent in $VISUAL or $EDITOR; of a built-in one, a copy of your own",
	surfaces: ["cli"],
	args: z.object({ name: z.string().describe("name of an agent") }),
	positional: ["name"],
	values: { name: agentChoices },
	async run({ name }, { client }) {
		return { type: "edit", path: await client.agents.editable(name) };
	},
});
