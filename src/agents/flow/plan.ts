// What a workflow will do and use, as far as that can be said before it starts.
import type { Workflow, WorkflowStep } from "../../contracts/workflow.js";
import type { Estimate, PlanStep, WorkflowPlan } from "../../contracts/workflows-client.js";
import { needsOf } from "./references.js";

/** Of one task of an agent, on average. */
export interface AgentAverage {
	readonly tokens: number;
	readonly costMicroUsd: number;
	readonly ms: number;
}

export interface PlanOptions {
	readonly defaultAgent: string;
	/** `provider/model` that an agent works with. */
	modelOf(step: Pick<WorkflowStep, "agent" | "model">): string;
	/** Undefined: it has not worked here. */
	averageOf(agent: string): AgentAverage | undefined;
	/** Micro-dollars of one token, of input and output mixed; 0 for free, undefined for unknown. */
	priceOf(model: string): number | undefined;
}

/** A guess for an agent that nothing is known of: a few requests with tools. */
const guess = { tokens: 8000, ms: 30_000 };
const nothing: Estimate = { tokens: 0, costMicroUsd: 0, ms: 0, isGuess: false };

export const planOf = (workflow: Workflow, options: PlanOptions): WorkflowPlan => {
	const lines: PlanStep[] = [];
	const total = level(workflow.steps, workflow.strategy, "", 0, options, lines);
	const work = lines.reduce((sum, line) => sum + (line.agent === undefined ? 0 : (line.estimate?.ms ?? 0)), 0);
	return {
		name: workflow.name,
		steps: lines,
		concurrency: workflow.concurrency,
		total: { ...total, ms: Math.max(total.ms, work / workflow.concurrency) },
	};
};

const level = (
	steps: readonly WorkflowStep[],
	strategy: WorkflowStep["strategy"],
	prefix: string,
	depth: number,
	options: PlanOptions,
	lines: PlanStep[],
): Estimate => {
	const needs = needsOf(steps, strategy === "sequential");
	const estimates = new Map<string, Estimate>();
	for (const step of steps) {
		const key = `${prefix}${step.id}`;
		const at = lines.length;
		const inside = stepEstimate(step, key, depth, options, lines);
		const times = timesOf(step);
		const estimate = { ...add([inside], times.count), ms: inside.ms * (step.loop === undefined ? 1 : times.count) };
		estimates.set(step.id, { ...estimate, isGuess: estimate.isGuess || times.isGuess });
		const isAgent = step.task !== undefined && step.strategy !== "adaptive";
		lines.splice(at, 0, {
			key,
			depth,
			agent: isAgent ? (step.agent ?? options.defaultAgent) : undefined,
			model: isAgent ? options.modelOf(step) : undefined,
			notes: notesOf(step),
			needs: needs.get(step.id) ?? [],
			estimate: estimates.get(step.id),
		});
	}
	return { ...add([...estimates.values()]), ms: longestWay(needs, estimates) };
};

const stepEstimate = (
	step: WorkflowStep,
	key: string,
	depth: number,
	options: PlanOptions,
	lines: PlanStep[],
): Estimate => {
	const { steps, strategy, agents = [], planner, limit, aggregate } = step;
	if (steps !== undefined) {
		const inside = level(steps, strategy, `${key}/`, depth + 1, options, lines);
		if (aggregate === undefined) return inside;
		const last = ofAgent(aggregate, options);
		return { ...add([inside, last]), ms: inside.ms + last.ms };
	}
	if (strategy === "adaptive") {
		// Half of what it may do: how soon it is done nobody knows.
		const turns = Math.max(1, Math.ceil((limit ?? (planner === undefined ? agents.length : 8)) / 2));
		const each = add(agents.map((agent) => ofAgent({ agent, model: step.model }, options)));
		const one = {
			...each,
			tokens: each.tokens / agents.length,
			ms: guess.ms,
			costMicroUsd: each.costMicroUsd === null ? null : each.costMicroUsd / agents.length,
		};
		const plans = planner === undefined ? nothing : ofAgent({ agent: planner, model: step.model }, options);
		const turn = add([one, plans]);
		return { ...add([turn], turns), ms: (one.ms + plans.ms) * turns, isGuess: true };
	}
	return step.task === undefined ? nothing : ofAgent(step, options);
};

const ofAgent = (step: Pick<WorkflowStep, "agent" | "model">, options: PlanOptions): Estimate => {
	const known = options.averageOf(step.agent ?? options.defaultAgent);
	if (known !== undefined && step.model === undefined) return { ...known, isGuess: false };
	const model = options.modelOf(step);
	// The interpreter: no model is asked.
	if (model.startsWith("offline/")) return { tokens: 0, costMicroUsd: 0, ms: 200, isGuess: true };
	const price = options.priceOf(model);
	return { ...guess, costMicroUsd: price === undefined ? null : price * guess.tokens, isGuess: true };
};

const add = (all: readonly Estimate[], times = 1): Estimate => ({
	tokens: all.reduce((sum, each) => sum + each.tokens, 0) * times,
	costMicroUsd: all.reduce<number | null>(
		(sum, each) => (sum === null || each.costMicroUsd === null ? null : sum + each.costMicroUsd * times),
		0,
	),
	ms: all.reduce((sum, each) => sum + each.ms, 0),
	isGuess: all.some((each) => each.isGuess),
});

const longestWay = (
	needs: ReadonlyMap<string, readonly string[]>,
	estimates: ReadonlyMap<string, Estimate>,
): number => {
	const ends = new Map<string, number>();
	const endOf = (id: string): number => {
		const known = ends.get(id);
		if (known !== undefined) return known;
		const end = Math.max(0, ...(needs.get(id) ?? []).map(endOf)) + (estimates.get(id)?.ms ?? 0);
		ends.set(id, end);
		return end;
	};
	return Math.max(0, ...[...needs.keys()].map(endOf));
};

/** How often it is done, as far as that is known. */
const timesOf = ({ foreach, loop }: WorkflowStep): { readonly count: number; readonly isGuess: boolean } => {
	if (Array.isArray(foreach)) return { count: foreach.length, isGuess: false };
	if (foreach !== undefined) return { count: 3, isGuess: true };
	return loop === undefined ? { count: 1, isGuess: false } : { count: Math.ceil(loop.max / 2), isGuess: true };
};

const notesOf = (step: WorkflowStep): readonly string[] => {
	const { strategy, join, failure, agents, planner, limit, foreach, loop } = step;
	const joins =
		join === undefined ? "all" : typeof join === "object" ? `${join.quorum} of ${step.steps?.length}` : join;
	return [
		...(strategy === "parallel" ? [`parallel, ${joins}${failure === "collect" ? ", failures collected" : ""}`] : []),
		...(strategy === "sequential" ? ["one after the other"] : []),
		...(strategy === "adaptive"
			? [
					`adaptive: ${(agents ?? []).join(", ")}${planner === undefined ? "" : `, planned by ${planner}`}, at most ${limit ?? (planner === undefined ? agents?.length : 8)}`,
				]
			: []),
		...(step.aggregate === undefined ? [] : [`joined by ${step.aggregate.agent ?? "the session's agent"}`]),
		...(Array.isArray(foreach) ? [`${foreach.length} times`] : foreach === undefined ? [] : [`for each of ${foreach}`]),
		...(loop === undefined ? [] : [`until ${loop.until}, at most ${loop.max} times`]),
		...(step.when === undefined ? [] : [`when ${step.when}`]),
		...(step.approval === undefined ? [] : ["asks first"]),
		...(step.optional === true ? ["optional"] : []),
	];
};
