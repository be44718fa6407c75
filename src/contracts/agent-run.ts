// Running agents: who starts one holds a handle, and everything that it does is an event of the session.
import type { AgentReceipt, AgentTask } from "./agent-task.js";
import type { AgentState, NexusEvent } from "./event.js";

export type { AgentBudget, AgentLimits, AgentReceipt, AgentTask } from "./agent-task.js";

/** One agent's run, as it is now. */
export interface AgentStatus {
	/** `AgentTask.id`. */
	readonly id: string;
	/** Name of its definition. */
	readonly agent: string;
	readonly state: AgentState;
	readonly task: string;
	/** Undefined: the session itself. */
	readonly parentId: string | undefined;
	readonly isBackground: boolean;
	/** What it waits for before it starts, e.g. `2 agents work already and there is memory for no more`. */
	readonly waitsFor: string | undefined;
	readonly receipt: AgentReceipt | undefined;
}

export interface AgentHandle {
	readonly id: string;
	readonly status: AgentStatus;
	/** Its own events, from its first one to its receipt. May be called several times. */
	events(signal?: AbortSignal): AsyncIterable<NexusEvent>;
	/** Never rejects: a failure is a receipt too. */
	readonly receipt: Promise<AgentReceipt>;
	/** It reads this with its next request, or goes on with it when it had just ended its work. False: it has ended. */
	send(text: string): boolean;
	/** It begins no further step until `resume`. What goes on meanwhile ends as usual. */
	pause(): void;
	resume(): void;
	/**
	 * Ends it and all agents below it; resolves within 2 s, when the log is consistent again. What it has done stands, and
	 * `AgentRunner.restart` undoes the stop: it goes on from there.
	 */
	stop(reason?: string): Promise<AgentReceipt>;
}

/**
 * Starts agents within one session. Whatever the task says, an agent has no more rights than who started it, and what it
 * spends counts for all above it.
 */
export interface AgentRunner {
	/**
	 * Never throws for what a model or a file could cause: an unknown agent, a refused budget, too many agents are failed
	 * receipts (`agent.not-found`, `limit.budget`, `limit.agents`). It may wait for its turn: see `AgentStatus.waitsFor`.
	 * Aborting the signal stops the agent.
	 */
	start(task: AgentTask, signal: AbortSignal): AgentHandle;
	/**
	 * An agent of this session that was stopped, failed, was limited, or was lost with its process goes on where it stood.
	 * Throws NexusError `agent.not-found`, `agent.running`.
	 */
	restart(id: string, signal: AbortSignal): AgentHandle;
	/** Undefined: it does not run in this process. */
	get(id: string): AgentHandle | undefined;
	/** Those of this session, the ended ones too, in the order in which they were started. */
	list(): readonly AgentStatus[];
	/** Resolves when none works any more. */
	idle(): Promise<void>;
}

/** What one agent asks of another; who asks, and what is marked, is known. */
export type AgentRequest = Pick<
	AgentTask,
	| "agent"
	| "task"
	| "inputs"
	| "model"
	| "budget"
	| "limits"
	| "tools"
	| "mode"
	| "outputSchema"
	| "isBackground"
	| "knowsUpTo"
>;

/** Agents as tools have them: those below the one that calls. */
export interface Agents {
	/** Those that it may put to work. */
	available(): Promise<readonly AgentSummary[]>;
	/** In the background it goes on when the turn is stopped; else it ends with the signal. See `AgentRunner.start`. */
	start(request: AgentRequest, signal: AbortSignal): AgentHandle;
	list(): readonly AgentStatus[];
	/** Throws NexusError `agent.not-found` naming those that there are. */
	get(id: string): AgentHandle;
	/** Waits for what agents below do; the place of who waits is free for them meanwhile. Rejects with an AbortError. */
	wait<T>(work: Promise<T>, signal: AbortSignal): Promise<T>;
}

/** What is said of an agent to whoever chooses one. */
export interface AgentSummary {
	readonly name: string;
	readonly type: string;
	readonly description: string;
	readonly capabilities: readonly string[];
}
