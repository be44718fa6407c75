// What an agent is asked to do, and what it gives back. Both are stored, so they only ever grow.
import { z } from "zod";
import { errorDataSchema } from "./error-schema.js";
import type { JsonObject, JsonValue } from "./json.js";
import { permissionModes } from "./permission.js";

const json = z.custom<JsonValue>((value) => value !== undefined);

/** The most that it may use; each holds within what its parent has left (SPEC 18.1). */
export const agentBudgetSchema = z.object({
	/** Micro-dollars. */
	maxCostMicroUsd: z.number().positive().optional(),
	/** Of input and output together. */
	maxTokens: z.int().positive().optional(),
});
export type AgentBudget = z.output<typeof agentBudgetSchema>;

export const agentLimitsSchema = z.object({
	/** Requests to its model. */
	maxTurns: z.int().positive().optional(),
	timeoutMs: z.number().positive().optional(),
	/** Agents that it may have below it: 0, it works alone. */
	maxDepth: z.int().min(0).optional(),
	/** Times that it is tried again after a failure that may pass. */
	maxRecoveries: z.int().min(0).optional(),
});
export type AgentLimits = z.output<typeof agentLimitsSchema>;

/**
 * All that an agent is given: it sees this, its own prompt, and nothing of the conversation of whoever asks. What is
 * absent is as its definition says.
 */
export const agentTaskSchema = z.object({
	/** Unique; the id of the agent's run, and the `agentId` of all its events. */
	id: z.string(),
	/** Name of a definition. */
	agent: z.string(),
	task: z.string(),
	/** Who asks. Absent: the session itself, that is, the person or a workflow. */
	parent: z.object({ agentId: z.string(), runId: z.string().optional(), callId: z.string().optional() }).optional(),
	/** What is handed over beside the task, listed for the person to see. */
	inputs: z.array(z.object({ title: z.string(), text: z.string() })).optional(),
	/** `provider/model`. */
	model: z.string().optional(),
	budget: agentBudgetSchema.optional(),
	limits: agentLimitsSchema.optional(),
	/** No others than these, of those that its parent and its definition have (SECURITY R13). */
	tools: z.array(z.string()).optional(),
	/** Where stricter than that of its parent. */
	mode: z.enum(permissionModes).optional(),
	/** Its result must be JSON that fits. */
	outputSchema: z.custom<JsonObject>((value) => typeof value === "object" && value !== null).optional(),
	/** The call that brought content from outside to whoever asks (SECURITY R25). */
	taintedBy: z.string().optional(),
	/** It goes on when the turn that started it is stopped. */
	isBackground: z.boolean().optional(),
	/** It knows what was said in the session up to that event: a turn that was sent to the background. */
	knowsUpTo: z.int().optional(),
});
export type AgentTask = z.output<typeof agentTaskSchema>;

/** `limited`: a budget, turn, time or loop limit ended it; what it has said by then is in `text`. */
export const receiptStatuses = ["done", "failed", "cancelled", "limited"] as const;

/**
 * What came of a task. `text`, `output` and `claims` are the agent's words; all the rest is from the log, whatever it
 * says (SPEC 18.10).
 */
export const agentReceiptSchema = z.object({
	taskId: z.string(),
	agent: z.string(),
	status: z.enum(receiptStatuses),
	/** Its last words. Never empty when `done`. */
	text: z.string(),
	/** Where the task has a schema and `text` fits it. */
	output: json.optional(),
	/** What it says that it has done: the list under `Claims:` at the end of its answer. */
	claims: z.array(z.string()),
	/** Absolute paths that its tools wrote; what a command did to files is not among them. */
	files: z.array(z.string()),
	/** As they were run, in order. */
	commands: z.array(z.string()),
	/** Tools that were called, with how often each was and how often it did not end well. */
	calls: z.array(z.object({ tool: z.string(), count: z.int(), failed: z.int() })),
	/** Input (with what was cached) and output, of it and of all agents below it. */
	tokens: z.object({ input: z.number(), output: z.number() }),
	/** The same; null: the price of a call is not known. */
	costMicroUsd: z.number().nullable(),
	durationMs: z.number(),
	turns: z.int(),
	error: errorDataSchema.optional(),
	/** Content from outside is in it. */
	taintedBy: z.string().optional(),
});
export type AgentReceipt = z.output<typeof agentReceiptSchema>;
