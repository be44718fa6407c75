// What is kept of a run of a workflow, and what is told of it while it goes on.
import type { AgentReceipt } from "./agent-task.js";
import type { ErrorData } from "./errors.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { Workflow } from "./workflow.js";

/** `waiting`: a person has to decide something; it is no end. */
export const stepStatuses = ["done", "failed", "skipped", "cancelled", "limited", "waiting"] as const;
export type StepStatus = (typeof stepStatuses)[number];

/** What came of a step. Stored, so it only ever grows. */
export interface StepResult {
	readonly status: StepStatus;
	readonly text: string;
	readonly output?: JsonValue | undefined;
	readonly results?: Readonly<Record<string, StepResult>> | undefined;
	readonly error?: ErrorData | undefined;
	readonly tokens: number;
	readonly costMicroUsd: number | null;
	readonly durationMs: number;
	readonly receipt?: AgentReceipt | undefined;
}

/** Something that only a person may decide. It holds for this call with these arguments, and for nothing else. */
export interface Question {
	/** The step's key. */
	readonly key: string;
	/** `approval`: may it begin? `unknown`: it had begun when its process ended; nobody knows how far it came. */
	readonly kind: "approval" | "unknown";
	readonly callId: string;
	/** SHA-256 of what would be done. */
	readonly hash: string;
	readonly text: string;
	readonly answers: readonly Answer[];
}

/**
 * `approve`, `deny`: of an approval. `again`: from its beginning; `continue`: from where its log stands; `done`, `skip`:
 * not again, it counts as done or as skipped.
 */
export const answers = ["approve", "deny", "again", "continue", "done", "skip"] as const;
export type Answer = (typeof answers)[number];

export interface Decision {
	readonly key: string;
	readonly callId: string;
	readonly hash: string;
	readonly answer: Answer;
	/** ISO 8601. */
	readonly at: string;
}

/** `begun`: its intent is stored, its result is not. */
export type StepState = "waiting" | "begun" | "asking" | "ended";

/** One step of a run as it is stored: of each key the newest generation counts. */
export interface StepRow {
	/** Its way through the workflow: `build`, `review/security`, `each[3]`, `fix#2`. */
	readonly key: string;
	/** From 1; one more each time that a person has it done again. */
	readonly generation: number;
	/** Attempts so far, of all generations; 0: not begun. */
	readonly attempt: number;
	readonly state: StepState;
	readonly agent?: string | undefined;
	readonly agentId?: string | undefined;
	readonly task?: string | undefined;
	/** SHA-256 of what was to be done. */
	readonly hash?: string | undefined;
	/** Why it has not begun. */
	readonly waitsFor?: string | undefined;
	readonly question?: Question | undefined;
	readonly result?: StepResult | undefined;
	readonly beganAt?: string | undefined;
	readonly endedAt?: string | undefined;
}

export const workflowStates = ["running", "waiting", "done", "failed", "cancelled", "limited"] as const;
export type WorkflowState = (typeof workflowStates)[number];

export interface WorkflowRun {
	/** ULID. */
	readonly id: string;
	readonly name: string;
	readonly workflow: Workflow;
	readonly inputs: JsonObject;
	readonly cwd: string;
	/** Where its agents work. */
	readonly sessionId: string;
	readonly state: WorkflowState;
	/** `running`, but its process is gone. */
	readonly isInterrupted: boolean;
	readonly startedAt: string;
	readonly endedAt: string | undefined;
	readonly result: StepResult | undefined;
}

/** Writes are refused once another process has claimed the run: `run.lost`. Throws NexusError `store.*`. */
export interface WorkflowStore {
	create(run: Omit<WorkflowRun, "state" | "isInterrupted" | "endedAt" | "result">): void;
	/** Undefined: there is none. */
	get(id: string): WorkflowRun | undefined;
	/** Newest first. `prefix`: of the id. */
	list(filter: { readonly limit: number; readonly prefix?: string }): readonly WorkflowRun[];
	/** Makes the run this process's; the fence for its writes. Throws `run.busy` while another process has it. */
	claim(id: string): number;
	/** All or nothing; on disk when it returns. */
	write(id: string, fence: number, rows: readonly StepRow[]): void;
	end(id: string, fence: number, state: WorkflowState, result: StepResult): void;
	/** The newest generation of each, in the order of their beginning. */
	steps(id: string): readonly StepRow[];
	/** They are done again by the next process that goes on: a new generation, not begun. */
	reopen(id: string, fence: number, keys: readonly string[]): void;
	/** The first decision about a call stands. */
	decide(id: string, decision: Decision): void;
	decisions(id: string): readonly Decision[];
	/** Asks whoever has the run to stop; false: nobody has it. */
	askToStop(id: string): boolean;
	isAskedToStop(id: string): boolean;
	close(): void;
}

export type WorkflowEvent =
	| { readonly type: "workflow.start"; readonly runId: string; readonly name: string; readonly isResumed: boolean }
	/** Once for each reason. */
	| { readonly type: "workflow.wait"; readonly runId: string; readonly key: string; readonly reason: string }
	| {
			readonly type: "workflow.step";
			readonly runId: string;
			readonly key: string;
			readonly agent: string | undefined;
			readonly agentId: string;
			readonly attempt: number;
			readonly task: string;
	  }
	| {
			readonly type: "workflow.retry";
			readonly runId: string;
			readonly key: string;
			readonly delayMs: number;
			readonly error: ErrorData;
	  }
	| { readonly type: "workflow.ask"; readonly runId: string; readonly question: Question }
	| { readonly type: "workflow.result"; readonly runId: string; readonly key: string; readonly result: StepResult }
	| {
			readonly type: "workflow.end";
			readonly runId: string;
			readonly state: WorkflowState;
			readonly result: StepResult;
	  };
