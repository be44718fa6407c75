// From what a sender gives to a message: checked, with an id, a time and a trace.
import {
	addressPattern,
	type BusMessage,
	type MessageDraft,
	messagePriorities,
	topicPattern,
} from "../../contracts/bus.js";
import { NexusError } from "../../contracts/errors.js";
import type { Clock } from "../../contracts/ports.js";

export type Stamp = (draft: MessageDraft) => BusMessage;

/** A message holds no more words in one of its names. */
const maxName = 200;

/** The text of a time is made once a millisecond. */
export const createStamp = (clock: Pick<Clock, "now">, nextId: () => string): Stamp => {
	const last = { ms: Number.NaN, text: "" };
	const time = (): string => {
		const now = clock.now();
		const ms = now.getTime();
		if (ms !== last.ms) {
			last.ms = ms;
			last.text = now.toISOString();
		}
		return last.text;
	};
	return (draft) => {
		check(draft);
		const id = nextId();
		// All fields in one order: objects of one shape are read faster.
		return {
			id,
			traceId: draft.traceId ?? id,
			parentId: draft.parentId,
			from: draft.from,
			to: draft.to,
			topic: draft.topic,
			kind: draft.kind ?? "message",
			priority: draft.priority ?? "normal",
			time: time(),
			ttlMs: draft.ttlMs,
			payload: draft.payload ?? null,
			key: draft.key,
			replyTo: draft.replyTo,
			space: draft.space,
			taintedBy: draft.taintedBy,
		};
	};
};

const check = (draft: MessageDraft): void => {
	const { to, topic, ttlMs, kind = "message", from, priority } = draft;
	if ((to === undefined) === (topic === undefined))
		throw badMessage("a message goes to an address or to a topic", "name one of them");
	if (to !== undefined && to !== "*" && !isAddress(to))
		throw badMessage(`"${short(to)}" is no address`, "e.g. tests or nexus-7k3q");
	if (!isAddress(from)) throw badMessage(`"${short(from)}" is no address to send from`, "e.g. tests or nexus-7k3q");
	if (topic !== undefined && !isTopic(topic))
		throw badMessage(`"${short(topic)}" is no topic`, "words between dots, e.g. build.failed");
	if (ttlMs !== undefined && !(ttlMs > 0)) throw badMessage("the time to live is not above 0", "leave it out for none");
	if (kind === "" || kind.length > maxName) throw badMessage("the kind of a message is a short word", "e.g. task.done");
	if ((draft.key?.length ?? 0) > maxName) throw badMessage(`a key has at most ${maxName} characters`, "send its hash");
	if (priority !== undefined && !messagePriorities.includes(priority))
		throw badMessage(`there is no priority ${short(priority)}`, `it is one of ${messagePriorities.join(", ")}`);
};

/** Most names are plain; the pattern is for the others. */
const plainAddress = /^[a-zA-Z0-9_][\w.:@/-]{0,119}$/;
const isAddress = (text: string): boolean => plainAddress.test(text) || addressPattern.test(text);
const plainTopic = /^[\w-]{1,40}(?:\.[\w-]{1,40}){0,15}$/;
const isTopic = (text: string): boolean => text.length <= maxName && (plainTopic.test(text) || topicPattern.test(text));

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text);

const badMessage = (message: string, hint: string): NexusError =>
	new NexusError("bus.bad-message", message, { hint, exitCode: 2 });
