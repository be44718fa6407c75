// The bus against a model that is too simple to be wrong: lists, looked through from the front.
import { expect, test } from "vitest";
import { createMemoryBus } from "../../../src/agents/bus/memory-bus.js";
import {
	type Bus,
	type DeadReason,
	type Delivery,
	type Mailbox,
	messagePriorities,
	type OverflowPolicy,
	overflowPolicies,
} from "../../../src/contracts/bus.js";
import { ManualClock } from "../../helpers/manual-clock.js";
import fc from "../../helpers/seeded-cases.js";
import { sequence } from "../../helpers/sequence.js";

const addresses = ["a", "b", "c"] as const;
type Address = (typeof addresses)[number];
const topics: Readonly<Record<Address, readonly string[]>> = { a: ["x.*"], b: ["x.y", "x.*"], c: ["**"] };
const ackMs = 50;
const maxAttempts = 3;
const blockMs = 40;
const capacity = 3;

type Step =
	| { do: "open" | "close" | "pause" | "resume" | "take"; who: Address }
	| { do: "ack" | "retry" | "refuse"; pick: number }
	| { do: "send"; to: Address | "*"; priority: number; ttlMs: number | undefined; key: string | undefined }
	| { do: "publish"; topic: string; priority: number }
	| { do: "advance"; ms: number };

const who = fc.constantFrom(...addresses);
const priority = fc.nat({ max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constantFrom("open" as const, "pause" as const, "resume" as const), who }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), who }) },
	{ weight: 5, arbitrary: fc.record({ do: fc.constant("take" as const), who }) },
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constantFrom("ack" as const, "retry" as const, "refuse" as const),
			pick: fc.nat({ max: 9 }),
		}),
	},
	{
		weight: 10,
		arbitrary: fc.record({
			do: fc.constant("send" as const),
			to: fc.constantFrom(...addresses, "*" as const),
			priority,
			ttlMs: fc.option(fc.integer({ min: 1, max: 80 }), { nil: undefined, freq: 3 }),
			key: fc.option(fc.constantFrom("k1", "k2"), { nil: undefined, freq: 8 }),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant("publish" as const), topic: fc.constantFrom("x.y", "x.z", "w"), priority }),
	},
	{ weight: 3, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 60 }) }) },
);

interface Item {
	readonly id: string;
	readonly to: Address;
	readonly priority: number;
	readonly expires: number;
	attempt: number;
	due: number;
	/** When it came into the queue, among all. */
	arrived: number;
}

/** What must be: queues as lists in the order in which they would be taken. */
class Model {
	now = 0;
	readonly open = new Map<
		Address,
		{ queue: Item[]; arrivals: Item[]; taken: Item[]; isPaused: boolean; blocked: { item: Item; until: number }[] }
	>();
	readonly dead: string[] = [];
	readonly acked: string[] = [];
	readonly keys = new Map<string, string>();
	readonly overflow: OverflowPolicy;
	constructor(overflow: OverflowPolicy) {
		this.overflow = overflow;
	}

	bury(item: Item, reason: DeadReason): void {
		this.dead.push(`${item.id}>${item.to}:${reason}`);
	}

	accept(item: Item): void {
		const box = this.open.get(item.to)!;
		const at = box.queue.findIndex((other) => other.priority < item.priority);
		box.queue.splice(at < 0 ? box.queue.length : at, 0, item);
		box.arrivals.push(item);
		item.arrived = box.arrivals.length;
	}

	offer(item: Item): void {
		const box = this.open.get(item.to);
		if (box === undefined) {
			this.bury(item, "unknown-recipient");
			return;
		}
		if (box.queue.length < capacity) {
			this.accept(item);
			return;
		}
		if (this.overflow === "reject") {
			this.bury(item, "queue-full");
			return;
		}
		if (this.overflow === "block") {
			if (box.blocked.length >= capacity) {
				this.bury(item, "queue-full");
				return;
			}
			box.blocked.push({ item, until: this.now + blockMs });
			return;
		}
		const lowest = Math.min(...box.queue.map((other) => other.priority));
		const gone =
			this.overflow === "drop-oldest"
				? box.arrivals.find((other) => box.queue.includes(other))!
				: box.queue.find((other) => other.priority === lowest && lowest <= item.priority);
		if (gone === undefined) {
			this.bury(item, "queue-full");
			return;
		}
		box.queue.splice(box.queue.indexOf(gone), 1);
		this.bury(gone, "dropped");
		this.accept(item);
	}

	admit(to: Address): void {
		const box = this.open.get(to)!;
		while (box.queue.length < capacity && box.blocked.length > 0) this.accept(box.blocked.shift()!.item);
	}

	take(to: Address): Item | undefined {
		const box = this.open.get(to);
		if (box === undefined || box.isPaused) return undefined;
		let item = box.queue.shift();
		for (; item !== undefined && item.expires <= this.now; item = box.queue.shift()) {
			this.bury(item, "expired");
			this.admit(to);
		}
		if (item === undefined) return undefined;
		item.attempt++;
		item.due = this.now + ackMs;
		box.taken.push(item);
		this.admit(to);
		return item;
	}

	giveBack(item: Item): void {
		const box = this.open.get(item.to)!;
		if (item.attempt >= maxAttempts) {
			this.bury(item, "not-acknowledged");
			return;
		}
		const at = box.queue.findIndex(
			(other) => other.priority < item.priority || (other.priority === item.priority && other.arrived > item.arrived),
		);
		box.queue.splice(at < 0 ? box.queue.length : at, 0, item);
	}

	release(item: Item): boolean {
		const box = this.open.get(item.to);
		if (box === undefined || !box.taken.includes(item)) return false;
		box.taken.splice(box.taken.indexOf(item), 1);
		return true;
	}

	/** Time goes on by one millisecond at a time, so that all that is due is done in its order. */
	advance(ms: number): void {
		for (; ms > 0; ms--) {
			this.now++;
			for (const [to, box] of this.open) {
				for (const item of box.taken.filter((each) => each.due <= this.now)) {
					this.release(item);
					this.giveBack(item);
				}
				for (const item of box.queue.filter((each) => each.expires <= this.now)) {
					box.queue.splice(box.queue.indexOf(item), 1);
					this.bury(item, "expired");
				}
				this.admit(to);
				for (const each of box.blocked.filter(({ until }) => until <= this.now)) {
					box.blocked.splice(box.blocked.indexOf(each), 1);
					this.bury(each.item, "queue-full");
				}
			}
		}
	}
}

const run = async (overflow: OverflowPolicy, steps: readonly Step[]): Promise<void> => {
	const clock = new ManualClock();
	const bus: Bus = createMemoryBus({
		clock,
		nextId: sequence("m"),
		historySize: 10_000,
		keys: { count: 100, ms: 1e9 },
	});
	const model = new Model(overflow);
	const mailboxes = new Map<Address, Mailbox>();
	const held: { delivery: Delivery; item: Item }[] = [];
	let count = 0;
	const waits: Promise<unknown>[] = [];
	const item = (id: string, to: Address, level: number, ttlMs?: number): Item => ({
		id,
		to,
		priority: level,
		expires: model.now + (ttlMs ?? Number.POSITIVE_INFINITY),
		attempt: 0,
		due: 0,
		arrived: 0,
	});

	for (const each of steps) {
		switch (each.do) {
			case "open":
				if (mailboxes.has(each.who)) break;
				mailboxes.set(
					each.who,
					bus.open(each.who, {
						...{ capacity, overflow, ackMs, maxAttempts, blockMs },
						subscriptions: topics[each.who].map((topic) => ({ topic })),
					}),
				);
				model.open.set(each.who, { queue: [], arrivals: [], taken: [], isPaused: false, blocked: [] });
				break;
			case "close": {
				const box = model.open.get(each.who);
				mailboxes.get(each.who)?.close();
				mailboxes.delete(each.who);
				model.open.delete(each.who);
				const left = [...(box?.taken ?? []), ...(box?.queue ?? []), ...(box?.blocked.map((each) => each.item) ?? [])];
				for (const gone of left) model.bury(gone, "recipient-stopped");
				break;
			}
			case "pause":
			case "resume":
				if (!mailboxes.has(each.who)) break;
				bus[each.do](each.who);
				model.open.get(each.who)!.isPaused = each.do === "pause";
				break;
			case "take": {
				const delivery = mailboxes.get(each.who)?.tryTake();
				const wanted = model.take(each.who);
				expect(delivery?.message.id).toBe(wanted?.id);
				expect(delivery?.attempt).toBe(wanted?.attempt);
				if (delivery !== undefined) held.push({ delivery, item: wanted! });
				break;
			}
			case "ack":
			case "retry":
			case "refuse": {
				const chosen = held.splice(each.pick % Math.max(1, held.length), 1)[0];
				if (chosen === undefined) break;
				if (each.do === "refuse") chosen.delivery.refuse("no");
				else chosen.delivery[each.do]();
				if (!model.release(chosen.item)) break;
				if (each.do === "ack") model.acked.push(`${chosen.item.id}>${chosen.item.to}`);
				else if (each.do === "retry") model.giveBack(chosen.item);
				else model.bury(chosen.item, "refused");
				break;
			}
			case "send": {
				count++;
				const id = `m${count}`;
				waits.push(
					bus.send({
						from: "lead",
						to: each.to,
						priority: messagePriorities[each.priority],
						ttlMs: each.ttlMs,
						key: each.key,
					}),
				);
				if (each.key !== undefined && model.keys.has(each.key)) break;
				if (each.key !== undefined) model.keys.set(each.key, id);
				for (const to of each.to === "*" ? [...model.open.keys()] : [each.to])
					model.offer(item(id, to, each.priority, each.ttlMs));
				break;
			}
			case "publish": {
				count++;
				const id = `m${count}`;
				waits.push(bus.send({ from: "lead", topic: each.topic, priority: messagePriorities[each.priority] }));
				for (const to of model.open.keys()) {
					if (to === "c" || each.topic.startsWith("x.")) model.offer(item(id, to, each.priority));
				}
				break;
			}
			case "advance":
				for (let ms = 0; ms < each.ms; ms++) {
					clock.advance(1);
					await Promise.resolve();
				}
				model.advance(each.ms);
				break;
		}
		const { deliveries, mailboxes: boxes } = bus.stats();
		expect(deliveries.acked).toBe(model.acked.length);
		expect(deliveries.dead).toBe(model.dead.length);
		for (const box of boxes) {
			expect(box.queued).toBe(model.open.get(box.address as Address)!.queue.length);
			// Only what comes again may be above it.
			expect(box.queued).toBeLessThanOrEqual(capacity + box.taken + maxAttempts * capacity);
		}
	}
	const found = bus
		.history({ limit: 10_000 })
		.flatMap(({ message, deliveries }) =>
			deliveries.flatMap(({ address, state, reason }) =>
				state === "dead" ? [`${message.id}>${address}:${reason}`] : [],
			),
		);
	expect(found.sort()).toEqual([...model.dead].sort());
	// Nothing is lost: each delivery is where it can be seen.
	const states = bus.stats().deliveries;
	expect(states.queued + states.taken + states.acked + states.dead).toBe(
		bus.history({ limit: 10_000 }).reduce((sum, { deliveries }) => sum + deliveries.length, 0),
	);
	await bus.close();
	await Promise.all(waits);
};

test.each(overflowPolicies)("any steps, with %s", async (overflow) => {
	const opened: Step[] = addresses.map((address) => ({ do: "open", who: address }));
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) =>
			run(overflow, [...opened, ...steps]),
		),
		{ numRuns: 150 },
	);
});

test("a thousand agents: each message once, none lost", async () => {
	const bus = createMemoryBus({ clock: new ManualClock(), nextId: sequence("m") });
	const got = new Map<string, number>();
	const size = 1000;
	const name = (index: number) => `agent-${index % size}`;
	let left = size * 20;
	const { promise, resolve } = Promise.withResolvers<void>();
	for (let index = 0; index < size; index++) {
		// Each passes what it gets on to another, until it has been passed on often enough.
		bus.open(name(index)).handle(({ payload, id }) => {
			got.set(id, (got.get(id) ?? 0) + 1);
			const hops = payload as number;
			if (hops > 1) bus.post({ from: name(index), to: name(index * 7 + 3), payload: hops - 1 });
			if (--left === 0) resolve();
		});
	}
	for (let index = 0; index < size; index++) bus.post({ from: "lead", to: name(index), payload: 20 });
	await promise;
	expect(got.size).toBe(size * 20);
	expect(Math.max(...got.values())).toBe(1);
	expect(bus.stats()).toMatchObject({
		messages: size * 20,
		deliveries: { acked: size * 20, dead: 0, queued: 0, taken: 0 },
	});
});
