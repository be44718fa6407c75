import { expect, test } from "vitest";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";
import { recovery, waitingPrompts } from "../../src/session/recover.js";

const asEvents = (drafts: readonly EventDraft[]): NexusEvent[] =>
	drafts.map(
		(draft, index) => ({ id: `e${index}`, seq: index + 1, time: "t", sessionId: "s", v: 1, ...draft }) as NexusEvent,
	);
const submit: EventDraft = { type: "prompt.submit", data: { promptId: "p", text: "go" } };
const start: EventDraft[] = [
	{ type: "prompt.start", data: { promptId: "p" } },
	{ type: "run.start", runId: "r", data: { promptId: "p", model: "x/y", maxTurns: 9 } },
];
const request: EventDraft = {
	type: "tool.request",
	runId: "r",
	data: { callId: "c", name: "echo", title: "", input: {} },
};
const over: EventDraft = { type: "run.end", runId: "r", data: { stopReason: "done", turns: 1, durationMs: 1 } };

test("a session that ended well needs nothing", () => {
	expect(recovery(asEvents([submit, ...start, over]), [])).toEqual([]);
});

test("Q1 text that had been shown becomes an interrupted message", () => {
	const partials = [
		{ messageId: "m", channel: "reasoning" as const, text: "hm" },
		{ messageId: "m", channel: "text" as const, text: "half an ans" },
	];
	const [message, end] = recovery(asEvents([submit, ...start]), partials);
	expect(message).toMatchObject({
		type: "message.end",
		runId: "r",
		data: {
			interrupted: true,
			parts: [
				{ type: "reasoning", text: "hm" },
				{ type: "text", text: "half an ans" },
			],
		},
	});
	expect(end).toMatchObject({ type: "run.end", data: { stopReason: "failed", error: { code: "run.interrupted" } } });
});

test("partials of a message that did end are not repeated", () => {
	const said: EventDraft = {
		type: "message.end",
		data: { messageId: "m", model: "x", parts: [], finishReason: "stop" },
	};
	expect(recovery(asEvents([submit, ...start, said, over]), [{ messageId: "m", channel: "text", text: "x" }])).toEqual(
		[],
	);
});

test("Q2 a call with no result has an unknown outcome, and says so", () => {
	expect(
		recovery(asEvents([submit, ...start, request, { type: "tool.start", data: { callId: "c" } }]), [])[0],
	).toMatchObject({ type: "tool.result", data: { callId: "c", status: "interrupted" } });
});

test("a prompt that waited is given back, not run by surprise", () => {
	expect(recovery(asEvents([submit]), []).map((draft) => draft.type)).toEqual(["prompt.withdraw", "notice.show"]);
});

test("17.1 a prompt that waits for a run that goes on waits still", () => {
	const events = asEvents([submit, ...start, { type: "prompt.submit", data: { promptId: "q", text: "and then" } }]);
	expect(recovery(events, [], true)).toEqual([]);
	expect(waitingPrompts(events)).toMatchObject([{ promptId: "q", text: "and then" }]);
});

test("recovering twice changes nothing more", () => {
	const events = asEvents([submit, ...start, request]);
	const first = recovery(events, []);
	expect(recovery([...events, ...asEvents(first)], [])).toEqual([]);
});
