// Which steps of a run are done again.

import type { Workflow, WorkflowStep } from "../../contracts/workflow.js";
import type { StepRow } from "../../contracts/workflow-run.js";
import { needsOf } from "./references.js";

/** `from` is a key of a row; with it go all that need its result, and all groups around them. */
export const keysFrom = (workflow: Workflow, rows: readonly StepRow[], from: string): readonly string[] => {
	const whole: string[] = [from];
	const exact: string[] = [];
	let steps: readonly WorkflowStep[] = workflow.steps;
	let strategy: WorkflowStep["strategy"] = workflow.strategy;
	let prefix = "";
	for (const segment of from.split("/")) {
		const [id = ""] = segment.split(/[[#:]/);
		for (const dependent of dependents(needsOf(steps, strategy === "sequential"), id))
			whole.push(`${prefix}${dependent}`);
		exact.push(`${prefix}${id}`, `${prefix}${segment}`, `${prefix}${id}:aggregate`);
		const step = steps.find((each) => each.id === id);
		steps = step?.steps ?? [];
		strategy = step?.strategy;
		prefix = `${prefix}${segment}/`;
	}
	const isIn = (key: string) =>
		exact.includes(key) ||
		whole.some((each) => key === each || (key.startsWith(each) && /^[/[#:]/.test(key.slice(each.length))));
	return rows.map((row) => row.key).filter(isIn);
};

/** After a failure: what has ended, but is not done. What a group that is done made of a failure stands. */
export const unfinishedKeys = (rows: readonly StepRow[]): readonly string[] => {
	const isDone = ({ result }: StepRow) => result?.status === "done" || result?.status === "skipped";
	const done = rows.filter(isDone).map((row) => row.key);
	const isInside = (key: string) =>
		done.some((group) => key.startsWith(group) && /^[/[#:]/.test(key.slice(group.length)));
	return rows.filter((row) => row.state === "ended" && !isDone(row) && !isInside(row.key)).map((row) => row.key);
};

const dependents = (needs: ReadonlyMap<string, readonly string[]>, id: string): ReadonlySet<string> => {
	const found = new Set<string>();
	const visit = (of: string): void => {
		for (const [other, needed] of needs)
			if (needed.includes(of) && !found.has(other)) {
				found.add(other);
				visit(other);
			}
	};
	visit(id);
	return found;
};
