import fc from "fast-check";
import { expect, test } from "vitest";
import { createLifecycle, nextStates } from "../../src/agents/lifecycle.js";
import { type AgentState, agentStates, type EventDraft } from "../../src/contracts/event.js";

const legal: readonly (readonly [AgentState, AgentState])[] = [
	["created", "initializing"],
	["initializing", "idle"],
	["idle", "processing"],
	["processing", "waiting-for-tool"],
	["waiting-for-tool", "processing"],
	["processing", "idle"],
	["processing", "error"],
	["error", "initializing"],
	["stopped", "initializing"],
];
const illegal: readonly (readonly [AgentState, AgentState])[] = [
	["created", "processing"],
	["created", "idle"],
	["idle", "waiting-for-tool"],
	["error", "processing"],
	["stopped", "processing"],
	["stopped", "idle"],
	["waiting-for-tool", "idle"],
];

test.each(legal)("%s → %s", (from, to) => {
	const seen: AgentState[] = [];
	const lifecycle = createLifecycle((state) => seen.push(state), from);
	lifecycle.to(to);
	expect([lifecycle.state, seen]).toEqual([to, [to]]);
});

test.each(illegal)("%s → %s throws and changes nothing", (from, to) => {
	const seen: AgentState[] = [];
	const lifecycle = createLifecycle((state) => seen.push(state), from);
	expect(() => lifecycle.to(to)).toThrow(expect.objectContaining({ code: "agent.transition" }));
	expect([lifecycle.state, seen]).toEqual([from, []]);
});

test("any state can be stopped, and a stopped one started again", () => {
	for (const state of agentStates) {
		if (state === "stopped") continue;
		expect([state, nextStates[state].includes("stopped")]).toEqual([state, true]);
	}
	expect(nextStates.stopped).toEqual(["initializing"]);
});

test("the same state again is no change", () => {
	const seen: AgentState[] = [];
	const lifecycle = createLifecycle((state) => seen.push(state), "idle");
	lifecycle.to("idle");
	expect(seen).toEqual([]);
});

const result = (callId: string): EventDraft => ({
	type: "tool.result",
	data: { callId, name: "x", status: "done", content: "", summary: "", durationMs: 0 },
});
const question = (approvalId: string, callId: string): EventDraft => ({
	type: "approval.request",
	data: { approvalId, callId, tool: "x", title: "", reason: "", warnings: [], offers: [], inputHash: "" },
});
const answer = (approvalId: string, callId: string): EventDraft => ({
	type: "approval.response",
	data: { approvalId, callId, by: "person", answer: "once" },
});

test("calls side by side: it waits until the last has ended", () => {
	const lifecycle = createLifecycle(() => {}, "processing");
	lifecycle.follow({ type: "tool.start", data: { callId: "a" } });
	lifecycle.follow(question("q", "b"));
	expect(lifecycle.state).toBe("waiting-for-approval");
	lifecycle.follow(result("a"));
	expect(lifecycle.state).toBe("waiting-for-approval");
	lifecycle.follow(answer("q", "b"));
	expect(lifecycle.state).toBe("processing");
	lifecycle.follow({ type: "tool.start", data: { callId: "b" } });
	expect(lifecycle.state).toBe("waiting-for-tool");
	lifecycle.follow(result("b"));
	expect(lifecycle.state).toBe("processing");
});

const steps = fc.array(
	fc.record({
		kind: fc.constantFrom("start", "result", "question", "answer", "to"),
		call: fc.nat(3),
		state: fc.constantFrom(...agentStates),
	}),
	{ maxLength: 60 },
);

test("whatever comes in whatever order: every change is one that is allowed, and a refused one is none", () => {
	fc.assert(
		fc.property(steps, (all) => {
			const told: AgentState[] = [];
			const lifecycle = createLifecycle((state) => told.push(state));
			for (const { kind, call, state } of all) {
				const before = lifecycle.state;
				const count = told.length;
				const callId = `c${call}`;
				try {
					if (kind === "start") lifecycle.follow({ type: "tool.start", data: { callId } });
					else if (kind === "result") lifecycle.follow(result(callId));
					else if (kind === "question") lifecycle.follow(question(`q${call}`, callId));
					else if (kind === "answer") lifecycle.follow(answer(`q${call}`, callId));
					else lifecycle.to(state);
				} catch (error) {
					expect(error).toMatchObject({ code: "agent.transition" });
					expect([lifecycle.state, told.length]).toEqual([before, count]);
				}
				if (lifecycle.state === before) continue;
				// From one state of work to another by way of a third at most.
				const next = nextStates[before];
				const isStep = next.includes(lifecycle.state) || next.some((way) => nextStates[way].includes(lifecycle.state));
				expect(isStep).toBe(true);
				if (kind === "to") expect(told.at(-1)).toBe(lifecycle.state);
				else expect(told.length).toBe(count);
			}
		}),
	);
});
