// A workflow: a run's plan, written down, as YAML or as TypeScript (SPEC section 8).
import { z } from "zod";
import { agentNamePattern } from "./agent.js";
import type { JsonObject, JsonSchema } from "./json.js";
import { strategies } from "./strategy.js";

export const stepIdPattern = /^[a-z][a-z0-9_-]{0,47}$/i;
const stepId = z.string().regex(stepIdPattern, "a letter, then letters, digits, _ and -, at most 48");
const agentName = z.string().regex(agentNamePattern, "the name of an agent: lower-case letters, digits and -");
const text = z.string().min(1);
/** Seconds, or a number with `ms`, `s`, `m` or `h`. */
const duration = z.union([z.number().positive(), z.string().regex(/^\d+(\.\d+)?(ms|s|m|h)$/, "e.g. 90s, 5m or 1h")]);

const budgetSchema = z.strictObject({
	usd: z.number().positive().optional().describe("most that it may cost"),
	tokens: z.int().positive().optional().describe("most input and output together"),
});

export const retrySchema = z.strictObject({
	times: z.int().min(0).max(10).default(3).describe("further attempts"),
	delays: z.array(duration).min(1).default([2, 4, 8]).describe("waits before them; the last one is repeated"),
	on: z
		.enum(["passing", "any"])
		.default("passing")
		.describe("passing: failures that may pass by themselves; any: all that another attempt could change"),
});

/**
 * Either an agent's task (`agent`, `task`), a question (`approval` alone), or steps of its own (`steps`, in the way of
 * `strategy`; without one, as `needs` says), or, `adaptive`, agents that are put to work one after the other.
 */
export const stepSchema = z.strictObject({
	id: stepId.describe("names it; unique in the file"),
	agent: agentName.optional().describe("who does it; absent: the session's own agent"),
	task: text.optional().describe("what to do; {{inputs.x}}, {{steps.a.text}} and others are filled in"),
	with: z.record(text, text).optional().describe("texts that are handed over beside the task, by title"),
	model: text.optional().describe("provider/model"),
	needs: z
		.array(stepId)
		.optional()
		.describe("steps that must have ended; those named in {{steps.x}} count by themselves"),
	when: text.optional().describe("a condition; where it does not hold the step is skipped"),
	foreach: z
		.union([text, z.array(z.json()).max(1000)])
		.optional()
		.describe("once for each item of this list, as {{item}} and {{index}}"),
	loop: z
		.strictObject({
			until: text.describe("a condition on {{last}}, the last result"),
			max: z.int().min(1).max(100).default(10).describe("most times"),
		})
		.optional()
		.describe("again until the condition holds"),
	retry: retrySchema.optional().describe("what happens after a failure"),
	timeout: duration.optional().describe("for all attempts together"),
	approval: z
		.union([z.literal(true), text])
		.optional()
		.describe("a person is asked this first"),
	budget: budgetSchema.optional(),
	output: z
		.custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value))
		.meta({ type: "object" })
		.optional()
		.describe("JSON Schema that the result fits"),
	optional: z.boolean().optional().describe("its failure stops nothing else"),
	idempotent: z
		.boolean()
		.optional()
		.describe("doing it twice under the same {{step.key}} is doing it once: after a crash it is done again unasked"),
	strategy: z.enum(strategies).optional(),
	get steps() {
		return z.array(stepSchema).min(1).optional().describe("steps inside this one");
	},
	join: z
		.union([z.enum(["all", "any"]), z.strictObject({ quorum: z.int().min(1) })])
		.optional()
		.describe("parallel: how many must be done; the rest is stopped"),
	failure: z
		.enum(["fast", "collect"])
		.optional()
		.describe("parallel: fast stops all with the first failure, collect waits for all and goes on with what is done"),
	aggregate: z
		.strictObject({ agent: agentName.optional(), task: text })
		.optional()
		.describe("parallel: makes one result of all; {{results}} in its task"),
	agents: z.array(agentName).min(1).optional().describe("adaptive: who may be put to work"),
	planner: agentName
		.optional()
		.describe("adaptive: chooses who does what next; absent: the next in order after a failure"),
	limit: z.int().min(1).max(50).optional().describe("adaptive: most steps; 8, or as many as there are agents"),
});
export type WorkflowStep = z.output<typeof stepSchema>;

export const workflowInputSchema = z.strictObject({
	type: z.enum(["string", "number", "boolean", "json"]).default("string"),
	description: text.optional(),
	default: z.json().optional(),
});

export const workflowSchema = z.strictObject({
	name: text.max(100),
	description: text.optional(),
	inputs: z.record(stepId, workflowInputSchema).default({}).describe("values that --input gives"),
	strategy: z.enum(["sequential", "parallel"]).optional().describe("absent: as the steps need each other"),
	steps: z.array(stepSchema).min(1).max(500),
	result: text.optional().describe("the text of the run's result; absent: the texts of its last steps"),
	budget: budgetSchema.optional().describe("of the whole run"),
	concurrency: z.int().min(1).max(128).default(16).describe("steps at once; the machine may have room for fewer"),
	timeout: duration.optional().describe("of the whole run, waiting for a person excluded"),
});
export type Workflow = z.output<typeof workflowSchema>;
export type WorkflowInput = z.input<typeof workflowSchema>;

/** What a TypeScript file of a workflow exports as its default. */
export const defineWorkflow = (workflow: WorkflowInput): WorkflowInput => workflow;

/** Milliseconds of a `duration`. */
export const durationMs = (value: number | string): number => {
	if (typeof value === "number") return value * 1000;
	const [, amount = "0", unit = "s"] = /^([\d.]+)(ms|s|m|h)$/.exec(value) ?? [];
	return Number(amount) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit as "ms" | "s" | "m" | "h"];
};

/** JSON Schema (2020-12) of a workflow file. */
export const workflowJsonSchema = (): JsonSchema =>
	z.toJSONSchema(workflowSchema, { io: "input", unrepresentable: "any" });
