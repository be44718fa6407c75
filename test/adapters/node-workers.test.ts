import { afterEach, describe, expect, test } from "vitest";
import { createNodeWorkers } from "../../src/adapters/node-workers.js";

const limits = { timeoutMs: 1500, memoryMb: 128 };
const endless = { kind: "calculate", expression: `primeFactors(${10n ** 60n + 7n} * ${10n ** 61n + 9n})` };
const easy = { kind: "calculate", expression: "1+1" };

describe("createNodeWorkers", () => {
	const workers = createNodeWorkers();
	afterEach(() => workers.close());

	test("answers in order, several at once", async () => {
		const results = await Promise.all(
			["1+1", "2+2", "3+3"].map((expression) => workers.run("math", { kind: "calculate", expression }, limits)),
		);
		expect(results).toMatchObject([{ result: "2" }, { result: "4" }, { result: "6" }]);
	});

	test("a time limit costs only the request that passed it", async () => {
		const [slow, next] = await Promise.allSettled([
			workers.run("math", endless, { ...limits, timeoutMs: 200 }),
			workers.run("math", easy, limits),
		]);
		expect(slow).toMatchObject({ status: "rejected", reason: { code: "worker.timeout" } });
		expect(next).toMatchObject({ status: "fulfilled", value: { result: "2" } });
	});

	test("an abort ends the request at once", async () => {
		const controller = new AbortController();
		await workers.run("math", easy, limits);
		const running = workers.run("math", endless, { ...limits, timeoutMs: 60_000, signal: controller.signal });
		controller.abort();
		await expect(running).rejects.toMatchObject({ name: "AbortError" });
		await expect(workers.run("math", easy, { ...limits, signal: controller.signal })).rejects.toMatchObject({
			name: "AbortError",
		});
		expect(await workers.run("math", easy, limits)).toMatchObject({ result: "2" });
	});

	test("what the expression did wrong is told in its own words", async () => {
		await expect(workers.run("math", { kind: "calculate", expression: "foo(1)" }, limits)).rejects.toMatchObject({
			code: "worker.failed",
			message: 'Unknown function "foo"',
		});
	});

	test("a memory limit ends the thread, not the process", async () => {
		const hungry = { kind: "calculate", expression: "primes(0, 100000); primes(0, 100000)" };
		await expect(workers.run("math", hungry, { timeoutMs: 10_000, memoryMb: 8 })).rejects.toMatchObject({
			name: "NexusError",
		});
		expect(await workers.run("math", easy, limits)).toMatchObject({ result: "2" });
	});
});
