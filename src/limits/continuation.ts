// Matches a new answer against one that broke off.
import type { JsonValue } from "../contracts/json.js";
import type { AssistantPart, ToolCallPart } from "../contracts/message.js";
import type { ModelEvent } from "../contracts/model.js";

interface ShownCall {
	readonly callId: string;
	readonly name: string;
	text: string;
}

/** What the reader has been given since the last restart. */
export class Shown {
	text = "";
	reasoning = "";
	calls: ShownCall[] = [];
	parts: AssistantPart[] = [];

	/** Grows whenever something new is given. */
	get size(): number {
		return this.text.length + this.reasoning.length + this.parts.length + this.calls.length;
	}

	clear(): void {
		this.text = "";
		this.reasoning = "";
		this.calls = [];
		this.parts = [];
	}
}

/**
 * One attempt at an answer. Text and reasoning are compared apart, since they may be cut differently; tool calls by their
 * order, name and arguments, because every attempt has new ids: a call that was already given keeps its first id.
 */
export class Continuation {
	private readonly shown: Shown;
	/** Everything of this attempt, to be given again after a restart. */
	private readonly all: ModelEvent[] = [];
	private text = "";
	private reasoning = "";
	private readonly calls: ShownCall[] = [];
	private parts = 0;
	/** This attempt's call ids and the ones that the reader knows. */
	private readonly knownIds = new Map<string, string>();
	/** Calls that were given before a restart voided them. */
	private voided: ToolCallPart[] = [];
	/** True once nothing of an earlier attempt is left to match. */
	private isFree: boolean;
	private readonly before: { readonly calls: number; readonly parts: readonly AssistantPart[] };

	constructor(shown: Shown) {
		this.shown = shown;
		this.isFree = shown.size === 0;
		this.before = { calls: shown.calls.length, parts: [...shown.parts] };
	}

	/** What the reader is to be given for this event: itself, a rest of it, nothing, or a restart and all that came before. */
	take(event: ModelEvent): readonly ModelEvent[] {
		if (event.type === "restart") {
			this.shown.clear();
			this.isFree = true;
			return [event];
		}
		if (this.isFree) return [this.note(event)];
		this.all.push(event);
		const matched = this.match(event);
		if (matched === undefined) return this.restart();
		// From here on there is nothing to compare, and so no cost that grows with the answer.
		if (this.isCaughtUp()) this.isFree = true;
		return matched;
	}

	private restart(): readonly ModelEvent[] {
		// A call that was given before keeps its id, so that whoever already acted on it recognises it.
		this.voided = this.before.parts.filter((part) => part.type === "tool-call");
		this.knownIds.clear();
		this.shown.clear();
		this.isFree = true;
		return [{ type: "restart" }, ...this.all.filter(isContent).map((event) => this.note(event))];
	}

	/** Undefined: this event cannot follow what was shown. */
	private match(event: ModelEvent): readonly ModelEvent[] | undefined {
		switch (event.type) {
			case "text.delta":
			case "reasoning.delta":
				return this.matchText(event);
			case "tool-call.start":
				return this.matchStart(event.callId, event.name);
			case "tool-call.delta":
				return this.matchArguments(event.callId, event.text);
			case "part":
				return this.matchPart(event.part);
			case "finish":
				return this.isCaughtUp() ? [event] : undefined;
			default:
				return [event];
		}
	}

	private matchText(event: { readonly type: "text.delta" | "reasoning.delta"; readonly text: string }) {
		const channel = event.type === "text.delta" ? "text" : "reasoning";
		this[channel] += event.text;
		const rest = restAfter(this.shown[channel], this[channel]);
		return rest === undefined ? undefined : rest === "" ? [] : [this.note({ type: event.type, text: rest })];
	}

	private matchStart(callId: string, name: string): readonly ModelEvent[] | undefined {
		const index = this.calls.length;
		this.calls.push({ callId, name, text: "" });
		if (index >= this.before.calls) return [this.note({ type: "tool-call.start", callId, name })];
		const old = this.shown.calls[index];
		if (old?.name !== name) return undefined;
		this.knownIds.set(callId, old.callId);
		return [];
	}

	private matchArguments(callId: string, text: string): readonly ModelEvent[] | undefined {
		const index = this.calls.findIndex((call) => call.callId === callId);
		const call = this.calls[index];
		const old = this.shown.calls[index];
		if (call === undefined || old === undefined) return [this.note({ type: "tool-call.delta", callId, text })];
		call.text += text;
		if (index >= this.before.calls) return [this.note({ type: "tool-call.delta", callId, text })];
		const rest = restAfter(old.text, call.text);
		return rest === undefined
			? undefined
			: rest === ""
				? []
				: [this.note({ type: "tool-call.delta", callId, text: rest })];
	}

	private matchPart(part: AssistantPart): readonly ModelEvent[] | undefined {
		const old = this.before.parts[this.parts];
		this.parts++;
		if (old === undefined) return [this.note({ type: "part", part })];
		return samePart(old, part) ? [] : undefined;
	}

	private isCaughtUp(): boolean {
		return (
			this.text.length >= this.shown.text.length &&
			this.reasoning.length >= this.shown.reasoning.length &&
			this.calls.length >= this.before.calls &&
			this.calls.every(
				(call, index) => index >= this.before.calls || call.text.length >= (this.shown.calls[index]?.text ?? "").length,
			) &&
			this.parts >= this.before.parts.length
		);
	}

	/** Remembers what the reader is given, under the ids that it knows. */
	private note(event: ModelEvent): ModelEvent {
		switch (event.type) {
			case "text.delta":
				this.shown.text += event.text;
				return event;
			case "reasoning.delta":
				this.shown.reasoning += event.text;
				return event;
			case "tool-call.start": {
				const callId = this.knownIds.get(event.callId) ?? event.callId;
				this.shown.calls.push({ callId, name: event.name, text: "" });
				return { ...event, callId };
			}
			case "tool-call.delta": {
				const callId = this.knownIds.get(event.callId) ?? event.callId;
				const call = this.shown.calls.find((item) => item.callId === callId);
				if (call !== undefined) call.text += event.text;
				return { ...event, callId };
			}
			case "part": {
				const part = this.withKnownId(event.part);
				this.shown.parts.push(part);
				return { type: "part", part };
			}
			default:
				return event;
		}
	}

	private withKnownId(part: AssistantPart): AssistantPart {
		if (part.type !== "tool-call") return part;
		const twin = this.voided.findIndex((old) => old.name === part.name && sameJson(old.input, part.input));
		const callId = twin < 0 ? this.knownIds.get(part.callId) : this.voided.splice(twin, 1)[0]?.callId;
		return { ...part, callId: callId ?? part.callId };
	}
}

/** Usage and limits were given when they came; the rest is the answer itself. */
const isContent = (event: ModelEvent): boolean =>
	event.type !== "usage" && event.type !== "limits" && event.type !== "retry";

/** What `next` adds to `shown`: empty while it only repeats, undefined when it is something else. */
function restAfter(shown: string, next: string): string | undefined {
	if (next.length <= shown.length) return shown.startsWith(next) ? "" : undefined;
	return next.startsWith(shown) ? next.slice(shown.length) : undefined;
}

function samePart(one: AssistantPart, other: AssistantPart): boolean {
	if (one.type === "tool-call") {
		return other.type === "tool-call" && one.name === other.name && sameJson(one.input, other.input);
	}
	return one.type === other.type && one.text === other.text;
}

function sameJson(one: JsonValue, other: JsonValue): boolean {
	if (Object.is(one, other)) return true;
	if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
	const keys = Object.keys(one);
	if (Array.isArray(one) !== Array.isArray(other) || keys.length !== Object.keys(other).length) return false;
	const left = new Map<string, JsonValue>(Object.entries(one));
	const right = new Map<string, JsonValue>(Object.entries(other));
	return keys.every((key) => right.has(key) && sameJson(left.get(key) ?? null, right.get(key) ?? null));
}
