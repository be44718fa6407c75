// Services that speak Chat Completions, through the openai SDK. What differs between them is data (`presets.ts`).
import type {
	ModelRequest,
	Provider,
	ProviderContext,
	ProviderDefinition,
	ProviderSettings,
} from "../contracts/model.js";
import { defineProvider } from "../contracts/model.js";
import { ChatDecoder } from "./chat-events.js";
import { chatBody } from "./chat-wire.js";
import { connectService, type ServiceConnection } from "./connection.js";
import { listServiceModels } from "./model-list.js";
import { streamModel } from "./model-stream.js";
import { imagesThroughOpenAi } from "./openai-images.js";
import { openWithOpenAi } from "./openai-sdk.js";
import type { ChatPreset } from "./presets.js";
import { usedCallIds } from "./sendable.js";

/** A provider definition out of a preset. */
export const compatibleProvider = (preset: ChatPreset): ProviderDefinition =>
	defineProvider({
		id: preset.id,
		title: preset.title,
		apiKeyVariables: preset.apiKeyVariables,
		...(preset.baseUrlVariable === undefined ? {} : { baseUrlVariable: preset.baseUrlVariable }),
		...(preset.defaultBaseUrl === undefined ? {} : { defaultBaseUrl: preset.defaultBaseUrl }),
		...(preset.defaultModel === undefined ? {} : { defaultModel: preset.defaultModel }),
		...(preset.isLocal === undefined ? {} : { isLocal: preset.isLocal }),
		create: (settings, context) => createCompatible(preset, settings, context),
	});

function createCompatible(preset: ChatPreset, settings: ProviderSettings, context: ProviderContext): Provider {
	const connection = connectService(preset, settings, context, preset.baseUrlRules ?? {}, bearer);
	return {
		id: preset.id,
		stream: (request, signal) => streamChat(preset, connection, request, signal),
		listModels: (signal) => listServiceModels(connection, preset.modelList ?? "openai", preset.id, signal),
		...(preset.makesImages === true ? { image: imagesThroughOpenAi(preset, settings, context, bearer) } : {}),
	};
}

export const bearer = (apiKey: string) => ({ authorization: `Bearer ${apiKey}` });

/** One Chat Completions call. */
export function streamChat(
	preset: Pick<ChatPreset, "id" | "quirks">,
	connection: ServiceConnection,
	request: ModelRequest,
	signal: AbortSignal,
) {
	const context = connection.errorContext(request.model);
	return streamModel(
		{
			body: () => chatBody(request, { providerId: preset.id, quirks: preset.quirks }),
			open: (body, inner) => openWithOpenAi(connection.sdk, { method: "post", path: "/chat/completions", body }, inner),
			decoder: new ChatDecoder({
				context,
				takenCallIds: usedCallIds(request.messages),
				newCallId: connection.newCallId,
			}),
			context,
		},
		signal,
	);
}
