import { describe, expect, test } from "vitest";
import type { NexusEvent } from "../../src/contracts/event.js";
import type { SessionRow } from "../../src/contracts/store.js";
import { createUlids } from "../../src/lib/ulid.js";
import { readArchive, sessionJson, sessionJsonLines } from "../../src/session/archive.js";

const nextId = createUlids(() => 1.7e12);
const time = "2026-01-01T00:00:00.000Z";
const event = (type: string, data: unknown, seq = 1): NexusEvent =>
	({ id: nextId(), seq, time, sessionId: "old", v: 1, type, data }) as NexusEvent;
const row: SessionRow = {
	id: "old",
	title: "a title",
	cwd: "/theirs",
	model: "p/m",
	agent: "nexus",
	type: "chat",
	createdAt: time,
	updatedAt: time,
	prompts: 1,
	events: 3,
	costMicroUsd: null,
};
const events = [
	event("session.start", { cwd: "/theirs", model: "p/m", agent: "nexus", mode: "yolo", version: "1" }),
	event("prompt.submit", { promptId: "p", text: "ünï\ud83d\ude00" }, 2),
	event("session.update", { mode: "yolo", model: "q/n" }, 3),
	event(
		"tool.result",
		{ callId: "c", name: "n", status: "done", content: "x", summary: "", artifact: "/etc/shadow", durationMs: 1 },
		4,
	),
];
const into = { sessionId: "new", cwd: "/mine" };

describe.each([
	["json", sessionJson],
	["jsonl", sessionJsonLines],
] as const)("as %s", (_, write) => {
	test("what was exported comes back under the new id, without any rights", () => {
		const archived = readArchive(write(row, events), into);
		expect(archived).toMatchObject({ title: "a title", model: "p/m", agent: "nexus" });
		expect(archived.events.map(({ id, sessionId, type }) => [id, sessionId, type])).toEqual(
			events.map(({ id, type }) => [id, "new", type]),
		);
		expect(archived.events.map((imported) => imported.data)).toEqual([
			{ cwd: "/mine", model: "p/m", agent: "nexus", mode: "ask", version: "1", isImported: true },
			{ promptId: "p", text: "ünï\ud83d\ude00" },
			{ model: "q/n" },
			{ callId: "c", name: "n", status: "done", content: "x", summary: "", durationMs: 1 },
		]);
	});
});

const head = { format: "nexus-session", version: 1, session: {} };
const whole = (...list: unknown[]) => JSON.stringify({ ...head, events: list });
const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
test.each([
	["nothing", "", /does not begin/],
	["no JSON", "hello", /line 1 is not JSON/],
	["another document", '{"a":1}', /does not begin/],
	["an array", "[]", /does not begin/],
	["null", "null", /does not begin/],
	["no events", whole(), /no events/],
	["a newer format", JSON.stringify({ ...head, version: 2, events: [1] }), /newer nexus/],
	["an event that is none", whole(7), /event 1 is not one/],
	["an unknown type", whole(event("session.destroy", {})), /event 1/],
	["a type of every object", whole(event("constructor", {})), /event 1/],
	["a live event", whole(event("message.delta", { messageId: "m", channel: "text", text: "x" })), /event 1/],
	["data that does not fit", whole(events[0], event("prompt.submit", { promptId: 1 })), /event 2/],
	["a wrong id", whole({ ...events[1], id: "../../x" }), /event 1/],
	["a wrong time", whole({ ...events[1], time: "yesterday" }), /event 1/],
	["a cut line", sessionJsonLines(row, events).slice(0, -20), /line 5 is not JSON/],
	[
		"depth",
		whole(event("tool.request", { callId: "c", name: "n", title: "t", input: 0 })).replace(
			'"input":0',
			`"input":${deep}`,
		),
		/event 1|not JSON/,
	],
] as const)("%s is refused", (_, text, message) => {
	expect(() => readArchive(text, into)).toThrow(expect.objectContaining({ code: "import.format", exitCode: 2 }));
	expect(() => readArchive(text, into)).toThrow(message);
});

test("a key that is every object's parent stays data", () => {
	const text = whole(event("tool.request", { callId: "c", name: "n", title: "t", input: 0 })).replace(
		'"input":0',
		'"input":{"__proto__":{"isAdmin":true}}',
	);
	readArchive(text, into);
	expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
});
