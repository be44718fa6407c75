import type { NexusEvent } from "../contracts/event.js";

/** Joins two live events for a reader that has not yet taken the first; durable ones are never joined. */
export const mergeLive = (last: NexusEvent, next: NexusEvent): NexusEvent | undefined => {
	if (last.type === "message.delta" && next.type === "message.delta") {
		if (last.data.messageId !== next.data.messageId || last.data.channel !== next.data.channel) return undefined;
		return { ...last, data: { ...last.data, text: last.data.text + next.data.text } };
	}
	if (last.type === "tool.progress" && next.type === "tool.progress" && last.data.callId === next.data.callId) {
		return { ...last, data: { ...last.data, text: last.data.text + next.data.text } };
	}
	if (last.type === "load.sample" && next.type === "load.sample") return next;
	if (last.type === "tool.draft" && next.type === "tool.draft") return next;
	return undefined;
};
