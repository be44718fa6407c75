import { messageText } from "./message-text.js";

interface Message {
	readonly id: string;
	readonly from: string;
	readonly kind: string;
	readonly topic?: string | undefined;
	readonly time: string;
	readonly payload: unknown;
	readonly taintedBy?: string | undefined;
}

/** A message in the details of a tool. */
export const receivedDetails = (message: Message) => {
	const { id, from, kind, topic, time, taintedBy } = message;
	return {
		...{ id, from, kind, time, text: messageText(message) },
		...(topic === undefined ? {} : { topic }),
		...(taintedBy === undefined ? {} : { taintedBy }),
	};
};
