// OpenAI through its SDK, by the Responses API.
import type { ErrorData } from "../contracts/errors.js";
import { defineProvider, type ModelEvent, type ModelRequest, type Provider } from "../contracts/model.js";
import { connectService, type Service, type ServiceConnection } from "./connection.js";
import { listServiceModels } from "./model-list.js";
import { streamModel } from "./model-stream.js";
import { bearer, streamChat } from "./openai-compatible.js";
import { openWithOpenAi } from "./openai-sdk.js";
import { ResponsesDecoder } from "./responses-events.js";
import { responsesBody } from "./responses-wire.js";
import { usedCallIds } from "./sendable.js";

const service: Service = {
	id: "openai",
	title: "OpenAI",
	apiKeyVariables: ["OPENAI_API_KEY"],
	baseUrlVariable: "OPENAI_BASE_URL",
	defaultBaseUrl: "https://api.openai.com/v1",
};

export const openaiProvider = defineProvider({
	...service,
	defaultModel: "gpt-5.5",
	create(settings, context): Provider {
		const connection = connectService(service, settings, context, {}, bearer);
		// Many servers that OPENAI_BASE_URL is pointed at know Chat Completions alone. Learned once, then remembered.
		const learned = { isChatOnly: false };
		const mayBeChatOnly = connection.sdk.baseUrl !== service.defaultBaseUrl;
		return {
			id: service.id,
			async *stream(request, signal): AsyncGenerator<ModelEvent, void, undefined> {
				if (!learned.isChatOnly) {
					const events = streamResponses(connection, request, signal);
					for await (const event of events) {
						learned.isChatOnly = mayBeChatOnly && event.type === "error" && isUnknownPath(event.error);
						if (!learned.isChatOnly) yield event;
					}
					if (!learned.isChatOnly) return;
				}
				yield* streamChat({ id: service.id, quirks: { promptCacheKey: true } }, connection, request, signal);
			},
			listModels: (signal) => listServiceModels(connection, "openai", service.id, signal),
		};
	},
});

/** The server does not know the path; one that knows it and misses the model says so. */
function isUnknownPath(error: ErrorData): boolean {
	const { data } = error;
	const status = typeof data === "object" && data !== null && "status" in data ? data.status : undefined;
	return (status === 404 || status === 405 || status === 501) && !/\bmodel\b/i.test(error.message);
}

function streamResponses(connection: ServiceConnection, request: ModelRequest, signal: AbortSignal) {
	const context = connection.errorContext(request.model);
	const body = responsesBody(request, service.id);
	return streamModel(
		{
			open: (inner) => openWithOpenAi(connection.sdk, { method: "post", path: "/responses", body }, inner),
			decoder: new ResponsesDecoder({
				context,
				takenCallIds: usedCallIds(request.messages),
				newCallId: connection.newCallId,
			}),
			context,
			requestChars: () => JSON.stringify(body).length,
		},
		signal,
	);
}
