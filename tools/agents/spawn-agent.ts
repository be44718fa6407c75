import { z } from "zod";
import { agentRequest } from "../../src/contracts/agent-request.js";
import { agentInput } from "../../src/contracts/agent-tool-schema.js";
import { defineTool } from "../../src/contracts/tool.js";

export const spawnAgentTool = defineTool({
	name: "spawn_agent",
	category: "agents",
	description: "Give a task to another agent in the background; its result comes with wait_for_agent.",
	effects: ["read"],
	keywords: ["subagent", "background", "parallel", "async", "worker"],
	input: z.object(agentInput),
	output: z.object({ id: z.string(), agent: z.string(), state: z.string() }),
	access: ({ files }) => files.map((path) => ({ effect: "read" as const, path })),
	title: ({ agent, task }) => `${agent}: ${task}`,
	async run(call, { agents, fs, signal }) {
		const handle = agents.start({ ...(await agentRequest(call, fs)), isBackground: true }, signal);
		const { id, agent, state, receipt } = handle.status;
		const error = receipt?.error;
		return {
			content: error !== undefined ? `${id} was not started: ${error.message}` : `${id} works in the background.`,
			details: { id, agent, state },
			summary: error !== undefined ? "not started" : id,
			...(error !== undefined ? { isError: true } : {}),
		};
	},
});
