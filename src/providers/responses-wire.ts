// Requests of the Responses API (https://platform.openai.com/docs/api-reference/responses), used without stored state.
import type { AssistantMessage, ImagePart, Message, ToolResultPart } from "../contracts/message.js";
import type { ModelRequest } from "../contracts/model.js";
import { schemaName, strictSchema } from "./output-schema.js";
import { callArguments, resultText, sendableMessages, wireCallId } from "./sendable.js";
import { plainToolSchema } from "./tool-schema.js";
import type { WireObject } from "./transport.js";

/** Models that think, and so take an effort, give encrypted reasoning and refuse a temperature. */
const isReasoningModel = (model: string): boolean =>
	/^(o\d|gpt-[5-9]|codex|gpt-oss)/.test(model) && !/chat/.test(model);

/**
 * The body, with `input` last and keys in fixed places. Nothing is stored at the service: reasoning comes back encrypted
 * and is sent again in front of what followed from it. `withSummary`: asks thinking models to say what they think.
 */
export function responsesBody(request: ModelRequest, providerId: string, withSummary = true): WireObject {
	const isReasoning = isReasoningModel(request.model);
	const reasoning = {
		...(request.reasoningEffort === undefined ? {} : { effort: request.reasoningEffort }),
		...(isReasoning && withSummary ? { summary: "auto" } : {}),
	};
	const schema = request.outputSchema;
	const strict = schema === undefined ? undefined : strictSchema(schema);
	return {
		model: request.model,
		stream: true,
		store: false,
		...(isReasoning ? { include: ["reasoning.encrypted_content"] } : {}),
		...(Object.keys(reasoning).length === 0 ? {} : { reasoning }),
		...(request.maxOutputTokens === undefined ? {} : { max_output_tokens: request.maxOutputTokens }),
		...(request.temperature === undefined || isReasoning ? {} : { temperature: request.temperature }),
		...(request.cacheKey === undefined ? {} : { prompt_cache_key: request.cacheKey }),
		...(schema === undefined
			? {}
			: {
					text: {
						format: {
							type: "json_schema",
							name: schemaName(schema),
							strict: strict !== undefined,
							schema: strict ?? schema,
						},
					},
				}),
		...(request.tools.length === 0
			? {}
			: {
					tools: request.tools.map((tool) => ({
						type: "function",
						name: tool.name,
						description: tool.description,
						parameters: plainToolSchema(tool.inputSchema),
						// Left out, it means strict, and then optional arguments are refused.
						strict: false,
					})),
				}),
		...(request.system === "" ? {} : { instructions: request.system.toWellFormed() }),
		input: sendableMessages(request.messages).flatMap((message) => inputItems(message, request.model, providerId)),
	};
}

function inputItems(message: Message, model: string, providerId: string): readonly WireObject[] {
	if (message.role === "assistant") return assistantItems(message, model, providerId);
	if (message.role === "tool") return message.parts.map(resultItem);
	return [
		{
			role: "user",
			content: message.parts.map((part) =>
				part.type === "text" ? { type: "input_text", text: part.text.toWellFormed() } : imageItem(part),
			),
		},
	];
}

const imageItem = (image: ImagePart): WireObject => ({
	type: "input_image",
	image_url: `data:${image.mediaType};base64,${image.data}`,
});

/** Reasoning that nothing followed (the answer was cut off) is refused, so it is left out. */
function assistantItems(message: AssistantMessage, model: string, providerId: string): readonly WireObject[] {
	const lastSaid = message.parts.findLastIndex((part) => part.type !== "reasoning");
	return message.parts.flatMap((part, index): readonly WireObject[] => {
		if (part.type === "text") {
			return part.text === "" ? [] : [{ role: "assistant", content: part.text.toWellFormed() }];
		}
		if (part.type === "tool-call") {
			return [
				{
					type: "function_call",
					call_id: wireCallId(part.callId, "any"),
					name: part.name,
					arguments: JSON.stringify(callArguments(part)),
				},
			];
		}
		const item = part.residue?.data;
		const isOwn = part.residue?.provider === providerId && part.residue.model === model;
		const isItem = typeof item === "object" && item !== null && !Array.isArray(item);
		return isOwn && isItem && index < lastSaid ? [{ ...item }] : [];
	});
}

function resultItem(result: ToolResultPart): WireObject {
	const images = result.images ?? [];
	const text = resultText(result);
	return {
		type: "function_call_output",
		call_id: wireCallId(result.callId, "any"),
		output: images.length === 0 ? text : [{ type: "input_text", text }, ...images.map(imageItem)],
	};
}
