// Where a bus is kept that several processes of one machine share.
import type {
	BusMessage,
	DeadReason,
	DeliveryState,
	MessageFilter,
	MessageRecord,
	OverflowPolicy,
	Subscription,
} from "./bus.js";

export interface StoredMailbox {
	readonly address: string;
	readonly space: string | undefined;
	readonly subscriptions: readonly Subscription[];
	readonly capacity: number;
	readonly overflow: OverflowPolicy;
	readonly isPaused: boolean;
	/** The process that opened it, as it names itself. */
	readonly owner: string;
}

/** A delivery that nobody has acknowledged. */
export interface StoredDelivery {
	/** Grows with each delivery; names it. */
	readonly number: number;
	readonly address: string;
	readonly attempts: number;
	readonly message: BusMessage;
	/** Machine time, see `nowMs`. */
	readonly acceptedMs: number;
	/** Infinite without a time to live. */
	readonly expiresMs: number;
}

export interface DeliveryChange {
	readonly number: number;
	readonly state: DeliveryState;
	readonly attempts: number;
	readonly reason: DeadReason | undefined;
	readonly detail: string | undefined;
}

/** Inside a transaction: nobody else writes meanwhile, and all of it is on disk afterwards or none. */
export interface BusWriter {
	/** The id under which that sender sent something with that key within the window. */
	findKey(from: string, key: string): string | undefined;
	/** Gives its number. */
	add(message: BusMessage): number;
	/** @param dead undefined: queued. Gives the number of the delivery. */
	deliver(seq: number, address: string, dead: DeadReason | undefined): number;
	change(change: DeliveryChange): void;
	/** Not acknowledged, of an address. */
	pending(address: string): number;
	/** Makes the longest waiting one a dead letter, or the oldest of the lowest priority up to `upTo`. False: there was none. */
	drop(address: string, which: "oldest" | "lowest", upTo: number): boolean;
	/** Gives whether it had been paused. Throws NexusError `bus.taken`. */
	openMailbox(address: string, options: Omit<StoredMailbox, "address" | "isPaused" | "owner">): boolean;
	subscribe(address: string, subscriptions: readonly Subscription[]): void;
	setPaused(address: string, isPaused: boolean): void;
	/** Nobody has it open any more; what waits for it stays. */
	leaveMailbox(address: string): void;
	/** Forgets it; what waits for it becomes dead letters. */
	closeMailbox(address: string): void;
}

export type StoreFilter = Pick<MessageFilter, "id" | "agent" | "kind" | "traceId" | "space">;

/** Everything is synchronous. Throws NexusError `store.*`. */
export interface BusStore {
	/** This process, as it names itself. */
	readonly owner: string;
	/** Milliseconds of a clock that does not jump, the same for all processes of this machine. */
	nowMs(): number;
	transaction<T>(work: (write: BusWriter) => T): T;
	/** Changes when somebody else has written. */
	version(): number;
	/** Changes when a mailbox was opened, closed, paused or subscribed something. */
	directoryVersion(): number;
	mailboxes(): readonly StoredMailbox[];
	/** What waits for an address. */
	waiting(address: string): readonly StoredDelivery[];
	/** What others sent to mailboxes of this process after that number, in order, and how far that goes. */
	arrivals(afterNumber: number): { readonly found: readonly StoredDelivery[]; readonly upTo: number };
	lastNumber(): number;
	/** The newest below `beforeSeq`, newest first; or, with `afterSeq`, what came after it, oldest first. */
	page(
		filter: StoreFilter,
		at: { readonly beforeSeq: number } | { readonly afterSeq: number },
		limit: number,
	): readonly MessageRecord[];
	lastSeq(): number;
	counts(): {
		readonly messages: number;
		readonly states: Readonly<Record<DeliveryState, number>>;
		readonly dead: Readonly<Partial<Record<DeadReason, number>>>;
		readonly byAddress: ReadonlyMap<string, { readonly queued: number; readonly taken: number }>;
	};
	/** Called soon after another process has written, perhaps after this one has, and now and then. */
	watch(onChange: () => void): () => void;
	close(): void;
}
