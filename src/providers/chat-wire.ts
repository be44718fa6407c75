// Requests in the Chat Completions dialect (https://platform.openai.com/docs/api-reference/chat/create).
import type {
	AssistantMessage,
	ImagePart,
	Message,
	ReasoningPart,
	TextPart,
	ToolMessage,
} from "../contracts/message.js";
import type { ModelRequest } from "../contracts/model.js";
import type { ChatQuirks } from "./chat-quirks.js";
import { schemaName, schemaPrompt, strictSchema } from "./output-schema.js";
import { callArguments, resultText, sendableMessages, wireCallId } from "./sendable.js";
import { geminiToolSchema, plainToolSchema } from "./tool-schema.js";
import type { WireObject } from "./transport.js";

/** Where the body goes; residue of any other provider or model is left out. */
export interface WireTarget {
	readonly providerId: string;
	readonly quirks: ChatQuirks;
}

/**
 * The body, with `messages` last and every key in a fixed place: the body of the next turn begins with the bytes of this
 * one, so that prompt caches hit.
 */
export function chatBody(request: ModelRequest, target: WireTarget): WireObject {
	const { quirks } = target;
	const limit = request.maxOutputTokens;
	const format = responseFormat(request, quirks);
	return {
		model: request.model,
		stream: true,
		...(quirks.streamUsage === false ? {} : { stream_options: { include_usage: true } }),
		...(limit === undefined ? {} : { [quirks.outputLimit ?? "max_tokens"]: limit }),
		...(request.temperature === undefined ? {} : { temperature: request.temperature }),
		...effort(request, quirks),
		...(quirks.promptCacheKey === true && request.cacheKey !== undefined ? { prompt_cache_key: request.cacheKey } : {}),
		...(request.tools.length === 0
			? {}
			: {
					tools: request.tools.map((tool) => ({
						type: "function",
						function: {
							name: tool.name,
							description: tool.description,
							parameters: (quirks.toolSchema === "gemini" ? geminiToolSchema : plainToolSchema)(tool.inputSchema),
						},
					})),
				}),
		...(format === undefined ? {} : { response_format: format.field }),
		messages: [
			...systemMessage(`${request.system}${format?.prompt ?? ""}`),
			...sendableMessages(request.messages).flatMap((message) => wireMessage(message, request, target)),
		],
	};
}

const systemMessage = (system: string): readonly WireObject[] =>
	system === "" ? [] : [{ role: "system", content: system.toWellFormed() }];

function effort(request: ModelRequest, quirks: ChatQuirks): WireObject {
	if (request.reasoningEffort === undefined || quirks.effort === "none") return {};
	const isUnknown = request.reasoningEffort === "minimal" && quirks.minimalEffort !== true;
	const effort = isUnknown ? "low" : request.reasoningEffort;
	return quirks.effort === "reasoning" ? { reasoning: { effort } } : { reasoning_effort: effort };
}

function responseFormat(
	request: ModelRequest,
	quirks: ChatQuirks,
): { readonly field: WireObject; readonly prompt: string } | undefined {
	const schema = request.outputSchema;
	if (schema === undefined) return undefined;
	const takesSchema = quirks.schema !== "json_object" || quirks.schemaModels?.test(request.model) === true;
	// "Some JSON" alone says nothing of the shape, and some services refuse it unless the prompt says JSON.
	if (!takesSchema) return { field: { type: "json_object" }, prompt: schemaPrompt(schema) };
	const strict = strictSchema(schema);
	return {
		field: {
			type: "json_schema",
			json_schema: { name: schemaName(schema), strict: strict !== undefined, schema: strict ?? schema },
		},
		prompt: "",
	};
}

function wireMessage(message: Message, request: ModelRequest, target: WireTarget): readonly WireObject[] {
	if (message.role === "user") return [{ role: "user", content: userContent(message.parts) }];
	if (message.role === "tool") return toolMessages(message, target.quirks);
	return [assistantMessage(message, request, target)];
}

/** Text alone goes as one string: many local servers know no arrays. */
function userContent(parts: readonly (TextPart | ImagePart)[]): unknown {
	if (parts.every((part) => part.type === "text")) {
		return parts
			.map((part) => part.text)
			.join("\n\n")
			.toWellFormed();
	}
	return parts.map((part) =>
		part.type === "text" ? { type: "text", text: part.text.toWellFormed() } : imageContent(part),
	);
}

const imageContent = (image: ImagePart): WireObject => ({
	type: "image_url",
	image_url: { url: `data:${image.mediaType};base64,${image.data}` },
});

function assistantMessage(message: AssistantMessage, request: ModelRequest, target: WireTarget): WireObject {
	const { quirks } = target;
	const text = message.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
	const calls = message.parts.filter((part) => part.type === "tool-call");
	const isOwn = (part: { readonly residue?: ReasoningPart["residue"] }) =>
		part.residue?.provider === target.providerId && part.residue.model === request.model;
	const own = message.parts.filter((part): part is ReasoningPart => part.type === "reasoning" && isOwn(part));
	return {
		role: "assistant",
		content: text === "" && calls.length > 0 ? null : text.toWellFormed(),
		...(quirks.reasoning === "content-with-tools" && request.tools.length > 0
			? {
					reasoning_content: own
						.map((part) => part.text)
						.join("")
						.toWellFormed(),
				}
			: {}),
		...(quirks.reasoning === "details" ? reasoningDetails(own) : {}),
		...(calls.length === 0
			? {}
			: {
					tool_calls: calls.map((call, index) => ({
						id: wireCallId(call.callId, quirks.callIds ?? "any"),
						type: "function",
						function: { name: call.name, arguments: JSON.stringify(callArguments(call)) },
						...(quirks.signatures === true ? signature(isOwn(call) ? call.residue?.data : undefined, index) : {}),
					})),
				}),
	};
}

function reasoningDetails(own: readonly ReasoningPart[]): WireObject {
	const details = own.flatMap((part) => {
		const data = part.residue?.data;
		return Array.isArray(data) ? data : [];
	});
	return details.length === 0 ? {} : { reasoning_details: details };
}

/**
 * Gemini checks the signature of the first call of each group. History of another model has none, for which Google names
 * this placeholder (Gemini API, "Thought signatures").
 */
function signature(own: unknown, index: number): WireObject {
	const value = typeof own === "string" ? own : index === 0 ? "skip_thought_signature_validator" : undefined;
	return value === undefined ? {} : { extra_content: { google: { thought_signature: value } } };
}

/** Results first, all of them; images cannot be in them and follow as a message of the person. */
function toolMessages(message: ToolMessage, quirks: ChatQuirks): readonly WireObject[] {
	const results = message.parts.map((part) => ({
		role: "tool",
		tool_call_id: wireCallId(part.callId, quirks.callIds ?? "any"),
		content: resultText(part),
	}));
	const images = message.parts.flatMap((part) =>
		(part.images ?? []).length === 0
			? []
			: [{ type: "text", text: `Images of the result of ${part.name}:` }, ...(part.images ?? []).map(imageContent)],
	);
	return images.length === 0 ? results : [...results, { role: "user", content: images }];
}
