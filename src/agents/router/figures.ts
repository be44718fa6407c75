// What is known of an agent from the tasks that it had.
import type { RoutingOutcome } from "../../contracts/routing.js";

export interface AgentFigures {
	readonly outcomes: number;
	/** Sums over outcomes, older ones counting less. */
	readonly weight: number;
	readonly reward: number;
	/** Means of logarithms of ms and of micro-dollars; undefined while nothing is known. */
	readonly speed: number | undefined;
	readonly price: number | undefined;
}

export const nothingKnown: AgentFigures = { outcomes: 0, weight: 0, reward: 0, speed: undefined, price: undefined };

/** What an outcome is worth, 0 to 1. */
export const rewards: Readonly<Record<RoutingOutcome["result"], number>> = {
	...{ verified: 1, finished: 0.8, retried: 0.3, failed: 0, corrected: 0 },
};

/** How far a new figure moves a mean. */
const step = 0.2;
const moved = (mean: number | undefined, value: number | undefined): number | undefined =>
	value === undefined ? mean : mean === undefined ? Math.log1p(value) : mean + step * (Math.log1p(value) - mean);

/** `memory`: what is kept of the past, 0 to 1. */
export const withOutcome = (known: AgentFigures, outcome: RoutingOutcome, memory: number): AgentFigures => ({
	outcomes: known.outcomes + 1,
	weight: known.weight * memory + 1,
	reward: known.reward * memory + rewards[outcome.result],
	speed: moved(known.speed, outcome.durationMs),
	price: moved(known.price, outcome.costMicroUsd),
});

/** -1 to 1: two outcomes of a middling agent are assumed (Laplace's rule of succession). */
export const success = ({ weight, reward }: AgentFigures): number => (2 * (reward + 1)) / (weight + 2) - 1;

/** -1 to 1: above 0 for what is less than the mean of all that are known; e times as much is -0.76. */
export const below = (value: number | undefined, all: readonly (number | undefined)[]): number => {
	const known = all.filter((each) => each !== undefined);
	if (value === undefined || known.length < 2) return 0;
	return Math.tanh(known.reduce((sum, each) => sum + each, 0) / known.length - value);
};
