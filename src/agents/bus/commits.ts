// What is to be written, joined: all that was sent in one turn of the event loop is one transaction.
import type { BusMessage, DeadReason } from "../../contracts/bus.js";
import { messagePriorities } from "../../contracts/bus.js";
import type { BusStore, BusWriter, StoredMailbox } from "../../contracts/bus-store.js";
import { Directory } from "./directory.js";
import { Held } from "./held.js";

/** A message that was written. */
export interface Sent {
	readonly message: BusMessage;
	readonly held: readonly Held[];
	/** It had been sent before, under this id. */
	readonly first: string | undefined;
	/** Waits for room. */
	readonly waits: Promise<boolean>[];
}

interface Pending {
	readonly message: BusMessage;
	/** Monotonic. */
	readonly atMs: number;
	resolve(sent: Sent): void;
	reject(error: unknown): void;
}

export interface CommitsOptions {
	readonly store: BusStore;
	nowMs(): number;
	/** Whether the mailbox is of this process. */
	isHere(address: string): boolean;
	settled(sent: Sent): void;
	onError(error: unknown): void;
}

/** Messages of one transaction, which holds up everything else for a few milliseconds. */
const maxBatch = 500;
/** What becomes of deliveries is written this late at most, with the next message or alone. */
const changesAfterMs = 5;
const retryAfterMs = 1000;

export class Commits {
	readonly #options: CommitsOptions;
	readonly #directory = new Directory<StoredMailbox>();
	#directoryVersion = -1;
	#pending: Pending[] = [];
	readonly #changes = new Map<number, Held>();
	#isPlanned = false;
	#isClosed = false;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: CommitsOptions) {
		this.#options = options;
	}

	/** Messages that are not on disk yet. */
	get size(): number {
		return this.#pending.length;
	}

	/** Resolves when it is on disk; rejects with NexusError `store.*`. */
	add(message: BusMessage): Promise<Sent> {
		return new Promise((resolve, reject) => {
			this.#pending.push({ message, atMs: this.#options.nowMs(), resolve, reject });
			this.#plan();
		});
	}

	/** The state of a delivery is to be kept. */
	change(held: Held): void {
		if (held.number === 0 || this.#isClosed) return;
		this.#changes.set(held.number, held);
		this.#later(changesAfterMs);
	}

	/** At once, with all that waits. */
	now<T>(work: (write: BusWriter) => T): T {
		const result = this.#options.store.transaction((write) => {
			this.#writeChanges(write);
			return work(write);
		});
		this.#changes.clear();
		return result;
	}

	/** Everything is on disk when it resolves. */
	async flush(): Promise<void> {
		while (this.#pending.length > 0) await new Promise(setImmediate);
		this.sync();
	}

	/** What has become of deliveries is on disk afterwards. */
	sync(): void {
		if (this.#changes.size > 0 && !this.#isClosed) this.now(() => undefined);
	}

	/** What is acknowledged from here on is not kept, and comes again. */
	close(last: (write: BusWriter) => void): void {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		this.now(last);
	}

	/** Reads who is there, where that has changed; true when it has. */
	refresh(): boolean {
		const version = this.#options.store.directoryVersion();
		if (version === this.#directoryVersion) return false;
		const mailboxes = this.#options.store.mailboxes();
		const there = new Set(mailboxes.map(({ address }) => address));
		for (const { address } of [...this.#directory.values()]) if (!there.has(address)) this.#directory.delete(address);
		for (const mailbox of mailboxes) this.#directory.set(mailbox);
		this.#directoryVersion = version;
		return true;
	}

	#later(ms: number): void {
		if (this.#timer !== undefined || this.#isPlanned) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#write();
		}, ms);
		this.#timer.unref();
	}

	#plan(): void {
		if (this.#isPlanned) return;
		this.#isPlanned = true;
		setImmediate(() => {
			this.#isPlanned = false;
			this.#write();
		});
	}

	#write(): void {
		if (this.#isClosed) return;
		const batch = this.#pending.splice(0, maxBatch);
		if (this.#pending.length > 0) this.#plan();
		let sent: readonly Sent[];
		try {
			sent = this.#options.store.transaction((write) => {
				this.refresh();
				this.#writeChanges(write);
				return batch.map(({ message, atMs }) => this.#writeOne(write, message, atMs));
			});
		} catch (error) {
			for (const { reject } of batch) reject(error);
			this.#options.onError(error);
			if (this.#changes.size > 0) this.#later(retryAfterMs);
			return;
		}
		this.#changes.clear();
		for (const [index, each] of sent.entries()) {
			if (each.first === undefined) this.#options.settled(each);
			batch[index]?.resolve(each);
		}
	}

	#writeChanges(write: BusWriter): void {
		for (const [number, { state, attempt, reason, detail }] of this.#changes)
			write.change({ number, state, attempts: attempt, reason, detail });
	}

	#writeOne(write: BusWriter, message: BusMessage, atMs: number): Sent {
		const { key, from } = message;
		const first = key === undefined ? undefined : write.findKey(from, key);
		if (first !== undefined) return { message, held: [], first, waits: [] };
		const seq = write.add(message);
		const held: Held[] = [];
		for (const address of this.#recipients(message)) {
			const entry = this.#directory.get(address);
			const isHere = this.#options.isHere(address);
			const dead = entry === undefined ? "unknown-recipient" : isHere ? undefined : admit(write, entry, message);
			const number = write.deliver(seq, address, dead);
			const each = new Held(message, address, atMs, Number.POSITIVE_INFINITY, number);
			if (dead !== undefined) {
				each.state = "dead";
				each.reason = dead;
			}
			held.push(each);
		}
		return { message, held, first, waits: [] };
	}

	#recipients(message: BusMessage): readonly string[] {
		const { to } = message;
		return to !== undefined && to !== "*" ? [to] : this.#directory.audience(message).map(({ address }) => address);
	}
}

/** Room in the mailbox of another process, by its policy; where nobody reads, nobody can wait for room. */
const admit = (
	write: BusWriter,
	{ address, capacity, overflow }: StoredMailbox,
	message: BusMessage,
): DeadReason | undefined => {
	if (write.pending(address) < capacity) return undefined;
	if (overflow === "reject" || overflow === "block") return "queue-full";
	const lane = overflow === "drop-oldest" ? messagePriorities.length : messagePriorities.indexOf(message.priority);
	const isDropped = write.drop(address, overflow === "drop-oldest" ? "oldest" : "lowest", lane);
	return isDropped ? undefined : "queue-full";
};
