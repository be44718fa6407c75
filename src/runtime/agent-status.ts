// What is said about an agent that is there, or is not.
import type { AgentDefinition } from "../contracts/agent.js";
import type { AgentStatus } from "../contracts/agent-run.js";
import type { AgentReceipt, AgentTask } from "../contracts/agent-task.js";
import { type ErrorData, NexusError } from "../contracts/errors.js";
import { didYouMean } from "../lib/nearest.js";

export const statusOf = (
	task: AgentTask,
): Pick<AgentStatus, "id" | "agent" | "task" | "parentId" | "isBackground"> => ({
	id: task.id,
	agent: task.agent,
	task: task.task,
	parentId: task.parent?.agentId,
	isBackground: task.isBackground === true,
});

/** Of one that does not work in this process. */
export const pastStatus = (task: AgentTask, receipt: AgentReceipt | undefined): AgentStatus => ({
	...statusOf(task),
	state: receipt?.status === "done" ? "idle" : receipt?.status === "failed" ? "error" : "stopped",
	receipt,
	waitsFor: undefined,
});

export const failedReceipt = (task: AgentTask, error: ErrorData): AgentReceipt => ({
	taskId: task.id,
	agent: task.agent,
	status: error.code.startsWith("limit.") ? "limited" : "failed",
	text: "",
	claims: [],
	files: [],
	commands: [],
	calls: [],
	tokens: { input: 0, output: 0 },
	costMicroUsd: 0,
	durationMs: 0,
	turns: 0,
	error: { ...error },
});

export const notFound = (id: string, known: readonly string[]): NexusError =>
	new NexusError("agent.not-found", `there is no agent ${id.slice(0, 60)}${didYouMean(id.slice(0, 60), known)}`, {
		hint: known.length === 0 ? "none has been put to work in this session" : `there are ${known.slice(-12).join(", ")}`,
		exitCode: 2,
	});

export const findDefinition = (definitions: readonly AgentDefinition[], name: string): AgentDefinition | undefined =>
	definitions.find((definition) => definition.name === name);
