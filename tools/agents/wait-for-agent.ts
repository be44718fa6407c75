import { z } from "zod";
import { receiptOutput } from "../../src/contracts/agent-request.js";
import { receiptDetails } from "../../src/contracts/agent-tool-schema.js";
import { defineTool } from "../../src/contracts/tool.js";
import { orAbort } from "../../src/lib/abort.js";

const maxSeconds = 6 * 3600;

export const waitForAgentTool = defineTool({
	name: "wait_for_agent",
	category: "agents",
	description: "Wait until an agent has ended and get its result.",
	effects: ["read"],
	keywords: ["subagent", "result", "join", "background", "finish"],
	input: z.object({
		id: z.string().describe("e.g. analyzer-1"),
		timeout_s: z.number().min(0).max(maxSeconds).default(600).describe("Seconds"),
	}),
	output: receiptDetails.partial().extend({ id: z.string(), status: z.string() }),
	title: ({ id }) => id,
	timeoutMs: (maxSeconds + 10) * 1000,
	async run({ id, timeout_s }, { agents, signal }) {
		const handle = agents.get(id);
		const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout_s * 1000)]);
		const receipt = await agents.wait(orAbort(handle.receipt, limit), signal).catch((error: unknown) => {
			if (signal.aborted) throw error;
			return undefined;
		});
		if (receipt !== undefined) return receiptOutput(receipt);
		const { state } = handle.status;
		return {
			content: `${id} still works after ${timeout_s} s (${state}).`,
			details: { id, status: state },
			summary: `still ${state}`,
			isError: true,
		};
	},
});
