// What a step refers to: the steps whose results it takes.
import type { WorkflowStep } from "../../contracts/workflow.js";
import { parseCondition } from "./condition.js";
import type { ValuePath } from "./path.js";
import { pathsIn } from "./template.js";

/** The texts of a step, without those of the steps inside it: where each stands, and how it is read. */
export const textsOf = (
	step: WorkflowStep,
): readonly { readonly at: readonly string[]; readonly text: string; readonly isCondition: boolean }[] => {
	const template = (text: unknown, ...at: string[]) =>
		typeof text === "string" ? [{ at, text, isCondition: false }] : [];
	const condition = (text: string | undefined, ...at: string[]) =>
		text === undefined ? [] : [{ at, text, isCondition: true }];
	return [
		...template(step.task, "task"),
		...Object.entries(step.with ?? {}).flatMap(([title, text]) => template(text, "with", title)),
		...condition(step.when, "when"),
		...template(step.foreach, "foreach"),
		...condition(step.loop?.until, "loop", "until"),
		...template(step.approval, "approval"),
		...template(step.aggregate?.task, "aggregate", "task"),
	];
};

export const pathsOf = (text: string, isCondition: boolean): readonly ValuePath[] => {
	if (!isCondition) return pathsIn(text);
	const parsed = parseCondition(text);
	return typeof parsed === "string" ? [] : parsed.paths;
};

/** Ids of all steps named in it and in the steps inside it. */
export const referredSteps = (step: WorkflowStep): ReadonlySet<string> => {
	const found = new Set<string>();
	for (const { text, isCondition } of textsOf(step))
		for (const { parts } of pathsOf(text, isCondition))
			if (parts[0] === "steps" && typeof parts[1] === "string") found.add(parts[1]);
	for (const inner of step.steps ?? []) for (const id of referredSteps(inner)) found.add(id);
	return found;
};

/** What each step waits for, of those beside it. With `isSequential` the one before it too. */
export const needsOf = (
	steps: readonly WorkflowStep[],
	isSequential = false,
): ReadonlyMap<string, readonly string[]> => {
	const ids = new Set(steps.map((step) => step.id));
	return new Map(
		steps.map((step, index) => {
			const before = isSequential ? steps[index - 1]?.id : undefined;
			const all = [...(step.needs ?? []), ...referredSteps(step), ...(before === undefined ? [] : [before])];
			return [step.id, [...new Set(all)].filter((id) => id !== step.id && ids.has(id))];
		}),
	);
};
