import { z } from "zod";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const agentsListCommand = defineCommand({
	name: "agents list",
	aliases: ["agents"],
	description: "List the agents, and those at work",
	surfaces: ["cli", "slash"],
	args: z.object({}),
	async run(_, { client, sessionId }) {
		const [agents, problems, working] = await Promise.all([
			client.agents.list(),
			client.agents.problems(),
			sessionId === undefined ? client.agents.working() : client.agents.running(sessionId),
		]);
		const definitions = agents.map((agent) => [agent.name, agent.type, agent.source, agent.description]);
		const running = working.map((agent) => [
			agent.id,
			"state" in agent ? agent.state : "works",
			agent.agent,
			agent.task.split("\n", 1)[0] ?? "",
		]);
		return {
			type: "table",
			columns: [{ name: "agent" }, { name: "type" }, { name: "from" }, { name: "description" }],
			rows: [...definitions, ...running, ...problems.map((problem) => ["", "", "wrong", problem])],
			json: toJson({
				agents: agents.map(({ prompt: _prompt, ...agent }) => agent),
				working,
				problems,
			}),
		};
	},
});
