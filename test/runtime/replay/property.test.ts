// Any session comes again as it was recorded, and twice in the same way.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { NexusEvent } from "../../../src/contracts/event.js";
import { forkEvents } from "../../../src/session/fork.js";
import { type Action, recordSession, type Scenario, type Step } from "../../helpers/recorded-session.js";
import { numbered, replayFast } from "../../helpers/replay.js";

const word = fc.constantFrom("a", "b", "c");
const call = fc.oneof(
	fc.record({ name: fc.constantFrom("echo", "fail"), input: fc.record({ text: word }) }),
	fc.record({
		name: fc.constantFrom("change", "throw", "ask_first", "asks_later", "forbidden", "warns"),
		input: fc.record({ to: word }),
	}),
	fc.record({ name: fc.constant("slow"), input: fc.record({ ms: fc.integer({ min: 0, max: 12 }) }) }),
	fc.record({ name: fc.constantFrom("nowhere", "echo"), input: fc.record({ wrong: word }) }),
);
const step: fc.Arbitrary<Step> = fc.record(
	{
		reasoning: fc.constant("let me see"),
		text: fc.constantFrom("done", "so it is then"),
		calls: fc.array(call, { maxLength: 4 }),
		retries: fc.integer({ min: 0, max: 2 }),
		error: fc.constantFrom(
			{ code: "provider.overloaded", message: "busy", exitCode: 6 as const },
			{ code: "provider.invalid-request", message: "no (really)", exitCode: 6 as const },
		),
		finish: fc.constantFrom("stop" as const, "length" as const, "refusal" as const),
		hasUsage: fc.boolean(),
	},
	{ requiredKeys: [] },
);
const action: fc.Arbitrary<Action> = fc.oneof(
	fc.record({ at: fc.integer({ min: 2, max: 30 }), do: fc.constantFrom("cancel" as const, "withdraw" as const) }),
	fc.record({ at: fc.integer({ min: 2, max: 30 }), do: fc.constantFrom("context" as const, "mode" as const) }),
	fc.record({ at: fc.integer({ min: 2, max: 20 }), do: fc.constant("prompt" as const), text: word }),
);
const scenario: fc.Arbitrary<Scenario> = fc.record({
	prompts: fc.array(word, { minLength: 1, maxLength: 3 }),
	steps: fc.array(step, { minLength: 1, maxLength: 5 }),
	actions: fc.array(action, { maxLength: 3 }),
	answers: fc.array(
		fc.constantFrom(
			{ answer: "once" as const },
			{ answer: "deny" as const, reason: "no" },
			{ answer: "session" as const, rule: "x" },
		),
		{ maxLength: 2 },
	),
	maxTurns: fc.integer({ min: 1, max: 6 }),
	fallbacks: fc.integer({ min: 0, max: 2 }),
	canAsk: fc.boolean(),
});

/** Without ids and times. */
const shape = (events: readonly NexusEvent[]) =>
	events.map(({ seq, type, agentId, data }) =>
		JSON.stringify([seq, type, agentId, data], (key, value: unknown) =>
			["promptId", "messageId", "approvalId", "durationMs", "firstTokenMs"].includes(key) ? undefined : value,
		),
	);

test("a session of any kind, whole, cut off or copied", async () => {
	await fc.assert(
		fc.asyncProperty(scenario, fc.nat(), async (given, cut) => {
			const events = await recordSession(given);
			const first = await replayFast(events);
			expect(first.outcome.divergence).toBeUndefined();
			expect(first.events).toHaveLength(events.length);
			const second = await replayFast(events);
			expect(shape(second.events)).toEqual(shape(first.events));
			const again = await replayFast(first.events);
			expect(again.outcome.divergence).toBeUndefined();

			const lastSeq = 1 + (cut % events.length);
			expect((await replayFast(events.slice(0, lastSeq))).outcome.divergence).toBeUndefined();
			const copy = forkEvents(events.slice(0, lastSeq), {
				sessionId: "c",
				nextId: () => "E",
				time: "2026-01-01T00:00:00Z",
			});
			expect((await replayFast(numbered(copy))).outcome.divergence).toBeUndefined();
		}),
		{ numRuns: 60 },
	);
}, 60_000);
