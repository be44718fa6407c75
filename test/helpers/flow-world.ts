// Agents of a workflow that do what a test says, with a store, and what was told and begun.

import { createSqliteWorkflowRuns } from "../../src/adapters/sqlite-workflow-runs.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { toWorkflow } from "../../src/agents/flow/read-workflow.js";
import type { AgentOutcome, StepAgents } from "../../src/agents/flow/step-agents.js";
import { runWorkflow, type WorkflowRunOptions } from "../../src/agents/orchestrator.js";
import type { AgentReceipt, AgentTask } from "../../src/contracts/agent-task.js";
import type { ErrorData } from "../../src/contracts/errors.js";
import type { JsonObject } from "../../src/contracts/json.js";
import type { WorkflowInput } from "../../src/contracts/workflow.js";
import type { WorkflowEvent, WorkflowStore } from "../../src/contracts/workflow-run.js";
import { processOwner } from "../../src/lib/process-owner.js";

export type Said = string | (Partial<AgentReceipt> & { readonly error?: ErrorData });
export type Behaviour = (task: AgentTask, signal: AbortSignal) => Said | Promise<Said>;

export const receipt = (task: Pick<AgentTask, "id" | "agent">, said: Said): AgentReceipt => ({
	...{ taskId: task.id, agent: task.agent, text: typeof said === "string" ? said : "" },
	status: typeof said !== "string" && said.error !== undefined ? "failed" : "done",
	...{ claims: [], files: [], commands: [], calls: [], tokens: { input: 10, output: 5 } },
	...{ costMicroUsd: 100, durationMs: 1, turns: 1 },
	...(typeof said === "string" ? {} : said),
});

export const failure = (code = "agent.failed", more: Partial<ErrorData> = {}): Said => ({
	error: { code, message: `it failed: ${code}`, ...more },
});

/** A failure until it has been tried so many times. */
export const failsTimes = (times: number, said: Said, error: Said = failure("x", { retryable: true })): Behaviour => {
	let tried = 0;
	return () => (++tried > times ? said : error);
};

/** Never ends until it is stopped. */
export const hangs: Behaviour = (_, signal) =>
	new Promise((resolve) => {
		const stopped = () => resolve({ status: "cancelled" });
		if (signal.aborted) stopped();
		signal.addEventListener("abort", stopped, { once: true });
	});

export interface FlowAgents extends StepAgents {
	/** Ids of agents in the order of their beginning; one that went on is there twice. */
	readonly begun: string[];
	readonly tasks: AgentTask[];
	readonly outcomes: Map<string, AgentOutcome>;
}

export const flowAgents = (behaviour: Behaviour): FlowAgents => {
	const [begun, tasks] = [[] as string[], [] as AgentTask[]];
	const outcomes = new Map<string, AgentOutcome>();
	const handle = (task: AgentTask, signal: AbortSignal) => {
		begun.push(task.id);
		outcomes.set(task.id, "unknown");
		const made = Promise.resolve()
			.then(() => behaviour(task, signal))
			.then((said) => {
				const given = receipt(task, said);
				outcomes.set(task.id, given);
				return given;
			});
		return { id: task.id, receipt: made, events: async function* () {} } as unknown as ReturnType<StepAgents["start"]>;
	};
	return {
		...{ begun, tasks, outcomes },
		start: (task, signal) => {
			tasks.push(task);
			return handle(task, signal);
		},
		restart: (id, signal) => {
			const task = tasks.find((each) => each.id === id) ?? { id, agent: "worker", task: "go on" };
			return handle(task, signal);
		},
		outcome: (id) => outcomes.get(id) ?? "never",
	};
};

/** What steps say, by the beginning of their agent's id. */
export const byStep =
	(steps: Readonly<Record<string, Said | Behaviour>>): Behaviour =>
	(task, signal) => {
		const said = steps[task.id.replace(/:\d+$/, "")] ?? `${task.id.replace(/:\d+$/, "")} is done`;
		return typeof said === "function" ? said(task, signal) : said;
	};

export interface FlowWorld {
	readonly agents: FlowAgents;
	readonly store: WorkflowStore;
	readonly events: WorkflowEvent[];
	/** Runs it, or goes on with it. */
	run(more?: Partial<WorkflowRunOptions>): ReturnType<typeof runWorkflow>;
	/** `build done`, `review/a failed` …, as stored. */
	states(): readonly string[];
}

export const runId = "01J00000000000000000000000";

export const flowWorld = (
	workflow: WorkflowInput | WorkflowInput["steps"],
	steps: Readonly<Record<string, Said | Behaviour>> = {},
	{
		inputs = {},
		path = ":memory:",
		agents = flowAgents(byStep(steps)),
	}: { inputs?: JsonObject; path?: string; agents?: FlowAgents } = {},
): FlowWorld => {
	const parsed = toWorkflow(Array.isArray(workflow) ? { name: "test", steps: workflow } : workflow, "test");
	const store = createSqliteWorkflowRuns(path, { clock: systemClock, owner: processOwner() });
	if (store.get(runId) === undefined)
		store.create({
			...{ id: runId, name: parsed.name, workflow: parsed, inputs, cwd: "/", sessionId: "session" },
			startedAt: systemClock.now().toISOString(),
		});
	const events: WorkflowEvent[] = [];
	return {
		...{ agents, store, events },
		run: (more = {}) =>
			runWorkflow({
				...{ runId, workflow: parsed, inputs, store, agents, defaultAgent: "nexus" },
				clock: systemClock,
				fence: store.claim(runId),
				signal: new AbortController().signal,
				emit: (event) => events.push(event),
				...more,
			}),
		states: () => store.steps(runId).map(({ key, state, result }) => `${key} ${result?.status ?? state}`),
	};
};
