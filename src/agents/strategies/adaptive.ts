// Agents one after the other, the next one chosen from what the last one gave; never more than a stated number.
import { z } from "zod";
import type { ErrorData } from "../../contracts/errors.js";
import type { JsonObject } from "../../contracts/json.js";
import type { WorkflowStep } from "../../contracts/workflow.js";
import type { StepResult } from "../../contracts/workflow-run.js";
import type { Flow, Values } from "../flow/flow.js";
import { runLeaf } from "../flow/leaf.js";
import { joined } from "../flow/results.js";
import { fillIn } from "../flow/template.js";

const planSchema = z.object({
	done: z.boolean().describe("true: the goal is reached, or cannot be"),
	answer: z.string().optional().describe("with done: the result"),
	agent: z.string().optional().describe("who works next"),
	task: z.string().optional().describe("what it does, in full: it sees nothing else"),
	why: z.string().optional().describe("one sentence"),
});
type Plan = z.output<typeof planSchema>;

const usualLimit = 8;
const shownCharacters = 4000;

export const runAdaptive = async (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	values: Values,
	signal: AbortSignal,
): Promise<StepResult> => {
	const { agents = [], planner } = step;
	const most = step.limit ?? (planner === undefined ? agents.length : usualLimit);
	const results = new Map<string, StepResult>();
	const history: { plan: Plan; result: StepResult }[] = [];
	const filled = fillIn(step.task ?? "", values);
	if (!filled.ok) {
		const error = {
			code: "workflow.value",
			message: `${key}: there is nothing in ${filled.missing}`,
			exitCode: 2 as const,
		};
		return joined("failed", results, { text: "", error });
	}
	const end = (status: StepResult["status"], text: string, error?: ErrorData) =>
		joined(status, results, { text, error });
	const last = (): StepResult | undefined => history.at(-1)?.result;

	for (let turn = 1; turn <= most; turn++) {
		let plan = nextInOrder(agents, filled.text, turn, last());
		if (planner !== undefined) {
			const asked = { ...plannerStep(step, planner, filled.text, agents, history, most - turn + 1) };
			const made = await runLeaf(flow, asked, `${key}:plan#${turn}`, values, signal);
			results.set(`plan#${turn}`, made);
			if (made.status !== "done") return end(made.status, last()?.text ?? "", made.error);
			const parsed = planSchema.safeParse(made.output);
			if (!parsed.success) return end("failed", "", badPlan(key, planner));
			plan = parsed.data;
		}
		if (plan.done) return end("done", plan.answer ?? last()?.text ?? "");
		const { agent, task } = plan;
		if (agent === undefined || task === undefined || !agents.includes(agent)) {
			// Told to the planner as what came of it: it may choose again.
			const message = `${agent ?? "nobody"} is not among ${agents.join(", ")}, or there was no task`;
			const result: StepResult = { ...noResult, error: { code: "agent.not-found", message } };
			history.push({ plan, result });
			continue;
		}
		const { id, retry, model, budget } = step;
		const work = { id, agent, task: verbatim(task), retry, model, budget };
		const result = await runLeaf(flow, work, `${key}:turn#${turn}`, values, signal);
		results.set(`turn#${turn}`, result);
		if (result.status === "waiting" || result.status === "cancelled") return end(result.status, "");
		history.push({ plan, result });
		if (planner === undefined && result.status === "done") return end("done", result.text);
	}
	if (planner === undefined && last()?.error !== undefined) return end("failed", "", last()?.error);
	return end("limited", last()?.text ?? "", {
		code: "limit.turns",
		message: `${key}: not done after ${most} steps`,
		hint: "raise its limit",
		exitCode: 5,
	});
};

const noResult: StepResult = { status: "failed", text: "", tokens: 0, costMicroUsd: 0, durationMs: 0 };

/** Without a planner: who comes next in the list, told of the failure before. */
const nextInOrder = (agents: readonly string[], goal: string, turn: number, last: StepResult | undefined): Plan => {
	const failure = last?.error === undefined ? "" : `\n\nAnother agent tried this and failed: ${last.error.message}`;
	return { done: false, agent: agents[(turn - 1) % agents.length], task: `${goal}${failure}` };
};

const plannerStep = (
	{ id, model, retry }: WorkflowStep,
	planner: string,
	goal: string,
	agents: readonly string[],
	history: readonly { readonly plan: Plan; readonly result: StepResult }[],
	left: number,
): WorkflowStep => {
	const told = history.map(
		({ plan, result }, index) =>
			`${index + 1}. ${plan.agent ?? "nobody"} was asked: ${cut(plan.task ?? "")}\n   ${result.status}: ${cut(result.error?.message ?? result.text)}`,
	);
	const task = [
		"Decide what is done next to reach this goal. Do none of it yourself: answer with the plan alone.",
		`Goal: ${goal}`,
		`Agents: ${agents.join(", ")}. At most ${left} more steps.`,
		told.length === 0 ? "Nothing has been done yet." : `Done so far:\n${told.join("\n")}`,
	].join("\n\n");
	return { id, agent: planner, task: verbatim(task), model, retry, output: planOutput() };
};

const planOutput = (): JsonObject => JSON.parse(JSON.stringify(z.toJSONSchema(planSchema)));

/** A task that is already filled in: braces in it are text. */
const verbatim = (text: string): string => text.replaceAll("{{", '{{"{{"}}');
const cut = (text: string): string =>
	text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters).toWellFormed()}…`;

const badPlan = (key: string, planner: string): ErrorData => ({
	code: "workflow.plan",
	message: `${key}: what ${planner} answered is no plan`,
	exitCode: 7,
});
