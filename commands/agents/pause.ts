import { z } from "zod";
import { workingChoices } from "../../src/contracts/agent-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const agentsPauseCommand = defineCommand({
	name: "agents pause",
	description: "Let an agent begin no further step",
	surfaces: ["cli", "slash"],
	args: z.object({ id: z.string().describe("e.g. analyzer-1") }),
	positional: ["id"],
	values: { id: workingChoices },
	async run({ id }, { client, sessionId }) {
		const agent =
			sessionId === undefined
				? await client.agents.tellAnywhere(id, "pause")
				: await client.agents.tell(sessionId, id, "pause");
		return { type: "message", text: `${agent.id} pauses`, json: toJson(agent) };
	},
});
