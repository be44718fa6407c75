import { expect, test } from "vitest";
import { claimsIn, createAgentFacts } from "../../src/agents/facts.js";
import { createLedger } from "../../src/agents/ledger.js";
import type { EventDraft, ToolStatus } from "../../src/contracts/event.js";

test.each([
	["Done.\n\nClaims:\n- a.txt is written\n- tests pass", ["a.txt is written", "tests pass"]],
	["## Claims\n* one", ["one"]],
	["**Claims:**\n\n- one\n", ["one"]],
	["Claims:\n- one\n\nAnd more text.", []],
	["I make no claims.\n- not one", []],
	["", []],
])("claims in %j", (text, claims) => {
	expect(claimsIn(text)).toEqual(claims);
});

test("claims are found in a long text in no time", () => {
	const startMs = performance.now();
	claimsIn(`${"claims:\n- x\n".repeat(20_000)}end`);
	claimsIn(" \n".repeat(200_000));
	expect(performance.now() - startMs).toBeLessThan(1000);
});

const called = (callId: string, status: ToolStatus, isStarted = true): readonly EventDraft[] => [
	{ type: "tool.request", data: { callId, name: "write_file", title: "", input: { path: `${callId}.txt` } } },
	...(isStarted ? [{ type: "tool.start" as const, data: { callId } }] : []),
	{ type: "tool.result", data: { callId, name: "write_file", status, content: "", summary: "", durationMs: 1 } },
];

test("what began may have touched its files; what was denied has not", async () => {
	const facts = createAgentFacts(
		async (_, input) => [{ effect: "write", path: (input as { path: string }).path }],
		(path) => `/work/${path}`,
	);
	for (const draft of [
		...called("done", "done"),
		...called("failed", "failed"),
		...called("cut", "interrupted"),
		...called("denied", "denied", false),
		...called("done", "done"),
	])
		facts.note(draft);
	expect(await facts.read()).toEqual({
		files: ["/work/done.txt", "/work/failed.txt", "/work/cut.txt"],
		commands: [],
		calls: [{ tool: "write_file", count: 5, failed: 3 }],
	});
});

test("a ledger counts for an agent and all above it, and once for the session", () => {
	const ledger = createLedger();
	const start = (id: string, parentId: string) =>
		ledger.note({
			type: "agent.start",
			agentId: id,
			data: {
				task: { id, agent: "x", task: "", parent: { agentId: parentId } },
				agentType: "",
				model: "",
				mode: "ask",
			},
		});
	const spend = (agentId: string | undefined, costMicroUsd: number | null) =>
		ledger.note({
			type: "usage.record",
			agentId,
			data: {
				...{ model: "m", purpose: "turn", costMicroUsd, durationMs: 1 },
				usage: { inputTokens: 10, outputTokens: 1, cacheReadTokens: 5, cacheWriteTokens: 0, reasoningTokens: 0 },
			},
		});
	start("a", "main");
	start("b", "a");
	spend("b", 7);
	spend("a", 5);
	spend(undefined, 1);
	spend("nobody-knows", null);
	expect(ledger.of("b")).toEqual({ inputTokens: 15, outputTokens: 1, costMicroUsd: 7, unpricedCalls: 0 });
	expect(ledger.of("a").costMicroUsd).toBe(12);
	expect(ledger.of("main")).toEqual({ inputTokens: 60, outputTokens: 4, costMicroUsd: 13, unpricedCalls: 1 });
});
