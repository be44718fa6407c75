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
import { createTextAffinity, textFeatures } from "./text-affinity.js";

/** What each factor counts for before anything is known, in the order of `routingFactors`. */
const prior: Readonly<Record<RoutingFactor, number>> = {
	...{ words: 0.15, learned: 1, success: 0.05, speed: 0.02, price: 0.02, load: 0.1 },
};
/** Outcomes that the prior is worth; what is kept of the past with each outcome. */
const priorStrength = 100;
const memory = 0.998;
/** How much curiosity counts for. */
const curiosity = 0.05;
/** How many tasks its own words about itself are worth. */
const ownWords = 2;
/** Tasks at once from which on an agent counts as fully busy. */
const busyTasks = 4;

export const createRouter = (store: OutcomeStore): Router => {
	const model = createLinUcb({ prior: routingFactors.map((factor) => prior[factor]), priorStrength, memory });
	const affinity = createTextAffinity();
	/** What each candidate said of itself when it was first seen. */
	const introduced = new Set<string>();
	const figures = new Map<string, AgentFigures>();
	let lexical: { readonly of: string; readonly match: Promise<LexicalMatch> } | undefined;
	let known = 0;

	const take = (outcome: RoutingOutcome): void => {
		const { agent, instead, result, factors, insteadFactors } = outcome;
		const text = textFeatures(outcome.task);
		const reward = rewards[result];
		figures.set(agent, withOutcome(figures.get(agent) ?? nothingKnown, outcome, memory));
		// What went wrong with one agent tells nothing for another.
		affinity.learn(reward > 0.5 ? agent : undefined, text, reward);
		if (factors !== undefined) model.learn(factors, reward);
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

	const introduce = ({ name, type, description, capabilities, domain = "" }: RoutingCandidate): void => {
		const text = [name, type, domain, ...capabilities, description].join(" ");
		if (introduced.has(text)) return;
		introduced.add(text);
		affinity.learn(name, textFeatures(text), ownWords);
	};

	return {
		choose: async (task, candidates) => {
			if (candidates.length === 0) throw new NexusError("agent.none", "there is no agent to choose from");
			const match = await matchOf(candidates);
			for (const candidate of candidates) introduce(candidate);
			catchUp();
			const learned = affinity.of(
				candidates.map(({ name }) => name),
				textFeatures(task),
			);
			const words = match.scores(task);
			const weights = model.weights();
			const of = candidates.map(({ name }) => figures.get(name) ?? nothingKnown);
			const speeds = of.map((each) => each.speed);
			const prices = of.map((each) => each.price);
			const scores = candidates.map(({ name, load = 0 }, index): RoutingScore => {
				const own = of[index] ?? nothingKnown;
				const values = [
					words[index] ?? 0,
					learned[index] ?? 0,
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
