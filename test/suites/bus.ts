// What a bus does, wherever it is kept.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Bus, Delivery, Mailbox, MailboxOptions, MessageDraft } from "../../src/contracts/bus.js";
import { ManualClock } from "../helpers/manual-clock.js";

export const busSuite = (create: (clock: ManualClock) => Bus): void => {
	let clock: ManualClock;
	let bus: Bus;
	beforeEach(() => {
		clock = new ManualClock();
		bus = create(clock);
	});
	afterEach(() => bus.close());

	const from = "lead";
	const send = (draft: Partial<MessageDraft>) => bus.send({ from, ...draft });
	const payloads = (mailbox: Mailbox): unknown[] => {
		const found: unknown[] = [];
		for (let next = mailbox.tryTake(); next !== undefined; next = mailbox.tryTake()) {
			found.push(next.message.payload);
			next.ack();
		}
		return found;
	};
	const flush = () => new Promise(setImmediate);
	/** Lets the sleeper of the bus look around. */
	const pass = async (ms: number) => {
		clock.advance(ms);
		await flush();
	};
	const reasons = () =>
		bus.history({ state: "dead" }).flatMap(({ deliveries }) => deliveries.map(({ reason }) => reason));

	describe("who gets a message", () => {
		test("one address", async () => {
			const [a, b] = [bus.open("a"), bus.open("b")];
			expect(await send({ to: "a", payload: 1 })).toEqual({
				id: "m1",
				accepted: ["a"],
				refused: [],
				isDuplicate: false,
			});
			expect([payloads(a), payloads(b)]).toEqual([[1], []]);
		});

		test("nobody of that name: a dead letter", async () => {
			expect((await send({ to: "x" })).refused).toEqual([{ address: "x", reason: "unknown-recipient" }]);
			expect(bus.stats().dead).toEqual({ "unknown-recipient": 1 });
		});

		test("all others of a space, or all", async () => {
			const [a, b, c] = [bus.open("a", { space: "s" }), bus.open("b", { space: "s" }), bus.open("c", { space: "t" })];
			await bus.send({ from: "a", to: "*", space: "s", payload: 1 });
			await bus.send({ from: "a", to: "*", payload: 2 });
			expect([payloads(a), payloads(b), payloads(c)]).toEqual([[], [1, 2], [2]]);
		});

		test("who has subscribed to the topic, by content too, each once", async () => {
			const a = bus.open("a", { subscriptions: [{ topic: "build.*" }, { topic: "**" }] });
			const b = bus.open("b", {
				subscriptions: [{ topic: "build.**", where: { path: "payload.ok", is: "eq", value: false } }],
			});
			const c = bus.open("c");
			await send({ topic: "build.done", payload: { ok: true } });
			await send({ topic: "build.done", payload: { ok: false } });
			c.subscribe([{ topic: "test.done" }]);
			await send({ topic: "test.done", payload: 3 });
			expect([payloads(a), payloads(b), payloads(c)]).toEqual([[{ ok: true }, { ok: false }, 3], [{ ok: false }], [3]]);
		});

		test("no subscription reads what is sent to another", async () => {
			const spy = bus.open("spy", { subscriptions: [{ topic: "**" }] });
			bus.open("a");
			await send({ to: "a", payload: "secret" });
			expect(payloads(spy)).toEqual([]);
		});

		test.each<[string, Partial<MessageDraft>]>([
			["no target", {}],
			["two targets", { to: "a", topic: "b" }],
			["a bad address", { to: "a b" }],
			["a bad topic", { topic: "a..b" }],
			["a filter as topic", { topic: "a.*" }],
			["nobody as sender", { from: "*", to: "a" }],
			["a time to live of nothing", { to: "a", ttlMs: 0 }],
			["a kind without letters", { to: "a", kind: "" }],
			["a key of a thousand characters", { to: "a", key: "k".repeat(1000) }],
			["a priority of its own", { to: "a", priority: "asap" as never }],
		])("%s is refused", (_, draft) => {
			expect(() => bus.post({ from, ...draft })).toThrow(expect.objectContaining({ code: "bus.bad-message" }));
		});
	});

	describe("order", () => {
		test("by priority, then as they came", async () => {
			const a = bus.open("a");
			for (const [payload, priority] of [
				[1, "low"],
				[2, "normal"],
				[3, "urgent"],
				[4, "high"],
				[5, "normal"],
			] as const)
				await send({ to: "a", payload, priority });
			expect(payloads(a)).toEqual([3, 4, 2, 5, 1]);
		});

		test("who waits longest gets the next one", async () => {
			const a = bus.open("a");
			const both = Promise.all([a.take(), a.take()]);
			await send({ to: "a", payload: 1 });
			await send({ to: "a", payload: 2 });
			expect((await both).map(({ message }) => message.payload)).toEqual([1, 2]);
		});

		test("a handler gets one after the other, and again what it threw at", async () => {
			const seen: unknown[] = [];
			bus.open("a").handle(async (message, attempt) => {
				seen.push([message.payload, attempt]);
				await flush();
				if (message.payload === 1 && attempt === 1) throw new Error("again");
			});
			bus.post({ from, to: "a", payload: 1 });
			bus.post({ from, to: "a", payload: 2 });
			while (bus.stats().deliveries.acked < 2) await flush();
			expect(seen).toEqual([
				[1, 1],
				[1, 2],
				[2, 1],
			]);
		});
	});

	describe("a full mailbox", () => {
		const fill = async (options: MailboxOptions) => {
			const a = bus.open("a", { capacity: 2, ...options });
			await send({ to: "a", payload: 1 });
			await send({ to: "a", payload: 2, priority: "low" });
			return a;
		};

		test.each([
			["reject", "normal", [1, 2], "queue-full"],
			["drop-oldest", "normal", [3, 2], "dropped"],
			["drop-lowest", "normal", [1, 3], "dropped"],
			["drop-lowest", "low", [1, 3], "dropped"],
		] as const)("%s, for one of %s priority", async (overflow, priority, left, reason) => {
			const a = await fill({ overflow });
			const { refused } = await send({ to: "a", payload: 3, priority });
			expect(refused).toEqual(reason === "queue-full" ? [{ address: "a", reason }] : []);
			expect(reasons()).toEqual([reason]);
			expect(payloads(a)).toEqual(left);
		});

		test("drop-lowest refuses what matters less than all that waits", async () => {
			const a = bus.open("a", { capacity: 1, overflow: "drop-lowest" });
			await send({ to: "a", payload: 1, priority: "high" });
			expect((await send({ to: "a", payload: 2 })).refused).toEqual([{ address: "a", reason: "queue-full" }]);
			expect(payloads(a)).toEqual([1]);
		});

		test("block lets the sender wait for room", async () => {
			const a = await fill({ overflow: "block" });
			const sent = send({ to: "a", payload: 3 });
			await flush();
			a.tryTake()?.ack();
			expect((await sent).accepted).toEqual(["a"]);
			expect(payloads(a)).toEqual([3, 2]);
		});

		test("block gives up in time, and as many may wait as messages", async () => {
			await fill({ overflow: "block", blockMs: 100 });
			const waiting = [send({ to: "a" }), send({ to: "a" })];
			expect((await send({ to: "a" })).refused).toEqual([{ address: "a", reason: "queue-full" }]);
			await pass(100);
			expect((await Promise.all(waiting)).map(({ refused }) => refused[0]?.reason)).toEqual([
				"queue-full",
				"queue-full",
			]);
		});
	});

	describe("at least once", () => {
		test("what is not acknowledged comes again, then is a dead letter", async () => {
			const a = bus.open("a", { ackMs: 1000, maxAttempts: 2 });
			await send({ to: "a" });
			expect(a.tryTake()?.attempt).toBe(1);
			await pass(999);
			expect(a.tryTake()).toBeUndefined();
			await pass(1);
			const again = a.tryTake();
			expect(again?.attempt).toBe(2);
			await pass(1000);
			expect(a.tryTake()).toBeUndefined();
			expect(reasons()).toEqual(["not-acknowledged"]);
			again?.ack();
			expect(bus.stats().deliveries).toEqual({ queued: 0, taken: 0, acked: 0, dead: 1 });
		});

		test("given back: first again; refused: dead, with why", async () => {
			const a = bus.open("a");
			await send({ to: "a", payload: 1 });
			await send({ to: "a", payload: 2 });
			a.tryTake()?.retry();
			const first = a.tryTake();
			expect([first?.message.payload, first?.attempt]).toEqual([1, 2]);
			first?.refuse("not mine");
			expect(bus.history({ id: "m1" })[0]?.deliveries).toEqual([
				{ address: "a", state: "dead", attempts: 2, reason: "refused", detail: "not mine" },
			]);
		});

		test("one key is one message, within the window", async () => {
			const a = bus.open("a");
			const keyed = (key: string, sender = from) => bus.send({ from: sender, to: "a", payload: key, key });
			const first = await keyed("x");
			expect(await keyed("x")).toEqual({ id: first.id, accepted: [], refused: [], isDuplicate: true });
			expect((await keyed("x", "other")).isDuplicate).toBe(false);
			clock.advance(600_000);
			expect((await keyed("x")).isDuplicate).toBe(false);
			expect(payloads(a)).toHaveLength(3);
			expect(bus.stats().duplicates).toBe(1);
		});

		test("nobody gets what is too old", async () => {
			const a = bus.open("a");
			await send({ to: "a", payload: 1, ttlMs: 100 });
			await send({ to: "a", payload: 2 });
			await pass(100);
			expect(reasons()).toEqual(["expired"]);
			expect(payloads(a)).toEqual([2]);
		});

		test("who stops leaves dead letters, which go to another", async () => {
			const a = bus.open("a");
			const { id } = await send({ to: "a", payload: 1 });
			a.close();
			expect(reasons()).toEqual(["recipient-stopped"]);
			await expect(a.take()).rejects.toThrow("cancelled");
			const b = bus.open("b");
			await expect(bus.redeliver(id, { to: "a" })).rejects.toMatchObject({ code: "bus.unknown" });
			expect(await bus.redeliver(id, { to: "b" })).toEqual(["b"]);
			expect(payloads(b)).toEqual([1]);
			expect(await bus.redeliver("nothing")).toEqual([]);
		});

		test("a dead letter goes again where it was to go", async () => {
			const { id } = await send({ to: "late", payload: 1 });
			const late = bus.open("late");
			expect(await bus.redeliver(id)).toEqual(["late"]);
			expect(payloads(late)).toEqual([1]);
		});
	});

	describe("questions", () => {
		const answering = (answer: (delivery: Delivery["message"]) => Promise<unknown>) =>
			bus.open("b").handle(async (message) => void (await answer(message)));

		test("are answered, in their trace", async () => {
			bus.open("a");
			answering((message) => bus.reply(message, { from: "b", payload: "yes" }));
			const reply = await bus.request({ from: "a", to: "b", payload: "ready?" }, { timeoutMs: 1000 });
			expect(reply).toMatchObject({ payload: "yes", from: "b", to: "a", replyTo: "m1", traceId: "m1", parentId: "m1" });
		});

		test("without an answer end in time; a late one is a dead letter", async () => {
			const a = bus.open("a");
			const b = bus.open("b");
			const asked = bus.request({ from: "a", to: "b" }, { timeoutMs: 1000 });
			const taken = await b.take();
			const failed = expect(asked).rejects.toMatchObject({ code: "bus.timeout" });
			await pass(1000);
			await failed;
			await bus.reply(taken.message, { from: "b" });
			expect(reasons()).toEqual(["late-reply"]);
			expect(a.tryTake()).toBeUndefined();
		});

		test("that nobody can get fail at once", async () => {
			await expect(bus.request({ from: "a", to: "x" }, { timeoutMs: 1000 })).rejects.toMatchObject({
				code: "bus.undelivered",
				message: "x did not get the question: unknown recipient",
			});
		});

		test("end with their signal, and need one address", async () => {
			bus.open("b");
			const signal = AbortSignal.abort();
			await expect(bus.request({ from: "a", to: "b" }, { timeoutMs: 1000, signal })).rejects.toThrow("cancelled");
			await expect(bus.request({ from: "a", to: "*" }, { timeoutMs: 1000 })).rejects.toMatchObject({
				code: "bus.bad-message",
			});
		});

		test("an answer to what nobody waits for is a message", async () => {
			const a = bus.open("a");
			bus.open("b").handle(async (message) => void (await bus.reply(message, { from: "b", payload: 2 })));
			bus.post({ from: "a", to: "b" });
			expect((await a.take()).message.payload).toBe(2);
		});
	});

	describe("looking in", () => {
		test("paused: nothing is given out", async () => {
			const a = bus.open("a");
			bus.pause("a");
			await send({ to: "a", payload: 1 });
			const next = a.take();
			expect(bus.stats().mailboxes[0]).toMatchObject({ address: "a", queued: 1, isPaused: true });
			bus.resume("a");
			expect((await next).message.payload).toBe(1);
			expect(() => bus.pause("x")).toThrow(expect.objectContaining({ code: "bus.unknown" }));
		});

		test("history by each filter", async () => {
			bus.open("a", { subscriptions: [{ topic: "**" }], space: "s" });
			await send({ to: "a", payload: "first" });
			await send({ to: "a", payload: { text: "Hello" }, kind: "task" });
			await send({ topic: "build.done", traceId: "t", space: "s" });
			await send({ from: "b", to: "x" });
			const ids = (filter: Parameters<Bus["history"]>[0]) => bus.history(filter).map(({ message }) => message.id);
			expect(ids({})).toEqual(["m1", "m2", "m3", "m4"]);
			expect(ids({ limit: 1 })).toEqual(["m4"]);
			expect(ids({ agent: "a" })).toEqual(["m1", "m2", "m3"]);
			expect(ids({ agent: "b" })).toEqual(["m4"]);
			expect(ids({ topic: "build.*" })).toEqual(["m3"]);
			expect(ids({ kind: "task" })).toEqual(["m2"]);
			expect(ids({ text: "hello" })).toEqual(["m2"]);
			expect(ids({ traceId: "t", space: "s" })).toEqual(["m3"]);
			expect(ids({ state: "dead" })).toEqual(["m4"]);
			expect(ids({ afterSeq: 3 })).toEqual(["m4"]);
		});

		test("tail gives what comes, and ends with its signal", async () => {
			const stop = new AbortController();
			bus.open("a");
			await send({ to: "a", payload: 1 });
			const seen: unknown[] = [];
			const tailing = (async () => {
				for await (const { message } of bus.tail({ agent: "a", afterSeq: 0 }, stop.signal)) {
					seen.push(message.payload);
					if (seen.length === 2) stop.abort();
				}
			})();
			await flush();
			await send({ to: "x", payload: "not this" });
			await send({ to: "a", payload: 2 });
			await tailing;
			expect(seen).toEqual([1, 2]);
		});

		test("one mailbox for an address; none once it is closed", async () => {
			bus.open("a");
			expect(() => bus.open("a")).toThrow(expect.objectContaining({ code: "bus.taken" }));
			await bus.close();
			expect(() => bus.open("b")).toThrow(expect.objectContaining({ code: "bus.closed" }));
			expect(() => bus.post({ from, to: "a" })).toThrow(expect.objectContaining({ code: "bus.closed" }));
		});
	});
};
