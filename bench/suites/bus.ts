// The bus: what it carries in memory and on disk, how long a message takes, and what an agent that only waits costs.
import { join } from "node:path";
import { openSqliteBus } from "../../src/adapters/sqlite-bus.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { createMemoryBus } from "../../src/agents/bus/memory-bus.js";
import { createSharedBus } from "../../src/agents/bus/shared-bus.js";
import type { Bus } from "../../src/contracts/bus.js";
import { Deque } from "../../src/lib/deque.js";
import { createUlids } from "../../src/lib/ulid.js";
import { percentile, repeat } from "../figures.js";
import { now, pause } from "../now.js";
import type { Suite, SuiteContext } from "../suite.js";

const sizes = [2, 100, 1000] as const;
const nextId = createUlids(() => Date.now());
const payload = { text: "a message of ordinary size, as agents send them to each other", part: 1 };
const perSecond = 10_000;

export const busSuite: Suite = {
	name: "bus",
	parts: [
		{
			rows: sizes.map((size) => `bus.memory.${size}`),
			floors: ["bus.heap"],
			measure: async (context) => {
				heap(context);
				for (const size of sizes) await memoryRate(context, size);
			},
		},
		{
			rows: sizes.map((size) => `bus.hop.${size}`),
			measure: async (context) => {
				for (const size of sizes) await hop(context, size);
			},
		},
		{
			rows: [...sizes.map((size) => `bus.disk.${size}`), "bus.disk.hop"],
			measure: async (context) => {
				for (const size of sizes) await diskRate(context, size);
				await diskHop(context);
			},
		},
		{ rows: ["bus.idle"], measure: idleMemory },
	],
};

const memoryBus = (): Bus => createMemoryBus({ clock: systemClock, nextId });
const diskBus = (context: SuiteContext): Bus =>
	createSharedBus({
		store: openSqliteBus(join(context.folder(), "bus.sqlite"), { clock: systemClock }),
		clock: systemClock,
		nextId,
	});
const name = (index: number, size: number): string => `agent-${index % size}`;

/** Resolves when so many have come. */
const openAll = (bus: Bus, size: number, expected: number): Promise<void> => {
	const { promise, resolve } = Promise.withResolvers<void>();
	let left = expected;
	for (let index = 0; index < size; index++) {
		bus.open(name(index, size), { capacity: expected }).handle(() => {
			if (--left === 0) resolve();
		});
	}
	return promise;
};

/** The floor: messages of the same shape through one queue. */
const heap = ({ floor }: SuiteContext): void => {
	const queue = new Deque<{ id: string; to: string; payload: unknown }>();
	const count = 500_000;
	const rates: number[] = [];
	for (let round = 0; round < 4; round++) {
		const startedMs = now();
		for (let index = 0; index < count; index++) {
			queue.push({ id: nextId(), to: name(index, 100), payload });
			if (index % 100 === 99) for (let taken = 0; taken < 100; taken++) queue.shift();
		}
		rates.push(count / ((now() - startedMs) / 1000));
	}
	floor("bus.heap", rates.slice(1));
};

const memoryRate = async (context: SuiteContext, size: number): Promise<void> => {
	const count = 300_000;
	const rates = await repeat(context.times(6) + 1, async () => {
		const bus = memoryBus();
		const all = openAll(bus, size, count);
		const startedMs = now();
		for (let index = 0; index < count; index++) {
			bus.post({ from: "lead", to: name(index, size), payload });
			if (index % 1000 === 999) await new Promise(setImmediate);
		}
		await all;
		const rate = count / ((now() - startedMs) / 1000);
		await bus.close();
		return rate;
	});
	context.measured(`bus.memory.${size}`, rates.slice(1));
};

/** At ten messages each millisecond; from sent to handed over. */
const hop = async (context: SuiteContext, size: number): Promise<void> => {
	const p99s: number[] = [];
	for (let round = 0; round < context.times(3); round++) {
		const bus = memoryBus();
		const taken: number[] = [];
		for (let index = 0; index < size; index++)
			bus.open(name(index, size)).handle((message) => void taken.push(now() - (message.payload as number)));
		await steadily((index) => void bus.post({ from: "lead", to: name(index, size), payload: now() }));
		await new Promise(setImmediate);
		await bus.close();
		p99s.push(percentile(taken.slice(taken.length / 10), 0.99));
	}
	context.measured(`bus.hop.${size}`, p99s);
};

/** One second of messages, evenly. */
const steadily = async (send: (index: number) => void): Promise<void> => {
	const startedMs = now();
	for (let index = 0; index < perSecond; ) {
		const due = Math.min(perSecond, ((now() - startedMs) / 1000) * perSecond);
		while (index < due) send(index++);
		await pause(1);
	}
};

const diskRate = async (context: SuiteContext, size: number): Promise<void> => {
	const count = 40_000;
	const rates = await repeat(context.times(3) + 1, async () => {
		const bus = diskBus(context);
		const all = openAll(bus, size, count);
		const startedMs = now();
		for (let index = 0; index < count; index += 200) {
			const sent = Array.from({ length: 200 }, (_, each) =>
				bus.send({ from: "lead", to: name(index + each, size), payload }),
			);
			await Promise.all(sent);
		}
		await all;
		const rate = count / ((now() - startedMs) / 1000);
		await bus.close();
		return rate;
	});
	context.measured(`bus.disk.${size}`, rates.slice(1));
};

const diskHop = async (context: SuiteContext): Promise<void> => {
	const bus = diskBus(context);
	const taken: number[] = [];
	for (let index = 0; index < 100; index++)
		bus.open(name(index, 100)).handle((message) => void taken.push(now() - (message.payload as number)));
	await steadily((index) => void bus.post({ from: "lead", to: name(index, 100), payload: now() }));
	while (taken.length < perSecond) await new Promise(setImmediate);
	await bus.close();
	context.measured("bus.disk.hop", [percentile(taken.slice(taken.length / 10), 0.99)]);
};

/** What ten thousand mailboxes that wait take, each. */
async function idleMemory(context: SuiteContext): Promise<void> {
	const count = 10_000;
	const bus = memoryBus();
	const collect = globalThis.gc ?? (() => undefined);
	collect();
	const before = process.memoryUsage().heapUsed;
	for (let index = 0; index < count; index++)
		bus.open(`agent-${index}`, { subscriptions: [{ topic: "news.*" }] }).handle(() => undefined);
	collect();
	context.measured("bus.idle", [(process.memoryUsage().heapUsed - before) / count / 1000]);
	await bus.close();
}
