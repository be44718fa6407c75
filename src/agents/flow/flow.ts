// What all parts of one run share.
import type { JsonObject } from "../../contracts/json.js";
import type { Clock } from "../../contracts/ports.js";
import type { Answer, Question, StepResult, WorkflowEvent } from "../../contracts/workflow-run.js";
import type { Gate } from "./gate.js";
import type { Journal } from "./journal.js";
import type { Purse } from "./purse.js";
import { emptyResult } from "./results.js";
import type { StepAgents } from "./step-agents.js";

export interface Flow {
	readonly runId: string;
	/** For steps that name none. */
	readonly defaultAgent: string;
	readonly journal: Journal;
	readonly gate: Gate;
	readonly purse: Purse;
	readonly agents: StepAgents;
	readonly clock: Clock;
	/** Asks a person who is there. Undefined, or giving undefined: nobody is, so the run waits. */
	readonly ask: ((question: Question, signal: AbortSignal) => Promise<Answer | undefined>) | undefined;
	emit(event: WorkflowEvent): void;
}

/** What templates and conditions see. */
export type Values = JsonObject & { readonly steps: JsonObject };

/** A way to do a step: it gives a result, and throws only what the store throws. */
export type Perform = (key: string, values: Values, signal: AbortSignal) => Promise<StepResult>;

/** Stores a result that is one, and tells it once it is stored. */
export const finish = (flow: Flow, key: string, result: StepResult): StepResult => {
	if (result.status === "waiting" || result.status === "cancelled") return result;
	flow.journal.end(key, result);
	// What cannot be written is said by whoever writes next; at the latest by the end of the run.
	flow.journal.flush().then(
		() => flow.emit({ type: "workflow.result", runId: flow.runId, key, result }),
		() => {},
	);
	return result;
};

/** The person's decision about this call; undefined: not yet, the question is stored. */
export const decisionOn = async (flow: Flow, question: Question, signal: AbortSignal): Promise<Answer | undefined> => {
	const known = flow.journal.decision(question);
	if (known !== undefined) return known;
	flow.journal.ask(question);
	await flow.journal.flush();
	flow.emit({ type: "workflow.ask", runId: flow.runId, question });
	const answer = await flow.ask?.(question, signal);
	return answer === undefined ? undefined : flow.journal.decide(question, answer);
};

export const waiting = (): StepResult => emptyResult("waiting");
export const cancelled = (): StepResult => emptyResult("cancelled");
