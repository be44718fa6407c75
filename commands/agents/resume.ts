import { z } from "zod";
import { workingChoices } from "../../src/contracts/agent-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { toJson } from "../../src/contracts/json.js";

export const agentsResumeCommand = defineCommand({
	name: "agents resume",
	description: "Let an agent go on: one that pauses, or was stopped, failed or lost",
	surfaces: ["cli", "slash"],
	args: z.object({ id: z.string().describe("e.g. analyzer-1") }),
	positional: ["id"],
	values: { id: workingChoices },
	async run({ id }, { client, sessionId }) {
		const agent =
			sessionId === undefined
				? await client.agents.tellAnywhere(id, "resume")
				: await client.agents.tell(sessionId, id, "resume");
		return { type: "message", text: `${agent.id} goes on`, json: toJson(agent) };
	},
});
