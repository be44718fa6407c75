import { z } from "zod";
import { receiptOutput } from "../../src/contracts/agent-request.js";
import { receiptDetails } from "../../src/contracts/agent-tool-schema.js";
import { defineTool } from "../../src/contracts/tool.js";

export const stopAgentTool = defineTool({
	name: "stop_agent",
	category: "agents",
	description: "Stop an agent and all agents below it; gives what it had come to.",
	effects: ["read"],
	keywords: ["subagent", "cancel", "end", "kill", "abort"],
	input: z.object({
		id: z.string().describe("e.g. analyzer-1"),
		reason: z.string().optional().describe("Told in its result"),
	}),
	output: receiptDetails,
	title: ({ id }) => id,
	async run({ id, reason }, { agents }) {
		const receipt = await agents.get(id).stop(reason);
		const { isError: _, ...output } = receiptOutput(receipt);
		return output;
	},
});
