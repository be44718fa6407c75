// Answers of the Messages API (platform.claude.com, "Streaming Messages").
import type { JsonValue } from "../contracts/json.js";
import type { AssistantPart } from "../contracts/message.js";
import type { FinishReason, ModelEvent, Usage } from "../contracts/model.js";
import type { SseEvent } from "../lib/sse.js";
import type { DecoderOptions } from "./decoder.js";
import { count, type Fields, fields, isFields, list, string } from "./fields.js";
import type { WireDecoder } from "./model-stream.js";
import { cutError, malformedError, streamError } from "./provider-error.js";
import { freeCallId, RepeatedCalls, toolCallPart } from "./tool-input.js";

interface Block {
	readonly type: string;
	readonly callId: string;
	/** The id as the service wrote it. */
	readonly wireId: string;
	readonly name: string;
	/** Input that came whole with the block's start. */
	readonly input: string;
	text: string;
	signature: string;
	readonly data: string;
}

const reasons: Readonly<Record<string, FinishReason>> = {
	end_turn: "stop",
	stop_sequence: "stop",
	max_tokens: "length",
	model_context_window_exceeded: "length",
	tool_use: "tool-calls",
	pause_turn: "pause",
	refusal: "refusal",
};

export class AnthropicDecoder implements WireDecoder {
	private readonly options: DecoderOptions;
	private readonly taken: Set<string>;
	private readonly repeated = new RepeatedCalls();
	private readonly open = new Map<number, Block>();
	private counters: Fields = {};
	private stopReason: string | undefined;
	private responseId: string | undefined;
	private hasCalls = false;
	private hasEnded = false;

	constructor(options: DecoderOptions) {
		this.options = options;
		this.taken = new Set(options.takenCallIds);
	}

	get isComplete(): boolean {
		return this.hasEnded || this.stopReason !== undefined;
	}

	push(event: SseEvent): readonly ModelEvent[] {
		if (this.hasEnded || event.data.trim() === "") return [];
		// Gateways that also speak OpenAI's dialect end with this.
		if (event.data.trim() === "[DONE]") return this.end();
		let value: unknown;
		try {
			value = JSON.parse(event.data);
		} catch {
			return this.fail({ type: "error", error: malformedError("a line that is not JSON", this.options.context) });
		}
		return this.take(fields(value), event.event);
	}

	end(): readonly ModelEvent[] {
		if (this.hasEnded) return [];
		if (this.stopReason === undefined) return this.fail({ type: "error", error: cutError(this.options.context) });
		const rest = [...this.open.keys()].flatMap((index) => this.closeBlock(index));
		this.hasEnded = true;
		const said = reasons[this.stopReason] ?? "other";
		const reason = this.hasCalls && said === "stop" ? "tool-calls" : said;
		const id = this.responseId === undefined ? {} : { responseId: this.responseId };
		return [...rest, ...this.usage(), { type: "finish", reason, ...id }];
	}

	/** An error, or the message that a server sends whole although a stream was asked for. */
	whole(value: unknown): readonly ModelEvent[] {
		const message = fields(value);
		if (message.error !== undefined || message.type === "error") return this.take({ ...message, type: "error" }, "");
		if (!Array.isArray(message.content)) {
			return this.fail({ type: "error", error: malformedError("JSON that is not an answer", this.options.context) });
		}
		const events = [...this.take({ type: "message_start", message }, "")];
		for (const [index, block] of list(message.content).entries()) {
			events.push(...this.startBlock(index, fields(block)), ...this.closeBlock(index));
		}
		this.stopReason = string(message.stop_reason) || "end_turn";
		return [...events, ...this.end()];
	}

	private take(value: Fields, name: string): readonly ModelEvent[] {
		const index = typeof value.index === "number" ? value.index : 0;
		switch (string(value.type) || name) {
			case "message_start": {
				const message = fields(value.message);
				this.responseId = string(message.id) || undefined;
				this.count(message.usage);
				return [];
			}
			case "content_block_start":
				return this.startBlock(index, fields(value.content_block));
			case "content_block_delta":
				return this.delta(index, fields(value.delta));
			case "content_block_stop":
				return this.closeBlock(index);
			case "message_delta":
				this.stopReason = string(fields(value.delta).stop_reason) || this.stopReason;
				this.count(value.usage);
				return [];
			case "message_stop":
				this.stopReason ??= "end_turn";
				return this.end();
			case "error":
				return this.fail({ type: "error", error: streamError(value, this.options.context) });
			default:
				return [];
		}
	}

	private startBlock(index: number, block: Fields): readonly ModelEvent[] {
		const type = string(block.type);
		const isCall = type === "tool_use";
		const callId = isCall ? freeCallId(block.id, this.taken, () => this.options.newCallId()) : "";
		const name = string(block.name);
		const input = isFields(block.input) && Object.keys(block.input).length > 0 ? JSON.stringify(block.input) : "";
		this.open.set(index, {
			type,
			callId,
			wireId: string(block.id),
			name,
			input,
			text: "",
			signature: string(block.signature),
			data: string(block.data),
		});
		if (isCall) {
			this.taken.add(callId);
			this.hasCalls = true;
			return [{ type: "tool-call.start", callId, name }];
		}
		return this.delta(index, type === "thinking" ? { thinking: block.thinking } : { text: block.text });
	}

	private delta(index: number, delta: Fields): readonly ModelEvent[] {
		const block = this.open.get(index);
		if (block === undefined) return [];
		block.signature += string(delta.signature);
		const text = string(delta.text) || string(delta.thinking) || string(delta.partial_json);
		if (text === "") return [];
		block.text += text;
		if (block.type === "tool_use") return [{ type: "tool-call.delta", callId: block.callId, text }];
		if (block.type === "thinking") return [{ type: "reasoning.delta", text }];
		return block.type === "text" ? [{ type: "text.delta", text }] : [];
	}

	private closeBlock(index: number): readonly ModelEvent[] {
		const block = this.open.get(index);
		this.open.delete(index);
		const part = block === undefined ? undefined : this.partOf(block);
		return part === undefined ? [] : [{ type: "part", part }];
	}

	private partOf(block: Block): AssistantPart | undefined {
		const { context } = this.options;
		const residue = (data: JsonValue) => ({ provider: context.providerId, model: context.model, data });
		switch (block.type) {
			case "text":
				return block.text === "" ? undefined : { type: "text", text: block.text };
			case "tool_use": {
				const text = block.text || block.input;
				const isRepeat = this.repeated.isRepeat(block.wireId, block.name, text);
				return isRepeat ? undefined : toolCallPart({ callId: block.callId, name: block.name, text });
			}
			case "thinking": {
				// Without its signature a thought cannot go back, so nothing of it is kept for that.
				const data = { type: "thinking", thinking: block.text, signature: block.signature };
				return { type: "reasoning", text: block.text, ...(block.signature === "" ? {} : { residue: residue(data) }) };
			}
			case "redacted_thinking":
				return { type: "reasoning", text: "", residue: residue({ type: "redacted_thinking", data: block.data }) };
			default:
				return undefined;
		}
	}

	private fail(event: ModelEvent): readonly ModelEvent[] {
		this.hasEnded = true;
		return [...this.usage(), event];
	}

	/** Counters are running totals; later ones replace earlier ones. */
	private count(usage: unknown): void {
		const known = Object.entries(fields(usage)).filter(([, value]) => value !== null);
		this.counters = { ...this.counters, ...Object.fromEntries(known) };
	}

	/** What was read from and written to the cache is not inside `input_tokens`. */
	private usage(): readonly ModelEvent[] {
		const { counters } = this;
		const outputTokens = count(counters.output_tokens);
		const usage: Usage = {
			inputTokens: count(counters.input_tokens),
			outputTokens,
			cacheReadTokens: count(counters.cache_read_input_tokens),
			cacheWriteTokens: count(counters.cache_creation_input_tokens),
			reasoningTokens: Math.min(outputTokens, count(fields(counters.output_tokens_details).thinking_tokens)),
		};
		const isEmpty = Object.values(usage).every((value) => value === 0);
		return isEmpty ? [] : [{ type: "usage", usage }];
	}
}
