import { expect, test, vi } from "vitest";
import { NexusError } from "../../src/contracts/errors.js";
import { callWithRetry } from "../../src/limits/call-with-retry.js";
import { ManualClock } from "../helpers/manual-clock.js";

const none = new AbortController().signal;
const failure = (code: string, retryAfterMs?: number) =>
	new NexusError(code, code, { retryable: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

/** Fails so often, then answers; the clock goes on as soon as somebody waits. */
async function run(failures: readonly Error[], signal = none) {
	const clock = new ManualClock();
	const waits: number[] = [];
	const sleep = (ms: number, stop?: AbortSignal) => {
		waits.push(ms);
		const slept = ManualClock.prototype.sleep.call(clock, ms, stop);
		queueMicrotask(() => clock.advance(ms));
		return slept;
	};
	let calls = 0;
	const call = async () => {
		const error = failures[calls++];
		if (error !== undefined) throw error;
		return "answer";
	};
	const ports = { now: () => clock.now(), monotonicMs: () => clock.monotonicMs(), sleep };
	const result = await callWithRetry(call, { clock: ports, random: () => 0 }, signal).catch((error: unknown) => error);
	return { result, calls, waits };
}

test("what may pass is tried again, after the wait that is asked for", async () => {
	const { result, waits } = await run([failure("provider.overloaded"), failure("provider.rate-limited", 7000)]);
	expect([result, waits]).toEqual(["answer", [125, 7000]]);
});

test.each([
	["provider.authentication", "asking again gives the same"],
	["provider.timeout", "the service may be at work, and would be paid twice"],
	["provider.malformed", "the service has done its work, and would be paid twice"],
])("%s is not: %s", async (code) => {
	const { result, calls } = await run([failure(code)]);
	expect([result, calls]).toEqual([expect.objectContaining({ code }), 1]);
});

test("not more than six times, nor past the deadline", async () => {
	const often = await run(Array.from({ length: 9 }, () => failure("provider.server")));
	expect(often).toMatchObject({ calls: 6, result: { code: "provider.server" } });
	const late = await run([failure("provider.rate-limited", 121_000)]);
	expect(late).toMatchObject({ calls: 1, waits: [] });
});

test("an abort ends the wait", async () => {
	const controller = new AbortController();
	const clock = new ManualClock();
	const waiting = callWithRetry(
		() => Promise.reject(failure("provider.server")),
		{ clock, random: () => 0 },
		controller.signal,
	);
	await vi.waitFor(() => expect(clock.waits).toHaveLength(1));
	controller.abort();
	await expect(waiting).rejects.toThrow(/abort/);
});
