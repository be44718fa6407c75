import { z } from "zod";
import { workingChoices } from "../../src/contracts/agent-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const agentsStopCommand = defineCommand({
	name: "agents stop",
	description: "Stop an agent that works; agents resume undoes it",
	surfaces: ["cli", "slash"],
	args: z.object({ id: z.string().describe("e.g. analyzer-1") }),
	positional: ["id"],
	values: { id: workingChoices },
	async run({ id }, { client, sessionId }) {
		const agent =
			sessionId === undefined
				? await client.agents.tellAnywhere(id, "stop")
				: await client.agents.tell(sessionId, id, "stop");
		return { type: "message", text: `${agent.id} is stopped`, json: toJson(agent) };
	},
});
