// Answers in the Chat Completions dialect, with all that servers make of it (PROTOCOLS "quirks").
import type { JsonValue } from "../contracts/json.js";
import type { AssistantPart } from "../contracts/message.js";
import type { FinishReason, ModelEvent, Usage } from "../contracts/model.js";
import type { SseEvent } from "../lib/sse.js";
import { ChatCalls } from "./chat-calls.js";
import { mergeDetails } from "./chat-details.js";
import { chatUsage } from "./chat-usage.js";
import type { DecoderOptions } from "./decoder.js";
import { type Fields, fields, isFields, list } from "./fields.js";
import type { WireDecoder } from "./model-stream.js";
import { cutError, malformedError, streamError } from "./provider-error.js";

type Block = { readonly type: "text" | "reasoning"; text: string } | { readonly type: "call"; readonly index: number };

const reasons: Readonly<Record<string, FinishReason>> = {
	stop: "stop",
	end_turn: "stop",
	eos: "stop",
	length: "length",
	max_tokens: "length",
	model_length: "length",
	tool_calls: "tool-calls",
	function_call: "tool-calls",
	content_filter: "content-filter",
	refusal: "refusal",
};

export class ChatDecoder implements WireDecoder {
	private readonly options: DecoderOptions;
	private readonly calls: ChatCalls;
	private readonly blocks: Block[] = [];
	private details: JsonValue[] = [];
	private usage: Usage | undefined;
	private finishReason: string | undefined;
	private isRefusal = false;
	private responseId: string | undefined;
	private hasEnded = false;
	private hasSaidAll = false;

	constructor(options: DecoderOptions) {
		this.options = options;
		this.calls = new ChatCalls(options);
	}

	get isComplete(): boolean {
		return this.hasEnded || this.finishReason !== undefined;
	}

	push(event: SseEvent): readonly ModelEvent[] {
		if (this.hasEnded) return [];
		const data = event.data.trim();
		if (data === "") return [];
		if (data === "[DONE]") {
			this.hasSaidAll = true;
			return this.end();
		}
		let value: unknown;
		try {
			value = JSON.parse(data);
		} catch {
			return this.fail({ type: "error", error: malformedError("a line that is not JSON", this.options.context) });
		}
		return this.chunk(value, event.event === "error");
	}

	whole(value: unknown): readonly ModelEvent[] {
		if (!isFields(value) && !Array.isArray(value)) {
			return this.fail({ type: "error", error: malformedError("something that is not JSON", this.options.context) });
		}
		const events = this.chunk(value, false);
		if (this.hasEnded) return events;
		if (!isFields(value) || !Array.isArray(value.choices)) {
			return this.fail({ type: "error", error: malformedError("JSON that is not an answer", this.options.context) });
		}
		this.hasSaidAll = true;
		return [...events, ...this.end()];
	}

	end(): readonly ModelEvent[] {
		if (this.hasEnded) return [];
		this.hasEnded = true;
		const usage: readonly ModelEvent[] = this.usage === undefined ? [] : [{ type: "usage", usage: this.usage }];
		if (this.finishReason === undefined && !this.hasSaidAll) {
			return [...usage, { type: "error", error: cutError(this.options.context) }];
		}
		const parts = this.parts();
		const hasCalls = parts.some((part) => part.type === "tool-call");
		const id = this.responseId === undefined ? {} : { responseId: this.responseId };
		return [
			...parts.map((part): ModelEvent => ({ type: "part", part })),
			...usage,
			{ type: "finish", reason: this.reason(hasCalls), ...id },
		];
	}

	private fail(event: ModelEvent): readonly ModelEvent[] {
		this.hasEnded = true;
		return [...(this.usage === undefined ? [] : [{ type: "usage" as const, usage: this.usage }]), event];
	}

	private chunk(value: unknown, isError: boolean): readonly ModelEvent[] {
		// Gemini sends its errors as an array of one.
		const chunk = fields(Array.isArray(value) ? value[0] : value);
		const choice = fields(list(chunk.choices)[0]);
		const error = chunk.error ?? choice.error ?? (isError || chunk.object === "error" ? chunk : undefined);
		this.usage = chatUsage(chunk) ?? this.usage;
		if (error !== undefined && error !== null) {
			return this.fail({ type: "error", error: streamError({ error }, this.options.context) });
		}
		if (typeof chunk.id === "string" && chunk.id !== "") this.responseId = chunk.id;
		const delta = fields(choice.delta ?? choice.message);
		const events = [...this.reasoningOf(delta), ...this.contentOf(delta), ...this.callsOf(delta)];
		if (typeof choice.finish_reason === "string" && choice.finish_reason !== "") {
			this.finishReason = choice.finish_reason;
			if (choice.finish_reason === "error") {
				return [
					...events,
					...this.fail({ type: "error", error: streamError("the model's provider failed", this.options.context) }),
				];
			}
		}
		return events;
	}

	/** `reasoning_content` (DeepSeek, llama.cpp, xAI) or `reasoning` (OpenRouter, Groq, Ollama); both hold the same when both are there. */
	private reasoningOf(delta: Fields): readonly ModelEvent[] {
		const details = list(delta.reasoning_details);
		if (details.length > 0) this.details = mergeDetails(this.details, details);
		const plain = [delta.reasoning_content, delta.reasoning].find((text) => typeof text === "string" && text !== "");
		const text = typeof plain === "string" ? plain : details.map((detail) => detailText(fields(detail))).join("");
		return this.add("reasoning", text);
	}

	private contentOf(delta: Fields): readonly ModelEvent[] {
		if (typeof delta.refusal === "string" && delta.refusal !== "") {
			this.isRefusal = true;
			return this.add("text", delta.refusal);
		}
		if (!Array.isArray(delta.content)) return this.add("text", typeof delta.content === "string" ? delta.content : "");
		return delta.content.filter(isFields).flatMap((item) =>
			item.type === "thinking"
				? this.add(
						"reasoning",
						list(item.thinking)
							.map((inner) => stringOf(fields(inner).text))
							.join(""),
					)
				: this.add("text", stringOf(item.text)),
		);
	}

	private add(type: "text" | "reasoning", text: string): readonly ModelEvent[] {
		if (text === "") return [];
		const last = this.blocks.at(-1);
		if (last?.type === type) last.text += text;
		else this.blocks.push({ type, text });
		return [{ type: `${type}.delta`, text }];
	}

	private callsOf(delta: Fields): readonly ModelEvent[] {
		const items = isFields(delta.tool_calls) ? [delta.tool_calls] : list(delta.tool_calls);
		const before = this.calls.count;
		const events = items.flatMap((item, position) => this.calls.take(fields(item), position));
		for (let index = before; index < this.calls.count; index++) this.blocks.push({ type: "call", index });
		return events;
	}

	private parts(): readonly AssistantPart[] {
		const { context } = this.options;
		const residue = (data: JsonValue) => ({ provider: context.providerId, model: context.model, data });
		const calls = this.calls.parts(residue);
		// Everything that came as details goes back with the first reasoning part; without one, it makes one.
		const first = this.blocks.find((block) => block.type === "reasoning");
		const blocks =
			first === undefined && this.details.length > 0
				? [{ type: "reasoning" as const, text: "" }, ...this.blocks]
				: this.blocks;
		const bearer = blocks.find((block) => block.type === "reasoning");
		return blocks.flatMap((block): AssistantPart[] => {
			if (block.type === "call") {
				const call = calls[block.index];
				return call === undefined ? [] : [call];
			}
			if (block.type === "text") return [{ type: "text", text: block.text }];
			return [
				{
					type: "reasoning",
					text: block.text,
					residue: residue(block === bearer && this.details.length > 0 ? this.details : null),
				},
			];
		});
	}

	/** Some servers say `stop` although they call tools, or the other way about. */
	private reason(hasCalls: boolean): FinishReason {
		const said = reasons[this.finishReason ?? "stop"] ?? "other";
		if (this.isRefusal && said === "stop") return "refusal";
		if (hasCalls && (said === "stop" || said === "other")) return "tool-calls";
		return said === "tool-calls" && !hasCalls ? "stop" : said;
	}
}

const stringOf = (value: unknown): string => (typeof value === "string" ? value : "");
const detailText = (detail: Fields): string => stringOf(detail.text) || stringOf(detail.summary);
