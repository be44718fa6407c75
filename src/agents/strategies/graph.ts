// Steps as they need each other: each begins as soon as all that it waits for has ended.

import type { WorkflowStep } from "../../contracts/workflow.js";
import type { StepResult } from "../../contracts/workflow-run.js";
import { cancelled, type Perform, type Values, waiting } from "../flow/flow.js";
import { needsOf } from "../flow/references.js";
import { joined, listed, toValues, worst } from "../flow/results.js";

export interface Steps {
	readonly steps: readonly WorkflowStep[];
	/** Before their ids in their keys. */
	readonly prefix: string;
	perform(step: WorkflowStep): Perform;
}

/** A failure of a step that is not optional stops the others. */
export const runGraph = async (
	{ steps, prefix, perform }: Steps,
	values: Values,
	signal: AbortSignal,
	isSequential = false,
): Promise<StepResult> => {
	const needs = needsOf(steps, isSequential);
	const failed = new AbortController();
	const stop = AbortSignal.any([signal, failed.signal]);
	const results = new Map<string, StepResult>();
	const optional = new Set(steps.filter((step) => step.optional === true).map((step) => step.id));
	const begun = new Map<string, Promise<StepResult>>();

	const run = async (step: WorkflowStep, index: number): Promise<StepResult> => {
		const ids = needs.get(step.id) ?? [];
		// Defined in the order of the file, awaited in any: nobody waits for who comes later in vain.
		await Promise.resolve();
		const given = new Map<string, StepResult>();
		for (const id of ids) {
			const result = await begun.get(id);
			if (result !== undefined) given.set(id, result);
		}
		if (stop.aborted) return cancelled();
		for (const [id, { status }] of given) {
			if (status === "waiting") return waiting();
			if (!optional.has(id) && status !== "done" && status !== "skipped") return cancelled();
		}
		const before = isSequential && index > 0 ? given.get(steps[index - 1]?.id ?? "") : undefined;
		const previous =
			before === undefined ? {} : { previous: toValues(new Map([["previous", before]])).previous ?? null };
		return perform(step)(
			`${prefix}${step.id}`,
			{ ...values, ...previous, steps: { ...values.steps, ...toValues(given) } },
			stop,
		);
	};

	for (const [index, step] of steps.entries()) {
		const work = run(step, index).then(
			(result) => {
				results.set(step.id, result);
				const isBad = result.status === "failed" || result.status === "limited";
				if (isBad && step.optional !== true) failed.abort();
				return result;
			},
			(error: unknown) => {
				failed.abort();
				throw error;
			},
		);
		begun.set(step.id, work);
	}
	// All have ended before anything is said: nothing goes on behind a failure.
	const settled = await Promise.allSettled(begun.values());
	for (const each of settled) if (each.status === "rejected") throw each.reason;

	const inOrder = new Map(steps.map((step) => [step.id, results.get(step.id) ?? cancelled()]));
	const needed = new Set([...needs.values()].flat());
	const last = new Map([...inOrder].filter(([id]) => !needed.has(id)));
	const bad = worst([...inOrder].filter(([id]) => !optional.has(id)).map(([, result]) => result));
	const status = bad?.status ?? "done";
	return joined(status, inOrder, { text: status === "done" ? listed(last) : "", error: bad?.error });
};
