// A bus that several processes of one machine share: mailboxes in memory, everything that is sent in a common log.
import type {
	Bus,
	BusMessage,
	BusStats,
	Mailbox,
	MailboxOptions,
	MessageDraft,
	MessageFilter,
	MessageRecord,
	RequestOptions,
	SendReceipt,
} from "../../contracts/bus.js";
import { maxPayloadBytes } from "../../contracts/bus.js";
import type { BusStore, StoredDelivery } from "../../contracts/bus-store.js";
import { NexusError } from "../../contracts/errors.js";
import type { Clock } from "../../contracts/ports.js";
import { isOwnerAlive } from "../../lib/process-owner.js";
import { Commits, type Sent } from "./commits.js";
import { Exchange, unknownError } from "./exchange.js";
import { Held } from "./held.js";
import type { AgentMailbox } from "./mailbox.js";
import { addressesOf, receipt, replyTo } from "./receipt.js";
import { Replies } from "./replies.js";
import { ask } from "./request.js";
import { createStamp, type Stamp } from "./stamp.js";
import { readHistory, tailStore } from "./store-history.js";

export interface SharedBusOptions {
	readonly store: BusStore;
	readonly clock: Clock;
	readonly nextId: () => string;
	/** Told of what cannot be saved just now; it is tried again. */
	readonly onError?: (error: unknown) => void;
}

/** Messages that may wait to be written. */
const maxUnwritten = 20_000;

export const createSharedBus = (options: SharedBusOptions): Bus => new SharedBus(options);

class SharedBus implements Bus {
	readonly #store: BusStore;
	readonly #clock: Clock;
	readonly #stamp: Stamp;
	readonly #replies = new Replies();
	readonly #exchange: Exchange;
	readonly #commits: Commits;
	readonly #watchers = new Set<() => void>();
	readonly #stopWatching: () => void;
	/** As far as deliveries of others have been taken in. */
	#takenIn: number;
	#version: number;
	#duplicates = 0;

	constructor({ store, clock, nextId, onError = () => undefined }: SharedBusOptions) {
		this.#store = store;
		this.#clock = clock;
		this.#stamp = createStamp(clock, nextId);
		this.#takenIn = store.lastNumber();
		this.#version = store.version();
		this.#exchange = new Exchange(clock, {
			taken: (held) => this.#commits.change(held),
			acked: (held) => this.#commits.change(held),
			dead: (held) => this.#commits.change(held),
			subscribed: ({ address, subscriptions }) => this.#commits.now((write) => write.subscribe(address, subscriptions)),
			closed: ({ address }) => this.#commits.now((write) => write.closeMailbox(address)),
		});
		this.#commits = new Commits({
			store,
			nowMs: () => clock.monotonicMs(),
			isHere: (address) => this.#exchange.mailboxes.has(address),
			settled: (sent) => this.#written(sent),
			onError,
		});
		this.#stopWatching = store.watch(() => this.#look());
	}

	open(address: string, options: MailboxOptions = {}): Mailbox {
		const mailbox = this.#exchange.open(address, options);
		const { capacity, overflow, space, subscriptions } = mailbox;
		try {
			const wishes = { capacity, overflow, space, subscriptions };
			if (this.#commits.now((write) => write.openMailbox(address, wishes))) mailbox.pause(true);
		} catch (error) {
			this.#exchange.forget(mailbox);
			throw error;
		}
		// What waited for it, and what was given to a process that died with it.
		for (const delivery of this.#store.waiting(address)) mailbox.accept(this.#toHeld(delivery));
		return mailbox;
	}

	post(draft: MessageDraft): string {
		const message = this.#stamp(draft);
		this.#enqueue(message).catch(() => undefined);
		return message.id;
	}

	send(draft: MessageDraft): Promise<SendReceipt> {
		return this.#dispatch(this.#stamp(draft));
	}

	request(draft: MessageDraft, options: RequestOptions): Promise<BusMessage> {
		const dispatch = (message: BusMessage) => this.#dispatch(message);
		return ask({ stamp: this.#stamp, replies: this.#replies, clock: this.#clock, dispatch }, draft, options);
	}

	reply(to: BusMessage, draft: Omit<MessageDraft, "to" | "topic" | "replyTo">): Promise<SendReceipt> {
		return this.send(replyTo(to, draft));
	}

	pause(address: string): void {
		this.#setPaused(address, true);
	}

	resume(address: string): void {
		this.#setPaused(address, false);
	}

	async redeliver(
		id: string,
		{ to, isAll = false }: { to?: string; isAll?: boolean } = {},
	): Promise<readonly string[]> {
		await this.#commits.flush();
		const [record] = this.#store.page({ id }, { afterSeq: 0 }, 1);
		if (record === undefined) return [];
		const known = new Set(this.#store.mailboxes().map(({ address }) => address));
		if (to !== undefined && !known.has(to)) throw unknownError(to);
		const wanted = record.deliveries.filter(({ state }) => isAll || state === "dead").map(({ address }) => address);
		const again = [...new Set(to === undefined ? wanted : [to])].filter((address) => known.has(address));
		const numbers = this.#commits.now((write) =>
			again.map((address) => ({ address, number: write.deliver(record.seq, address, undefined) })),
		);
		const nowMs = this.#clock.monotonicMs();
		for (const { address, number } of numbers) {
			const held = new Held(record.message, address, nowMs, Number.POSITIVE_INFINITY, number);
			await this.#exchange.mailboxes.get(address)?.offer(held);
		}
		return again;
	}

	history(filter: MessageFilter = {}): readonly MessageRecord[] {
		this.#commits.sync();
		return readHistory(this.#store, filter);
	}

	tail(filter: MessageFilter, signal: AbortSignal): AsyncIterable<MessageRecord> {
		return tailStore(this.#store, filter, signal, (wake) => {
			this.#watchers.add(wake);
			return () => this.#watchers.delete(wake);
		});
	}

	stats(): BusStats {
		this.#commits.sync();
		const { messages, states, dead, byAddress } = this.#store.counts();
		const own = this.#exchange.stats();
		return {
			messages,
			deliveries: states,
			dead,
			duplicates: this.#duplicates,
			redelivered: own.redelivered,
			latency: own.latency,
			mailboxes: this.#store.mailboxes().map(({ owner, ...mailbox }) => {
				const { queued = 0, taken = 0 } = byAddress.get(mailbox.address) ?? {};
				return { ...mailbox, queued, taken, isOpen: isOwnerAlive(owner) };
			}),
		};
	}

	addresses(space?: string): readonly string[] {
		return addressesOf(this.#store.mailboxes(), space);
	}

	async close(): Promise<void> {
		if (this.#exchange.isClosed) return;
		await this.#commits.flush();
		const addresses = [...this.#exchange.mailboxes.keys()];
		this.#exchange.close();
		this.#stopWatching();
		this.#commits.close((write) => {
			for (const address of addresses) {
				if (write.pending(address) === 0) write.closeMailbox(address);
				else write.leaveMailbox(address);
			}
		});
		for (const wake of this.#watchers) wake();
		this.#store.close();
	}

	#dispatch(message: BusMessage): Promise<SendReceipt> {
		return this.#enqueue(message).then(async ({ held, first, waits }) => {
			if (first !== undefined) {
				this.#duplicates++;
				return { id: first, accepted: [], refused: [], isDuplicate: true };
			}
			await Promise.all(waits);
			return receipt(message.id, held);
		});
	}

	#enqueue(message: BusMessage): Promise<Sent> {
		this.#exchange.assertOpen();
		if (this.#commits.size >= maxUnwritten)
			throw new NexusError("bus.busy", `${maxUnwritten} messages wait to be written`, {
				hint: "wait for what was sent before sending more",
				retryable: true,
			});
		const bytes = Buffer.byteLength(JSON.stringify(message.payload));
		if (bytes > maxPayloadBytes)
			throw new NexusError("bus.too-large", `a message of ${bytes} bytes is too large (${maxPayloadBytes})`, {
				hint: "write it to a file and send the path",
				exitCode: 2,
			});
		return this.#commits.add(message);
	}

	/** Into the mailboxes of this process, now that it is on disk. */
	#written({ message, held, waits }: Sent): void {
		const nowMs = this.#clock.monotonicMs();
		const expiresMs = message.ttlMs === undefined ? Number.POSITIVE_INFINITY : nowMs + message.ttlMs;
		for (const each of held) {
			if (each.state === "dead") continue;
			each.expiresMs = expiresMs;
			const result = this.#deliver(each);
			if (typeof result !== "boolean") waits.push(result);
		}
		for (const wake of this.#watchers) wake();
	}

	#deliver(held: Held): boolean | Promise<boolean> {
		if (this.#isReply(held)) return true;
		const mailbox = this.#exchange.mailboxes.get(held.address);
		// Of another process: it takes it from the log.
		return mailbox === undefined ? true : mailbox.offer(held);
	}

	/** An answer that somebody here waits for, or no longer does. */
	#isReply(held: Held): boolean {
		const { message } = held;
		if (message.replyTo === undefined || !this.#exchange.mailboxes.has(held.address)) return false;
		if (this.#replies.settle(message)) {
			held.state = "acked";
			this.#commits.change(held);
			return true;
		}
		if (!this.#replies.isLate(message)) return false;
		this.#exchange.bury(held, "late-reply");
		return true;
	}

	#setPaused(address: string, isPaused: boolean): void {
		this.#exchange.assertOpen();
		if (!this.#store.mailboxes().some((mailbox) => mailbox.address === address)) throw unknownError(address);
		this.#commits.now((write) => write.setPaused(address, isPaused));
		this.#exchange.mailboxes.get(address)?.pause(isPaused);
	}

	/** Somebody has written, perhaps this process. */
	#look(): void {
		if (this.#exchange.isClosed) return;
		const version = this.#store.version();
		if (version === this.#version) return;
		this.#version = version;
		if (this.#commits.refresh()) this.#followPauses();
		if (this.#exchange.mailboxes.size > 0) {
			const { found, upTo } = this.#store.arrivals(this.#takenIn);
			this.#takenIn = upTo;
			for (const delivery of found) this.#arrive(delivery);
		}
		for (const wake of this.#watchers) wake();
	}

	/** Who sent it has looked whether there was room. */
	#arrive(delivery: StoredDelivery): void {
		const held = this.#toHeld(delivery);
		if (!this.#isReply(held)) this.#exchange.mailboxes.get(held.address)?.accept(held);
	}

	#followPauses(): void {
		for (const { address, isPaused } of this.#store.mailboxes()) {
			const mailbox: AgentMailbox | undefined = this.#exchange.mailboxes.get(address);
			if (mailbox !== undefined && mailbox.isPaused !== isPaused) mailbox.pause(isPaused);
		}
	}

	#toHeld({ number, address, attempts, message, acceptedMs, expiresMs }: StoredDelivery): Held {
		const aheadMs = this.#clock.monotonicMs() - this.#store.nowMs();
		const held = new Held(message, address, acceptedMs + aheadMs, expiresMs + aheadMs, number);
		held.attempt = attempts;
		return held;
	}
}
