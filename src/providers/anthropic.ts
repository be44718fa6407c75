// Anthropic through its SDK, imported on the first request. This file is the SDK's door.
import { defineProvider, type Provider } from "../contracts/model.js";
import { AnthropicDecoder } from "./anthropic-events.js";
import { anthropicBody } from "./anthropic-wire.js";
import { connectService, type Service } from "./connection.js";
import { readModelList } from "./model-list.js";
import { streamModel } from "./model-stream.js";
import { type SdkConnection, type SdkRequest, throughSdk } from "./sdk-fetch.js";
import { usedCallIds } from "./sendable.js";
import type { WireResponse } from "./transport.js";

const service: Service = {
	id: "anthropic",
	title: "Anthropic",
	apiKeyVariables: ["ANTHROPIC_API_KEY"],
	baseUrlVariable: "ANTHROPIC_BASE_URL",
	defaultBaseUrl: "https://api.anthropic.com",
};

const fixedHeaders = { "anthropic-version": "2023-06-01" };
const authorization = (apiKey: string) => ({ "x-api-key": apiKey });

export const anthropicProvider = defineProvider({
	...service,
	defaultModel: "claude-sonnet-5",
	create(settings, context): Provider {
		// The SDK adds /v1 itself, and people write the address both ways.
		const connection = connectService(service, settings, context, { cutPath: "/v1" }, authorization, fixedHeaders);
		return {
			id: service.id,
			stream(request, signal) {
				const errorContext = connection.errorContext(request.model);
				return streamModel(
					{
						body: () => anthropicBody(request, service.id),
						open: (body, inner) =>
							openWithAnthropic(connection.sdk, { method: "post", path: "/v1/messages", body }, inner),
						decoder: new AnthropicDecoder({
							context: errorContext,
							takenCallIds: usedCallIds(request.messages),
							newCallId: connection.newCallId,
						}),
						context: errorContext,
					},
					signal,
				);
			},
			listModels: (signal) =>
				readModelList(
					() => openWithAnthropic(connection.sdk, { method: "get", path: "/v1/models?limit=1000" }, signal),
					connection.errorContext(""),
					service.id,
					signal,
				),
		};
	},
});

async function openWithAnthropic(
	connection: SdkConnection,
	request: SdkRequest,
	signal: AbortSignal,
): Promise<WireResponse> {
	const { Anthropic } = await import("@anthropic-ai/sdk/client");
	return throughSdk(connection, request, signal, (settings) => new Anthropic({ ...settings, webhookKey: null }));
}
