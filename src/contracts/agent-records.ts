// What is kept of agents beyond their sessions: who works on this machine, what came of their work, what went wrong.
import type { AgentReceipt } from "./agent-task.js";
import type { OutcomeStore } from "./routing.js";

/** An agent that works now, in whichever process. */
export interface WorkingAgent {
	readonly id: string;
	readonly sessionId: string;
	readonly agent: string;
	readonly task: string;
	readonly cwd: string;
	readonly startedAt: string;
}

export const agentWishes = ["stop", "pause", "resume"] as const;
/** What somebody in another process wants of it. */
export type AgentWish = (typeof agentWishes)[number];

export interface AgentFigures {
	readonly agent: string;
	readonly runs: number;
	readonly done: number;
	readonly failed: number;
	readonly cancelled: number;
	readonly limited: number;
	readonly tokens: number;
	/** Sum of the known costs. */
	readonly costMicroUsd: number;
	readonly meanMs: number;
	readonly lastAt: string;
}

export interface AgentFailure {
	readonly number: number;
	readonly agentId: string;
	readonly agent: string;
	readonly sessionId: string;
	readonly task: string;
	readonly status: string;
	readonly code: string;
	readonly message: string;
	readonly at: string;
	readonly resolvedAt: string | undefined;
}

/** Shared by the processes of one machine. Throws NexusError `store.*`. */
export interface AgentRecords {
	begin(agent: WorkingAgent): Promise<void>;
	end(agent: Pick<WorkingAgent, "id" | "sessionId" | "task">, receipt: AgentReceipt): Promise<void>;
	/** Those of processes that are there. */
	working(): Promise<readonly WorkingAgent[]>;
	/** False: it does not work. Whoever has it sees that within a second. */
	wish(agent: Pick<WorkingAgent, "id" | "sessionId">, wish: AgentWish): Promise<boolean>;
	/** Whether its process has not taken the wish yet. */
	isWanted(agent: Pick<WorkingAgent, "id" | "sessionId">): Promise<boolean>;
	/** What is wanted of those of this process; each is given once. */
	takeWishes(): Promise<readonly { readonly id: string; readonly sessionId: string; readonly wish: AgentWish }[]>;
	stats(): Promise<readonly AgentFigures[]>;
	/** Newest first. */
	failures(filter: { readonly isResolved?: boolean; readonly limit: number }): Promise<readonly AgentFailure[]>;
	/** The number of those that it marked; without a number: all. */
	resolve(number?: number): Promise<number>;
	/** What the choice of agents learns from: each end, and each correction. */
	readonly outcomes: OutcomeStore;
	close(): void;
}
