// OpenAI through its SDK, by the Responses API.
import type { ErrorData } from "../contracts/errors.js";
import { defineProvider, type ModelEvent, type ModelRequest, type Provider } from "../contracts/model.js";
import { connectService, type Service, type ServiceConnection } from "./connection.js";
import { listServiceModels } from "./model-list.js";
import { streamModel } from "./model-stream.js";
import { bearer, streamChat } from "./openai-compatible.js";
import { imagesThroughOpenAi } from "./openai-images.js";
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
	imageModel: "gpt-image-2.5-flare",
	create(settings, context): Provider {
		const connection = connectService(service, settings, context, {}, bearer);
		// Learned once from a refusal, then remembered.
		const learned: Learned = { isChatOnly: false, isSummaryRefused: false };
		return {
			id: service.id,
			async *stream(request, signal): AsyncGenerator<ModelEvent, void, undefined> {
				for (;;) {
					const events = learned.isChatOnly
						? streamChat(chatPreset, connection, request, signal)
						: streamResponses(connection, request, signal, !learned.isSummaryRefused);
					const isRefused = yield* unlessRefused(events, learned, connection.sdk.baseUrl !== service.defaultBaseUrl);
					if (!isRefused) return;
				}
			},
			listModels: (signal) => listServiceModels(connection, "openai", service.id, signal),
			image: imagesThroughOpenAi(service, settings, context, bearer),
		};
	},
});

interface Learned {
	/** Many servers that OPENAI_BASE_URL is pointed at know Chat Completions alone. */
	isChatOnly: boolean;
	/** Summaries of reasoning are given only to organisations that OpenAI has verified. */
	isSummaryRefused: boolean;
}

const chatPreset = { id: service.id, quirks: { promptCacheKey: true } };

/** The events, but for a refusal that another request avoids: that is noted in `learned`, and the result is true. */
async function* unlessRefused(
	events: AsyncIterable<ModelEvent>,
	learned: Learned,
	mayBeChatOnly: boolean,
): AsyncGenerator<ModelEvent, boolean, undefined> {
	for await (const event of events) {
		if (event.type === "error" && !learned.isChatOnly) {
			const isChatOnly = mayBeChatOnly && isUnknownPath(event.error);
			const isSummaryRefused = !learned.isSummaryRefused && isAboutSummary(event.error);
			learned.isChatOnly ||= isChatOnly;
			learned.isSummaryRefused ||= isSummaryRefused;
			if (isChatOnly || isSummaryRefused) return true;
		}
		yield event;
	}
	return false;
}

/** The server does not know the path; one that knows it and misses the model says so. */
function isUnknownPath(error: ErrorData): boolean {
	const { data } = error;
	const status = typeof data === "object" && data !== null && "status" in data ? data.status : undefined;
	return (status === 404 || status === 405 || status === 501) && !/\bmodel\b/i.test(error.message);
}

const isAboutSummary = (error: ErrorData): boolean =>
	(error.code === "provider.invalid-request" || error.code === "provider.permission") && /summar/i.test(error.message);

function streamResponses(
	connection: ServiceConnection,
	request: ModelRequest,
	signal: AbortSignal,
	withSummary: boolean,
) {
	const context = connection.errorContext(request.model);
	return streamModel(
		{
			body: () => responsesBody(request, service.id, withSummary),
			open: (body, inner) => openWithOpenAi(connection.sdk, { method: "post", path: "/responses", body }, inner),
			decoder: new ResponsesDecoder({
				context,
				takenCallIds: usedCallIds(request.messages),
				newCallId: connection.newCallId,
			}),
			context,
		},
		signal,
	);
}
