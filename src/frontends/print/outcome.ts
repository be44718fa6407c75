// What a one-shot run came to: a fold of its events.
import type { ErrorData, ExitCode } from "../../contracts/errors.js";
import { agentOf, mainAgent, type NexusEvent, type StopReason } from "../../contracts/event.js";
import type { JsonValue } from "../../contracts/json.js";
import { providerExitCode } from "../../contracts/model.js";

export interface PrintOutcome {
	readonly sessionId: string;
	/** Of the last durable event seen. */
	readonly seq: number;
	/** Text of the newest message that has any. */
	readonly answer: string;
	readonly structured: JsonValue | undefined;
	readonly model: string;
	readonly stopReason: StopReason | undefined;
	readonly error: ErrorData | undefined;
	/** The first call that was not permitted. */
	readonly denied: ErrorData | undefined;
	readonly toolCalls: readonly { name: string; input: JsonValue; status: string; durationMs: number; callId: string }[];
	readonly usage: {
		inputTokens: number;
		outputTokens: number;
		cacheReadTokens: number;
		cacheWriteTokens: number;
		reasoningTokens: number;
		calls: number;
	};
	/** Null as soon as the price of one call is unknown. */
	readonly costMicroUsd: number | null;
	readonly turns: number;
	readonly durationMs: number;
	/** 130 or 143 when a signal ended it. */
	readonly signalCode?: 130 | 143;
}

export const emptyOutcome = (sessionId: string): PrintOutcome => ({
	sessionId,
	seq: 0,
	answer: "",
	structured: undefined,
	model: "",
	stopReason: undefined,
	error: undefined,
	denied: undefined,
	toolCalls: [],
	usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0, calls: 0 },
	costMicroUsd: 0,
	turns: 0,
	durationMs: 0,
});

export const foldOutcome = (outcome: PrintOutcome, event: NexusEvent): PrintOutcome => {
	const next = event.seq === undefined ? outcome : { ...outcome, seq: event.seq };
	// What agents below do is in what they cost and in their results.
	if (agentOf(event) !== mainAgent && event.type !== "usage.record") return next;
	switch (event.type) {
		case "run.start":
			return { ...next, model: event.data.model };
		case "message.end": {
			const text = event.data.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
			return { ...next, model: event.data.model, answer: text.trim() === "" ? next.answer : text };
		}
		case "tool.request": {
			const { callId, name, input } = event.data;
			return { ...next, toolCalls: [...next.toolCalls, { callId, name, input, status: "running", durationMs: 0 }] };
		}
		case "tool.result": {
			const { callId, status, durationMs, error } = event.data;
			const toolCalls = next.toolCalls.map((call) => (call.callId === callId ? { ...call, status, durationMs } : call));
			return { ...next, toolCalls, denied: next.denied ?? (status === "denied" ? error : undefined) };
		}
		case "usage.record": {
			const { usage, costMicroUsd } = event.data;
			return {
				...next,
				usage: {
					inputTokens: next.usage.inputTokens + usage.inputTokens,
					outputTokens: next.usage.outputTokens + usage.outputTokens,
					cacheReadTokens: next.usage.cacheReadTokens + usage.cacheReadTokens,
					cacheWriteTokens: next.usage.cacheWriteTokens + usage.cacheWriteTokens,
					reasoningTokens: next.usage.reasoningTokens + usage.reasoningTokens,
					calls: next.usage.calls + 1,
				},
				costMicroUsd: next.costMicroUsd === null || costMicroUsd === null ? null : next.costMicroUsd + costMicroUsd,
			};
		}
		case "run.end": {
			const { stopReason, error, turns, durationMs } = event.data;
			return {
				...next,
				stopReason,
				error: error ?? next.error,
				turns: next.turns + turns,
				durationMs: next.durationMs + durationMs,
			};
		}
		default:
			return next;
	}
};

const limitReasons: readonly (StopReason | undefined)[] = ["max-turns", "loop", "timeout", "budget", "limit"];

/** SPEC section 2. */
export const exitCodeOf = (outcome: PrintOutcome): ExitCode => {
	if (outcome.error?.code === "limit.timeout") return 5;
	if (outcome.signalCode !== undefined) return outcome.signalCode;
	if (outcome.stopReason === "cancelled") return 130;
	if (limitReasons.includes(outcome.stopReason)) return 5;
	if (outcome.error !== undefined) return outcome.error.exitCode ?? providerExitCode(outcome.error.code);
	if (outcome.denied !== undefined) return 4;
	return 0;
};
