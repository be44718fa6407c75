import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";
import { createSessionLog } from "../../src/session/log.js";
import { isFinished, reduce, reduceAll, releaseFinished } from "../../src/state/reduce.js";
import { initialState, noLive, type SessionState } from "../../src/state/state.js";
import { sequence } from "../helpers/sequence.js";

let count = 0;
const event = (draft: EventDraft, time = "2026-01-01T00:00:00.000Z"): NexusEvent =>
	({ id: `e${++count}`, time, sessionId: "s", v: 1, ...draft }) as NexusEvent;
const fold = (...drafts: EventDraft[]) =>
	reduceAll(
		initialState("s"),
		drafts.map((draft) => event(draft)),
	);
const delta = (text: string, channel: "text" | "reasoning" = "text"): EventDraft => ({
	type: "message.delta",
	data: { messageId: "m", channel, text },
});
const ask: EventDraft[] = [
	{ type: "prompt.submit", data: { promptId: "p", text: "why?\nmore" } },
	{ type: "prompt.start", data: { promptId: "p" } },
];
const request: EventDraft = {
	type: "tool.request",
	agentId: "main",
	data: { callId: "c", name: "echo", title: "t", input: { a: 1 } },
};
const working: EventDraft = {
	type: "agent.update",
	agentId: "main",
	data: { name: "nexus", agentType: "worker", state: "processing", task: "why?" },
};
const usage = { inputTokens: 100, outputTokens: 20, cacheReadTokens: 30, cacheWriteTokens: 0, reasoningTokens: 5 };

describe("blocks", () => {
	test("a prompt waits in the queue until it is taken up", () => {
		expect(fold(ask[0] as EventDraft)).toMatchObject({ blocks: [], queue: [{ promptId: "p" }] });
		expect(fold(...ask)).toMatchObject({ blocks: [{ kind: "prompt", text: "why?\nmore" }], queue: [], title: "why?" });
	});

	test("deltas grow one open block; a change of channel closes it", () => {
		const state = fold(...ask, delta("h", "reasoning"), delta("m", "reasoning"), delta("so"));
		expect(state.blocks.slice(1)).toMatchObject([
			{ kind: "reasoning", id: "m:0", text: "hm", isOpen: false },
			{ kind: "text", id: "m:1", text: "so", isOpen: true },
		]);
	});

	test("the end of a message has the last word", () => {
		const state = fold(delta("half"), {
			type: "message.end",
			data: { messageId: "m", model: "x", parts: [{ type: "text", text: "half and whole" }], finishReason: "stop" },
		});
		expect(state.blocks).toMatchObject([{ id: "m:0", text: "half and whole", isOpen: false, isInterrupted: false }]);
	});

	test("a restart takes away what was streamed", () => {
		expect(
			fold(delta("old"), { type: "message.restart", data: { messageId: "m" } }, delta("new")).blocks,
		).toMatchObject([{ text: "new" }]);
	});

	test("a call that asks while it runs waits, and then goes on", () => {
		const asked = {
			...{ approvalId: "a", callId: "c", tool: "network", title: "a.example", reason: "r", inputHash: "h" },
			...{ warnings: [], offers: [] },
		};
		const steps: EventDraft[] = [
			working,
			request,
			{ type: "tool.start", agentId: "main", data: { callId: "c" } },
			{ type: "approval.request", agentId: "main", data: asked },
			{
				type: "approval.response",
				agentId: "main",
				data: { approvalId: "a", callId: "c", by: "person", answer: "deny" },
			},
		];
		const states = steps.map((_, i) => fold(...steps.slice(0, i + 1)));
		const statuses = states.map(({ blocks }) => blocks.find((block) => block.kind === "tool")?.status);
		expect(statuses.slice(1)).toEqual(["requested", "running", "waiting", "running"]);
		expect(states.at(-1)?.approvals).toEqual([]);
	});

	test("a tool call goes through its states", () => {
		const steps: EventDraft[] = [
			working,
			request,
			{
				type: "approval.request",
				agentId: "main",
				data: {
					approvalId: "a",
					callId: "c",
					tool: "echo",
					title: "t",
					reason: "r",
					warnings: [],
					offers: [],
					inputHash: "h",
				},
			},
			{
				type: "approval.response",
				agentId: "main",
				data: { approvalId: "a", callId: "c", by: "person", answer: "once" },
			},
			{ type: "tool.start", agentId: "main", data: { callId: "c" } },
			{ type: "tool.progress", agentId: "main", data: { callId: "c", text: "x".repeat(5000) } },
			{
				type: "tool.result",
				agentId: "main",
				data: { callId: "c", name: "echo", status: "done", content: "r", summary: "s", durationMs: 5 },
			},
		];
		const states: SessionState[] = [];
		let state = initialState("s");
		for (const step of steps) {
			state = reduce(state, event(step));
			states.push(state);
		}
		const tool = (at: number) => states[at]?.blocks[0];
		expect([1, 2, 4, 6].map((at) => (tool(at) as { status: string }).status)).toEqual([
			"requested",
			"waiting",
			"running",
			"done",
		]);
		expect((tool(5) as { tail: string }).tail).toHaveLength(4000);
		expect(states[2]?.approvals).toHaveLength(1);
		expect(states[3]?.approvals).toEqual([]);
		expect(states.map((each) => each.agents[0]?.state)).toEqual([
			"processing",
			"processing",
			"waiting-for-approval",
			"processing",
			"waiting-for-tool",
			"waiting-for-tool",
			"processing",
		]);
	});

	test.each([
		["failed", "error"],
		["cancelled", "idle"],
	] as const)("with a run that ended as %s its own agent does not work on: %s", (stopReason, state) => {
		const end: EventDraft = { type: "run.end", data: { stopReason, turns: 1, durationMs: 1 } };
		expect(fold(working, end).agents).toMatchObject([{ name: "nexus", state }]);
	});

	test("a failed run says why", () => {
		expect(
			fold({
				type: "run.end",
				data: {
					stopReason: "failed",
					error: { code: "x", message: "it broke", hint: "mend it" },
					turns: 1,
					durationMs: 1,
				},
			}).blocks,
		).toMatchObject([{ kind: "notice", level: "error", text: "it broke", hint: "mend it" }]);
	});
});

describe("tokens and cost", () => {
	const record = (costMicroUsd: number | null): EventDraft => ({
		type: "usage.record",
		agentId: "main",
		data: { model: "x/y", purpose: "turn", usage, costMicroUsd, contextWindow: 1000, durationMs: 1 },
	});

	test("add up by session, turn and model", () => {
		const { tokens } = fold(
			record(7),
			{ type: "run.start", data: { promptId: "p", model: "x/y", maxTurns: 1 } },
			record(5),
		);
		expect(tokens.session).toMatchObject({ inputTokens: 200, costMicroUsd: 12, calls: 2 });
		expect(tokens.turn).toMatchObject({ inputTokens: 100, costMicroUsd: 5, calls: 1 });
		expect(tokens.perModel["x/y"]).toEqual(tokens.session);
		expect(tokens).toMatchObject({ contextUsed: 150, contextWindow: 1000 });
	});

	test("an unknown price stays unknown, never 0", () => {
		const state = fold(working, record(7), record(null));
		expect(state.tokens.session).toMatchObject({ costMicroUsd: 7, unpricedCalls: 1 });
		expect(state.agents[0]).toMatchObject({ tokens: 300, costMicroUsd: null });
	});
});

test("finished blocks are handed over once, in order", () => {
	let state = fold(...ask, request, delta("x"));
	const first = releaseFinished(state);
	expect(first.finished.map((block) => block.kind)).toEqual(["prompt"]);
	state = reduce(
		first.state,
		event({
			type: "tool.result",
			data: { callId: "c", name: "echo", status: "done", content: "", summary: "", durationMs: 1 },
		}),
	);
	state = reduce(
		state,
		event({
			type: "message.end",
			data: { messageId: "m", model: "x", parts: [{ type: "text", text: "x" }], finishReason: "stop" },
		}),
	);
	const second = releaseFinished(state);
	expect(second.finished.map((block) => block.kind)).toEqual(["tool", "text"]);
	expect(second.state.blocks.filter(isFinished)).toEqual([]);
});

const drafts = (): fc.Arbitrary<EventDraft> => {
	const id = fc.constantFrom("a", "b", "c");
	const text = fc.string({ maxLength: 12, unit: "grapheme" });
	return fc.oneof(
		id.chain((promptId) => text.map((said): EventDraft => ({ type: "prompt.submit", data: { promptId, text: said } }))),
		id.map((promptId): EventDraft => ({ type: "prompt.start", data: { promptId } })),
		id.map((promptId): EventDraft => ({ type: "prompt.withdraw", data: { promptId } })),
		id.map(
			(promptId): EventDraft => ({ type: "run.start", runId: "r", data: { promptId, model: "x/y", maxTurns: 3 } }),
		),
		text.map((said): EventDraft => ({ type: "notice.show", data: { level: "info", text: said } })),
		id.map(
			(callId): EventDraft => ({
				type: "tool.request",
				agentId: "main",
				data: { callId, name: "echo", title: "", input: null },
			}),
		),
		id.map((callId): EventDraft => ({ type: "tool.start", agentId: "main", data: { callId } })),
		id.map(
			(callId): EventDraft => ({
				type: "tool.result",
				agentId: "main",
				data: { callId, name: "echo", status: "done", content: "", summary: "", durationMs: 1 },
			}),
		),
		fc.constant<EventDraft>(working),
		fc.option(fc.nat(100), { nil: null }).map(
			(costMicroUsd): EventDraft => ({
				type: "usage.record",
				agentId: "main",
				data: { model: "x/y", purpose: "turn", usage, costMicroUsd, durationMs: 1 },
			}),
		),
		fc
			.tuple(id, fc.array(fc.tuple(fc.constantFrom("text" as const, "reasoning" as const), text), { maxLength: 6 }))
			.map(
				([messageId, said]): EventDraft => ({
					type: "message.end",
					data: {
						messageId,
						model: "x",
						parts: said.map(([type, words]) => ({ type, text: words })),
						finishReason: "stop",
					},
				}),
			),
	);
};

test("property: the log replayed is the live state", () => {
	fc.assert(
		fc.property(fc.array(drafts(), { maxLength: 40 }), (list) => {
			const { store } = openSqliteStore(":memory:", () => "");
			const log = createSessionLog({
				sessionId: "s",
				store,
				clock: systemClock,
				nextId: sequence("e"),
				onFirst: () => store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time: "t" }),
				redact: (text) => text,
				onStoreError: (error) => {
					throw new Error(error.message);
				},
			});
			for (const draft of list) log.emit(draft);
			const stored = log.read();
			const live = stored.reduce(reduce, initialState("s"));
			const replayed = reduceAll(initialState("s"), store.read("s", 0).events);
			store.close();
			expect({ ...replayed, live: noLive }).toEqual({ ...live, live: noLive });
		}),
		{ numRuns: 100 },
	);
});

test("property: whatever way a message was streamed, its end gives the same blocks", () => {
	const stretch = fc.tuple(
		fc.constantFrom("text" as const, "reasoning" as const),
		fc.string({ minLength: 1, maxLength: 20 }),
	);
	fc.assert(
		fc.property(fc.array(stretch, { minLength: 1, maxLength: 8 }), fc.nat(), (stretches, seed) => {
			const pieces = stretches.flatMap(([channel, text], at) =>
				(seed >> at) & 1 ? [...text].map((letter) => delta(letter, channel)) : [delta(text, channel)],
			);
			const joined: { type: "text" | "reasoning"; text: string }[] = [];
			for (const [type, text] of stretches) {
				const last = joined.at(-1);
				if (last?.type === type) last.text += text;
				else joined.push({ type, text });
			}
			const streamed = fold(...pieces);
			expect(
				streamed.blocks.map((block) =>
					block.kind === "text" || block.kind === "reasoning" ? [block.kind, block.text] : [],
				),
			).toEqual(joined.map((part) => [part.type, part.text]));
			const ended = fold(...pieces, {
				type: "message.end",
				data: { messageId: "m", model: "x", parts: joined, finishReason: "stop" },
			});
			expect(ended.blocks.map((block) => block.id)).toEqual(streamed.blocks.map((block) => block.id));
		}),
	);
});
