// Messages, figures, recap, fork and exports of one session that had everything happen to it.
import { describe, expect, test } from "vitest";
import type { NexusEvent } from "../../src/contracts/event.js";
import { recapText } from "../../src/contracts/session-view.js";
import type { SessionRow } from "../../src/contracts/store.js";
import { sessionHtml } from "../../src/session/export-html.js";
import { sessionMarkdown } from "../../src/session/export-markdown.js";
import { sessionStats } from "../../src/session/figures.js";
import { forkEvents } from "../../src/session/fork.js";
import { conversation } from "../../src/session/history.js";
import { messagesOf } from "../../src/session/messages.js";
import { sessionRecap } from "../../src/session/recap.js";

const drafts: readonly (readonly [string, object])[] = [
	["session.start", { cwd: "/w", model: "p/m", agent: "nexus", type: "chat", mode: "ask", version: "1" }],
	["prompt.submit", { promptId: "p1", text: "fix <b>it</b>\nplease" }],
	["prompt.start", { promptId: "p1" }],
	["run.start", { promptId: "p1", model: "p/m", maxTurns: 9 }],
	[
		"message.end",
		{
			messageId: "m1",
			model: "p/m",
			finishReason: "tool",
			parts: [
				{ type: "text", text: "I look" },
				{ type: "tool-call", callId: "c1", name: "edit_file", input: {} },
			],
		},
	],
	[
		"usage.record",
		{
			model: "p/m",
			purpose: "turn",
			usage: { inputTokens: 10, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
			costMicroUsd: 1500,
			durationMs: 5,
		},
	],
	["tool.request", { callId: "c1", name: "edit_file", title: "a.ts", input: { path: "a.ts" } }],
	["prompt.submit", { promptId: "p2", text: "and then?" }],
	[
		"tool.result",
		{
			callId: "c1",
			name: "edit_file",
			status: "done",
			content: "``` edited ```",
			summary: "1 line",
			durationMs: 40,
			view: { kind: "diff", path: "a.ts", before: "", after: "x" },
		},
	],
	[
		"message.end",
		{
			messageId: "m2",
			model: "p/m",
			finishReason: "stop",
			parts: [{ type: "text", text: "Done: see\n```js\nlet a = '<script>alert(1)</script>';\n```\nbye" }],
		},
	],
	["run.end", { stopReason: "done", turns: 2, durationMs: 900 }],
	["prompt.start", { promptId: "p2" }],
	["run.start", { promptId: "p2", model: "p/m", maxTurns: 9 }],
	[
		"message.end",
		{
			messageId: "m3",
			model: "p/m",
			finishReason: "interrupted",
			interrupted: true,
			parts: [{ type: "text", text: "Next I" }],
		},
	],
	["run.end", { stopReason: "cancelled", turns: 1, durationMs: 100 }],
	["context.add", { title: "! ls", text: "a.ts" }],
	["prompt.submit", { promptId: "p3", text: "never sent" }],
];
const events = drafts.map(
	([type, data], index) =>
		({
			id: `e${index}`,
			seq: index + 1,
			time: `2026-01-01T00:00:${10 + index}.000Z`,
			sessionId: "s",
			v: 1,
			type,
			data,
		}) as NexusEvent,
);
const messages = messagesOf(events);
const row: SessionRow = {
	id: "s",
	title: "fix <b>it</b>",
	cwd: "/w",
	model: "p/m",
	agent: "nexus",
	type: "chat",
	createdAt: "2026-01-01T00:00:10.000Z",
	updatedAt: "2026-01-01T00:00:26.000Z",
	prompts: 3,
	events: events.length,
	costMicroUsd: 1500,
};

test("messages are numbered as they were sent, calls belong to their answer", () => {
	expect(
		messages.map(({ number, by, text, lastSeq, calls }) => [number, by, text.slice(0, 9), lastSeq, calls.length]),
	).toEqual([
		[1, "person", "fix <b>it", 4, 0],
		[2, "model", "I look", 9, 1],
		[3, "model", "Done: see", 11, 0],
		[4, "person", "and then?", 13, 0],
		[5, "model", "Next I", 15, 0],
		[6, "context", "[! ls]\na.", 16, 0],
	]);
	expect(messages[1]?.calls[0]).toMatchObject({ name: "edit_file", status: "done", summary: "1 line" });
	expect(messages[4]?.isInterrupted).toBe(true);
});

test("figures", () => {
	expect(sessionStats(events)).toEqual({
		messages: { person: 2, model: 3, context: 1 },
		runs: 2,
		calls: [{ tool: "edit_file", calls: 1, failed: 0, durationMs: 40 }],
		models: [expect.objectContaining({ model: "p/m", calls: 1, inputTokens: 10, outputTokens: 2, costMicroUsd: 1500 })],
		spanMs: 16_000,
		busyMs: 1000,
		files: ["a.ts"],
	});
	expect(sessionStats([])).toMatchObject({ runs: 0, spanMs: 0, files: [] });
});

test("the recap says what was asked, done and left open", () => {
	expect(sessionRecap(events)).toEqual({
		goal: "fix <b>it</b>",
		done: "Next I",
		open: ["the last run ended: cancelled", "not sent: never sent"],
		prompts: 2,
		calls: 1,
		cost: "$0.0015",
		files: ["a.ts"],
	});
	expect(sessionRecap(events.slice(0, 7)).open).toEqual([
		"the last run did not end",
		"edit_file: a.ts was interrupted",
	]);
	expect(sessionRecap([])).toMatchObject({ goal: "", done: "", open: [], cost: undefined });
});

test("the recap in a few lines", () => {
	expect(recapText(sessionRecap(events))).toBe(
		[
			"  asked: fix <b>it</b>",
			"  last:  Next I",
			"  open:  the last run ended: cancelled",
			"  open:  not sent: never sent",
			"  2 prompts, 1 tool call, $0.0015; changed a.ts",
		].join("\n"),
	);
	expect(recapText(sessionRecap([]))).toBe("  0 prompts, 0 tool calls");
});

describe("a fork", () => {
	const fork = (lastSeq?: number) =>
		forkEvents(
			events.filter(({ seq = 0 }) => seq <= (lastSeq ?? Number.POSITIVE_INFINITY)),
			{ sessionId: "f", nextId: () => "new", time: "now" },
		);
	test.each([
		[1, 1, ["user"]],
		[2, 2, ["user", "assistant", "tool"]],
		[3, 3, ["user", "assistant", "tool", "assistant"]],
		[5, 5, ["user", "assistant", "tool", "assistant", "user", "assistant"]],
	] as const)("up to message %i keeps %i of them and can be sent", (number, count, roles) => {
		const forked = fork(messages[number - 1]?.lastSeq);
		expect(messagesOf(forked)).toHaveLength(count);
		expect(conversation(forked).map((message) => message.role)).toEqual(roles);
		expect(forked.every((event) => event.sessionId === "f")).toBe(true);
	});
	test("is at rest: no run goes on, nothing waits, no call is counted twice", () => {
		const forked = fork(9);
		expect(forked.at(-1)).toMatchObject({ type: "run.end", data: { stopReason: "done" } });
		expect(
			forked.filter(
				(event) => event.type === "usage.record" || (event.type === "prompt.submit" && event.data.promptId === "p2"),
			),
		).toEqual([]);
		expect(sessionRecap(fork()).open).toEqual(["the last run ended: cancelled"]);
	});
});

test("Markdown keeps what is inside of a result from closing its fence", () => {
	const text = sessionMarkdown(row, messages);
	expect(text).toMatch(/^# fix <b>it<\/b>\n\n2026-01-01 00:00 · p\/m · \/w\n\n## fix <b>it<\/b>\n\nfix/);
	expect(text).toContain("````\n``` edited ```\n````");
	expect(text).toContain("Next I [interrupted]");
});

test("HTML is one page that runs nothing and loads nothing", () => {
	const page = sessionHtml({ ...row, title: '"><script>x</script>\u001b]0;t\u0007' }, messages);
	expect(page).not.toMatch(/<script|<b>|<img|<link|\son\w+=|https?:|src=|href=|url\(|\u001b|\u0007/);
	expect(page).toContain("default-src 'none'");
	expect(page).toContain("<pre><code>let a = &#39;&lt;script&gt;alert(1)&lt;/script&gt;&#39;;</code></pre>");
	expect(page).toContain("fix &lt;b&gt;it&lt;/b&gt;\nplease");
});
