// The queue of one agent: what waits, what was taken and not acknowledged, and who waits for a message or for room.
import type { DeadReason, Mailbox, MailboxOptions, OverflowPolicy, Subscription } from "../../contracts/bus.js";
import { abortError } from "../../lib/abort.js";
import { Deque } from "../../lib/deque.js";
import type { Held, Holder } from "./held.js";
import { Lanes } from "./lanes.js";

/** What the bus does around a mailbox. */
export interface MailboxHost {
	nowMs(): number;
	taken(held: Held, nowMs: number): void;
	acked(held: Held): void;
	dead(held: Held): void;
	/** Something is to be looked at by then (`sweep`). */
	due(atMs: number): void;
	subscribed(mailbox: AgentMailbox): void;
	closed(mailbox: AgentMailbox): void;
}

/** A sender that waits for room. */
interface Blocked {
	readonly held: Held;
	readonly untilMs: number;
	settle(isIn: boolean): void;
}

type Work = Parameters<Mailbox["handle"]>[0];

/** Messages handed over before others get a turn. */
const handedAtOnce = 1024;

export class AgentMailbox implements Mailbox, Holder {
	readonly address: string;
	readonly space: string | undefined;
	readonly capacity: number;
	readonly overflow: OverflowPolicy;
	subscriptions: readonly Subscription[];
	isPaused = false;
	isClosed = false;
	readonly #blockMs: number;
	readonly #ackMs: number;
	readonly #maxAttempts: number;
	readonly #maxInFlight: number;
	readonly #host: MailboxHost;
	readonly #lanes = new Lanes();
	/** In the order of their deadlines, since all wait equally long. */
	readonly #inFlight = new Set<Held>();
	/** Made with the first who waits: most mailboxes have none. */
	#takers: Deque<(held: Held | undefined) => void> | undefined;
	#blocked: Deque<Blocked> | undefined;
	#nextExpiryMs = Number.POSITIVE_INFINITY;
	#work: Work | undefined;
	#isHanding = false;

	constructor(address: string, options: MailboxOptions, host: MailboxHost) {
		this.address = address;
		this.space = options.space;
		this.subscriptions = options.subscriptions ?? [];
		this.capacity = Math.max(1, options.capacity ?? 1000);
		this.overflow = options.overflow ?? "reject";
		this.#blockMs = options.blockMs ?? 5000;
		this.#ackMs = options.ackMs ?? 60_000;
		this.#maxAttempts = Math.max(1, options.maxAttempts ?? 5);
		this.#maxInFlight = Math.max(1, options.maxInFlight ?? 1000);
		this.#host = host;
	}

	get queued(): number {
		return this.#lanes.size;
	}

	get taken(): number {
		return this.#inFlight.size;
	}

	/** Senders that wait for room. */
	get blocked(): number {
		return this.#blocked?.size ?? 0;
	}

	/** True: it is in the queue; false: it was refused; a promise: its sender has to wait for room. */
	offer(held: Held): boolean | Promise<boolean> {
		if (this.isClosed) return this.#bury(held, "recipient-stopped");
		if (this.#lanes.size < this.capacity) return this.accept(held);
		switch (this.overflow) {
			case "reject":
				return this.#bury(held, "queue-full");
			case "drop-oldest":
				this.#drop(this.#lanes.shiftOldest());
				return this.accept(held);
			case "drop-lowest": {
				const dropped = this.#lanes.shiftLowest(held.lane);
				if (dropped === undefined) return this.#bury(held, "queue-full");
				this.#drop(dropped);
				return this.accept(held);
			}
			case "block":
				return this.#wait(held);
		}
	}

	/** Into the queue, whatever its capacity: what has been admitted elsewhere. */
	accept(held: Held): true {
		held.holder = this;
		held.state = "queued";
		this.#lanes.push(held);
		this.#watchExpiry(held);
		this.#wake();
		return true;
	}

	tryTake(): Held | undefined {
		if (this.isPaused || this.isClosed || this.#inFlight.size >= this.#maxInFlight) return undefined;
		while (true) {
			const held = this.#lanes.shift();
			if (held === undefined) return undefined;
			const nowMs = this.#host.nowMs();
			if (held.expiresMs <= nowMs) {
				this.#bury(held, "expired");
				this.#admit();
				continue;
			}
			held.state = "taken";
			held.attempt++;
			held.dueMs = nowMs + this.#ackMs;
			if (this.#inFlight.size === 0) this.#host.due(held.dueMs);
			this.#inFlight.add(held);
			this.#host.taken(held, nowMs);
			if (this.#blocked !== undefined) this.#admit();
			return held;
		}
	}

	take(signal?: AbortSignal): Promise<Held> {
		if (this.isClosed || signal?.aborted === true) return Promise.reject(abortError());
		const now = this.#takers === undefined || this.#takers.size === 0 ? this.tryTake() : undefined;
		if (now !== undefined) return Promise.resolve(now);
		this.#takers ??= new Deque();
		const takers = this.#takers;
		return new Promise((resolve, reject) => {
			const onAbort = () => {
				takers.take((other) => other === give);
				reject(abortError());
			};
			const give = (held: Held | undefined) => {
				signal?.removeEventListener("abort", onAbort);
				if (held === undefined) reject(abortError());
				else resolve(held);
			};
			signal?.addEventListener("abort", onAbort, { once: true });
			takers.push(give);
		});
	}

	handle(work: Work): void {
		this.#work = work;
		this.#wake();
	}

	subscribe(subscriptions: readonly Subscription[]): void {
		this.subscriptions = subscriptions;
		this.#host.subscribed(this);
	}

	pause(isPaused: boolean): void {
		this.isPaused = isPaused;
		this.#wake();
	}

	/** Gives out again what was not acknowledged, and drops what has expired. The time at which there is more to do. */
	sweep(nowMs: number): number {
		for (const held of this.#inFlight) {
			if (held.dueMs > nowMs) break;
			this.returned(held);
		}
		if (this.#nextExpiryMs <= nowMs) this.#expire(nowMs);
		for (const { held, settle } of this.#blocked?.take((each) => each.untilMs <= nowMs) ?? []) {
			this.#bury(held, "queue-full");
			settle(false);
		}
		const [first] = this.#inFlight;
		return Math.min(
			first?.dueMs ?? Number.POSITIVE_INFINITY,
			this.#nextExpiryMs,
			this.#blocked?.peek()?.untilMs ?? Number.POSITIVE_INFINITY,
		);
	}

	acked(held: Held): void {
		this.#inFlight.delete(held);
		held.state = "acked";
		this.#host.acked(held);
		this.#wake();
	}

	returned(held: Held): void {
		this.#inFlight.delete(held);
		if (held.attempt >= this.#maxAttempts) this.#bury(held, "not-acknowledged");
		else {
			held.state = "queued";
			this.#lanes.putBack(held);
			this.#watchExpiry(held);
		}
		this.#wake();
	}

	refused(held: Held, why: string): void {
		this.#inFlight.delete(held);
		held.detail = why;
		this.#bury(held, "refused");
		this.#wake();
	}

	close(): void {
		if (this.isClosed) return;
		const left = this.leave();
		for (const held of left) this.#bury(held, "recipient-stopped");
		this.#host.closed(this);
	}

	/** Ends it and gives what had not been acknowledged, which stays as it is. */
	leave(): readonly Held[] {
		this.isClosed = true;
		const blocked = this.#blocked?.take(() => true) ?? [];
		const left = [...this.#inFlight, ...this.#lanes.take(() => true), ...blocked.map(({ held }) => held)];
		this.#inFlight.clear();
		for (const { settle } of blocked) settle(false);
		for (const give of this.#takers?.take(() => true) ?? []) give(undefined);
		return left;
	}

	#bury(held: Held, reason: DeadReason): false {
		held.state = "dead";
		held.reason = reason;
		this.#host.dead(held);
		return false;
	}

	#drop(held: Held | undefined): void {
		if (held !== undefined) this.#bury(held, "dropped");
	}

	#watchExpiry({ expiresMs }: Held): void {
		if (expiresMs >= this.#nextExpiryMs) return;
		this.#nextExpiryMs = expiresMs;
		this.#host.due(expiresMs);
	}

	/** As many senders may wait as messages. */
	#wait(held: Held): false | Promise<boolean> {
		this.#blocked ??= new Deque();
		if (this.#blocked.size >= this.capacity) return this.#bury(held, "queue-full");
		const blocked = this.#blocked;
		const untilMs = this.#host.nowMs() + this.#blockMs;
		this.#host.due(untilMs);
		return new Promise((settle) => blocked.push({ held, untilMs, settle }));
	}

	/** Lets those in who wait for room. */
	#admit(): void {
		while (this.#lanes.size < this.capacity) {
			const next = this.#blocked?.shift();
			if (next === undefined) return;
			this.accept(next.held);
			next.settle(true);
		}
	}

	#expire(nowMs: number): void {
		this.#nextExpiryMs = Number.POSITIVE_INFINITY;
		const expired = this.#lanes.take((held) => {
			if (held.expiresMs > nowMs) this.#nextExpiryMs = Math.min(this.#nextExpiryMs, held.expiresMs);
			return held.expiresMs <= nowMs;
		});
		for (const held of expired) this.#bury(held, "expired");
		this.#admit();
	}

	/** Whoever waits for a message gets the next one. */
	#wake(): void {
		while (this.#takers !== undefined && this.#takers.size > 0) {
			const held = this.tryTake();
			if (held === undefined) return;
			this.#takers.shift()?.(held);
		}
		if (this.#work === undefined || this.#isHanding || this.#lanes.size === 0) return;
		this.#isHanding = true;
		queueMicrotask(() => void this.#hand(this.#work as Work));
	}

	async #hand(work: Work): Promise<void> {
		for (let handed = 1; ; handed++) {
			const held = this.tryTake();
			if (held === undefined) break;
			try {
				const working = work(held.message, held.attempt);
				if (working !== undefined) await working;
				held.ack();
			} catch {
				held.retry();
			}
			if (handed % handedAtOnce === 0) await new Promise(setImmediate);
		}
		this.#isHanding = false;
		// Something may have come between the last try and now.
		if (!this.isPaused && !this.isClosed && this.#lanes.size > 0 && this.#inFlight.size < this.#maxInFlight)
			this.#wake();
	}
}
