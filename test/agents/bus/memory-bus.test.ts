import { expect, test } from "vitest";
import { createMemoryBus } from "../../../src/agents/bus/memory-bus.js";
import { ManualClock } from "../../helpers/manual-clock.js";
import { sequence } from "../../helpers/sequence.js";
import { busSuite } from "../../suites/bus.js";

busSuite((clock) => createMemoryBus({ clock, nextId: sequence("m") }));

test("keys are remembered in a bounded number", async () => {
	const keys = { count: 2, ms: 1000 };
	const bus = createMemoryBus({ clock: new ManualClock(), nextId: sequence("m"), keys });
	bus.open("a");
	const isRepeat = async (key: string) => (await bus.send({ from: "lead", to: "a", key })).isDuplicate;
	expect([
		await isRepeat("x"),
		await isRepeat("x"),
		await isRepeat("y"),
		await isRepeat("z"),
		await isRepeat("x"),
	]).toEqual([false, true, false, false, false]);
	await bus.close();
});

test("history is bounded, and dead letters outlive it", async () => {
	const bus = createMemoryBus({ clock: new ManualClock(), nextId: sequence("m"), historySize: 2 });
	const a = bus.open("a");
	await bus.send({ from: "lead", to: "b", payload: "lost" });
	for (let count = 0; count < 3; count++) await bus.send({ from: "lead", to: "a" });
	expect(bus.history().map(({ message }) => message.id)).toEqual(["m3", "m4"]);
	bus.open("b");
	expect(await bus.redeliver("m1")).toEqual(["b"]);
	expect(a.tryTake()?.message.id).toBe("m2");
	await bus.close();
});
