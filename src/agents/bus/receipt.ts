import type { BusMessage, MessageDraft, SendReceipt } from "../../contracts/bus.js";
import type { Listed } from "./directory.js";
import type { Held } from "./held.js";

/** What became of the deliveries of one message. */
export const receipt = (id: string, held: readonly Held[]): SendReceipt => ({
	id,
	accepted: held.filter(({ state }) => state !== "dead").map(({ address }) => address),
	refused: held.flatMap(({ state, address, reason }) =>
		state === "dead" && reason !== undefined ? [{ address, reason }] : [],
	),
	isDuplicate: false,
});

/** An answer goes to the sender, in the trace of what it answers. */
export const replyTo = (to: BusMessage, draft: Omit<MessageDraft, "to" | "topic" | "replyTo">): MessageDraft => ({
	kind: "reply",
	traceId: to.traceId,
	parentId: to.id,
	...draft,
	to: to.from,
	replyTo: to.id,
});

/** In order. */
export const addressesOf = (mailboxes: Iterable<Listed>, space: string | undefined): readonly string[] =>
	[...mailboxes]
		.filter((mailbox) => space === undefined || mailbox.space === space)
		.map(({ address }) => address)
		.sort();
