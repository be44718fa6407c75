import { z } from "zod";
import { agentRequest, progressOf, receiptOutput } from "../../src/contracts/agent-request.js";
import { agentInput, receiptDetails } from "../../src/contracts/agent-tool-schema.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import { defineTool } from "../../src/contracts/tool.js";

/** What the agent does is judged call by call, as what its caller does is: starting it touches nothing. */
export const delegateTaskTool = defineTool({
	name: "delegate_task",
	category: "agents",
	description: "Give a task to another agent and wait for its result. Several calls in one answer work at once.",
	effects: ["read"],
	keywords: ["subagent", "parallel", "hand off", "assign", "worker", "team"],
	input: z.object(agentInput),
	output: receiptDetails,
	access: ({ files }) => files.map((path) => ({ effect: "read" as const, path })),
	title: ({ agent, task }) => `${agent}: ${task}`,
	// The agent has a limit of its own.
	timeoutMs: 24 * 3600 * 1000,
	async run(call, { agents, fs, signal, progress }) {
		const handle = agents.start(await agentRequest(call, fs), signal);
		void follow(handle.events(signal), progress).catch(() => undefined);
		return receiptOutput(await agents.wait(handle.receipt, signal));
	},
});

const follow = async (events: AsyncIterable<NexusEvent>, progress: (text: string) => void): Promise<void> => {
	for await (const event of events) {
		const line = progressOf(event);
		if (line !== undefined) progress(`${line}\n`);
	}
};
