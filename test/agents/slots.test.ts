import { describe, expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system-clock.js";
import { type Headroom, slotsFor } from "../../src/agents/slots.js";
import { createWaitingLine } from "../../src/agents/waiting-line.js";

const gigabyte = 1024 ** 3;
const calm: Headroom = {
	...{ cpus: 4, cpuBusy: 0.2, memoryFreeBytes: 8 * gigabyte, memoryTotalBytes: 16 * gigabyte },
	...{ rateLimitLeft: undefined, working: 3 },
};

describe("slots", () => {
	test.each([
		["room everywhere: by the processors", {}, 16, "processors"],
		["one processor is enough for four", { cpus: 1 }, 4, "processors"],
		["busy processors: nobody further", { cpuBusy: 0.95 }, 3, "95 % busy"],
		["little memory: nobody further", { memoryFreeBytes: 1.6 * gigabyte }, 3, "memory"],
		["some memory: as many as fit", { memoryFreeBytes: 1.8 * gigabyte }, 5, "memory"],
		["half of the rate limit is no reason", { rateLimitLeft: 0.5 }, 16, "processors"],
		["a quarter of it is", { rateLimitLeft: 0.25 }, 7, "25 % of the model's rate limit"],
		["none of it: one alone", { rateLimitLeft: 0 }, 1, "rate limit"],
		["nothing at all: still one", { memoryFreeBytes: 0, cpuBusy: 1, working: 0 }, 1, ""],
	])("%s", (_, more, slots, reason) => {
		const found = slotsFor({ ...calm, ...more });
		expect(found.slots).toBe(slots);
		expect(found.reason).toContain(reason);
	});
});

describe("the line", () => {
	const line = (slots: number) =>
		createWaitingLine({
			clock: systemClock,
			headroom: async (working) => ({ ...calm, working }),
			slots: () => ({ slots, reason: "the test says so" }),
		});
	const never = new AbortController().signal;

	test("who comes too late waits, is told why once, and comes in turn", async () => {
		const two = line(2);
		const [first, second] = [await two.enter(never, () => {}), await two.enter(never, () => {})];
		const reasons: string[] = [];
		const order: string[] = [];
		const third = two
			.enter(never, (reason) => reasons.push(reason))
			.then((place) => ({ ...place, at: order.push("third") }));
		const fourth = two.enter(never, () => {}).then((place) => ({ ...place, at: order.push("fourth") }));
		await expect.poll(() => reasons).toEqual(["the test says so"]);
		expect(two.count()).toEqual({ working: 2, waiting: 2 });
		first.leave();
		first.leave();
		await third;
		expect(order).toEqual(["third"]);
		second.leave();
		(await third).leave();
		(await fourth).leave();
		expect(two.count()).toEqual({ working: 0, waiting: 0 });
	});

	test("who waits for agents below it lends its place: one slot is enough for any depth", async () => {
		const one = line(1);
		const below = async (depth: number): Promise<number> => {
			const place = await one.enter(never, () => {});
			const deepest = depth === 0 ? 0 : await place.lend(below(depth - 1), never);
			place.leave();
			return deepest + 1;
		};
		expect(await below(5)).toBe(6);
		expect(one.count()).toEqual({ working: 0, waiting: 0 });
	});

	test("who gives up waiting leaves no gap", async () => {
		const one = line(1);
		const first = await one.enter(never, () => {});
		const abort = new AbortController();
		const second = one.enter(abort.signal, () => {});
		abort.abort();
		await expect(second).rejects.toMatchObject({ name: "AbortError" });
		const third = one.enter(never, () => {});
		first.leave();
		(await third).leave();
		expect(one.count()).toEqual({ working: 0, waiting: 0 });
	});
});
