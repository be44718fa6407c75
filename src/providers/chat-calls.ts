// Tool calls of a Chat Completions stream, told apart however badly they are labelled.
import type { JsonValue } from "../contracts/json.js";
import type { Residue, ToolCallPart } from "../contracts/message.js";
import type { ModelEvent } from "../contracts/model.js";
import { type Fields, fields, isFields, string } from "./fields.js";
import { freeCallId, RepeatedCalls, toolCallPart } from "./tool-input.js";

interface Call {
	readonly callId: string;
	/** The id as the service wrote it, to recognise later pieces by. */
	wireId: string;
	readonly index: number | undefined;
	name: string;
	text: string;
	signature: string | undefined;
	isStarted: boolean;
}

interface CallOptions {
	readonly takenCallIds: ReadonlySet<string>;
	newCallId(): string;
}

export class ChatCalls {
	private readonly options: CallOptions;
	private readonly calls: Call[] = [];
	private readonly taken: Set<string>;

	constructor(options: CallOptions) {
		this.options = options;
		this.taken = new Set(options.takenCallIds);
	}

	get count(): number {
		return this.calls.length;
	}

	/** One element of `tool_calls`, at its place in the array. */
	take(item: Fields, position: number): readonly ModelEvent[] {
		const { arguments: given, name: nameField } = fields(item.function);
		const wireId = string(item.id);
		const name = string(nameField);
		const call = this.find(item, wireId, name, position) ?? this.open(item, wireId);
		if (call.wireId === "") call.wireId = wireId;
		if (call.name === "") call.name = name;
		const signature = fields(fields(item.extra_content).google).thought_signature;
		if (typeof signature === "string") call.signature = signature;
		const events: ModelEvent[] = [];
		if (!call.isStarted && call.name !== "") {
			call.isStarted = true;
			events.push({ type: "tool-call.start", callId: call.callId, name: call.name });
			if (call.text !== "") events.push({ type: "tool-call.delta", callId: call.callId, text: call.text });
		}
		const text = isFields(given) ? JSON.stringify(given) : string(given);
		if (text === "") return events;
		// An object is the whole of the arguments, not a piece.
		call.text = isFields(given) ? text : call.text + text;
		if (call.isStarted) events.push({ type: "tool-call.delta", callId: call.callId, text });
		return events;
	}

	/** In the order in which they began. A call that never got a name, or came twice, is none. */
	parts(residue: (data: JsonValue) => Residue): readonly (ToolCallPart | undefined)[] {
		const repeated = new RepeatedCalls();
		return this.calls.map((call) =>
			call.name === "" || repeated.isRepeat(call.wireId, call.name, call.text)
				? undefined
				: toolCallPart({
						callId: call.callId,
						name: call.name,
						text: call.text,
						...(call.signature === undefined ? {} : { residue: residue(call.signature) }),
					}),
		);
	}

	/** By index; without one by id; without either by position. A new name after whole arguments begins a new call. */
	private find(item: Fields, wireId: string, name: string, position: number): Call | undefined {
		const index = typeof item.index === "number" ? item.index : undefined;
		if (index !== undefined) {
			const found = this.calls.findLast((call) => call.index === index);
			// Gemini has given every call of a group the index 0.
			const isOther =
				found !== undefined && wireId !== "" && found.wireId !== "" && wireId !== found.wireId && name !== "";
			return isOther ? undefined : found;
		}
		if (wireId !== "") {
			const found = this.calls.findLast((call) => call.wireId === wireId);
			return found !== undefined && name !== "" && isWhole(found.text) ? undefined : found;
		}
		const found = this.calls.length === 1 ? this.calls[0] : (this.calls[position] ?? this.calls.at(-1));
		return found !== undefined && name !== "" && (isWhole(found.text) || position >= this.calls.length)
			? undefined
			: found;
	}

	private open(item: Fields, wireId: string): Call {
		const callId = freeCallId(wireId, this.taken, () => this.options.newCallId());
		this.taken.add(callId);
		const call: Call = {
			callId,
			wireId,
			index: typeof item.index === "number" ? item.index : undefined,
			name: "",
			text: "",
			signature: undefined,
			isStarted: false,
		};
		this.calls.push(call);
		return call;
	}
}

function isWhole(text: string): boolean {
	try {
		return typeof JSON.parse(text) === "object";
	} catch {
		return false;
	}
}
