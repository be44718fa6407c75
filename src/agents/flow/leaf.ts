// One step that an agent does: asked about, begun, tried again, ended, each of it stored before the next.
import type { AgentHandle } from "../../contracts/agent-run.js";
import type { AgentReceipt } from "../../contracts/agent-task.js";
import { isAbortError } from "../../contracts/errors.js";
import type { WorkflowStep } from "../../contracts/workflow.js";
import type { Answer, StepResult } from "../../contracts/workflow-run.js";
import { type Call, callOf } from "./call.js";
import { cancelled, decisionOn, type Flow, finish, type Values, waiting } from "./flow.js";
import { emptyResult, resultOf } from "./results.js";
import { retryDelayMs } from "./retries.js";

/** How a step begins: with a new agent, with one that goes on, with a failure of which it is known, or not at all. */
type Beginning =
	| { readonly kind: "start"; readonly failures: number }
	| { readonly kind: "continue"; readonly agentId: string; readonly failures: number }
	| { readonly kind: "ended"; readonly receipt: AgentReceipt; readonly failures: number }
	| { readonly kind: "result"; readonly result: StepResult };

export const runLeaf = async (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	values: Values,
	signal: AbortSignal,
): Promise<StepResult> => {
	const known = flow.journal.result(key);
	if (known !== undefined) return known;
	const call = callOf(flow, step, key, values);
	if ("error" in call) return finish(flow, key, emptyResult("failed", call.error));
	const refused = call.approval === undefined ? undefined : await approve(flow, key, call, call.approval, signal);
	if (refused !== undefined) return finish(flow, key, refused);
	if (step.task === undefined) return finish(flow, key, { ...emptyResult("done"), text: "approved" });
	const beginning = await beginningOf(flow, step, key, call, signal);
	if (beginning.kind === "result") return finish(flow, key, beginning.result);
	try {
		return finish(flow, key, await attempts(flow, step, key, call, beginning, signal));
	} catch (error) {
		if (signal.aborted && isAbortError(error)) return cancelled();
		throw error;
	}
};

/** Undefined: it may begin. */
const approve = async (
	flow: Flow,
	key: string,
	{ hash, idempotencyKey }: Call,
	text: string,
	signal: AbortSignal,
): Promise<StepResult | undefined> => {
	const question = { key, kind: "approval", callId: idempotencyKey, hash, text, answers: ["approve", "deny"] } as const;
	const answer = await decisionOn(flow, question, signal);
	if (answer === "approve") return undefined;
	if (answer === undefined) return signal.aborted ? cancelled() : waiting();
	return emptyResult("failed", {
		code: "step.denied",
		message: `${key} was not allowed`,
		hint: `nexus runs retry ${flow.runId} --from ${key} asks again`,
		exitCode: 4,
	});
};

const beginningOf = async (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	call: Call,
	signal: AbortSignal,
): Promise<Beginning> => {
	const row = flow.journal.row(key);
	if (row?.state !== "begun" || row.agentId === undefined) return { kind: "start", failures: 0 };
	const { agentId, attempt, generation } = row;
	// Attempts of earlier generations were another person's wish.
	const failures = generation === 1 ? attempt - 1 : 0;
	const outcome = flow.agents.outcome(agentId);
	if (outcome === "never") return { kind: "start", failures };
	if (outcome !== "unknown") {
		// It was stopped with its run, in order: it goes on from there.
		if (outcome.status === "cancelled") return { kind: "continue", agentId, failures };
		return { kind: "ended", receipt: outcome, failures };
	}
	if (step.idempotent === true) return { kind: "start", failures };
	const question = {
		key,
		kind: "unknown",
		callId: agentId,
		hash: call.hash,
		text: `${key} had begun when nexus was ended; how far ${agentId} came is not known. Its task: ${call.task.task}`,
		answers: ["continue", "again", "done", "skip"] as readonly Answer[],
	} as const;
	const answer = await decisionOn(flow, question, signal);
	switch (answer) {
		case "again":
			return { kind: "start", failures };
		case "continue":
			return { kind: "continue", agentId, failures };
		case "done":
			return { kind: "result", result: { ...emptyResult("done"), text: "done, says the person" } };
		case "skip":
			return { kind: "result", result: emptyResult("skipped") };
		default:
			return { kind: "result", result: signal.aborted ? cancelled() : waiting() };
	}
};

const attempts = async (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	call: Call,
	beginning: Exclude<Beginning, { kind: "result" }>,
	signal: AbortSignal,
): Promise<StepResult> => {
	let { failures } = beginning;
	let goOnWith = beginning.kind === "continue" ? beginning.agentId : undefined;
	let result = beginning.kind === "ended" ? resultOf(beginning.receipt) : undefined;
	for (;;) {
		result ??= await attempt(flow, step, key, call, goOnWith, signal);
		if (result.status === "cancelled" && signal.aborted) return cancelled();
		// Somebody stopped the agent alone: that step has failed, the run goes on as it does after a failure.
		if (result.status !== "failed" && result.status !== "cancelled") return result;
		const error = result.error ?? { code: "agent.stopped", message: `${key} was stopped` };
		failures++;
		const delayMs = result.status === "failed" ? retryDelayMs(step.retry, failures, error) : undefined;
		if (delayMs === undefined) return { ...result, status: "failed", error };
		flow.emit({ type: "workflow.retry", runId: flow.runId, key, delayMs, error });
		flow.journal.wait(key, `tries again in ${delayMs / 1000} s: ${error.message}`);
		await flow.clock.sleep(delayMs, signal);
		// An agent that has done something goes on; from its beginning it would do that twice.
		const { receipt } = result;
		goOnWith = receipt !== undefined && receipt.calls.length > 0 ? receipt.taskId : undefined;
		result = undefined;
	}
};

const attempt = async (
	flow: Flow,
	step: WorkflowStep,
	key: string,
	call: Call,
	goOnWith: string | undefined,
	signal: AbortSignal,
): Promise<StepResult> => {
	const { journal, runId } = flow;
	const leave = await flow.gate.enter(signal, (reason) => {
		journal.wait(key, reason);
		flow.emit({ type: "workflow.wait", runId, key, reason });
	});
	try {
		const money = flow.purse.take(step.budget, flow.gate.waiting);
		if (money === undefined) return emptyResult("limited", spent(key));
		const number = (journal.row(key)?.attempt ?? 0) + 1;
		const agentId = goOnWith ?? `${key.replaceAll("/", ".")}:${number}`;
		const { agent, task } = call.task;
		let result = emptyResult("failed");
		try {
			await journal.begin({ key, agent, agentId, task, hash: call.hash });
			// Whoever was stopped meanwhile has not begun anything.
			signal.throwIfAborted();
			flow.emit({ type: "workflow.step", runId, key, agent, agentId, attempt: number, task });
			const { budget } = money;
			const handle =
				goOnWith === undefined
					? flow.agents.start({ ...call.task, id: agentId, ...(budget === undefined ? {} : { budget }) }, signal)
					: flow.agents.restart(goOnWith, signal);
			const waited = tellWaits(flow, key, handle, signal);
			result = resultOf(await handle.receipt);
			await waited;
			return result;
		} finally {
			money.giveBack(result);
		}
	} finally {
		leave();
	}
};

/** That the machine has no room for it yet is stored and told, like any other wait; until it begins its work. */
const tellWaits = async (flow: Flow, key: string, handle: AgentHandle, signal: AbortSignal): Promise<void> => {
	let hasWaited = false;
	for await (const event of handle.events(signal)) {
		if (event.type === "agent.end") break;
		if (event.type !== "agent.update") continue;
		if (event.data.state !== "created") break;
		const reason = event.data.detail;
		if (reason === undefined) continue;
		hasWaited = true;
		flow.journal.wait(key, reason);
		// A store that fails now fails again with what comes next, and is said then.
		flow.journal.flush().catch(() => {});
		flow.emit({ type: "workflow.wait", runId: flow.runId, key, reason });
	}
	if (hasWaited) flow.journal.wait(key, undefined);
};

const spent = (key: string) => ({
	code: "limit.budget",
	message: `nothing of the run's budget is left for ${key}`,
	hint: "raise it with --budget",
	exitCode: 5 as const,
});
