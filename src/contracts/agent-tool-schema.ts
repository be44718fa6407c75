// What the tools for agents take and give.
import { z } from "zod";

export const agentInput = {
	agent: z.string().describe("Name, see list_agents"),
	task: z.string().trim().min(1).describe("All it must know: it sees nothing else"),
	context: z.string().optional().describe("Handed over with it, e.g. findings so far"),
	files: z.array(z.string()).max(20).default([]).describe("Text files handed over"),
	tools: z.array(z.string()).optional().describe("Only these"),
	model: z.string().optional().describe("provider/model"),
	max_cost_usd: z.number().positive().optional().describe("Stops before it costs more"),
	max_turns: z.int().min(1).optional().describe("Requests to its model"),
};

/** As `AgentReceipt`, with what a screen needs. */
export const receiptDetails = z.object({
	id: z.string(),
	agent: z.string(),
	status: z.string(),
	text: z.string(),
	claims: z.array(z.string()),
	files: z.array(z.string()),
	commands: z.array(z.string()),
	tokens: z.object({ input: z.number(), output: z.number() }),
	/** Null: the price is not known. */
	costMicroUsd: z.number().nullable(),
	durationMs: z.number(),
});
