// Which agent a task goes to: by the words it shares with what an agent says of itself, by the tasks that agents did well
// before, by their success, speed, price and load. What each of these counts for is learned from what becomes of tasks.
import { NexusError } from "../../contracts/errors.js";
import {
	type OutcomeStore,
	type Router,
	type RoutingCandidate,
	type RoutingDecision,
	type RoutingFactor,
	type RoutingOutcome,
	type RoutingScore,
	routingFactors,
} from "../../contracts/routing.js";
import { type AgentFigures, below, nothingKnown, rewards, success, withOutcome } from "./figures.js";
import { createLexicalMatch, type LexicalMatch } from "./lexical.js";
import { createLinUcb } from "./lin-ucb.js";
import { createTextAffinity, textVector } from "./text-affinity.js";

/** What each factor counts for before anything is known, in the order of `routingFactors`. */
const prior: Readonly<Record<RoutingFactor, number>> = {
	...{ words: 0.6, learned: 0.9, success: 0.1, speed: 0.03, price: 0.03, load: 0.1 },
};
/** Outcomes that the prior is worth; what is kept of the past with each outcome. */
const priorStrength = 30;
const memory = 0.998;
/** How much curiosity counts for. */
const curiosity = 0.1;
/** Tasks at once from which on an agent counts as fully busy. */
const busyTasks = 4;

export const createRouter = (store: OutcomeStore): Router => {
	const model = createLinUcb({ prior: routingFactors.map((factor) => prior[factor]), priorStrength, memory });
	const affinity = createTextAffinity(memory);
	const figures = new Map<string, AgentFigures>();
	let lexical: { readonly of: string; readonly match: Promise<LexicalMatch> } | undefined;
	let rarity: LexicalMatch["rarity"] = () => 1;
	let known = 0;

	const take = (outcome: RoutingOutcome): void => {
		const { agent, instead, result, factors, insteadFactors } = outcome;
		const text = textVector(outcome.task, rarity);
		figures.set(agent, withOutcome(figures.get(agent) ?? nothingKnown, outcome, memory));
		// What is below the middle speaks against, and a correction is the clearest word there is.
		affinity.learn(agent, text, result === "corrected" ? -0.5 : rewards[result] - 0.4);
		if (factors !== undefined) model.learn(factors, rewards[result]);
		if (instead === undefined) return;
		affinity.learn(instead, text, 1);
		if (insteadFactors !== undefined) model.learn(insteadFactors, 1);
	};

	/** What this and other processes have learned since. */
	const catchUp = (): void => {
		for (const { number, outcome } of store.read(known)) {
			take(outcome);
			known = number;
		}
	};

	const matchOf = (candidates: readonly RoutingCandidate[]): Promise<LexicalMatch> => {
		const of = candidates
			.map(({ name, type, description, capabilities, domain }) =>
				[name, type, description, capabilities, domain].join("\n"),
			)
			.join("\f");
		if (lexical?.of !== of) lexical = { of, match: createLexicalMatch(candidates) };
		return lexical.match;
	};

	return {
		choose: async (task, candidates) => {
			if (candidates.length === 0) throw new NexusError("agent.none", "there is no agent to choose from");
			const match = await matchOf(candidates);
			rarity = match.rarity;
			catchUp();
			const text = textVector(task, rarity);
			const words = match.scores(task);
			const weights = model.weights();
			const of = candidates.map(({ name }) => figures.get(name) ?? nothingKnown);
			const speeds = of.map((each) => each.speed);
			const prices = of.map((each) => each.price);
			const scores = candidates.map(({ name, load = 0 }, index): RoutingScore => {
				const own = of[index] ?? nothingKnown;
				const values = [
					words[index] ?? 0,
					affinity.of(name, text),
					success(own),
					below(own.speed, speeds),
					below(own.price, prices),
					-Math.min(1, load / busyTasks),
				];
				const points = values.map((value, factor) => value * (weights[factor] ?? 0));
				const exploration = (curiosity * model.uncertainty(values)) / Math.sqrt(1 + own.outcomes);
				return {
					agent: name,
					score: points.reduce((sum, each) => sum + each, exploration),
					factors: Object.fromEntries(
						routingFactors.map((factor, at) => [factor, { value: values[at] ?? 0, points: points[at] ?? 0 }]),
					) as RoutingScore["factors"],
					exploration,
					outcomes: own.outcomes,
				};
			});
			// Of equal ones the first: a decision can be made again.
			const sorted = scores.toSorted((a, b) => b.score - a.score);
			return { agent: sorted[0]?.agent ?? "", scores: sorted };
		},
		learn: (outcome, decision) => {
			const instead = outcome.instead === undefined ? undefined : valuesOf(decision, outcome.instead);
			const factors = valuesOf(decision, outcome.agent);
			store.append({
				...outcome,
				...(factors === undefined ? {} : { factors }),
				...(instead === undefined ? {} : { insteadFactors: instead }),
			});
		},
	};
};

const valuesOf = (decision: RoutingDecision | undefined, agent: string): number[] | undefined => {
	const score = decision?.scores.find((each) => each.agent === agent);
	return score === undefined ? undefined : routingFactors.map((factor) => score.factors[factor].value);
};
