// The beginning of a session in which one thing was said differently, to go on from there.
import { NexusError } from "../contracts/errors.js";
import type { EventOf, NexusEvent } from "../contracts/event.js";
import type { Change } from "../contracts/replay.js";

export interface ChangedBeginning {
	/** Up to and with the change. */
	readonly events: readonly NexusEvent[];
	/** The run that is open at its end goes on; else there is none. */
	readonly goesOn: boolean;
	/** What the person says after that: the changed prompt, and all that came later. */
	readonly prompts: readonly string[];
}

/** @throws NexusError `session.no-message`, `replay.change` (exit 2) */
export const changedBeginning = (events: readonly NexusEvent[], change: Change): ChangedBeginning => {
	const messages = events.filter(
		({ type }) => type === "prompt.start" || type === "context.add" || type === "message.end",
	);
	const message = messages[change.message - 1];
	if (message === undefined) {
		throw new NexusError("session.no-message", `there is no message ${change.message}: there are ${messages.length}`, {
			hint: "`nexus sessions show` numbers them",
			exitCode: 2,
		});
	}
	const at = events.indexOf(message);
	const later = promptsAfter(events, at);
	if (change.call !== undefined && message.type !== "message.end") throw wrong(change, "has no calls");
	switch (message.type) {
		case "prompt.start":
			return { events: events.slice(0, at), goesOn: false, prompts: [change.text, ...later] };
		case "message.end":
			return change.call === undefined
				? { events: [...events.slice(0, at), withText(message, change.text)], goesOn: false, prompts: later }
				: { events: withResult(events, at, message, change), goesOn: true, prompts: later };
		default:
			throw wrong(change, "was attached; a prompt, an answer or a call's result can be changed");
	}
};

const promptsAfter = (events: readonly NexusEvent[], at: number): readonly string[] => {
	const texts = new Map<string, string>();
	for (const event of events) if (event.type === "prompt.submit") texts.set(event.data.promptId, event.data.text);
	return events
		.slice(at + 1)
		.flatMap((event) => (event.type === "prompt.start" ? [texts.get(event.data.promptId) ?? ""] : []));
};

const withText = (message: EventOf<"message.end">, text: string): NexusEvent => {
	const { interrupted: _, ...data } = message.data;
	return { ...message, data: { ...data, parts: [{ type: "text", text }], finishReason: "stop" } };
};

/** All that the answer's calls gave, with one result changed; what the run did after them is left out. */
const withResult = (
	events: readonly NexusEvent[],
	at: number,
	message: EventOf<"message.end">,
	change: Change,
): readonly NexusEvent[] => {
	const calls = message.data.parts.filter((part) => part.type === "tool-call");
	const call = calls[(change.call ?? 0) - 1];
	if (call === undefined) throw wrong(change, `has ${calls.length} calls`);
	const ids = new Set(calls.map(({ callId }) => callId));
	const last = events.findLastIndex(
		(event, index) => index > at && event.type === "tool.result" && ids.has(event.data.callId),
	);
	if (!events.some((event) => event.type === "tool.result" && event.data.callId === call.callId))
		throw wrong(change, "has no result of that call");
	return events.slice(0, last + 1).map((event): NexusEvent => {
		if (event.type !== "tool.result" || event.data.callId !== call.callId) return event;
		const { callId, name, durationMs } = event.data;
		return {
			...event,
			data: { callId, name, durationMs, status: "done", content: change.text, summary: "changed by the person" },
		};
	});
};

const wrong = ({ message }: Change, what: string): NexusError =>
	new NexusError("replay.change", `message ${message} ${what}`, {
		hint: "`nexus sessions show` numbers the messages; 4=text changes one, 4.1=text the result of its first call",
		exitCode: 2,
	});
