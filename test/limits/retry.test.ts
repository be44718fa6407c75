import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorData } from "../../src/contracts/errors.js";
import type { ModelEvent, Provider } from "../../src/contracts/model.js";
import { delayMs } from "../../src/limits/backoff.js";
import { type RetryOptions, withRetry } from "../../src/limits/retry.js";
import { ManualClock } from "../helpers/manual-clock.js";
import { ask, partsOf, textOf } from "../helpers/model-server.js";

const failure = (code: string, more: Partial<ErrorData> = {}): ModelEvent => ({
	type: "error",
	error: { code, message: "failed", retryable: true, ...more },
});
const text = (value: string): ModelEvent => ({ type: "text.delta", text: value });
const thought = (value: string): ModelEvent => ({ type: "reasoning.delta", text: value });
const start = (callId: string, name = "run"): ModelEvent => ({ type: "tool-call.start", callId, name });
const args = (callId: string, value: string): ModelEvent => ({ type: "tool-call.delta", callId, text: value });
const call = (callId: string, input: Record<string, string>, name = "run"): ModelEvent => ({
	type: "part",
	part: { type: "tool-call", callId, name, input },
});
const said = (value: string): ModelEvent => ({ type: "part", part: { type: "text", text: value } });
const done: ModelEvent = { type: "finish", reason: "stop" };
const lost = failure("provider.network");

/** A provider whose attempts are these. */
const attempts = (...list: readonly (readonly ModelEvent[])[]): Provider & { readonly count: () => number } => {
	const state = { next: 0 };
	return {
		id: "fake",
		count: () => state.next,
		async *stream() {
			yield* list[Math.min(state.next++, list.length - 1)] ?? [];
		},
	};
};

/** Runs a stream to its end; the clock moves only while somebody sleeps. */
async function run(provider: Provider, options: Partial<RetryOptions> = {}, signal = new AbortController().signal) {
	const clock = new ManualClock();
	const events: ModelEvent[] = [];
	const state = { isDone: false };
	const stream = withRetry(provider, { clock, random: () => 0.5, ...options }).stream(ask("hi"), signal);
	const reading = (async () => {
		for await (const event of stream) events.push(event);
		state.isDone = true;
	})();
	while (!state.isDone) {
		await nextTurn();
		if (clock.waits.length > 0) clock.advance(Math.min(...clock.waits));
	}
	await reading;
	return { events, elapsedMs: clock.monotonicMs() };
}

const kinds = (events: readonly ModelEvent[]) => events.map((event) => event.type);

describe("what is tried again", () => {
	it.each<[string, Partial<ErrorData>, number]>([
		["provider.rate-limited", { retryAfterMs: 1000 }, 2],
		["provider.overloaded", {}, 2],
		["provider.server", {}, 2],
		["provider.network", {}, 2],
		["provider.timeout", {}, 2],
		["provider.malformed", {}, 2],
		["provider.authentication", {}, 1],
		["provider.permission", {}, 1],
		["provider.not-found", {}, 1],
		["provider.quota", {}, 1],
		["provider.quota", { retryAfterMs: 1000 }, 1],
		["provider.invalid-request", {}, 1],
		["provider.refused", {}, 1],
		["provider.context-overflow", {}, 1],
		["provider.cancelled", {}, 1],
		["provider.network", { retryable: false }, 1],
	])("%s %j: %i", async (code, more, count) => {
		const provider = attempts([failure(code, more)], [text("ok"), done]);
		const { events } = await run(provider);
		expect(provider.count()).toBe(count);
		expect(events.at(-1)).toMatchObject(count === 1 ? { type: "error", error: { code } } : { type: "finish" });
	});

	it("ends with the last error when nothing helps", async () => {
		const provider = attempts([failure("provider.server")]);
		const { events } = await run(provider, { maxAttempts: 4 });
		expect(provider.count()).toBe(4);
		expect(kinds(events)).toEqual(["retry", "retry", "retry", "error"]);
	});
});

describe("how long it waits", () => {
	it.each([
		["429 with retry-after 1, twice", failure("provider.rate-limited", { retryAfterMs: 1000 }), 2300],
		["500 twice", failure("provider.server"), 900],
		["a lost connection twice", lost, 800],
		["malformed twice", failure("provider.malformed"), 900],
	])("%s, even in the worst case", async (_name, error, limitMs) => {
		const { events, elapsedMs } = await run(attempts([error], [error], [done]), { random: () => 0.999 });
		expect(events.at(-1)).toEqual(done);
		expect(elapsedMs).toBeLessThanOrEqual(limitMs);
	});

	it("honours retry-after 2", async () => {
		const { elapsedMs } = await run(attempts([failure("provider.rate-limited", { retryAfterMs: 2000 })], [done]));
		expect(elapsedMs).toBeGreaterThanOrEqual(2000);
		expect(elapsedMs).toBeLessThan(2200);
	});

	it("does not begin a wait that passes the deadline", async () => {
		const provider = attempts([failure("provider.rate-limited", { retryAfterMs: 3_600_000 })], [done]);
		const { events, elapsedMs } = await run(provider, { deadlineMs: 60_000 });
		expect([kinds(events), elapsedMs]).toEqual([["error"], 0]);
	});

	it("waits longer each time although the service says 0", async () => {
		const error = failure("provider.rate-limited", { retryAfterMs: 0 });
		const { elapsedMs } = await run(attempts([error], [error], [error], [error], [done]));
		expect(elapsedMs).toBeGreaterThan(2000);
	});

	it.each(["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT"])("gives up soon when nobody is there: %s", async (cause) => {
		const provider = attempts([failure("provider.network", { data: { cause } })]);
		const { elapsedMs } = await run(provider, { random: () => 0.999 });
		expect(provider.count()).toBe(3);
		expect(elapsedMs).toBeLessThan(1000);
	});

	it("grows, within bounds", () => {
		const error: ErrorData = { code: "provider.server", message: "" };
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
				const wait = delayMs(attempt, error, random);
				expect(wait).toBeGreaterThanOrEqual(125);
				expect(wait).toBeLessThanOrEqual(10_000);
				if (attempt === 1) expect(wait).toBeLessThanOrEqual(300);
			}),
		);
	});

	it("ends at once when cancelled while waiting", async () => {
		const controller = new AbortController();
		const provider = attempts([failure("provider.server")]);
		const { events } = await run(provider, { onRetry: () => controller.abort() }, controller.signal);
		expect(provider.count()).toBe(1);
		expect(events.at(-1)).toMatchObject({ type: "error", error: { code: "provider.cancelled" } });
	});
});

describe("an answer that broke off", () => {
	it("is continued without doubling text, however it is cut", async () => {
		const { events } = await run(
			attempts(
				[text("Hello "), text("wor"), lost],
				[text("He"), text("llo world"), text("!"), said("Hello world!"), done],
			),
		);
		expect(textOf(events)).toBe("Hello world!");
		expect(kinds(events)).not.toContain("restart");
		expect(partsOf(events)).toEqual([{ type: "text", text: "Hello world!" }]);
	});

	it("compares reasoning apart from text", async () => {
		const { events } = await run(
			attempts(
				[thought("I think "), text("Yes"), lost],
				[thought("I "), thought("think so."), text("Yes"), text("."), done],
			),
		);
		expect(events.filter((event) => event.type === "reasoning.delta")).toEqual([thought("I think "), thought("so.")]);
		expect(textOf(events)).toBe("Yes.");
	});

	it("starts again where the new one differs", async () => {
		const { events } = await run(attempts([text("Hello wor"), lost], [text("Hello "), text("there"), text("."), done]));
		const after = events.slice(kinds(events).indexOf("restart") + 1);
		expect(textOf(after)).toBe("Hello there.");
	});

	it("starts again when the new one is shorter", async () => {
		const { events } = await run(attempts([text("Hello world"), lost], [text("Hello"), said("Hello"), done]));
		const after = events.slice(kinds(events).indexOf("restart") + 1);
		expect([textOf(after), kinds(after)]).toEqual(["Hello", ["text.delta", "part", "finish"]]);
	});

	it("holds over several breaks", async () => {
		const { events } = await run(
			attempts(
				[text("a"), lost],
				[text("ab"), lost],
				[text("abcdef"), lost],
				[text("abc"), lost],
				[text("abcdefg"), done],
			),
		);
		expect(textOf(events)).toBe("abcdefg");
		expect(kinds(events)).not.toContain("restart");
	});

	it("never gives a tool call twice, though its id is another now", async () => {
		const { events } = await run(
			attempts(
				[
					text("Running."),
					start("a1"),
					args("a1", '{"x":"1"}'),
					call("a1", { x: "1" }),
					start("a2"),
					args("a2", '{"x'),
					lost,
				],
				[
					text("Running."),
					start("b1"),
					args("b1", '{"x":'),
					args("b1", '"1"}'),
					call("b1", { x: "1" }),
					start("b2"),
					args("b2", '{"x":"2"}'),
					call("b2", { x: "2" }),
					done,
				],
			),
		);
		expect(partsOf(events)).toEqual([
			{ type: "tool-call", callId: "a1", name: "run", input: { x: "1" } },
			{ type: "tool-call", callId: "a2", name: "run", input: { x: "2" } },
		]);
		const shown = events
			.map((event) => (event.type === "tool-call.delta" && event.callId === "a2" ? event.text : ""))
			.join("");
		expect(shown).toBe('{"x":"2"}');
		expect(kinds(events)).not.toContain("restart");
	});

	it("gives a call its first id again after a restart", async () => {
		const { events } = await run(
			attempts(
				[text("One."), start("a1"), call("a1", { x: "1" }), lost],
				[text("Other."), start("b1"), call("b1", { x: "1" }), done],
			),
		);
		expect(partsOf(events).map((part) => (part.type === "tool-call" ? part.callId : ""))).toEqual(["a1", "a1"]);
	});

	it("gives another call another id after a restart", async () => {
		const { events } = await run(
			attempts([start("a1"), call("a1", { x: "1" }), lost], [start("b1"), call("b1", { x: "2" }), done]),
		);
		expect(partsOf(events).map((part) => (part.type === "tool-call" ? part.callId : ""))).toEqual(["a1", "b1"]);
		expect(kinds(events)).toContain("restart");
	});

	it("keeps what was shown when it gives up", async () => {
		const { events } = await run(attempts([text("Hello"), lost]), { maxAttempts: 2 });
		expect(textOf(events)).toBe("Hello");
		expect(events.at(-1)).toMatchObject({ type: "error" });
	});

	it("counts the usage of every attempt", async () => {
		const usage = { inputTokens: 10, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
		const { events } = await run(
			attempts([text("a"), { type: "usage", usage }, lost], [text("ab"), { type: "usage", usage }, done]),
		);
		expect(events.filter((event) => event.type === "usage")).toHaveLength(2);
	});

	it("gives the same answer once, with each call once, wherever it broke off", async () => {
		const block = fc.oneof(fc.constantFrom("Hello", "é🙂", "ab"), fc.record({ x: fc.constantFrom("1", "2") }));
		const emit = (blocks: readonly (string | { x: string })[], attempt: number): ModelEvent[] =>
			blocks.flatMap((item, index) => {
				if (typeof item === "string") return [...[...item].map(text), said(item)];
				const id = `call-${attempt}-${index}`;
				return [start(id), ...[...JSON.stringify(item)].map((piece) => args(id, piece)), call(id, item)];
			});
		await fc.assert(
			fc.asyncProperty(
				fc.array(block, { maxLength: 5 }),
				fc.array(fc.nat(), { maxLength: 4 }),
				async (blocks, cuts) => {
					const broken = cuts.map((cut, attempt) => {
						const all = emit(blocks, attempt);
						return [...all.slice(0, cut % (all.length + 1)), lost];
					});
					const { events } = await run(attempts(...broken, [...emit(blocks, 99), done]));
					expect(kinds(events)).not.toContain("restart");
					expect(textOf(events)).toBe(blocks.filter((item) => typeof item === "string").join(""));
					const given = partsOf(events).map((part) => (part.type === "tool-call" ? part.input : part.text));
					expect(given).toEqual(blocks);
					// What streamed of each call is its arguments, once, under the id of its part.
					for (const part of partsOf(events)) {
						if (part.type !== "tool-call") continue;
						const streamed = events
							.map((event) => (event.type === "tool-call.delta" && event.callId === part.callId ? event.text : ""))
							.join("");
						expect(streamed).toBe(JSON.stringify(part.input));
					}
				},
			),
			{ numRuns: 300 },
		);
	});

	it("shows exactly the last answer, for any answers and any cuts", async () => {
		const answer = fc.array(fc.constantFrom("a", "b", "ab", "ba", "é", "🙂"), { maxLength: 6 });
		await fc.assert(
			fc.asyncProperty(fc.array(answer, { maxLength: 3 }), answer, async (broken, last) => {
				const { events } = await run(
					attempts(...broken.map((pieces) => [...pieces.map(text), lost]), [
						...last.map(text),
						said(last.join("")),
						done,
					]),
				);
				const from = kinds(events).lastIndexOf("restart");
				expect(textOf(events.slice(from + 1))).toBe(last.join(""));
				expect(partsOf(events.slice(from + 1))).toEqual([{ type: "text", text: last.join("") }]);
			}),
			{ numRuns: 200 },
		);
	});
});

it("passes the list of models through", async () => {
	const models = [{ id: "fake/one" }];
	const provider: Provider = { ...attempts([done]), listModels: async () => models };
	const wrapped = withRetry(provider, { clock: new ManualClock(), random: () => 0 });
	expect(await wrapped.listModels?.(new AbortController().signal)).toEqual(models);
});
