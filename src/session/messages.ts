// A session's events as the messages that people see and count.
import { agentOf, mainAgent, type NexusEvent } from "../contracts/event.js";
import type { MessageCall, SessionMessage } from "../contracts/session-view.js";

/** In the order in which a model was sent them; a prompt that was never taken up is not one. */
export const messagesOf = (all: readonly NexusEvent[]): readonly SessionMessage[] => {
	const events = all.filter((event) => agentOf(event) === mainAgent);
	const prompts = new Map<string, string>();
	const results = new Map<string, Extract<NexusEvent, { type: "tool.result" }>["data"]>();
	for (const event of events) {
		if (event.type === "prompt.submit") prompts.set(event.data.promptId, event.data.text);
		if (event.type === "tool.result" && !results.has(event.data.callId)) results.set(event.data.callId, event.data);
	}
	const messages: SessionMessage[] = [];
	const add = (event: NexusEvent, message: Pick<SessionMessage, "by" | "text"> & Partial<SessionMessage>) =>
		messages.push({
			number: messages.length + 1,
			time: event.time,
			calls: [],
			lastSeq: event.seq ?? 0,
			...message,
		});
	for (const event of events) {
		if (event.type === "prompt.start") add(event, { by: "person", text: prompts.get(event.data.promptId) ?? "" });
		else if (event.type === "context.add")
			add(event, { by: "context", text: `[${event.data.title}]\n${event.data.text}` });
		else if (event.type === "message.end") {
			const text = event.data.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n");
			const interrupted = event.data.interrupted === true ? { isInterrupted: true } : {};
			add(event, { by: "model", text, model: event.data.model, ...interrupted });
		} else extendLast(messages, event, results);
	}
	return messages;
};

const extendLast = (
	messages: SessionMessage[],
	event: NexusEvent,
	results: ReadonlyMap<string, Extract<NexusEvent, { type: "tool.result" }>["data"]>,
): void => {
	const last = messages.at(-1);
	// A prompt that waits belongs to what comes when it is taken up.
	if (last === undefined || event.type === "prompt.submit" || event.seq === undefined) return;
	const calls = event.type === "tool.request" ? [...last.calls, callOf(event.data, results)] : last.calls;
	messages[messages.length - 1] = { ...last, calls, lastSeq: event.seq };
};

const callOf = (
	{ callId, name, title, input }: Extract<NexusEvent, { type: "tool.request" }>["data"],
	results: ReadonlyMap<string, Extract<NexusEvent, { type: "tool.result" }>["data"]>,
): MessageCall => {
	const result = results.get(callId);
	const { status, summary = "", content = "" } = result ?? {};
	return { callId, name, title, input, status, summary, content };
};
