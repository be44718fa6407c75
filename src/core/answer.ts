// One answer of a model: its stream becomes events, and in the end one message.
import type { ErrorData } from "../contracts/errors.js";
import type { EventDraft } from "../contracts/event.js";
import type { AssistantPart, ToolCallPart } from "../contracts/message.js";
import type { FinishReason, ModelEvent, Usage } from "../contracts/model.js";

export interface Answer {
	readonly parts: readonly AssistantPart[];
	readonly finishReason: FinishReason | "interrupted";
	readonly usage: Usage | undefined;
	readonly error: ErrorData | undefined;
	readonly firstTokenMs: number | undefined;
}

/** Yields events while it streams and returns the answer; never throws. Every delta is also in a part. */
export async function* readAnswer(
	stream: AsyncIterable<ModelEvent>,
	context: {
		messageId: string;
		model: string;
		isKnownCall: (callId: string) => boolean;
		nextId: () => string;
		nowMs: () => number;
		/** The model has begun to write a call of this name; its arguments are still to come. */
		onCallStart?: (name: string) => void;
	},
): AsyncGenerator<EventDraft, Answer> {
	const { messageId, model } = context;
	const startedMs = context.nowMs();
	let parts: AssistantPart[] = [];
	let open: { channel: "text" | "reasoning"; text: string } | undefined;
	let usage: Usage | undefined;
	let error: ErrorData | undefined;
	let finishReason: Answer["finishReason"] = "interrupted";
	let firstTokenMs: number | undefined;
	let draftCharacters = 0;
	let draftName = "";
	yield { type: "message.start", data: { messageId, model } };
	for await (const event of stream) {
		switch (event.type) {
			case "text.delta":
			case "reasoning.delta": {
				const channel = event.type === "text.delta" ? "text" : "reasoning";
				firstTokenMs ??= context.nowMs() - startedMs;
				if (open !== undefined && open.channel !== channel) parts.push(toPart(open));
				open = { channel, text: open?.channel === channel ? open.text + event.text : event.text };
				yield { type: "message.delta", data: { messageId, channel, text: event.text } };
				break;
			}
			case "tool-call.start":
			case "tool-call.delta": {
				firstTokenMs ??= context.nowMs() - startedMs;
				if (event.type === "tool-call.start") {
					draftName = event.name;
					context.onCallStart?.(event.name);
				} else draftCharacters += event.text.length;
				yield { type: "tool.draft", data: { messageId, name: draftName, characters: draftCharacters } };
				break;
			}
			case "part":
				if (event.part.type === "tool-call") {
					if (open !== undefined) parts.push(toPart(open));
					parts = addCall(parts, event.part, context);
				} else parts.push(event.part);
				open = undefined;
				break;
			case "usage":
				usage = usage === undefined ? event.usage : addUsage(usage, event.usage);
				break;
			case "limits":
				yield { type: "model.limits", data: { model, limits: event.limits.map((limit) => ({ ...limit })) } };
				break;
			case "retry":
				yield {
					type: "model.retry",
					data: { model, attempt: event.attempt, delayMs: event.delayMs, error: event.error },
				};
				break;
			case "restart":
				parts = [];
				open = undefined;
				yield { type: "message.restart", data: { messageId } };
				break;
			case "finish":
				finishReason = event.reason;
				break;
			case "error":
				error = event.error;
				break;
		}
	}
	if (open !== undefined) parts.push(toPart(open));
	return { parts, finishReason, usage, error, firstTokenMs };
}

/** A retried request is paid for as often as it was answered. */
const addUsage = (a: Usage, b: Usage): Usage => ({
	inputTokens: a.inputTokens + b.inputTokens,
	outputTokens: a.outputTokens + b.outputTokens,
	cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
	cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
	reasoningTokens: a.reasoningTokens + b.reasoningTokens,
	...(a.isEstimated === true || b.isEstimated === true ? { isEstimated: true } : {}),
	...(a.reportedCostMicroUsd === undefined || b.reportedCostMicroUsd === undefined
		? {}
		: { reportedCostMicroUsd: a.reportedCostMicroUsd + b.reportedCostMicroUsd }),
});

const toPart = (open: { channel: "text" | "reasoning"; text: string }): AssistantPart => ({
	type: open.channel,
	text: open.text,
});

/**
 * One id runs once (SECURITY Q2): a repetition of a call within an answer is dropped, another call under a used id
 * gets an id of its own.
 */
const addCall = (
	parts: readonly AssistantPart[],
	call: ToolCallPart,
	context: { isKnownCall: (callId: string) => boolean; nextId: () => string },
): AssistantPart[] => {
	const same = parts.find((part) => part.type === "tool-call" && part.callId === call.callId);
	if (
		same?.type === "tool-call" &&
		same.name === call.name &&
		JSON.stringify(same.input) === JSON.stringify(call.input)
	) {
		return [...parts];
	}
	const isUsed = same !== undefined || call.callId === "" || context.isKnownCall(call.callId);
	return [...parts, isUsed ? { ...call, callId: `call_${context.nextId()}` } : call];
};
