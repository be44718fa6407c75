// Messages between agents: what is sent, how mailboxes take it, and what can be asked about it.
import { z } from "zod";
import type { JsonValue } from "./json.js";

export const messagePriorities = ["low", "normal", "high", "urgent"] as const;
export type MessagePriority = (typeof messagePriorities)[number];

/**
 * What happens to a message for a mailbox that is full. reject: it is refused, and the sender is told. drop-oldest: what
 * has waited longest goes. drop-lowest: the oldest of the lowest priority goes, the new one itself where all others
 * matter more. block: the sender waits for room, for a time. Whatever goes becomes a dead letter.
 */
export const overflowPolicies = ["reject", "drop-oldest", "drop-lowest", "block"] as const;
export type OverflowPolicy = (typeof overflowPolicies)[number];

export const deadReasons = [
	"unknown-recipient",
	"queue-full",
	"dropped",
	"expired",
	"not-acknowledged",
	"refused",
	"recipient-stopped",
	"late-reply",
] as const;
export type DeadReason = (typeof deadReasons)[number];

/** Bytes of a payload as JSON: what is larger belongs in a file, whose path is sent. */
export const maxPayloadBytes = 256_000;
/** A name of an agent on the bus; `*` is nobody's. */
export const addressPattern = /^[\p{L}\p{N}_][\p{L}\p{N}_.:@/-]{0,119}$/u;
/** Words between dots, e.g. `build.failed`. */
export const topicPattern = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+){0,15}$/u;
/** As a topic, with `*` for any one word and `**` for any number of them. */
export const topicFilterPattern = /^(?:[\p{L}\p{N}_-]+|\*\*?)(?:\.(?:[\p{L}\p{N}_-]+|\*\*?)){0,15}$/u;

const json = z.custom<JsonValue>((value) => value !== undefined);

export const busMessageSchema = z.object({
	id: z.string(),
	/** The same for all messages that came of one. */
	traceId: z.string(),
	/** The message that this one came of. */
	parentId: z.string().optional(),
	/** Address of the sender; `person` for the person. */
	from: z.string(),
	/** Address of one agent, or `*` for all others of the space. A message has either this or a topic. */
	to: z.string().optional(),
	topic: z.string().optional(),
	/** What it is, e.g. `message`, `request`, `task.done`. */
	kind: z.string(),
	priority: z.enum(messagePriorities),
	/** ISO 8601, UTC. */
	time: z.string(),
	/** After so long nobody wants it any more. Milliseconds from `time`, measured on a clock that does not jump. */
	ttlMs: z.number().optional(),
	payload: json,
	/** The same key from the same sender within the window is the same message: the second one is not delivered. */
	key: z.string().optional(),
	/** The request that this answers. */
	replyTo: z.string().optional(),
	/** The agents that belong together, e.g. a session. Topics and `*` reach those of the space; without one, all. */
	space: z.string().optional(),
	/** Where content from outside in it, or in what its sender had read, came from (SECURITY R25). */
	taintedBy: z.string().optional(),
});
export type BusMessage = Readonly<z.output<typeof busMessageSchema>>;

export type MessageDraft = Omit<BusMessage, "id" | "time" | "traceId" | "priority" | "kind" | "payload"> & {
	readonly kind?: string | undefined;
	readonly priority?: MessagePriority | undefined;
	readonly traceId?: string | undefined;
	readonly payload?: JsonValue | undefined;
};

/** A test of a message's fields: `payload.status eq "failed"`. Paths are words between dots; nothing is evaluated. */
export type Condition =
	| {
			readonly path: string;
			readonly is: "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "contains" | "starts-with";
			readonly value: JsonValue;
	  }
	| { readonly path: string; readonly is: "in"; readonly value: readonly JsonValue[] }
	| { readonly path: string; readonly is: "present" | "absent" }
	| { readonly all: readonly Condition[] }
	| { readonly any: readonly Condition[] }
	| { readonly not: Condition };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
	z.union([
		z.object({
			path: z.string(),
			is: z.enum(["eq", "ne", "lt", "lte", "gt", "gte", "contains", "starts-with"]),
			value: json,
		}),
		z.object({ path: z.string(), is: z.literal("in"), value: z.array(json) }),
		z.object({ path: z.string(), is: z.enum(["present", "absent"]) }),
		z.object({ all: z.array(conditionSchema).max(20) }),
		z.object({ any: z.array(conditionSchema).max(20) }),
		z.object({ not: conditionSchema }),
	]),
);

/** What an agent wants of all that is published on topics: by topic, by content, or both. */
export const subscriptionSchema = z.object({
	topic: z.string().regex(topicFilterPattern).default("**"),
	where: conditionSchema.optional(),
});
export type Subscription = Readonly<z.output<typeof subscriptionSchema>>;

export interface MailboxOptions {
	/** Topics and broadcasts of this space reach it. */
	readonly space?: string | undefined;
	readonly subscriptions?: readonly Subscription[] | undefined;
	/** Messages that may wait. Default 1000. */
	readonly capacity?: number | undefined;
	/** Default `reject`. */
	readonly overflow?: OverflowPolicy | undefined;
	/** Of `block`: how long a sender waits for room. Default 5 s. */
	readonly blockMs?: number | undefined;
	/** What was taken and not acknowledged for so long is given out again. Default 60 s. */
	readonly ackMs?: number | undefined;
	/** After so many times it is a dead letter. Default 5. */
	readonly maxAttempts?: number | undefined;
	/** Taken and not acknowledged at once. Default 1000. */
	readonly maxInFlight?: number | undefined;
}

/** A message that was taken. Until `ack` it belongs to the queue: it comes again when time is up or nexus dies. */
export interface Delivery {
	readonly message: BusMessage;
	/** From 1; above that, it may have been seen before. */
	readonly attempt: number;
	ack(): void;
	/** Gives it back, to be taken again; after the last attempt it is a dead letter. */
	retry(): void;
	/** Makes it a dead letter, for good. */
	refuse(why: string): void;
}

/** Messages for one agent, the highest priority first, within a priority in order. */
export interface Mailbox {
	readonly address: string;
	/** The next message, if one may be taken now. */
	tryTake(): Delivery | undefined;
	/** Waits for the next message; rejects with an AbortError when the signal aborts or the mailbox closes. */
	take(signal?: AbortSignal): Promise<Delivery>;
	/**
	 * Hands each message over, one after the other, as long as the mailbox is open: acknowledged when `work` resolves,
	 * given back when it rejects. Instead of taking.
	 */
	handle(work: (message: BusMessage, attempt: number) => void | Promise<void>): void;
	subscribe(subscriptions: readonly Subscription[]): void;
	/** The agent is gone: what waits becomes dead letters. */
	close(): void;
}

export interface SendReceipt {
	readonly id: string;
	/** Addresses in whose queue it is. */
	readonly accepted: readonly string[];
	readonly refused: readonly { readonly address: string; readonly reason: DeadReason }[];
	/** It was sent before under this key: `id` is the first one's. */
	readonly isDuplicate: boolean;
}

export const deliveryStates = ["queued", "taken", "acked", "dead"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryRecord {
	readonly address: string;
	readonly state: DeliveryState;
	readonly attempts: number;
	/** Of a dead letter. */
	readonly reason?: DeadReason | undefined;
	/** What the recipient said when it refused it. */
	readonly detail?: string | undefined;
}

/** A message with what has become of it. */
export interface MessageRecord {
	/** Grows with each message. */
	readonly seq: number;
	readonly message: BusMessage;
	readonly deliveries: readonly DeliveryRecord[];
}

/** All of what is given must fit. */
export interface MessageFilter {
	readonly id?: string | undefined;
	/** Sender or recipient. */
	readonly agent?: string | undefined;
	/** With `*` and `**`. */
	readonly topic?: string | undefined;
	readonly kind?: string | undefined;
	/** In some value of the payload, whatever the case. */
	readonly text?: string | undefined;
	readonly traceId?: string | undefined;
	readonly space?: string | undefined;
	/** Some delivery is in that state. */
	readonly state?: DeliveryState | undefined;
	readonly afterSeq?: number | undefined;
	/** The newest so many; default 100. */
	readonly limit?: number | undefined;
}

export interface MailboxStats {
	readonly address: string;
	readonly space: string | undefined;
	readonly subscriptions: readonly Subscription[];
	readonly capacity: number;
	readonly overflow: OverflowPolicy;
	readonly queued: number;
	/** Taken and not acknowledged. */
	readonly taken: number;
	readonly isPaused: boolean;
	/** Whether the process that opened it lives. What is sent to one that does not waits for the next to open it. */
	readonly isOpen: boolean;
}

export interface BusStats {
	readonly messages: number;
	readonly deliveries: Readonly<Record<DeliveryState, number>>;
	readonly dead: Readonly<Partial<Record<DeadReason, number>>>;
	readonly duplicates: number;
	readonly redelivered: number;
	/** From accepted to taken, of this process, in milliseconds; the 99th percentile is exact to an eighth. */
	readonly latency: { readonly count: number; readonly p50Ms: number; readonly p99Ms: number };
	readonly mailboxes: readonly MailboxStats[];
}

export interface RequestOptions {
	readonly timeoutMs: number;
	readonly signal?: AbortSignal | undefined;
}

/**
 * At least once: a message that was accepted is delivered until it is acknowledged, expired, refused or given up, and
 * whatever was not delivered is a dead letter with its reason. Methods throw NexusError `bus.bad-message`,
 * `bus.taken`, `bus.unknown`, `bus.closed` and `store.*`.
 */
export interface Bus {
	/** Opens the mailbox of an agent; what waited for it is there. Throws `bus.taken` while another has it open. */
	open(address: string, options?: MailboxOptions): Mailbox;
	/** Sends without waiting for anything; gives the id. What cannot be delivered is a dead letter. */
	post(draft: MessageDraft): string;
	/** Resolves when it is in the queues (and on disk where the bus is kept there), and for `block` when there was room. */
	send(draft: MessageDraft): Promise<SendReceipt>;
	/** Sends to one agent and waits for its reply. Throws `bus.timeout` and `bus.undelivered`. `from` has a mailbox here. */
	request(draft: MessageDraft, options: RequestOptions): Promise<BusMessage>;
	/** Answers a message, in its trace. */
	reply(to: BusMessage, draft: Omit<MessageDraft, "to" | "topic" | "replyTo">): Promise<SendReceipt>;
	/** What comes for it waits. */
	pause(address: string): void;
	resume(address: string): void;
	/** Puts a message into the queues again where it is dead, or wherever it went with `isAll`. Gives the addresses. */
	redeliver(id: string, options?: { readonly to?: string; readonly isAll?: boolean }): Promise<readonly string[]>;
	/** Oldest first. */
	history(filter?: MessageFilter): readonly MessageRecord[];
	/** Messages as they are accepted, from now on or after `afterSeq`; those of other processes too. */
	tail(filter: MessageFilter, signal: AbortSignal): AsyncIterable<MessageRecord>;
	stats(): BusStats;
	/** Of all mailboxes, or those of a space. */
	addresses(space?: string): readonly string[];
	/** Leaves: what waits stays for whoever opens the mailboxes next, where the bus is kept on disk. */
	close(): Promise<void>;
}
