// A call of a tool as a request to an agent, and what came of it as the tool's result.
import type { AgentReceipt, AgentRequest } from "./agent-run.js";
import type { NexusEvent } from "./event.js";
import type { FileSystem } from "./ports.js";
import { receiptCost, receiptText } from "./receipt-text.js";
import type { ToolOutput } from "./tool.js";

export interface AgentCall {
	readonly agent: string;
	readonly task: string;
	readonly context?: string | undefined;
	readonly files: readonly string[];
	readonly tools?: string[] | undefined;
	readonly model?: string | undefined;
	readonly max_cost_usd?: number | undefined;
	readonly max_turns?: number | undefined;
}

/** Reads the files that are handed over. Throws as the file system does. */
export const agentRequest = async (call: AgentCall, fs: Pick<FileSystem, "readText">): Promise<AgentRequest> => {
	const { agent, task, context, files, tools, model, max_cost_usd, max_turns } = call;
	const texts = await Promise.all(files.map(async (path) => ({ title: path, text: await fs.readText(path) })));
	const inputs = [...(context === undefined ? [] : [{ title: "context", text: context }]), ...texts];
	return {
		agent,
		task,
		...(inputs.length === 0 ? {} : { inputs }),
		...(tools === undefined ? {} : { tools }),
		...(model === undefined ? {} : { model }),
		...(max_cost_usd === undefined ? {} : { budget: { maxCostMicroUsd: max_cost_usd * 1e6 } }),
		...(max_turns === undefined ? {} : { limits: { maxTurns: max_turns } }),
	};
};

/** What the folded block of a call shows of an agent's work; undefined for what is too small to say. */
export const progressOf = (event: NexusEvent): string | undefined => {
	if (event.type === "tool.request") return `${event.data.name} ${event.data.title}`.trim();
	if (event.type === "agent.update") return event.data.detail;
	return undefined;
};

export const receiptOutput = (receipt: AgentReceipt): ToolOutput => {
	const { taskId, agent, status, text, claims, files, commands, tokens, costMicroUsd, durationMs } = receipt;
	const cost = receiptCost(receipt);
	return {
		content: `[${taskId}: ${status}]\n${receiptText(receipt)}`,
		details: { id: taskId, agent, status, text, claims, files, commands, tokens, costMicroUsd, durationMs },
		summary: [`${taskId} ${status}`, ...(cost === "" ? [] : [cost])].join(", "),
		view: { kind: "text", text },
		...(status === "done" ? {} : { isError: true }),
	};
};
