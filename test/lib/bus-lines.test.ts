import { expect, test } from "vitest";
import { busDetails, busLine } from "../../src/lib/bus-lines.js";

const message = {
	id: "01M7XX499X7RK9VKGM8DHF40MQ",
	traceId: "01M7XX499X7RK9VKGM8DHF40MQ",
	from: "lead-1",
	to: "tests-1",
	kind: "task",
	priority: "normal",
	time: "2026-11-21T01:56:55.741Z",
	payload: { text: "run them" } as unknown,
};
const got = { address: "tests-1", state: "acked", attempts: 1 };

test.each<[string, Parameters<typeof busLine>[0], string]>([
	["a task", { message, deliveries: [got] }, "01:56:55 M8DHF40MQ lead-1 → tests-1  task  run them"],
	[
		"urgent, from outside",
		{ message: { ...message, priority: "urgent", taintedBy: "x" }, deliveries: [got] },
		"01:56:55 M8DHF40MQ lead-1 → tests-1  task, urgent, from outside  run them",
	],
	[
		"a topic that nobody wants",
		{ message: { ...message, to: undefined, topic: "a.b" }, deliveries: [] },
		"01:56:55 M8DHF40MQ lead-1 → #a.b  task  run them (nobody)",
	],
	[
		"a dead letter",
		{ message: { ...message, to: "*" }, deliveries: [{ ...got, state: "dead", reason: "queue-full" }, got] },
		"01:56:55 M8DHF40MQ lead-1 → everybody  task  run them (dead: queue full)",
	],
	[
		"data, and what would move the cursor",
		{
			message: { ...message, from: "l\u001b]0;x\u0007", payload: { a: "\u001b[2J\u202e", b: "c\nd" } },
			deliveries: [got],
		},
		'01:56:55 M8DHF40MQ l␛]0;x␇ → tests-1  task  {"a":"\\u001b[2J<U+202E>","b":"c\\nd"}',
	],
	[
		"lines and controls in a text",
		{ message: { ...message, payload: { text: "a\nb\u001b[31m\tc" } }, deliveries: [got] },
		"01:56:55 M8DHF40MQ lead-1 → tests-1  task  a⏎b␛[31m c",
	],
])("%s", (_, record, line) => {
	expect(busLine(record)).toBe(line.replace("M8DHF40MQ", "8DHF40MQ"));
});

test("everything that is known of one", () => {
	const deliveries = [
		got,
		{ address: "docs\u001b", state: "dead", attempts: 2, reason: "refused", detail: "not\u0007 mine" },
	];
	const text = busDetails({ message: { ...message, key: "k", ttlMs: 1500, space: "s" }, deliveries });
	expect(text.split("\n")).toEqual([
		"id       01M7XX499X7RK9VKGM8DHF40MQ",
		"time     2026-11-21T01:56:55.741Z",
		"from     lead-1",
		"to       tests-1",
		"kind     task",
		"priority normal",
		"trace    01M7XX499X7RK9VKGM8DHF40MQ",
		"key      k",
		"lives    1.5 s",
		"space    s",
		"deliveries",
		"  tests-1: acked, taken 1 ×",
		"  docs␛: dead (refused: not␇ mine), taken 2 ×",
		"",
		"run them",
	]);
});
