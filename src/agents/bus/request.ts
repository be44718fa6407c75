// A question to one agent, and its answer.
import type { BusMessage, MessageDraft, RequestOptions, SendReceipt } from "../../contracts/bus.js";
import { NexusError } from "../../contracts/errors.js";
import type { Clock } from "../../contracts/ports.js";
import type { Replies } from "./replies.js";
import type { Stamp } from "./stamp.js";

export interface Asking {
	readonly stamp: Stamp;
	readonly replies: Replies;
	readonly clock: Clock;
	dispatch(message: BusMessage): Promise<SendReceipt>;
}

/**
 * Waits from before it is sent, since the answer may be quicker than the receipt. A question lives as long as its sender
 * waits. @throws NexusError `bus.timeout`, `bus.undelivered`, and an AbortError
 */
export const ask = async (
	{ stamp, replies, clock, dispatch }: Asking,
	draft: MessageDraft,
	{ timeoutMs, signal }: RequestOptions,
): Promise<BusMessage> => {
	const { to } = draft;
	if (to === undefined || to === "*")
		throw new NexusError("bus.bad-message", "a question goes to one address", { exitCode: 2 });
	const message = stamp({ kind: "request", ttlMs: timeoutMs, ...draft });
	const given = new AbortController();
	const both = signal === undefined ? given.signal : AbortSignal.any([signal, given.signal]);
	const answer = replies.wait(message.id, to, { timeoutMs, signal: both }, (ms, over) => clock.sleep(ms, over));
	answer.catch(() => undefined);
	const { refused, isDuplicate } = await dispatch(message).catch((error: unknown) => {
		given.abort();
		throw error;
	});
	const why = isDuplicate ? "it was asked before under this key" : refused[0]?.reason.replaceAll("-", " ");
	if (why === undefined) return answer;
	given.abort();
	throw new NexusError("bus.undelivered", `${to} did not get the question: ${why}`, {
		hint: "`nexus bus stats` shows who is there and how much waits for them",
		retryable: refused[0]?.reason === "queue-full",
	});
};
