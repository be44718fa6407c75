import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteBus, type SqliteBusOptions } from "../../../src/adapters/sqlite-bus.js";
import { createSharedBus } from "../../../src/agents/bus/shared-bus.js";
import type { Bus } from "../../../src/contracts/bus.js";
import { ManualClock } from "../../helpers/manual-clock.js";
import { sequence } from "../../helpers/sequence.js";
import { temporaryFolder } from "../../helpers/tool-context.js";
import { busSuite } from "../../suites/bus.js";

const machineOf = (clock: ManualClock) => ({ nowMs: () => clock.monotonicMs(), boot: "this" });
const fail = (error: unknown) => {
	throw error;
};

busSuite((clock) => {
	const store = openSqliteBus(join(temporaryFolder(), "bus.sqlite"), { clock, machine: machineOf(clock) });
	return createSharedBus({ store, clock, nextId: sequence("m"), onError: fail });
});

const place = () => join(temporaryFolder(), "bus.sqlite");
/** As another process would open it: this test lives, `1:` never does. */
const openBus = (
	path: string,
	clock = new ManualClock(),
	options: Partial<SqliteBusOptions> = {},
	prefix = "m",
): Bus => {
	const store = openSqliteBus(path, { clock, machine: machineOf(clock), ...options });
	const bus = createSharedBus({ store, clock, nextId: sequence(prefix), onError: fail });
	onTestFinished(() => bus.close());
	return bus;
};
const from = "lead";
const until = async (isThere: () => boolean) => {
	while (!isThere()) await new Promise(setImmediate);
};
const queuedAt = (bus: Bus, address: string) =>
	bus.stats().mailboxes.find((mailbox) => mailbox.address === address)?.queued ?? 0;

describe("two at one log", () => {
	test("send to each other, and wake each other", async () => {
		const path = place();
		const [one, two] = [openBus(path), openBus(path, undefined, { owner: "1:" }, "n")];
		const a = one.open("a", { subscriptions: [{ topic: "news.*" }] });
		two.open("b");
		expect((await two.send({ from: "b", to: "a", payload: 1 })).accepted).toEqual(["a"]);
		expect((await a.take()).message.payload).toBe(1);
		await two.send({ from: "b", topic: "news.today", payload: 2 });
		expect((await a.take()).message.payload).toBe(2);
		await two.send({ from: "b", to: "*", payload: 3 });
		expect((await a.take()).message.payload).toBe(3);
	});

	test("ask and answer", async () => {
		const path = place();
		const [one, two] = [openBus(path), openBus(path, undefined, { owner: "1:" }, "n")];
		one.open("a");
		two.open("b").handle(async (message) => void (await two.reply(message, { from: "b", payload: "here" })));
		const reply = await one.request({ from: "a", to: "b" }, { timeoutMs: 1e6 });
		expect(reply).toMatchObject({ payload: "here", from: "b" });
	});

	test("a key is known to both", async () => {
		const path = place();
		const [one, two] = [openBus(path), openBus(path, undefined, { owner: "1:" }, "n")];
		one.open("a");
		const { id } = await one.send({ from, to: "a", key: "k" });
		expect(await two.send({ from, to: "a", key: "k" })).toEqual({ id, accepted: [], refused: [], isDuplicate: true });
	});

	test("pause, resume and redeliver reach the other", async () => {
		const path = place();
		const [one, two] = [openBus(path), openBus(path, undefined, { owner: "1:" }, "n")];
		const a = one.open("a");
		two.pause("a");
		await until(() => one.stats().mailboxes[0]?.isPaused === true);
		const { id } = await two.send({ from, to: "a", payload: 1 });
		await until(() => queuedAt(one, "a") === 1);
		const taking = a.take();
		two.resume("a");
		const first = await taking;
		first.refuse("not now");
		await until(() => two.stats().deliveries.dead === 1);
		expect(await two.redeliver(id)).toEqual(["a"]);
		expect((await a.take()).message.payload).toBe(1);
	});

	test("tail shows what the other sends", async () => {
		const path = place();
		const [one, two] = [openBus(path), openBus(path, undefined, { owner: "1:" }, "n")];
		one.open("a");
		const stop = new AbortController();
		const seen: unknown[] = [];
		const tailing = (async () => {
			for await (const { message } of one.tail({ kind: "task" }, stop.signal)) {
				seen.push(message.payload);
				stop.abort();
			}
		})();
		await two.send({ from, to: "a", payload: "no" });
		await two.send({ from, to: "a", payload: "yes", kind: "task" });
		await tailing;
		expect(seen).toEqual(["yes"]);
	});

	test.each([
		["reject", [1, 2], "queue-full"],
		["block", [1, 2], "queue-full"],
		["drop-oldest", [2, 3], "dropped"],
		["drop-lowest", [2, 3], "dropped"],
	] as const)("a full mailbox of the other, %s", async (overflow, left, reason) => {
		const path = place();
		// A process that has died: nobody takes anything.
		const dead = openBus(path, undefined, { owner: "1:gone" }, "d");
		dead.open("a", { capacity: 2, overflow });
		dead.pause("a");
		const bus = openBus(path);
		for (const payload of [1, 2, 3]) await bus.send({ from, to: "a", payload });
		expect(bus.history({ state: "dead" }).flatMap(({ deliveries }) => deliveries.map((each) => each.reason))).toEqual([
			reason,
		]);
		bus.resume("a");
		const a = bus.open("a");
		expect([a.tryTake()?.message.payload, a.tryTake()?.message.payload, a.tryTake()]).toEqual([...left, undefined]);
	});

	test("an address that a living process has open is taken", () => {
		const path = place();
		openBus(path).open("a");
		const other = openBus(path, undefined, { owner: "2:other" });
		expect(() => other.open("a")).toThrow(expect.objectContaining({ code: "bus.taken" }));
		expect(() => other.open("b")).not.toThrow();
	});
});

describe("kept on disk", () => {
	test("what was taken and not acknowledged comes again to whoever opens it next", async () => {
		const path = place();
		const before = openBus(path, undefined, { owner: "1:gone" });
		const a = before.open("a", { maxAttempts: 2 });
		await before.send({ from, to: "a", payload: 1 });
		await before.send({ from, to: "a", payload: 2 });
		a.tryTake();
		await before.close();
		const after = openBus(path);
		const again = after.open("a");
		const [first, second] = [again.tryTake(), again.tryTake()];
		expect([first?.message.payload, first?.attempt]).toEqual([1, 2]);
		expect([second?.message.payload, second?.attempt]).toEqual([2, 1]);
		first?.ack();
		second?.ack();
		expect(after.stats().deliveries).toEqual({ queued: 0, taken: 0, acked: 2, dead: 0 });
	});

	test("a mailbox in which nothing waits goes with its process", async () => {
		const path = place();
		const before = openBus(path);
		before.open("a");
		before.open("b");
		await before.send({ from, to: "b" });
		await before.close();
		const after = openBus(path, undefined, {}, "n");
		expect(after.stats().mailboxes.map(({ address }) => address)).toEqual(["b"]);
		expect((await after.send({ from, to: "a" })).refused).toEqual([{ address: "a", reason: "unknown-recipient" }]);
	});

	test("a time to live goes on while nobody has it open, and over a new start of the machine", async () => {
		const path = place();
		const clock = new ManualClock();
		const before = openBus(path, clock);
		before.open("a");
		await before.send({ from, to: "a", payload: "short", ttlMs: 1000 });
		await before.send({ from, to: "a", payload: "long", ttlMs: 100_000 });
		await before.close();
		const later = new ManualClock(new Date(clock.now().getTime() + 2000));
		const after = openBus(path, later, { machine: { nowMs: () => later.monotonicMs() + 5, boot: "next" } });
		const a = after.open("a");
		expect([a.tryTake()?.message.payload, a.tryTake()]).toEqual(["long", undefined]);
		expect(after.stats().dead).toEqual({ expired: 1 });
	});

	test("old messages go: by number, by age; what waits stays", async () => {
		const path = place();
		const clock = new ManualClock();
		const retention = { messages: 10, ageMs: 1000, bytes: 1e9 };
		const bus = openBus(path, clock, { retention });
		bus.open("waits");
		const gets = bus.open("gets");
		await bus.send({ from, to: "waits", payload: 0 });
		for (let count = 1; count <= 50; count++) {
			await bus.send({ from, to: "gets", payload: count });
			gets.tryTake()?.ack();
		}
		await bus.close();
		const again = openBus(path, clock, { retention });
		again.open("new");
		const left = again.history({ limit: 1000 }).map(({ message }) => message.payload);
		expect(left).toEqual([0, ...Array.from({ length: 9 }, (_, index) => 42 + index)].slice(-left.length));
		expect(left).toContain(0);
		expect(left.length).toBeLessThanOrEqual(11);
		await again.close();
		clock.advance(2000);
		const last = openBus(path, clock, { retention });
		last.open("newer");
		expect(last.history()).toEqual([]);
	});

	test("a payload that is too large is refused", async () => {
		const bus = openBus(place());
		bus.open("a");
		expect(() => bus.send({ from, to: "a", payload: "x".repeat(300_000) })).toThrow(
			expect.objectContaining({ code: "bus.too-large" }),
		);
		expect(bus.stats().messages).toBe(0);
	});

	test("in memory, where nothing may be kept", async () => {
		const bus = openBus(":memory:");
		const a = bus.open("a");
		await bus.send({ from, to: "a", payload: 1 });
		expect(a.tryTake()?.message.payload).toBe(1);
	});
});
