// What a workflow may not say although each part of it is well formed.
import type { Workflow, WorkflowStep } from "../../contracts/workflow.js";
import { didYouMean } from "../../lib/nearest.js";
import { parseCondition } from "./condition.js";
import { needsOf, pathsOf, textsOf } from "./references.js";
import { parseTemplate } from "./template.js";

export interface WorkflowProblem {
	/** Keys and numbers from the top of the file. */
	readonly path: readonly (string | number)[];
	readonly message: string;
}

const roots = ["inputs", "steps", "item", "index", "last", "previous", "results", "run", "step"];
const maxDepth = 8;

/** Empty: it can run. */
export const checkWorkflow = (workflow: Workflow): readonly WorkflowProblem[] => {
	const problems: WorkflowProblem[] = [];
	const seen = new Set<string>();
	const say = (path: readonly (string | number)[], message: string): void => void problems.push({ path, message });

	const checkText = (
		text: string,
		isCondition: boolean,
		path: readonly (string | number)[],
		known: readonly string[],
		self?: string,
	): void => {
		const parsed = isCondition ? parseCondition(text) : parseTemplate(text);
		if (typeof parsed === "string") {
			say(path, parsed);
			return;
		}
		for (const { text: place, parts } of pathsOf(text, isCondition)) {
			const [root, name] = [String(parts[0]), String(parts[1] ?? "")];
			if (!roots.includes(root)) say(path, `there is no value ${root}${didYouMean(root, roots)}`);
			const inputs = Object.keys(workflow.inputs);
			if (root === "inputs" && !inputs.includes(name))
				say(path, `there is no input ${name}${didYouMean(name, inputs)}`);
			if (root === "steps" && name === self) say(path, `${place} is of the step itself`);
			else if (root === "steps" && !known.includes(name))
				say(path, `there is no step ${name} before this one${didYouMean(name, known)}`);
		}
	};

	const checkLevel = (
		steps: readonly WorkflowStep[],
		at: readonly (string | number)[],
		above: readonly string[],
		strategy: WorkflowStep["strategy"],
		depth: number,
	): void => {
		if (depth > maxDepth) {
			say(at, `steps are at most ${maxDepth} deep`);
			return;
		}
		const ids = steps.map((step) => step.id);
		for (const [index, step] of steps.entries()) {
			const path = [...at, index];
			if (seen.has(step.id)) say([...path, "id"], `there are two steps ${step.id}`);
			seen.add(step.id);
			for (const [number, need] of (step.needs ?? []).entries())
				if (!ids.includes(need) || need === step.id)
					say([...path, "needs", number], `there is no step ${need} beside this one${didYouMean(need, ids)}`);
			const known = [...above, ...ids];
			const inside = (step.steps ?? []).map((inner) => inner.id);
			for (const { at: where, text, isCondition } of textsOf(step))
				checkText(
					...([text, isCondition, [...path, ...where]] as const),
					where[0] === "aggregate" ? [...known, ...inside] : known,
					step.id,
				);
			for (const message of shapeProblems(step)) say(path, message);
			if (step.steps !== undefined) {
				const outer = known.filter((id) => id !== step.id);
				checkLevel(step.steps, [...path, "steps"], outer, step.strategy, depth + 1);
			}
		}
		const isParallel = strategy === "parallel";
		const needs = needsOf(steps, strategy === "sequential");
		const [dependent] = isParallel ? [...needs].filter(([, of]) => of.length > 0) : [];
		if (dependent !== undefined)
			say(at, `steps of a parallel group cannot wait for each other, as ${dependent[0]} does for ${dependent[1][0]}`);
		const circle = findCircle(needs);
		if (circle !== undefined) say(at, `steps wait for each other in a circle: ${circle.join(" -> ")}`);
	};

	checkLevel(workflow.steps, ["steps"], [], workflow.strategy, 1);
	if (workflow.result !== undefined)
		checkText(
			workflow.result,
			false,
			["result"],
			workflow.steps.map((step) => step.id),
		);
	return problems;
};

/** Keys that do not go together. */
const shapeProblems = (step: WorkflowStep): readonly string[] => {
	const problems: string[] = [];
	const only = (keys: readonly (keyof WorkflowStep)[], isFit: boolean, what: string): void => {
		for (const key of keys) if (step[key] !== undefined && !isFit) problems.push(`${key} is only for ${what}`);
	};
	const isAdaptive = step.strategy === "adaptive";
	const isGroup = step.steps !== undefined;
	if (isAdaptive && isGroup) problems.push("adaptive takes agents, not steps");
	if (isAdaptive && (step.agents === undefined || step.task === undefined))
		problems.push("adaptive needs a task and agents");
	if (!isAdaptive && step.strategy !== undefined && !isGroup) problems.push(`${step.strategy} needs steps`);
	if (isGroup && (step.task !== undefined || step.agent !== undefined))
		problems.push("a step has either a task or steps of its own");
	if (!isGroup && step.task === undefined && step.approval === undefined)
		problems.push("a step needs a task, steps of its own, or an approval");
	if (step.task === undefined && step.approval === true)
		problems.push("an approval without a task needs words: approval: may it go on?");
	if (step.foreach !== undefined && step.loop !== undefined) problems.push("either foreach or loop");
	only(["join", "failure", "aggregate"], isGroup && step.strategy === "parallel", "strategy: parallel");
	only(["agents", "planner", "limit"], isAdaptive, "strategy: adaptive");
	only(["output", "with", "retry", "idempotent"], step.task !== undefined, "a step with a task");
	const { join } = step;
	if (typeof join === "object" && isGroup && join.quorum > (step.steps?.length ?? 0))
		problems.push(`a quorum of ${join.quorum} of ${step.steps?.length} steps cannot be met`);
	return problems;
};

const findCircle = (needs: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined => {
	const done = new Set<string>();
	const visit = (id: string, trail: readonly string[]): readonly string[] | undefined => {
		if (trail.includes(id)) return [...trail.slice(trail.indexOf(id)), id];
		if (done.has(id)) return undefined;
		for (const next of needs.get(id) ?? []) {
			const circle = visit(next, [...trail, id]);
			if (circle !== undefined) return circle;
		}
		done.add(id);
		return undefined;
	};
	for (const id of needs.keys()) {
		const circle = visit(id, []);
		if (circle !== undefined) return circle;
	}
	return undefined;
};
