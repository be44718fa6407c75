import { describe, expect, test } from "vitest";
import type { NexusEvent } from "../../../src/contracts/event.js";
import { createUlids } from "../../../src/lib/ulid.js";
import { continuationOf } from "../../../src/session/continuation.js";
import { forkEvents } from "../../../src/session/fork.js";
import { conversation } from "../../../src/session/history.js";
import { messagesOf } from "../../../src/session/messages.js";
import { recovery } from "../../../src/session/recover.js";
import { recordSession, type Scenario } from "../../helpers/recorded-session.js";
import { numbered, replayFast } from "../../helpers/replay.js";

const plain: Scenario = {
	prompts: ["go"],
	steps: [{ text: "hello there you" }],
	actions: [],
	answers: [{ answer: "once" }],
	maxTurns: 8,
	fallbacks: 0,
	canAsk: true,
};
const echo = (text: string) => ({ name: "echo", input: { text } });
const failure = { code: "provider.overloaded", message: "busy", exitCode: 6 as const };

describe("comes again as it was recorded", () => {
	test.each<[string, Partial<Scenario>]>([
		["an answer", {}],
		["two prompts", { prompts: ["one", "two"] }],
		["calls", { steps: [{ text: "so", calls: [echo("a"), echo("b")] }, { text: "done" }] }],
		["a write", { steps: [{ calls: [{ name: "change", input: { to: "x" } }, echo("b")] }, { text: "done" }] }],
		[
			"slow and fast at once",
			{ steps: [{ calls: [{ name: "slow", input: { ms: 9 } }, echo("b")] }, { text: "done" }] },
		],
		["allowed", { steps: [{ calls: [{ name: "ask_first", input: { to: "x" } }] }, { text: "done" }] }],
		[
			"refused",
			{
				answers: [{ answer: "deny", reason: "no" }],
				steps: [{ calls: [{ name: "ask_first", input: { to: "x" } }] }, { text: "done" }],
			},
		],
		[
			"cancelled while it asks",
			{ answers: [], steps: [{ calls: [{ name: "ask_first", input: { to: "x" } }] }, { text: "done" }] },
		],
		[
			"nobody to ask",
			{ canAsk: false, steps: [{ calls: [{ name: "ask_first", input: { to: "x" } }] }, { text: "done" }] },
		],
		["denied", { steps: [{ calls: [{ name: "forbidden", input: { to: "x" } }] }, { text: "done" }] }],
		["no such tool", { steps: [{ calls: [{ name: "nope", input: {} }] }, { text: "done" }] }],
		["called wrong", { steps: [{ calls: [{ name: "echo", input: { txt: 1 } }] }, { text: "done" }] }],
		[
			"failed",
			{
				steps: [
					{
						calls: [
							{ name: "fail", input: { text: "x" } },
							{ name: "throw", input: { to: "y" } },
						],
					},
					{ text: "done" },
				],
			},
		],
		["warned", { steps: [{ calls: [{ name: "warns", input: { to: "x" } }] }, { text: "done" }] }],
		["retries", { steps: [{ retries: 2, text: "done" }] }],
		["a failure", { steps: [{ error: failure }] }],
		["a failure in the middle", { steps: [{ text: "half", error: failure }] }],
		["another model", { fallbacks: 1, steps: [{ text: "half", error: failure }, { text: "done" }] }],
		["no model at all", { fallbacks: 2, steps: [{ error: failure }] }],
		["a refusal", { steps: [{ text: "I will not", finish: "refusal" }] }],
		["nothing answered", { steps: [{ hasUsage: false }] }],
		["cut off", { steps: [{ text: "and so", finish: "length" }] }],
		["turns used up", { maxTurns: 2, steps: [{ calls: [echo("a")] }, { calls: [echo("b")] }] }],
		["a circle", { steps: [{ calls: [echo("a")] }] }],
		["estimated usage", { steps: [{ text: "x", hasUsage: false }] }],
		[
			"cancelled in the answer",
			{ steps: [{ text: "one two three four five six" }], actions: [{ at: 5, do: "cancel" }] },
		],
		[
			"cancelled in a call",
			{
				steps: [{ calls: [{ name: "slow", input: { ms: 99 } }, echo("a")] }, { text: "done" }],
				actions: [{ at: 8, do: "cancel" }],
			},
		],
		[
			"queued",
			{
				steps: [{ calls: [{ name: "slow", input: { ms: 20 } }] }, { text: "done" }],
				actions: [{ at: 8, do: "prompt", text: "and then" }],
			},
		],
	])("%s", async (_, change) => {
		const events = await recordSession({ ...plain, ...change });
		const { outcome } = await replayFast(events);
		expect(outcome.divergence).toBeUndefined();
		expect(outcome).toMatchObject({ events: events.length, missing: [], isUnfinished: false });
		expect(outcome.stoppedAt).toBeUndefined();
	});
});

const died = (events: readonly NexusEvent[], after: number, shown: string): readonly NexusEvent[] => {
	const kept = events.slice(0, after);
	const nextId = createUlids(() => Date.now());
	const partials = shown === "" ? [] : [{ messageId: "M-DEAD", channel: "text" as const, text: shown }];
	const closed = recovery(kept, partials).map(
		(draft, index) =>
			({
				...draft,
				id: nextId(),
				seq: after + index + 1,
				time: "2026-01-01T00:00:00Z",
				sessionId: "s",
				v: 1,
			}) as NexusEvent,
	);
	return [...kept, ...closed];
};

const faithful = async (events: readonly NexusEvent[]) => {
	const first = await replayFast(events);
	expect(first.outcome.divergence).toBeUndefined();
	expect(first.outcome.stoppedAt).toBeUndefined();
	return first;
};

describe("died at any event", async () => {
	const steps = [
		{ text: "so", calls: [echo("a"), { name: "ask_first", input: { to: "x" } }, echo("b")] },
		{ text: "done" },
	];
	const events = await recordSession({ ...plain, prompts: ["one", "two"], steps });
	test.each(events.map((event, index) => [index + 1, event.type] as const))("after %i %s", async (after) => {
		await faithful(died(events, after, ""));
		await faithful(events.slice(0, after));
	});

	test.each(["", "half an ans"])("and went on, with %j shown", async (shown) => {
		const after = await recordSession({ ...plain, steps });
		await faithful(numbered([...died(events, 5, shown), ...after.slice(1)]));
	});
});

test("a copy up to any message", async () => {
	const steps = [{ text: "so", calls: [echo("a"), echo("b")] }, { text: "done" }, { text: "and more" }];
	const events = await recordSession({ ...plain, prompts: ["one", "two"], steps });
	for (const { lastSeq } of messagesOf(events)) {
		const copy = forkEvents(events.slice(0, lastSeq), {
			sessionId: "c",
			nextId: () => "E",
			time: "2026-01-01T00:00:00Z",
		});
		await faithful(numbered(copy));
	}
});

describe("17.1 a question that waited when nexus died", async () => {
	const ask = { name: "ask_first", input: { to: "x" } };
	const steps = [{ text: "so", calls: [echo("a"), ask, echo("b")] }, { text: "done" }];
	const whole = await recordSession({ ...plain, steps });
	const left = whole.slice(0, whole.findIndex(({ type }) => type === "approval.request") + 1);

	test("is asked again, and what it was for goes on", async () => {
		const events = await recordSession({ ...plain, prompts: [], steps: [{ text: "done" }], before: left });
		const after = events.slice(left.length);
		expect(after.map(({ type }) => type)).toEqual([
			"approval.response",
			"agent.update",
			...["approval.request", "approval.response", "tool.start", "tool.result"],
			...["tool.request", "tool.start", "tool.result"],
			...["message.end", "usage.record", "agent.update", "run.end"],
		]);
		expect(after.at(-1)).toMatchObject({ runId: left.at(-1)?.runId, data: { stopReason: "done" } });
		expect(conversation(events).map(({ role }) => role)).toEqual(["user", "assistant", "tool", "assistant"]);
		await faithful(events);
	});

	test("is closed where nobody can be asked", () => {
		expect(continuationOf(left, false)).toBeUndefined();
		expect(continuationOf(left, true)).toMatchObject({ promptId: expect.any(String), text: "go" });
	});

	test("a call that had begun is not made again", async () => {
		const begun = whole.slice(0, whole.findLastIndex(({ type }) => type === "tool.start") + 1);
		expect(continuationOf(begun, true)).toBeUndefined();
	});
});
