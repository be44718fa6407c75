// A provider with no model behind it: plain-language requests are interpreted by grammar, and nothing is ever guessed.
import {
	defineProvider,
	type ModelEvent,
	type ModelRequest,
	type Provider,
	type Usage,
} from "../../contracts/model.js";
import { readTurn } from "./conversation.js";
import type { Part } from "./interpret.js";

/** Nothing was sent to any model. */
const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

async function* answer(
	request: ModelRequest,
	signal: AbortSignal,
	interpreted: Map<string, readonly Part[]>,
): AsyncGenerator<ModelEvent> {
	if (signal.aborted) {
		yield { type: "error", error: { code: "provider.cancelled", message: "Cancelled" } };
		return;
	}
	const turn = readTurn(request.messages, request.agent?.id);
	const { advance } = await import("./advance.js");
	const next =
		turn === undefined
			? { type: "answer" as const, text: "There is no request." }
			: advance(turn, request.tools, interpreted);
	if (next.type === "answer") {
		yield { type: "text.delta", text: next.text };
		yield { type: "part", part: { type: "text", text: next.text } };
	} else {
		for (const call of next.calls) {
			yield { type: "tool-call.start", callId: call.callId, name: call.name };
			yield { type: "part", part: call };
		}
	}
	yield { type: "usage", usage: noUsage };
	yield { type: "finish", reason: next.type === "answer" ? "stop" : "tool-calls" };
}

/** One provider; it keeps what it made of the latest requests, since each is asked again with its results. */
function createInterpreter(): Provider {
	const interpreted = new Map<string, readonly Part[]>();
	return {
		id: "offline",
		stream: (request, signal) => answer(request, signal, interpreted),
		async listModels() {
			return [{ id: "offline/interpreter", capabilities: { tools: true, images: false, reasoning: false } }];
		},
	};
}

/** `offline/interpreter`: needs no key and no network. */
export const offlineProvider = defineProvider({
	id: "offline",
	title: "Offline interpreter (no model)",
	apiKeyVariables: [],
	defaultModel: "interpreter",
	takesAllTools: true,
	create: () => createInterpreter(),
});
