// A step of any kind: skipped, repeated, limited in time, or done as it says.
import type { ErrorData } from "../../contracts/errors.js";
import type { JsonValue } from "../../contracts/json.js";
import { durationMs, type WorkflowStep } from "../../contracts/workflow.js";
import type { StepResult } from "../../contracts/workflow-run.js";
import { runAdaptive } from "../strategies/adaptive.js";
import { runGraph } from "../strategies/graph.js";
import { runParallel } from "../strategies/parallel.js";
import { runSequential } from "../strategies/sequential.js";
import { parseCondition } from "./condition.js";
import { type Flow, finish, type Perform, type Values } from "./flow.js";
import { runLeaf } from "./leaf.js";
import { lookUp, parsePath } from "./path.js";
import { emptyResult, joined, toValue } from "./results.js";

export const runStep = async (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	values: Values,
	signal: AbortSignal,
): Promise<StepResult> => {
	const known = flow.journal.result(key);
	if (known !== undefined) return known;
	if (step.when !== undefined && !holds(step.when, values)) return finish(flow, key, emptyResult("skipped"));
	const limited = step.timeout === undefined ? undefined : timeLimit(flow, durationMs(step.timeout), signal);
	try {
		const result = await repeated(flow, step, key, values, limited?.signal ?? signal);
		if (limited?.isOver() !== true || signal.aborted || result.status === "done") return result;
		return finish(flow, key, { ...result, status: "limited", error: tooLong(key, step) });
	} finally {
		limited?.dispose();
	}
};

const repeated: (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	values: Values,
	signal: AbortSignal,
) => Promise<StepResult> = async (flow, step, key, values, signal) => {
	if (step.foreach !== undefined) return finish(flow, key, await forEach(flow, step, key, values, signal));
	if (step.loop !== undefined) return finish(flow, key, await loop(flow, step, key, values, signal));
	return once(flow, step)(key, values, signal);
};

/** The step itself, with nothing around it. */
const once = (flow: Flow, step: WorkflowStep): Perform => {
	const { steps } = step;
	if (steps === undefined && step.strategy !== "adaptive")
		return (key, values, signal) => runLeaf(flow, step, key, values, signal);
	return async (key, values, signal) => {
		const known = flow.journal.result(key);
		if (known !== undefined) return known;
		if (step.approval !== undefined) {
			const asked = { id: step.id, approval: step.approval === true ? `May ${key} begin?` : step.approval };
			const allowed = await runLeaf(flow, asked, `${key}:approval`, values, signal);
			if (allowed.status !== "done") return finish(flow, key, allowed);
		}
		const run: Perform = (inner, given, innerSignal) => {
			const perform =
				(each: WorkflowStep): Perform =>
				(at, more, stop) =>
					runStep(flow, each, at, more, stop);
			if (steps === undefined) return runAdaptive(flow, step, inner, given, innerSignal);
			if (step.strategy === "sequential")
				return runSequential({ steps, prefix: `${inner}/`, perform }, given, innerSignal);
			if (step.strategy === "parallel") return runParallel(flow, step, inner, given, innerSignal, perform);
			return runGraph({ steps, prefix: `${inner}/`, perform }, given, innerSignal);
		};
		return finish(flow, key, await run(key, values, signal));
	};
};

const forEach: typeof repeated = async (flow, step, key, values, signal) => {
	const items = listOf(step.foreach, values);
	if (typeof items === "string") return emptyResult("failed", { code: "workflow.value", message: `${key}: ${items}` });
	const perform = once(flow, step);
	const members: readonly WorkflowStep[] = items.map((_, index) => ({ id: String(index) }));
	const group = { id: step.id, steps: [...members], failure: step.failure };
	const keyOf = (id: string) => `${key}[${id}]`;
	return runParallel(
		flow,
		group,
		key,
		values,
		signal,
		({ id }) =>
			(at, given, stop) =>
				perform(at, { ...given, item: items[Number(id)] ?? null, index: Number(id) }, stop),
		keyOf,
	);
};

const loop: typeof repeated = async (flow, step, key, values, signal) => {
	const { until = "", max = 1 } = step.loop ?? {};
	const results = new Map<string, StepResult>();
	let last: JsonValue = null;
	for (let index = 1; index <= max; index++) {
		const result = await once(flow, step)(`${key}#${index}`, { ...values, last, index }, signal);
		results.set(String(index), result);
		if (result.status !== "done") return joined(result.status, results, { text: result.text, error: result.error });
		last = toValue(result);
		if (holds(until, { ...values, last, index }))
			return { ...joined("done", results, { text: result.text }), output: result.output };
	}
	const error = {
		code: "limit.loop",
		message: `${key}: after ${max} times "${until}" does not hold`,
		exitCode: 5 as const,
	};
	return joined("limited", results, { text: [...results.values()].at(-1)?.text ?? "", error });
};

/** Checked when it was read: one that is none holds never. */
const holds = (text: string, values: Values): boolean => {
	const condition = parseCondition(text);
	return typeof condition !== "string" && condition.holds(values);
};

const maxItems = 1000;

/** The list, or why there is none. A text is read as JSON: models answer in text. */
const listOf = (source: WorkflowStep["foreach"], values: Values): readonly JsonValue[] | string => {
	if (Array.isArray(source)) return source;
	const text = String(source)
		.trim()
		.replace(/^\{\{\s*|\s*\}\}$/g, "");
	const path = parsePath(text);
	const value = path === undefined ? undefined : lookUp(values, path);
	const list = typeof value === "string" ? fromJson(value) : value;
	if (!Array.isArray(list)) return `${text} is no list`;
	return list.length > maxItems ? `${text} has ${list.length} items, and ${maxItems} are the most` : list;
};

const fromJson = (text: string): JsonValue | undefined => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

const timeLimit = (flow: Flow, ms: number, signal: AbortSignal) => {
	const over = new AbortController();
	const ended = new AbortController();
	flow.clock.sleep(ms, AbortSignal.any([ended.signal, signal])).then(
		() => over.abort(),
		() => {},
	);
	return {
		signal: AbortSignal.any([signal, over.signal]),
		isOver: () => over.signal.aborted,
		dispose: () => ended.abort(),
	};
};

const tooLong = (key: string, step: WorkflowStep): ErrorData => ({
	code: "limit.timeout",
	message: `${key} was not done within its time (${step.timeout}${typeof step.timeout === "number" ? " s" : ""})`,
	exitCode: 5,
});
