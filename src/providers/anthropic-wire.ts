// Requests of the Messages API (https://platform.claude.com/docs/en/api/messages).
import type {
	AssistantMessage,
	AssistantPart,
	ImagePart,
	Message,
	TextPart,
	ToolResultPart,
} from "../contracts/message.js";
import type { ModelRequest } from "../contracts/model.js";
import { claudeTraits, type Thinking } from "./claude-models.js";
import { strictSchema } from "./output-schema.js";
import { callArguments, sendableMessages, wireCallId } from "./sendable.js";
import { plainToolSchema } from "./tool-schema.js";
import type { WireObject } from "./transport.js";

interface WireMessage {
	readonly role: "user" | "assistant";
	readonly content: readonly WireObject[];
}

/**
 * The body, with `messages` last and keys in fixed places. Caching: one breakpoint after tools and system, and the
 * top-level one, which the service moves forward by itself, so that the bytes of earlier turns never change.
 */
export function anthropicBody(request: ModelRequest, providerId: string): WireObject {
	const traits = claudeTraits(request.model);
	const sendable = sendableMessages(request.messages);
	const maxTokens = request.maxOutputTokens ?? traits.maxOutputTokens;
	const thinking = thinkingFor(request, sendable, providerId, traits.thinking);
	const output = {
		...(thinking?.effort === undefined ? {} : { effort: thinking.effort }),
		...(request.outputSchema === undefined
			? {}
			: { format: { type: "json_schema", schema: strictSchema(request.outputSchema) ?? request.outputSchema } }),
	};
	return {
		model: request.model,
		max_tokens: thinking?.budget === undefined ? maxTokens : Math.max(maxTokens, thinking.budget + 1024),
		stream: true,
		// Thinking models take no other temperature than their own.
		...(request.temperature === undefined || thinking !== undefined ? {} : { temperature: request.temperature }),
		...(thinking === undefined ? {} : { thinking: thinking.field }),
		...(Object.keys(output).length === 0 ? {} : { output_config: output }),
		cache_control: { type: "ephemeral" },
		...(request.tools.length === 0
			? {}
			: {
					tools: request.tools.map((tool) => ({
						name: tool.name,
						description: tool.description,
						input_schema: plainToolSchema(tool.inputSchema),
					})),
				}),
		...(request.system === ""
			? {}
			: { system: [{ type: "text", text: request.system.toWellFormed(), cache_control: { type: "ephemeral" } }] }),
		messages: merged(sendable.map((message) => wireMessage(message, request.model, providerId))),
	};
}

function thinkingFor(
	request: ModelRequest,
	messages: readonly Message[],
	providerId: string,
	kind: Thinking,
): { readonly field: WireObject; readonly effort?: string; readonly budget?: number } | undefined {
	const effort = request.reasoningEffort;
	if (effort === undefined || kind === "none") return undefined;
	if (kind === "adaptive") {
		return { field: { type: "adaptive", display: "summarized" }, effort: effort === "minimal" ? "low" : effort };
	}
	// With a budget, a tool round must begin with the thinking that led to it; another model's round has none.
	const lastUser = messages.findLastIndex((message) => message.role === "user");
	const round = messages.slice(lastUser + 1).filter((message) => message.role === "assistant");
	if (round.some((message) => !message.parts.some((part) => isOwnThinking(part, request.model, providerId))))
		return undefined;
	const budget = { minimal: 1024, low: 2048, medium: 8192, high: 16_384 }[effort];
	return { field: { type: "enabled", budget_tokens: budget }, budget };
}

const isOwnThinking = (part: AssistantPart, model: string, providerId: string): boolean =>
	part.type === "reasoning" && part.residue?.provider === providerId && part.residue.model === model;

function wireMessage(message: Message, model: string, providerId: string): WireMessage {
	if (message.role === "user") return { role: "user", content: message.parts.flatMap(userBlock) };
	// All results of the round in one message, before anything else in it.
	if (message.role === "tool") return { role: "user", content: message.parts.map(resultBlock) };
	return { role: "assistant", content: assistantBlocks(message, model, providerId) };
}

/** Empty text blocks are refused. */
const textBlock = (text: string): readonly WireObject[] =>
	text.trim() === "" ? [] : [{ type: "text", text: text.toWellFormed() }];

const userBlock = (part: TextPart | ImagePart): readonly WireObject[] =>
	part.type === "text" ? textBlock(part.text) : [imageBlock(part)];

const imageBlock = (image: ImagePart): WireObject => ({
	type: "image",
	source: { type: "base64", media_type: image.mediaType, data: image.data },
});

function resultBlock(result: ToolResultPart): WireObject {
	const images = result.images ?? [];
	const text = result.content.toWellFormed();
	return {
		type: "tool_result",
		tool_use_id: wireCallId(result.callId, "any"),
		content: images.length === 0 ? text : [...textBlock(text), ...images.map(imageBlock)],
		...(result.isError === true ? { is_error: true } : {}),
	};
}

/** Thinking goes back exactly as it came, and only to the model that thought it. */
function assistantBlocks(message: AssistantMessage, model: string, providerId: string): readonly WireObject[] {
	return message.parts.flatMap((part): readonly WireObject[] => {
		if (part.type === "text") return textBlock(part.text);
		if (part.type === "tool-call") {
			return [{ type: "tool_use", id: wireCallId(part.callId, "any"), name: part.name, input: callArguments(part) }];
		}
		const block = part.residue?.data;
		const isBlock = typeof block === "object" && block !== null && !Array.isArray(block);
		return isOwnThinking(part, model, providerId) && isBlock ? [{ ...block }] : [];
	});
}

/** Roles alternate and the person begins; neighbours of the same role are one message, empty ones none. */
function merged(messages: readonly WireMessage[]): readonly WireMessage[] {
	const result: WireMessage[] = [];
	for (const message of messages) {
		if (message.content.length === 0) continue;
		const last = result.at(-1);
		if (last?.role === message.role)
			result[result.length - 1] = { ...last, content: [...last.content, ...message.content] };
		else result.push(message);
	}
	const opening: WireMessage = { role: "user", content: [{ type: "text", text: "(the conversation goes on)" }] };
	return result[0]?.role === "user" ? result : [opening, ...result];
}
