// The noun `workflows` of the client: runs of several agents by a plan.
import type { JsonObject, JsonSchema } from "./json.js";
import type { Strategy } from "./strategy.js";
import type { Workflow } from "./workflow.js";
import type { Answer, Question, StepRow, WorkflowEvent, WorkflowRun } from "./workflow-run.js";

/** What a step or a run will use, by what is known of its agents. */
export interface Estimate {
	readonly tokens: number;
	/** Null: the price is not known. */
	readonly costMicroUsd: number | null;
	readonly ms: number;
	/** Not from work that these agents have done here. */
	readonly isGuess: boolean;
}

export interface PlanStep {
	/** Without what is only known while it runs: `review/security`. */
	readonly key: string;
	readonly depth: number;
	/** Undefined: it has steps of its own, or is a question. */
	readonly agent: string | undefined;
	readonly model: string | undefined;
	/** How its steps are done, and other things worth saying: `parallel, any`, `asks first`. */
	readonly notes: readonly string[];
	/** Ids of steps beside it. */
	readonly needs: readonly string[];
	readonly estimate: Estimate | undefined;
}

export interface WorkflowPlan {
	readonly name: string;
	readonly steps: readonly PlanStep[];
	readonly concurrency: number;
	/** Of all of it; its time is that of the longest way through. */
	readonly total: Estimate;
}

export interface WorkflowWatch {
	readonly signal: AbortSignal;
	onEvent?(event: WorkflowEvent): void;
	/** Asks a person who is there; one question after the other. Absent: nobody is. */
	ask?(question: Question): Promise<Answer | undefined>;
	/** Whether an agent's call may be made. */
	allow?(question: string): Promise<boolean>;
}

export interface WorkflowsClient {
	/** JSON Schema of a workflow file. */
	schema(): Promise<JsonSchema>;
	/** A `.yaml`, `.yml`, `.json`, `.ts` or `.js` file. Throws `workflow.not-found`, `workflow.syntax`, `workflow.invalid`. */
	read(path: string): Promise<Workflow>;
	/** Throws as `read`. @param name for messages */
	parse(text: string, name: string): Promise<Workflow>;
	/** As YAML that `parse` reads. */
	text(workflow: Workflow): Promise<string>;
	/** One for a task and some agents. Throws `agent.not-found`. */
	forTask(request: { task: string; agents: readonly string[]; strategy: Strategy }): Promise<Workflow>;
	/** Values of its inputs from `--input` texts. Throws `workflow.input`. */
	inputs(workflow: Workflow, given: Readonly<Record<string, string>>): Promise<JsonObject>;
	/** Throws `agent.not-found` for an agent that is not there. */
	plan(workflow: Workflow): Promise<WorkflowPlan>;
	/** Runs it to its end, or until it waits for a person. */
	start(request: { workflow: Workflow; inputs: JsonObject }, watch: WorkflowWatch): Promise<WorkflowRun>;
	/** Goes on where it stands: after a crash, a stop, a failure or a decision. Throws `run.done`, `run.busy`. */
	resume(id: string, watch: WorkflowWatch): Promise<WorkflowRun>;
	/** That step, and all that needs it, again. Throws `run.no-step`, `run.busy`. */
	retry(id: string, from: string, watch: WorkflowWatch): Promise<WorkflowRun>;
	/** Stops it, in whichever process; resolves when it has ended. */
	cancel(id: string): Promise<WorkflowRun>;
	/** Newest first. */
	list(limit: number): Promise<readonly WorkflowRun[]>;
	/** By its id or the beginning of it. Throws `run.not-found`. */
	get(id: string): Promise<WorkflowRun>;
	steps(id: string): Promise<readonly StepRow[]>;
	/** Stores what a person decided about a step that asks. Throws `run.no-question`. */
	decide(id: string, key: string, answer: Answer): Promise<Question>;
}
