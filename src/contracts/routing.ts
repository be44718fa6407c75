// Which agent a task goes to, and why; and what became of it, which the choice learns from.
import { z } from "zod";

/** An agent that may be chosen, as its definition and its figures tell. */
export interface RoutingCandidate {
	readonly name: string;
	readonly type: string;
	readonly description: string;
	readonly capabilities: readonly string[];
	readonly domain?: string | undefined;
	/** Tasks that it works on now. Default 0. */
	readonly load?: number;
}

/**
 * `finished`: it came to an end and nobody said anything against it. `verified`: what it claims is what the log says.
 * `retried`: it was done once more. `corrected`: the person gave the task to another agent. `failed`: it came to nothing.
 */
export const outcomeResults = ["verified", "finished", "retried", "failed", "corrected"] as const;

export const routingOutcomeSchema = z.object({
	/** As it was asked for, without secrets. */
	task: z.string(),
	agent: z.string(),
	result: z.enum(outcomeResults),
	/** Of `corrected`: the agent that the person chose instead. */
	instead: z.string().optional(),
	durationMs: z.number().min(0).optional(),
	/** Micro-dollars. */
	costMicroUsd: z.number().min(0).optional(),
	/** number[6]: the factors' values when it was chosen, in the order of `routingFactors`; and those of `instead`. */
	factors: z.array(z.number()).length(6).optional(),
	insteadFactors: z.array(z.number()).length(6).optional(),
});
export type RoutingOutcome = z.output<typeof routingOutcomeSchema>;

/** What a candidate's score is made of, in this order. */
export const routingFactors = ["words", "learned", "success", "speed", "price", "load"] as const;
export type RoutingFactor = (typeof routingFactors)[number];

export interface RoutingScore {
	readonly agent: string;
	/** The sum of the points and of `exploration`. */
	readonly score: number;
	/** Of each factor: its value, -1 to 1, and what that counts for now. */
	readonly factors: Readonly<Record<RoutingFactor, { readonly value: number; readonly points: number }>>;
	/** For what is little known and may be better than it looks. */
	readonly exploration: number;
	/** Outcomes that are known of it. */
	readonly outcomes: number;
}

export interface RoutingDecision {
	readonly agent: string;
	/** Of all candidates, best first. */
	readonly scores: readonly RoutingScore[];
}

/** What became of tasks, kept for all processes of this machine. */
export interface OutcomeStore {
	append(outcome: RoutingOutcome): void;
	/** Those after that number, oldest first; at most the newest 2,000. */
	read(after: number): readonly { readonly number: number; readonly outcome: RoutingOutcome }[];
}

export interface Router {
	/** Under 1 ms for 200 candidates. Throws NexusError `agent.none` when there are none. */
	choose(task: string, candidates: readonly RoutingCandidate[]): Promise<RoutingDecision>;
	/** Kept before it returns. `decision`: the one that led to it, where there was one. */
	learn(outcome: RoutingOutcome, decision?: RoutingDecision): void;
}
