// What the interpreter needs of a conversation: the person's request, what was given beside it, and earlier results.
import type { JsonObject } from "../../contracts/json.js";
import type { Message, ToolResultPart } from "../../contracts/message.js";
import type { Outcome } from "./plan.js";

export interface Turn {
	readonly request: string;
	/** Piped input, attached files: data, never a request. */
	readonly attachment: string | undefined;
	/** Outcomes of earlier turns, oldest first. */
	readonly earlier: readonly Outcome[];
	/** Results of this turn by call id. */
	readonly results: ReadonlyMap<string, ToolResultPart>;
	/** Position of the request in the conversation, for ids that are never given twice. */
	readonly index: number;
	/** Id of the agent that asks, where it is not the only one: ids differ between agents. */
	readonly agent?: string;
}

/** Text framed as `<name …> … </name>` without its frame. */
const unframe = (text: string): string => /^\s*<([a-z][\w-]*)[^>]*>\n?([\s\S]*?)\n?<\/\1>\s*$/i.exec(text)?.[2] ?? text;

const inputOf = (value: unknown): JsonObject =>
	typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

function outcomesOf(messages: readonly Message[]): readonly Outcome[] {
	const calls = new Map<string, { readonly tool: string; readonly input: JsonObject }>();
	const outcomes: Outcome[] = [];
	for (const message of messages) {
		if (message.role === "assistant") {
			for (const part of message.parts)
				if (part.type === "tool-call") calls.set(part.callId, { tool: part.name, input: inputOf(part.input) });
		}
		if (message.role !== "tool") continue;
		for (const part of message.parts) {
			const made = calls.get(part.callId) ?? { tool: part.name, input: {} };
			outcomes.push({ ...made, content: part.content, details: part.details, isError: part.isError === true });
		}
	}
	return outcomes;
}

export function readTurn(messages: readonly Message[], agent?: string): Turn | undefined {
	const index = messages.findLastIndex((message) => message.role === "user");
	const message = messages[index];
	if (message?.role !== "user") return undefined;
	const texts = message.parts.flatMap((part) => (part.type === "text" ? [part.text] : []));
	const [first = "", ...others] = texts;
	// Without a part of its own, input follows the request after an empty line.
	const gap = others.length > 0 || /```/.test(first) ? null : /^([^\n]+)\n[^\S\n]*\n([\s\S]+)$/.exec(first.trim());
	const results = new Map<string, ToolResultPart>();
	for (const later of messages.slice(index + 1)) {
		if (later.role === "tool") for (const part of later.parts) results.set(part.callId, part);
	}
	const beside = gap === null ? others : [gap[2] ?? ""];
	return {
		request: gap === null ? first : (gap[1] ?? ""),
		attachment: beside.length === 0 ? undefined : beside.map(unframe).join("\n"),
		earlier: outcomesOf(messages.slice(0, index)),
		results,
		index,
		...(agent === undefined ? {} : { agent }),
	};
}
