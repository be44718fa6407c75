// What one agent may do with the bus and with shared context: as itself, and among the agents of its own space.
import type {
	Bus,
	BusMessage,
	BusStats,
	MessageFilter,
	MessagePriority,
	MessageRecord,
	SendReceipt,
	Subscription,
} from "./bus.js";
import type { SharedChange, SharedEntry } from "./shared-context.js";

/** Who sends and reads. */
export interface AgentIdentity {
	/** On the bus; unique on this machine and the same each time a session is gone on with. */
	readonly address: string;
	/** Of its definition. */
	readonly name: string;
	/** The agents that belong together: those of one session. */
	readonly space: string;
}

export interface OutgoingText {
	readonly text: string;
	readonly kind?: string | undefined;
	readonly priority?: MessagePriority | undefined;
	readonly key?: string | undefined;
}

/**
 * The mailbox opens with the first use. Other spaces are out of reach: their agents may have other rights (SECURITY R13).
 * The mark of content from outside goes with what is sent, and comes with what is received (R25).
 */
export interface AgentMail {
	readonly identity: AgentIdentity;
	/** The other agents that can be written to. */
	addresses(): Promise<readonly string[]>;
	/** To an address, or the name of the only agent of that name. Throws `bus.unknown` with who is there. */
	send(to: string, message: OutgoingText): Promise<SendReceipt>;
	publish(topic: string, message: OutgoingText): Promise<SendReceipt>;
	broadcast(message: OutgoingText): Promise<SendReceipt>;
	/** Waits for the answer. Throws `bus.timeout` and `bus.undelivered`. */
	ask(to: string, text: string, options: { timeoutMs: number; signal: AbortSignal }): Promise<BusMessage>;
	/** Answers a message that was received. Throws `bus.unknown` where there was none with that id. */
	reply(id: string, message: OutgoingText): Promise<SendReceipt>;
	/** At least one message, or none when the time is up; each is acknowledged with that. */
	wait(options: { timeoutMs: number; limit: number; signal: AbortSignal }): Promise<readonly BusMessage[]>;
	/** From now on these topics too. */
	subscribe(topics: readonly Subscription[]): Promise<void>;
}

/** Shared context as one agent may use it: everybody's of its space, and its own. */
export interface AgentShared {
	get(scope: SharedScope, key: string): Promise<SharedEntry | undefined>;
	list(scope: SharedScope, prefix: string): Promise<readonly SharedEntry[]>;
	set(scope: SharedScope, change: Omit<SharedChange, "namespace" | "by" | "taintedBy">): Promise<SharedEntry>;
	delete(scope: SharedScope, key: string): Promise<boolean>;
	/** The next change of a key that begins so, or of one that is newer than `sinceVersion`; undefined when time is up. */
	next(
		scope: SharedScope,
		prefix: string,
		options: { timeoutMs: number; signal: AbortSignal; sinceVersion?: number | undefined },
	): Promise<SharedEntry | undefined>;
}

export const sharedScopes = ["all", "own"] as const;
export type SharedScope = (typeof sharedScopes)[number];

/** The bus for the person: all spaces. Methods throw as those of Bus. */
export interface BusClient {
	/** From `person`. */
	send(
		message: OutgoingText & {
			readonly to?: string | undefined;
			readonly topic?: string | undefined;
			readonly ttlMs?: number | undefined;
		},
	): Promise<SendReceipt>;
	/** By its id or the end of it. Throws `bus.no-message`. */
	show(id: string): Promise<MessageRecord>;
	history(filter: MessageFilter): Promise<readonly MessageRecord[]>;
	tail(filter: MessageFilter, signal: AbortSignal): AsyncIterable<MessageRecord>;
	setPaused(address: string, isPaused: boolean): Promise<void>;
	redeliver: Bus["redeliver"];
	stats(): Promise<BusStats>;
}
