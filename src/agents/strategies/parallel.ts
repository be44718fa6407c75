// Steps at once: until all are done, or any, or a quorum of them; then, where it is wished, one result of all.

import type { WorkflowStep } from "../../contracts/workflow.js";
import type { StepResult } from "../../contracts/workflow-run.js";
import { cancelled, type Flow, type Perform, type Values } from "../flow/flow.js";
import { runLeaf } from "../flow/leaf.js";
import { joined, listed, sumOf, toValues, worst } from "../flow/results.js";

type Group = Pick<WorkflowStep, "id" | "steps" | "join" | "failure" | "aggregate">;

export const runParallel = async (
	flow: Flow,
	group: Group,
	key: string,
	values: Values,
	signal: AbortSignal,
	perform: (step: WorkflowStep) => Perform,
	keyOf = (id: string) => `${key}/${id}`,
): Promise<StepResult> => {
	const steps = group.steps ?? [];
	const tally = tallyOf(group, steps);
	const results = new Map<string, StepResult>();
	const enough = new AbortController();
	const stop = AbortSignal.any([signal, enough.signal]);
	const note = (id: string, result: StepResult): void => {
		results.set(id, result);
		if (tally(results) !== undefined) enough.abort();
	};
	// What ended before a crash is counted first: who has won has won.
	for (const { id } of steps) {
		const known = flow.journal.result(keyOf(id));
		if (known !== undefined) note(id, known);
	}
	const settled = await Promise.allSettled(
		steps
			.filter(({ id }) => !results.has(id))
			.map(async (step) => {
				if (stop.aborted) return note(step.id, cancelled());
				try {
					note(step.id, await perform(step)(keyOf(step.id), values, stop));
				} catch (error) {
					enough.abort();
					throw error;
				}
			}),
	);
	for (const each of settled) if (each.status === "rejected") throw each.reason;

	const inOrder = new Map(steps.map(({ id }) => [id, results.get(id) ?? cancelled()]));
	const all = [...inOrder.values()];
	const isMet = steps.length === 0 || tally(inOrder) === "met";
	const bad = isMet ? undefined : worst(all);
	if (bad !== undefined) return joined(bad.status, inOrder, { error: bad.error });
	if (group.aggregate === undefined) return joined("done", inOrder);
	const given = { ...values, results: withFailures(inOrder), steps: { ...values.steps, ...toValues(inOrder) } };
	const step = { id: group.id, agent: group.aggregate.agent, task: group.aggregate.task };
	const made = await runLeaf(flow, step, `${key}:aggregate`, given, signal);
	return { ...joined(made.status, inOrder, { text: made.text, error: made.error }), ...sumOf([...all, made]) };
};

/** `met`: no more is needed; `lost`: no more can help; undefined: it is open. */
const tallyOf = ({ join = "all", failure = "fast" }: Group, steps: readonly WorkflowStep[]) => {
	const optional = new Set(steps.filter((step) => step.optional === true).map((step) => step.id));
	return (results: ReadonlyMap<string, StepResult>): "met" | "lost" | undefined => {
		const all = [...results];
		const open = steps.length - all.length;
		const done = all.filter(([, { status }]) => status === "done").length;
		const held = all.filter(([, { status }]) => status === "waiting").length;
		const isBad = ([id, { status }]: readonly [string, StepResult]) =>
			status !== "done" && status !== "skipped" && status !== "waiting" && !optional.has(id);
		const bad = all.filter(isBad).length;
		const needed = join === "any" ? 1 : join === "all" ? undefined : join.quorum;
		if (needed !== undefined) {
			if (done >= needed) return "met";
			// Who waits for a person may still be done.
			if (failure === "fast" && done + open + held < needed) return "lost";
			return open === 0 && held === 0 ? "lost" : undefined;
		}
		if (failure === "fast" && bad > 0) return "lost";
		if (open > 0 || held > 0) return undefined;
		return bad === 0 || done > 0 ? "met" : "lost";
	};
};

/** What an aggregator is told: that something is missing, too. */
const withFailures = (results: ReadonlyMap<string, StepResult>): string => {
	const failed = [...results].filter(([, { status }]) => status === "failed" || status === "limited");
	const missing = failed.map(([id, { error }]) => `## ${id}\n\nThis failed: ${error?.message ?? "unknown"}`);
	return [listed(results), ...missing].filter((part) => part !== "").join("\n\n");
};
