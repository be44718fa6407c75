// Answers of the Responses API: typed events that end with `response.completed`, `.incomplete` or `.failed`.
import type { JsonValue } from "../contracts/json.js";
import type { AssistantPart } from "../contracts/message.js";
import type { FinishReason, ModelEvent } from "../contracts/model.js";
import type { SseEvent } from "../lib/sse.js";
import type { DecoderOptions } from "./decoder.js";
import { type Fields, fields, list, string } from "./fields.js";
import type { WireDecoder } from "./model-stream.js";
import { cutError, malformedError, streamError } from "./provider-error.js";
import { responsesUsage } from "./responses-usage.js";
import { freeCallId, RepeatedCalls, toolCallPart } from "./tool-input.js";

interface Call {
	readonly callId: string;
	readonly name: string;
	text: string;
}

export class ResponsesDecoder implements WireDecoder {
	private readonly options: DecoderOptions;
	private readonly taken: Set<string>;
	/** Calls that have begun, by their item's key. */
	private readonly calls = new Map<string, Call>();
	private readonly repeated = new RepeatedCalls();
	/** Items that have been given as parts, by their key. */
	private readonly given = new Set<string>();
	/** Text that came in deltas, by item: a whole text is not shown again, and counts when no finished item comes. */
	private readonly streamed = new Map<string, { readonly type: "text" | "reasoning"; text: string }>();
	private hasCalls = false;
	private isRefusal = false;
	private hasEnded = false;

	constructor(options: DecoderOptions) {
		this.options = options;
		this.taken = new Set(options.takenCallIds);
	}

	/** The terminal event is the last one, so nothing is complete before it. */
	get isComplete(): boolean {
		return this.hasEnded;
	}

	push(event: SseEvent): readonly ModelEvent[] {
		const data = event.data.trim();
		if (this.hasEnded || data === "" || data === "[DONE]") return [];
		let value: unknown;
		try {
			value = JSON.parse(data);
		} catch {
			return this.fail(malformedError("a line that is not JSON", this.options.context));
		}
		return this.take(fields(value), event.event);
	}

	end(): readonly ModelEvent[] {
		return this.hasEnded ? [] : this.fail(cutError(this.options.context));
	}

	whole(value: unknown): readonly ModelEvent[] {
		const response = fields(Array.isArray(value) ? value[0] : value);
		if (response.error !== undefined && response.error !== null)
			return this.fail(streamError(response, this.options.context));
		if (Array.isArray(response.output)) return this.finish(response, string(response.status));
		return this.fail(malformedError("JSON that is not an answer", this.options.context));
	}

	private take(value: Fields, name: string): readonly ModelEvent[] {
		const type = string(value.type) || name;
		const key = keyOf(value.item_id ?? fields(value.item).id, value.output_index);
		switch (type) {
			case "response.output_text.delta":
			case "response.refusal.delta":
				this.isRefusal ||= type === "response.refusal.delta";
				return this.show("text.delta", key, string(value.delta));
			case "response.reasoning_summary_text.delta":
			case "response.reasoning_text.delta":
				return this.show("reasoning.delta", key, string(value.delta));
			case "response.reasoning_summary_part.added":
				// Summaries are paragraphs.
				return this.streamed.has(key) ? this.show("reasoning.delta", key, "\n\n") : [];
			case "response.output_item.added":
				return this.startItem(key, fields(value.item));
			case "response.function_call_arguments.delta": {
				const call = this.calls.get(key);
				const text = string(value.delta);
				if (call === undefined || text === "") return [];
				call.text += text;
				return [{ type: "tool-call.delta", callId: call.callId, text }];
			}
			case "response.function_call_arguments.done": {
				const call = this.calls.get(key);
				if (call !== undefined && string(value.arguments) !== "") call.text = string(value.arguments);
				return [];
			}
			case "response.output_item.done":
				return this.endItem(key, fields(value.item));
			case "response.completed":
			case "response.incomplete":
				return this.finish(fields(value.response), type.slice("response.".length));
			case "response.failed":
			case "response.cancelled":
				return [
					...responsesUsage(fields(value.response)),
					...this.fail(streamError(fields(value.response), this.options.context)),
				];
			case "error":
				return this.fail(
					streamError(
						value.error === undefined || value.error === null ? { error: value } : value,
						this.options.context,
					),
				);
			default:
				return [];
		}
	}

	private show(type: "text.delta" | "reasoning.delta", key: string, text: string): readonly ModelEvent[] {
		if (text === "") return [];
		const item = this.streamed.get(key);
		if (item === undefined) this.streamed.set(key, { type: type === "text.delta" ? "text" : "reasoning", text });
		else item.text += text;
		return [{ type, text }];
	}

	private startItem(key: string, item: Fields): readonly ModelEvent[] {
		if (item.type !== "function_call" || this.calls.has(key)) return [];
		const callId = freeCallId(item.call_id, this.taken, () => this.options.newCallId());
		this.taken.add(callId);
		this.calls.set(key, { callId, name: string(item.name), text: string(item.arguments) });
		this.hasCalls = true;
		return [{ type: "tool-call.start", callId, name: string(item.name) }];
	}

	/** A finished item is authoritative; the one that was added may have been incomplete. */
	private endItem(key: string, item: Fields): readonly ModelEvent[] {
		if (this.given.has(key)) return [];
		this.given.add(key);
		switch (item.type) {
			case "message": {
				const content = list(item.content).map(fields);
				this.isRefusal ||= content.some((part) => part.type === "refusal");
				const text = content.map((part) => string(part.text) || string(part.refusal)).join("");
				return this.givePart(key, "text.delta", text, text === "" ? undefined : { type: "text", text });
			}
			case "reasoning": {
				const text = reasoningText(item);
				return this.givePart(key, "reasoning.delta", text, { type: "reasoning", text, ...this.reasoningResidue(item) });
			}
			case "function_call": {
				const started = this.startItem(key, { ...item, arguments: "" });
				const call = this.calls.get(key);
				if (call === undefined) return [];
				const text = string(item.arguments) || call.text;
				if (this.repeated.isRepeat(string(item.call_id), string(item.name), text)) return started;
				const part = toolCallPart({ callId: call.callId, name: string(item.name), text });
				const delta: readonly ModelEvent[] =
					started.length > 0 && text !== "" ? [{ type: "tool-call.delta", callId: call.callId, text }] : [];
				return [...started, ...delta, { type: "part", part }];
			}
			default:
				return [];
		}
	}

	private givePart(
		key: string,
		delta: "text.delta" | "reasoning.delta",
		text: string,
		part: AssistantPart | undefined,
	): readonly ModelEvent[] {
		const shown = this.streamed.has(key) ? [] : this.show(delta, key, text);
		return part === undefined ? shown : [...shown, { type: "part", part }];
	}

	/** Only the encrypted form can go back, since nothing is stored. Its status is not an input. */
	private reasoningResidue(item: Fields) {
		if (string(item.encrypted_content) === "") return {};
		const { context } = this.options;
		const { status: _status, ...rest } = item;
		const data: JsonValue = JSON.parse(JSON.stringify(rest));
		return { residue: { provider: context.providerId, model: context.model, data } };
	}

	private finish(response: Fields, status: string): readonly ModelEvent[] {
		// Some servers give the output only here.
		const late =
			this.given.size > 0
				? []
				: list(response.output)
						.map(fields)
						.flatMap((item, index) => {
							const id = string(item.id);
							const key = this.streamed.has(id) || this.calls.has(id) ? id : keyOf(id, index);
							return this.endItem(key, item);
						});
		// Others give no finished items at all.
		const bare = [
			...[...this.streamed].map(([key, part]) => ({ key, part: { ...part } })),
			...[...this.calls].map(([key, call]) => ({ key, part: toolCallPart(call) })),
		]
			.filter(({ key }) => !this.given.has(key))
			.map(({ part }): ModelEvent => ({ type: "part", part }));
		this.hasEnded = true;
		const why = string(fields(response.incomplete_details).reason);
		const id = string(response.id);
		return [
			...bare,
			...late,
			...responsesUsage(response),
			{ type: "finish", reason: this.reason(status, why), ...(id === "" ? {} : { responseId: id }) },
		];
	}

	private reason(status: string, why: string): FinishReason {
		if (status === "incomplete") {
			if (why === "content_filter") return "content-filter";
			return why === "max_output_tokens" || why === "" ? "length" : "other";
		}
		if (this.hasCalls) return "tool-calls";
		return this.isRefusal ? "refusal" : "stop";
	}

	private fail(error: ReturnType<typeof cutError>): readonly ModelEvent[] {
		this.hasEnded = true;
		return [{ type: "error", error }];
	}
}

/** Items are known by their place: some servers leave ids out, or give the deltas others than the items. */
const keyOf = (id: unknown, index: unknown): string => (typeof index === "number" ? `#${index}` : string(id));

const reasoningText = (item: Fields): string => {
	const summary = list(item.summary)
		.map((part) => string(fields(part).text))
		.join("\n\n");
	return (
		summary ||
		list(item.content)
			.map((part) => string(fields(part).text))
			.join("")
	);
};
