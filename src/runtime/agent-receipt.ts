// What came of an agent's work, as whoever asked gets it.
import { type AgentFacts, claimsIn } from "../agents/facts.js";
import type { AgentReceipt, AgentTask } from "../contracts/agent-task.js";
import type { ErrorData } from "../contracts/errors.js";
import type { JsonObject } from "../contracts/json.js";
import { checkAnswer } from "../lib/answer-schema.js";
import type { AgentSession, Ended } from "./agent-session.js";

const limits: ReadonlySet<string> = new Set(["max-turns", "loop", "timeout", "budget"]);

/** What is wrong with an answer; undefined where it fits, or where there is no schema. */
export const fitsSchema = async (text: string, schema: JsonObject | undefined): Promise<string | undefined> => {
	if (schema === undefined) return undefined;
	const checked = await checkAnswer(text, schema);
	return checked.ok ? undefined : checked.problem;
};

export const receiptOf = async (of: {
	readonly task: AgentTask;
	readonly ended: Ended;
	readonly wasStopped: boolean;
	readonly stopReason: string | undefined;
	readonly facts: AgentFacts;
	readonly turns: number;
	readonly session: Pick<AgentSession, "ledger" | "isTainted" | "taintedBy">;
	readonly durationMs: number;
}): Promise<AgentReceipt> => {
	const { task, facts, session } = of;
	const text = facts.text();
	const { status, error } = outcomeOf(of, text);
	const spent = session.ledger.of(task.id);
	const checked =
		status === "done" && task.outputSchema !== undefined ? await checkAnswer(text, task.outputSchema) : undefined;
	return {
		taskId: task.id,
		agent: task.agent,
		status,
		text,
		...(checked?.ok === true ? { output: checked.value } : {}),
		claims: [...claimsIn(text)],
		...(await facts.read()),
		tokens: { input: spent.inputTokens, output: spent.outputTokens },
		costMicroUsd: spent.unpricedCalls > 0 ? null : spent.costMicroUsd,
		durationMs: Math.max(0, Math.round(of.durationMs)),
		turns: of.turns,
		...(error === undefined ? {} : { error: { ...error } }),
		...(session.isTainted ? { taintedBy: session.taintedBy ?? "the session" } : {}),
	};
};

const outcomeOf = (
	{ ended, wasStopped, stopReason }: Parameters<typeof receiptOf>[0],
	text: string,
): { readonly status: AgentReceipt["status"]; readonly error: ErrorData | undefined } => {
	if (wasStopped || ended.stopReason === "cancelled") {
		if (ended.isTimeout === true) return { status: "limited", error: ended.error };
		return { status: "cancelled", error: { code: "agent.stopped", message: stopReason ?? "it was stopped" } };
	}
	if (ended.isTimeout === true || limits.has(ended.stopReason ?? "")) return { status: "limited", error: ended.error };
	if (ended.stopReason !== "done") {
		const error = ended.error ?? {
			code: "agent.failed",
			message: `it ended: ${ended.stopReason ?? "for no known reason"}`,
		};
		return { status: error.code.startsWith("limit.") ? "limited" : "failed", error };
	}
	// An empty success is a failure that nobody would notice.
	if (text.trim() !== "") return { status: "done", error: undefined };
	return { status: "failed", error: { code: "agent.no-result", message: "it ended without a result" } };
};
