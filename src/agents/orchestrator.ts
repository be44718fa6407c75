// Runs a workflow: from the beginning, or from where an earlier process left it. What is done is not done again.
import type { JsonObject } from "../contracts/json.js";
import type { Clock } from "../contracts/ports.js";
import { durationMs, type Workflow } from "../contracts/workflow.js";
import type {
	Answer,
	Question,
	StepResult,
	StepRow,
	WorkflowEvent,
	WorkflowState,
	WorkflowStore,
} from "../contracts/workflow-run.js";
import type { Flow, Perform, Values } from "./flow/flow.js";
import { createGate } from "./flow/gate.js";
import { createJournal } from "./flow/journal.js";
import { createPurse } from "./flow/purse.js";
import { joined } from "./flow/results.js";
import { runStep } from "./flow/step.js";
import type { StepAgents } from "./flow/step-agents.js";
import { fillIn } from "./flow/template.js";
import { runGraph } from "./strategies/graph.js";
import { runParallel } from "./strategies/parallel.js";
import { runSequential } from "./strategies/sequential.js";

export interface WorkflowRunOptions {
	readonly runId: string;
	readonly workflow: Workflow;
	readonly inputs: JsonObject;
	readonly store: Pick<WorkflowStore, "write" | "steps" | "decisions" | "decide" | "end">;
	/** What the store's `claim` gave. */
	readonly fence: number;
	readonly agents: StepAgents;
	readonly defaultAgent: string;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** Asks a person; absent: the run waits for `decide` and another process. */
	ask?(question: Question, signal: AbortSignal): Promise<Answer | undefined>;
	emit?(event: WorkflowEvent): void;
}

/**
 * Failures of steps are in the result. Throws only what the store throws (`store.*`, `run.lost`): then nothing further
 * was begun, and the run can be gone on with.
 */
export const runWorkflow = async (
	options: WorkflowRunOptions,
): Promise<{ state: WorkflowState; result: StepResult }> => {
	const { runId, workflow, store, fence, clock, signal, emit = () => {} } = options;
	const past = store.steps(runId);
	const journal = createJournal({ store, runId, fence, clock });
	const flow: Flow = {
		...{ runId, journal, clock, emit },
		agents: options.agents,
		defaultAgent: options.defaultAgent,
		gate: createGate(workflow.concurrency),
		purse: createPurse(workflow.budget, past.flatMap(ownUse)),
		ask: options.ask,
	};
	const startedMs = clock.monotonicMs();
	const over = new AbortController();
	const ended = new AbortController();
	if (workflow.timeout !== undefined)
		clock.sleep(durationMs(workflow.timeout), ended.signal).then(
			() => over.abort(),
			() => {},
		);
	emit({ type: "workflow.start", runId, name: workflow.name, isResumed: past.length > 0 });
	try {
		const values: Values = { inputs: options.inputs, steps: {}, run: { id: runId, name: workflow.name } };
		const made = await runAll(flow, workflow, values, AbortSignal.any([signal, over.signal]));
		await journal.flush();
		const result = {
			...finalResult(workflow, values, made, over.signal.aborted && !signal.aborted),
			durationMs: clock.monotonicMs() - startedMs,
		};
		const state: WorkflowState = result.status === "skipped" ? "done" : result.status;
		store.end(runId, fence, state, result);
		emit({ type: "workflow.end", runId, state, result });
		return { state, result };
	} finally {
		ended.abort();
	}
};

const runAll = (flow: Flow, workflow: Workflow, values: Values, signal: AbortSignal): Promise<StepResult> => {
	const perform =
		(step: Workflow["steps"][number]): Perform =>
		(key, given, stop) =>
			runStep(flow, step, key, given, stop);
	const { steps, strategy } = workflow;
	if (strategy === "sequential") return runSequential({ steps, prefix: "", perform }, values, signal);
	if (strategy === "parallel")
		return runParallel(flow, { id: "", steps: [...steps] }, "", values, signal, perform, (id) => id);
	return runGraph({ steps, prefix: "", perform }, values, signal);
};

const finalResult = (workflow: Workflow, values: Values, made: StepResult, isTooLong: boolean): StepResult => {
	if (isTooLong && made.status !== "done")
		return {
			...made,
			status: "limited",
			error: { code: "limit.timeout", message: "the run was not done within its time", exitCode: 5 },
		};
	if (made.status !== "done" || workflow.result === undefined) return made;
	const steps = Object.fromEntries(
		Object.entries(made.results ?? {}).map(([id, { status, text, output }]) => [
			id,
			{ status, text, ...(output === undefined ? {} : { output }) },
		]),
	);
	const filled = fillIn(workflow.result, { ...values, steps });
	if (filled.ok) return { ...made, text: filled.text };
	const error = { code: "workflow.value", message: `result: there is nothing in ${filled.missing}` };
	return { ...joined("failed", new Map()), ...made, status: "failed", error };
};

/** What agents used, counted once: a group's use is that of its steps. */
const ownUse = ({ result, agentId }: StepRow): readonly StepResult[] =>
	result === undefined || agentId === undefined ? [] : [result];
