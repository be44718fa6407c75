import { describe, expect, test } from "vitest";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";
import type { AssistantPart } from "../../src/contracts/message.js";
import { conversation, interruptedText } from "../../src/session/history.js";

const asEvents = (drafts: readonly EventDraft[]): NexusEvent[] =>
	drafts.map(
		(draft, index) => ({ id: `e${index}`, seq: index + 1, time: "t", sessionId: "s", v: 1, ...draft }) as NexusEvent,
	);
const ask = (id: string, text: string): EventDraft[] => [
	{ type: "prompt.submit", data: { promptId: id, text } },
	{ type: "prompt.start", data: { promptId: id } },
];
const say = (...parts: AssistantPart[]): EventDraft => ({
	type: "message.end",
	data: { messageId: "m", model: "x/y", parts, finishReason: "stop" },
});
const call = (callId: string): AssistantPart => ({ type: "tool-call", callId, name: "echo", input: {} });
const result = (callId: string, content: string): EventDraft => ({
	type: "tool.result",
	data: { callId, name: "echo", status: "done", content, summary: "", durationMs: 1 },
});

describe("what is sent is always sendable", () => {
	test("a plain exchange", () => {
		expect(conversation(asEvents([...ask("p", "hi"), say({ type: "text", text: "hello" })]))).toEqual([
			{ role: "user", parts: [{ type: "text", text: "hi" }] },
			{ role: "assistant", parts: [{ type: "text", text: "hello" }], model: "x/y" },
		]);
	});

	test("results stand in the order of their calls, right after them", () => {
		const messages = conversation(
			asEvents([
				...ask("p", "hi"),
				say(call("a"), call("b")),
				result("b", "B"),
				result("a", "A"),
				say({ type: "text", text: "done" }),
			]),
		);
		expect(messages.map((message) => message.role)).toEqual(["user", "assistant", "tool", "assistant"]);
		expect(messages[2]?.parts).toMatchObject([
			{ callId: "a", content: "A" },
			{ callId: "b", content: "B" },
		]);
	});

	test("D44 a call without a result gets an interrupted one", () => {
		const messages = conversation(asEvents([...ask("p", "hi"), say(call("a"))]));
		expect(messages.at(-1)).toMatchObject({
			role: "tool",
			parts: [{ callId: "a", isError: true, content: interruptedText }],
		});
	});

	test.each([
		[
			"a result without a call is left out",
			[...ask("p", "hi"), result("ghost", "?"), say({ type: "text", text: "x" })],
			["user", "assistant"],
		],
		[
			"a prompt that was never taken up is left out",
			[{ type: "prompt.submit", data: { promptId: "q", text: "later" } }] as EventDraft[],
			[],
		],
		["an empty message is left out", [...ask("p", "hi"), say()], ["user"]],
	])("%s", (_, drafts, roles) => {
		expect(conversation(asEvents(drafts)).map((message) => message.role)).toEqual(roles);
	});

	test("a call id that comes again is sent once", () => {
		const messages = conversation(
			asEvents([...ask("p", "hi"), say(call("a")), result("a", "A"), say(call("a")), say({ type: "text", text: "x" })]),
		);
		expect(JSON.stringify(messages).match(/"tool-call"/g)).toHaveLength(1);
	});

	test("halves of characters are repaired", () => {
		const [message] = conversation(asEvents(ask("p", "broken \ud83d end")));
		expect(message?.parts).toEqual([{ type: "text", text: "broken \ufffd end" }]);
	});

	test("what the person attached goes with their next prompt", () => {
		const drafts: EventDraft[] = [
			{ type: "context.add", data: { title: "file a.txt", text: "content" } },
			...ask("p", "what is in it?"),
		];
		expect(conversation(asEvents(drafts))[0]?.parts).toMatchObject([
			{ text: "what is in it?" },
			{ text: "[file a.txt]\ncontent" },
		]);
	});
});
