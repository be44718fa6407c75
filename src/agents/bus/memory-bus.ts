// A bus for one process, kept in memory.
import type {
	Bus,
	BusMessage,
	BusStats,
	DeadReason,
	Mailbox,
	MailboxOptions,
	MessageDraft,
	MessageFilter,
	MessageRecord,
	RequestOptions,
	SendReceipt,
} from "../../contracts/bus.js";
import type { Clock } from "../../contracts/ports.js";
import { AsyncQueue } from "../../lib/async-queue.js";
import { Ring } from "../../lib/ring.js";
import { Exchange, unknownError } from "./exchange.js";
import { fitsFilter } from "./filter.js";
import { Held } from "./held.js";
import { addressesOf, receipt, replyTo } from "./receipt.js";
import { type KeyWindow, RecentKeys } from "./recent-keys.js";
import { Replies } from "./replies.js";
import { ask } from "./request.js";
import { createStamp, type Stamp } from "./stamp.js";

export interface MemoryBusOptions {
	readonly clock: Clock;
	readonly nextId: () => string;
	/** Messages that can be looked at afterwards; default 1000. */
	readonly historySize?: number;
	readonly keys?: KeyWindow;
}

interface Entry {
	readonly seq: number;
	readonly message: BusMessage;
	readonly held: readonly Held[];
}

/** A limit that no filter gave. */
const defaultLimit = 100;
/** Dead letters that can be looked at and redelivered. */
const deadSize = 1000;

export const createMemoryBus = (options: MemoryBusOptions): Bus => new MemoryBus(options);

class MemoryBus implements Bus {
	readonly #clock: Clock;
	readonly #stamp: Stamp;
	readonly #keys: RecentKeys;
	readonly #replies = new Replies();
	readonly #history: Ring<Entry>;
	readonly #dead = new Ring<Held>(deadSize);
	readonly #watchers = new Set<AsyncQueue<MessageRecord>>();
	readonly #exchange: Exchange;

	constructor({ clock, nextId, historySize = 1000, keys }: MemoryBusOptions) {
		this.#clock = clock;
		this.#stamp = createStamp(clock, nextId);
		this.#keys = new RecentKeys(keys);
		this.#history = new Ring(historySize);
		this.#exchange = new Exchange(clock, { dead: (held) => void this.#dead.push(held) });
	}

	open(address: string, options: MailboxOptions = {}): Mailbox {
		return this.#exchange.open(address, options);
	}

	post(draft: MessageDraft): string {
		const message = this.#stamp(draft);
		const first = this.#isRepeat(message);
		if (first !== undefined) return first;
		this.#spread(message);
		return message.id;
	}

	send(draft: MessageDraft): Promise<SendReceipt> {
		return this.#dispatch(this.#stamp(draft));
	}

	async #dispatch(message: BusMessage): Promise<SendReceipt> {
		const first = this.#isRepeat(message);
		if (first !== undefined) return { id: first, accepted: [], refused: [], isDuplicate: true };
		const { held, waits } = this.#spread(message);
		if (waits.length > 0) await Promise.all(waits);
		return receipt(message.id, held);
	}

	request(draft: MessageDraft, options: RequestOptions): Promise<BusMessage> {
		const dispatch = (message: BusMessage) => this.#dispatch(message);
		return ask({ stamp: this.#stamp, replies: this.#replies, clock: this.#clock, dispatch }, draft, options);
	}

	reply(to: BusMessage, draft: Omit<MessageDraft, "to" | "topic" | "replyTo">): Promise<SendReceipt> {
		return this.send(replyTo(to, draft));
	}

	pause(address: string): void {
		this.#exchange.mailbox(address).pause(true);
	}

	resume(address: string): void {
		this.#exchange.mailbox(address).pause(false);
	}

	async redeliver(
		id: string,
		{ to, isAll = false }: { to?: string; isAll?: boolean } = {},
	): Promise<readonly string[]> {
		const entry = [...this.#history].find(({ message }) => message.id === id);
		const held = entry?.held ?? [...this.#dead].filter(({ message }) => message.id === id);
		const wanted = new Set(
			to === undefined ? held.filter((each) => isAll || each.state === "dead").map(addressOf) : [to],
		);
		const [message] = [entry?.message, ...held.map((each) => each.message)].filter((each) => each !== undefined);
		if (message === undefined) return [];
		const again = [...wanted].filter((address) => this.#exchange.mailboxes.has(address));
		if (to !== undefined && again.length === 0) throw unknownError(to);
		await Promise.all(again.map((address) => this.#exchange.mailbox(address).offer(this.#held(message, address))));
		return again;
	}

	history(filter: MessageFilter = {}): readonly MessageRecord[] {
		const found: MessageRecord[] = [];
		for (const entry of this.#history) {
			const record = recordOf(entry);
			if (fitsFilter(record, filter)) found.push(record);
		}
		return found.slice(-(filter.limit ?? defaultLimit));
	}

	async *tail(filter: MessageFilter, signal: AbortSignal): AsyncGenerator<MessageRecord> {
		const queue = new AsyncQueue<MessageRecord>();
		const onAbort = () => queue.close();
		signal.addEventListener("abort", onAbort, { once: true });
		this.#watchers.add(queue);
		try {
			if (filter.afterSeq !== undefined) yield* this.history(filter);
			for await (const record of queue) {
				if (signal.aborted) return;
				if (fitsFilter(record, filter)) yield record;
			}
		} finally {
			this.#watchers.delete(queue);
			signal.removeEventListener("abort", onAbort);
		}
	}

	stats(): BusStats {
		return this.#exchange.stats();
	}

	addresses(space?: string): readonly string[] {
		return addressesOf(this.#exchange.mailboxes.values(), space);
	}

	async close(): Promise<void> {
		this.#exchange.close();
		for (const queue of this.#watchers) queue.close();
	}

	/** The id that was given for the same key before. */
	#isRepeat(message: BusMessage): string | undefined {
		this.#exchange.assertOpen();
		if (message.key === undefined) return undefined;
		const nowMs = this.#clock.monotonicMs();
		const first = this.#keys.find(message.from, message.key, nowMs);
		if (first === undefined) this.#keys.add(message.from, message.key, message.id, nowMs);
		else this.#exchange.counts.duplicates++;
		return first;
	}

	/** Into the queues of all who get it. `waits` are senders' waits for room. */
	#spread(message: BusMessage): { held: readonly Held[]; waits: readonly Promise<boolean>[] } {
		this.#exchange.counts.messages++;
		const { to } = message;
		const held =
			to !== undefined && to !== "*"
				? [this.#held(message, to)]
				: this.#exchange.directory.audience(message).map(({ address }) => this.#held(message, address));
		const seq = this.#history.push({ seq: this.#history.count + 1, message, held });
		const waits: Promise<boolean>[] = [];
		for (const each of held) {
			const result = this.#deliver(each);
			if (typeof result !== "boolean") waits.push(result);
		}
		if (this.#watchers.size > 0) {
			const record = recordOf({ seq, message, held });
			for (const queue of this.#watchers) queue.push(record);
		}
		return { held, waits };
	}

	#deliver(held: Held): boolean | Promise<boolean> {
		const { message, address } = held;
		if (message.replyTo !== undefined) {
			if (this.#replies.settle(message)) {
				held.state = "acked";
				this.#exchange.counts.acked++;
				return true;
			}
			if (this.#replies.isLate(message)) return this.#bury(held, "late-reply");
		}
		const mailbox = this.#exchange.mailboxes.get(address);
		return mailbox === undefined ? this.#bury(held, "unknown-recipient") : mailbox.offer(held);
	}

	#bury(held: Held, reason: DeadReason): false {
		this.#exchange.bury(held, reason);
		return false;
	}

	#held(message: BusMessage, address: string): Held {
		const nowMs = this.#clock.monotonicMs();
		return new Held(
			message,
			address,
			nowMs,
			message.ttlMs === undefined ? Number.POSITIVE_INFINITY : nowMs + message.ttlMs,
		);
	}
}

const addressOf = (held: Held): string => held.address;

const recordOf = ({ seq, message, held }: Entry): MessageRecord => ({
	seq,
	message,
	deliveries: held.map((each) => each.record()),
});
