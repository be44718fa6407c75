// The mailboxes of this process, the clock that looks after them, and what is counted.
import type { BusStats, DeadReason, DeliveryState, MailboxOptions } from "../../contracts/bus.js";
import { NexusError } from "../../contracts/errors.js";
import type { Clock } from "../../contracts/ports.js";
import { Directory } from "./directory.js";
import type { Held } from "./held.js";
import { Latency } from "./latency.js";
import { AgentMailbox, type MailboxHost } from "./mailbox.js";

/** Told of what becomes of deliveries. */
export interface ExchangeEvents {
	taken?(held: Held): void;
	acked?(held: Held): void;
	dead?(held: Held): void;
	subscribed?(mailbox: AgentMailbox): void;
	closed?(mailbox: AgentMailbox): void;
}

export interface Counts {
	messages: number;
	duplicates: number;
	redelivered: number;
	acked: number;
	readonly dead: Partial<Record<DeadReason, number>>;
}

export class Exchange {
	readonly mailboxes = new Map<string, AgentMailbox>();
	readonly directory = new Directory<AgentMailbox>();
	readonly counts: Counts = { messages: 0, duplicates: 0, redelivered: 0, acked: 0, dead: {} };
	readonly #latency = new Latency();
	readonly #clock: Clock;
	readonly #host: MailboxHost;
	readonly #closed = new AbortController();
	/** When the next look is planned. */
	#dueMs = Number.POSITIVE_INFINITY;
	#replan: AbortController | undefined;

	constructor(clock: Clock, events: ExchangeEvents) {
		this.#clock = clock;
		this.#host = {
			nowMs: () => clock.monotonicMs(),
			taken: (held, nowMs) => {
				if (held.attempt === 1) this.#latency.add(nowMs - held.acceptedMs);
				else this.counts.redelivered++;
				events.taken?.(held);
			},
			acked: (held) => {
				this.counts.acked++;
				events.acked?.(held);
			},
			dead: (held) => this.#buried(held, events),
			due: (atMs) => this.#plan(atMs),
			subscribed: (mailbox) => {
				this.directory.set(mailbox);
				events.subscribed?.(mailbox);
			},
			closed: (mailbox) => {
				this.forget(mailbox);
				events.closed?.(mailbox);
			},
		};
	}

	get isClosed(): boolean {
		return this.#closed.signal.aborted;
	}

	/** @throws NexusError `bus.taken` */
	open(address: string, options: MailboxOptions): AgentMailbox {
		this.assertOpen();
		if (this.mailboxes.has(address)) throw takenError(address, "here");
		const mailbox = new AgentMailbox(address, options, this.#host);
		this.mailboxes.set(address, mailbox);
		this.directory.set(mailbox);
		return mailbox;
	}

	/** What became of something that never got into a mailbox. */
	bury(held: Held, reason: DeadReason): void {
		held.state = "dead";
		held.reason = reason;
		this.#host.dead(held);
	}

	mailbox(address: string): AgentMailbox {
		const found = this.mailboxes.get(address);
		if (found === undefined) throw unknownError(address);
		return found;
	}

	assertOpen(): void {
		if (this.isClosed) throw new NexusError("bus.closed", "the bus is closed");
	}

	/** Looks after all mailboxes now. */
	sweep(): void {
		this.#dueMs = Number.POSITIVE_INFINITY;
		const nowMs = this.#clock.monotonicMs();
		let next = Number.POSITIVE_INFINITY;
		for (const mailbox of this.mailboxes.values()) next = Math.min(next, mailbox.sweep(nowMs));
		this.#plan(next);
	}

	stats(): BusStats {
		const mailboxes = [...this.mailboxes.values()];
		const sum = (of: (mailbox: AgentMailbox) => number): number => mailboxes.reduce((all, each) => all + of(each), 0);
		const deliveries: Record<DeliveryState, number> = {
			queued: sum((mailbox) => mailbox.queued + mailbox.blocked),
			taken: sum((mailbox) => mailbox.taken),
			acked: this.counts.acked,
			dead: Object.values(this.counts.dead).reduce((all, each) => all + each, 0),
		};
		return {
			messages: this.counts.messages,
			deliveries,
			dead: { ...this.counts.dead },
			duplicates: this.counts.duplicates,
			redelivered: this.counts.redelivered,
			latency: this.#latency.summary(),
			mailboxes: mailboxes.map((mailbox) => ({
				address: mailbox.address,
				space: mailbox.space,
				subscriptions: mailbox.subscriptions,
				capacity: mailbox.capacity,
				overflow: mailbox.overflow,
				queued: mailbox.queued,
				taken: mailbox.taken,
				isPaused: mailbox.isPaused,
				isOpen: true,
			})),
		};
	}

	/** Everybody who waits for a message is told that there are no more. */
	close(): void {
		this.#closed.abort();
		for (const mailbox of this.mailboxes.values()) mailbox.leave();
		this.mailboxes.clear();
	}

	forget(mailbox: AgentMailbox): void {
		this.mailboxes.delete(mailbox.address);
		this.directory.delete(mailbox.address);
	}

	#buried(held: Held, events: ExchangeEvents): void {
		const reason = held.reason ?? "dropped";
		this.counts.dead[reason] = (this.counts.dead[reason] ?? 0) + 1;
		events.dead?.(held);
	}

	/** One sleeper, for the earliest of all deadlines. */
	#plan(atMs: number): void {
		if (atMs >= this.#dueMs || this.isClosed) return;
		this.#dueMs = atMs;
		this.#replan?.abort();
		const replan = new AbortController();
		this.#replan = replan;
		const signal = AbortSignal.any([this.#closed.signal, replan.signal]);
		this.#clock.sleep(Math.max(0, atMs - this.#clock.monotonicMs()), signal).then(
			() => this.sweep(),
			() => undefined,
		);
	}
}

export const takenError = (address: string, where: string): NexusError =>
	new NexusError("bus.taken", `the mailbox ${address} is open ${where} already`, { hint: "take another address" });

export const unknownError = (address: string): NexusError =>
	new NexusError("bus.unknown", `nobody has the address ${address.slice(0, 80)}`, {
		hint: "`nexus bus stats` shows all addresses",
		exitCode: 2,
	});
