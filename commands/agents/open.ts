import { z } from "zod";
import { workingChoices } from "../../src/contracts/agent-arguments.js";
import { defineCommand } from "../../src/contracts/command.js";
import { NexusError } from "../../src/contracts/errors.js";
import { mainAgent } from "../../src/contracts/event.js";
import { toJson } from "../../src/contracts/json.js";

export const agentsOpenCommand = defineCommand({
	name: "agents open",
	description: "Show an agent's transcript and talk to it; without a name: choose",
	surfaces: ["slash"],
	args: z.object({ id: z.string().optional().describe("e.g. analyzer-1, or main") }),
	positional: ["id"],
	values: { id: workingChoices },
	async run({ id }, { client, sessionId }) {
		const agents = sessionId === undefined ? [] : await client.agents.running(sessionId);
		if (id === undefined) {
			const main = { value: mainAgent, label: mainAgent, detail: "whom you talk to" };
			return {
				type: "choose",
				title: "Agent",
				command: "agents open",
				items: [main, ...agents.map(({ id, state, task }) => ({ value: id, label: id, detail: `${state}  ${task}` }))],
				json: toJson(agents),
			};
		}
		const names = agents.map((agent) => agent.id);
		if (id !== mainAgent && !names.includes(id)) {
			const hint = names.length === 0 ? "none has been put to work in this session" : `there are ${names.join(", ")}`;
			throw new NexusError("agent.not-found", `there is no agent ${id.slice(0, 60)}`, { hint, exitCode: 2 });
		}
		return { type: "agent", agentId: id, text: id === mainAgent ? "back to the conversation" : `${id}: esc goes back` };
	},
});
