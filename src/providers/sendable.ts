// Makes any stored conversation acceptable to every service (SECURITY Q3).
import type { AssistantMessage, Message, ToolCallPart, ToolResultPart } from "../contracts/message.js";

/**
 * The same conversation where each tool call is answered once, right after the message that made it: results are put in
 * the calls' order, missing ones are added as interrupted, results of unknown calls are dropped, an assistant message
 * without any content is left out, a repeated call id within one message is dropped with its call, and halves of
 * characters are replaced. Appending a message to the input only appends to the output.
 */
export function sendableMessages(messages: readonly Message[]): readonly Message[] {
	const sendable: Message[] = [];
	for (let at = 0; at < messages.length; at++) {
		const message = messages[at];
		if (message === undefined || message.role === "tool") continue;
		if (message.role === "user") {
			if (message.parts.length > 0) sendable.push(message);
			continue;
		}
		const parts = message.parts.filter(
			(part, index) =>
				part.type !== "tool-call" ||
				message.parts.findIndex((other) => other.type === "tool-call" && other.callId === part.callId) === index,
		);
		if (!parts.some((part) => part.type !== "text" || part.text !== "")) continue;
		sendable.push({ ...message, parts });
		const calls = parts.filter((part) => part.type === "tool-call");
		if (calls.length === 0) continue;
		const results: ToolResultPart[] = [];
		for (let next = at + 1; messages[next]?.role === "tool"; next++) {
			for (const part of messages[next]?.parts ?? []) if (part.type === "tool-result") results.push(part);
		}
		sendable.push({ role: "tool", parts: calls.map((call) => resultOf(call, results)) });
	}
	return sendable;
}

const resultOf = (call: ToolCallPart, results: readonly ToolResultPart[]): ToolResultPart =>
	results.find((result) => result.callId === call.callId) ?? {
		type: "tool-result",
		callId: call.callId,
		name: call.name,
		content: "This call was interrupted; its outcome is unknown.",
		isError: true,
	};

/** All call ids of a conversation, so that a new answer can be given others. */
export const usedCallIds = (messages: readonly Message[]): ReadonlySet<string> =>
	new Set(
		messages
			.filter((message): message is AssistantMessage => message.role === "assistant")
			.flatMap((message) => message.parts.flatMap((part) => (part.type === "tool-call" ? [part.callId] : []))),
	);

/**
 * A call id that the service takes, always the same for the same id. `any`: up to 64 of `[A-Za-z0-9_-]` (OpenAI and
 * Anthropic). `nine`: exactly 9 letters and digits (Mistral).
 */
export function wireCallId(id: string, style: "any" | "nine"): string {
	const fits = style === "nine" ? /^[A-Za-z0-9]{9}$/ : /^[A-Za-z0-9_-]{1,64}$/;
	if (fits.test(id)) return id;
	const hash = fingerprint(id).toString(36).padStart(9, "0");
	return style === "nine" ? hash.slice(-9) : `call_${hash}`;
}

/** 64 bits of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/); enough to tell a conversation's calls apart. */
function fingerprint(text: string): bigint {
	return [...new TextEncoder().encode(text)].reduce(
		(hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n),
		0xcbf29ce484222325n,
	);
}

/** Text of a tool result for services that know no error flag. */
export const resultText = (result: ToolResultPart): string => {
	const text = result.content.toWellFormed();
	return result.isError === true && !/^\s*error/i.test(text) ? `Error: ${text}` : text;
};

/** A call's arguments as an object; one that never parsed is shown to the model as what it wrote. */
export function callArguments(call: ToolCallPart): Readonly<Record<string, unknown>> {
	const { input } = call;
	if (call.inputError !== undefined)
		return { unparsed_arguments: typeof input === "string" ? input : JSON.stringify(input) };
	return typeof input === "object" && input !== null && !Array.isArray(input) ? { ...input } : {};
}
