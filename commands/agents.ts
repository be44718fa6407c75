import { z } from "zod";
import { defineCommand } from "../src/contracts/command.js";

export const agentsCommand = defineCommand({
	name: "agents",
	description: "List the agents",
	surfaces: ["slash"],
	args: z.object({}),
	async run(_, { client }) {
		const agents = await client.agents.list();
		return {
			type: "table",
			columns: [{ name: "agent" }, { name: "type" }, { name: "from" }, { name: "description" }],
			rows: agents.map((agent) => [agent.name, agent.type, agent.source, agent.description]),
			json: agents.map(({ name, type, source, description }) => ({ name, type, source, description })),
		};
	},
});
