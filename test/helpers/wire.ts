import { readFileSync } from "node:fs";
import type { ModelEvent } from "../../src/contracts/model.js";
import { AnthropicDecoder } from "../../src/providers/anthropic-events.js";
import { ChatDecoder } from "../../src/providers/chat-events.js";
import { streamModel, type WireDecoder } from "../../src/providers/model-stream.js";
import type { ErrorContext } from "../../src/providers/provider-error.js";
import { ResponsesDecoder } from "../../src/providers/responses-events.js";
import { collect, partsOf, textOf } from "./model-server.js";

export type Dialect = "chat" | "anthropic" | "responses";

export const errorContext: ErrorContext = {
	providerId: "test",
	title: "Test",
	baseUrl: "http://127.0.0.1:9/v1",
	apiKeyVariables: ["TEST_API_KEY"],
	baseUrlVariable: "TEST_BASE_URL",
	apiKey: "sk-secret-0123456789abcdef",
	model: "model-a",
	now: () => new Date("2026-11-20T12:00:00Z"),
};

/** The bytes of a recorded answer. */
export const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/wire/${name}`, import.meta.url));

/** Cuts bytes into portions of these sizes, over and over. */
export function portions(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
	const result: Uint8Array[] = [];
	for (let at = 0, index = 0; at < bytes.length; index++) {
		const size = sizes[index % sizes.length] ?? bytes.length;
		result.push(bytes.subarray(at, at + size));
		at += size;
	}
	return result;
}

/** Runs bytes through the reader and a dialect's decoder, without a network. New call ids are `new-1`, `new-2` …. */
export async function decode(
	dialect: Dialect,
	chunks: readonly Uint8Array[],
	takenCallIds: ReadonlySet<string> = new Set(),
): Promise<ModelEvent[]> {
	const ids = { next: 1 };
	const options = { context: errorContext, takenCallIds, newCallId: () => `new-${ids.next++}` };
	const decoders: Record<Dialect, () => WireDecoder> = {
		chat: () => new ChatDecoder(options),
		anthropic: () => new AnthropicDecoder(options),
		responses: () => new ResponsesDecoder(options),
	};
	const open = async () => ({
		status: 200,
		headers: new Map<string, string>(),
		async *chunks() {
			yield* chunks;
		},
		text: () => Promise.resolve(""),
		shortenIdle: () => {},
		release: () => {},
		close: () => {},
	});
	const call = { open, decoder: decoders[dialect](), context: errorContext, body: () => ({}) };
	return await collect(streamModel(call, new AbortController().signal));
}

/** What an answer comes to, checked to be consistent: deltas and parts say the same, one usage, one end. */
export function outcome(events: readonly ModelEvent[]) {
	const parts = partsOf(events);
	const last = events.at(-1);
	const deltas = events.map((event) => (event.type === "reasoning.delta" ? event.text : "")).join("");
	const usages = events.flatMap((event) => (event.type === "usage" ? [event.usage] : []));
	const ends = events.filter((event) => event.type === "finish" || event.type === "error");
	if (ends.length !== 1 || ends[0] !== last) throw new Error("an answer has one end, and it is the last event");
	if (usages.length > 1) throw new Error("an answer has one usage");
	if (last?.type === "finish") {
		const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
		if (text !== textOf(events)) throw new Error(`deltas ${textOf(events)} and parts ${text} differ`);
	}
	const usage = usages[0];
	return {
		text: textOf(events),
		...(deltas === "" ? {} : { reasoning: deltas }),
		...(parts.some((part) => part.type === "tool-call")
			? { calls: parts.flatMap((part) => (part.type === "tool-call" ? [[part.callId, part.name, part.input]] : [])) }
			: {}),
		...(usage === undefined
			? {}
			: {
					usage: usage.isEstimated
						? "estimated"
						: [
								usage.inputTokens,
								usage.outputTokens,
								usage.cacheReadTokens,
								usage.cacheWriteTokens,
								usage.reasoningTokens,
							],
				}),
		...(last?.type === "finish" ? { finish: last.reason } : {}),
		...(last?.type === "error" ? { error: last.error.code } : {}),
	};
}
