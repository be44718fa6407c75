// Messages of agents as a model is given them.
import { sanitizeText } from "./sanitize.js";

interface Message {
	readonly id: string;
	readonly from: string;
	readonly kind: string;
	readonly topic?: string | undefined;
	readonly payload: unknown;
	readonly taintedBy?: string | undefined;
}

/** The words of a message, or its data as JSON. */
export const messageText = ({ payload }: Pick<Message, "payload">): string => {
	const text = typeof payload === "object" && payload !== null && "text" in payload ? payload.text : payload;
	return typeof text === "string" ? text : JSON.stringify(payload);
};

/** One message with what is needed to answer it. */
export const messageForModel = (message: Message): string => {
	const about = [
		`from ${message.from}`,
		...(message.topic === undefined ? [] : [`topic ${message.topic}`]),
		...(message.kind === "message" ? [] : [message.kind === "request" ? "waits for an answer" : message.kind]),
		...(message.taintedBy === undefined ? [] : [`holds content from outside: ${message.taintedBy}`]),
	];
	return `[${message.id}] ${about.join(", ")}:\n${sanitizeText(messageText(message))}`;
};
