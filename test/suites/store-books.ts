// What a store keeps beside the words of sessions; run on every adapter.
import { describe, expect, test } from "vitest";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";
import type { SessionStore } from "../../src/contracts/store.js";
import { type SpendingKey, spendingKeys } from "../../src/contracts/store-books.js";

let count = 0;
const time = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const event = (sessionId: string, draft: EventDraft, second = 0): NexusEvent =>
	({ id: `b${String(++count).padStart(8, "0")}`, time: time(second), sessionId, v: 1, ...draft }) as NexusEvent;
const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 3, cacheWriteTokens: 2, reasoningTokens: 1 };
const cost = (model: string, costMicroUsd: number | null, of: Partial<EventDraft> = {}): EventDraft =>
	({ type: "usage.record", data: { model, purpose: "turn", usage, costMicroUsd, durationMs: 1 }, ...of }) as EventDraft;
const answer = (callId: string, said: "once" | "deny"): EventDraft => ({
	type: "approval.response",
	data: { approvalId: `a-${callId}`, callId, by: "person", answer: said },
});
const sha = (digit: string) => digit.repeat(64);

export const storeBooksSuite = (name: string, open: () => SessionStore): void => {
	const withSessions = (...ids: readonly string[]) => {
		const store = open();
		for (const id of ids) store.createSession({ id, cwd: `/${id}`, model: "m", agent: "a", time: time(0) });
		return store;
	};

	describe(`${name}: runs`, () => {
		const main = { runId: "r1", agentId: "main" };
		const worker = (state: "processing" | "stopped"): EventDraft => ({
			type: "agent.update",
			data: { name: "worker", agentType: "worker", state, task: "count" },
			...{ runId: "r1", agentId: "w1" },
		});
		const start = (model: string, of = main): EventDraft => ({
			type: "run.start",
			data: { promptId: "p", model, maxTurns: 3 },
			...of,
		});

		test("a run and the agents in it follow their events", () => {
			const store = withSessions("s1");
			store.append("s1", [event("s1", start("m2"), 1), event("s1", worker("processing"), 2)]);
			expect(store.runs("s1")).toMatchObject([{ id: "r1", model: "m2", startedAt: time(1) }]);
			expect(store.runs("s1")[0]).not.toHaveProperty("end");
			store.append("s1", [
				event("s1", worker("stopped"), 3),
				event("s1", { type: "run.end", data: { stopReason: "done", turns: 2, durationMs: 7.5 }, ...main }, 4),
				event("s1", start("m3", { ...main, runId: "r2" }), 5),
			]);
			const silent = { name: "", type: "", state: "", task: "" };
			expect(store.runs("s1")).toEqual([
				{
					...{ id: "r1", model: "m2", startedAt: time(1) },
					end: { at: time(4), stopReason: "done", turns: 2, durationMs: 7.5 },
					agents: [
						{ agentId: "main", ...silent, startedAt: time(1), updatedAt: time(4) },
						{
							...{ agentId: "w1", name: "worker", type: "worker", state: "stopped", task: "count" },
							...{ startedAt: time(2), updatedAt: time(3) },
						},
					],
				},
				{ id: "r2", model: "m3", startedAt: time(5), agents: [expect.objectContaining({ agentId: "main" })] },
			]);
			store.close();
		});
		test("events keep the id of their run, of the same id in another session too", () => {
			const store = withSessions("s1", "s2");
			for (const id of ["s1", "s2"]) {
				const draft: EventDraft = { type: "tool.start", data: { callId: "c" }, runId: "r1" };
				const [stored] = store.append(id, [event(id, draft)]);
				expect(store.read(id, 0).events).toEqual([stored]);
				expect(stored).toMatchObject({ runId: "r1" });
				expect(store.runs(id)).toHaveLength(1);
			}
			store.close();
		});
	});

	describe(`${name}: ledger`, () => {
		const filled = () => {
			const store = withSessions("s1", "s2");
			store.append("s1", [
				event("s1", cost("big", 70, { runId: "r1", agentId: "main" })),
				event("s1", cost("big", 20, { runId: "r1", agentId: "w1" })),
				event("s1", cost("small", null)),
			]);
			store.append("s2", [{ ...event("s2", cost("small", 5)), time: "2026-01-02T00:00:00.000Z" }]);
			return store;
		};
		const days = [
			["2026-01-01", 3, 90],
			["2026-01-02", 1, 5],
		] as const;
		const renamed = (first: string, second: string) =>
			[first, second].map((key, at) => [key, ...(days[at] ?? []).slice(1)]);
		const sums: Readonly<Record<SpendingKey, readonly (readonly unknown[])[]>> = {
			day: days,
			project: renamed("/s1", "/s2"),
			session: renamed("s1", "s2"),
			run: [
				["r1", 2, 90],
				["", 2, 5],
			],
			agent: [
				["main", 1, 70],
				["w1", 1, 20],
				["", 2, 5],
			],
			model: [
				["big", 2, 90],
				["small", 2, 5],
			],
			purpose: [["turn", 4, 95]],
		};
		test.each(spendingKeys)("by %s", (by) => {
			const store = filled();
			const found = store.ledger.spending({ by });
			expect(found.map(({ key, calls, costMicroUsd }) => [key, calls, costMicroUsd])).toEqual(sums[by]);
			expect(found.reduce((sum, { unpriced }) => sum + unpriced, 0)).toBe(1);
			expect(found.reduce((sum, { inputTokens }) => sum + inputTokens, 0)).toBe(40);
			store.close();
		});
		test("of one session, and from a time on", () => {
			const store = filled();
			const keys = (query: object) => store.ledger.spending({ by: "session", ...query }).map(({ key }) => key);
			expect(keys({ sessionId: "s1" })).toEqual(["s1"]);
			expect(keys({ since: "2026-01-02T00:00:00.000Z" })).toEqual(["s2"]);
			expect(keys({ sessionId: "no such" })).toEqual([]);
			store.close();
		});
		test("what a deleted session has cost stays known", () => {
			const store = filled();
			store.deleteSessions(["s1"], time(9));
			expect(store.ledger.spending({ by: "session" }).map(({ key, calls }) => [key, calls])).toEqual([
				["", 3],
				["s2", 1],
			]);
			expect(store.ledger.spending({ by: "project" })[0]).toMatchObject({ key: "/s1", costMicroUsd: 90 });
			store.close();
		});
		test("what an imported session has cost elsewhere is not spent here", () => {
			const store = withSessions("s1");
			const data = { cwd: "/", model: "m", agent: "a", mode: "ask", version: "1", isImported: true } as const;
			store.append("s1", [event("s1", { type: "session.start", data }), event("s1", cost("big", 70))]);
			expect(store.ledger.spending({ by: "model" })).toEqual([]);
			store.append("s1", [event("s1", cost("big", 1))]);
			expect(store.ledger.spending({ by: "model" })).toMatchObject([{ key: "big", calls: 1, costMicroUsd: 1 }]);
			store.close();
		});
		test("an event that is not stored costs nothing", () => {
			const store = withSessions("s1");
			const bad = { ...event("s1", cost("big", 1)), time: "yesterday" };
			expect(() => store.append("s1", [event("s1", cost("big", 1)), bad])).toThrow();
			expect(store.ledger.spending({ by: "model" })).toEqual([]);
			store.close();
		});
	});

	describe(`${name}: audit log`, () => {
		test("answers to approvals and deletions are entries", () => {
			const store = withSessions("s1");
			store.append("s1", [event("s1", answer("c1", "once"), 1), event("s1", answer("c2", "deny"), 2)]);
			store.deleteSessions(["s1", "never there"], time(3));
			expect(store.audit.entries().map(({ number, action, subject }) => [number, action, subject])).toEqual([
				[1, "approval.allow", "c1"],
				[2, "approval.deny", "c2"],
				[3, "session.delete", "s1"],
			]);
			expect(store.audit.verify()).toEqual({ entries: 3 });
			store.close();
		});
		test("entries come back as they were written, in order, from where one wants", () => {
			const store = withSessions();
			const draft = (index: number) => ({
				...{ time: time(index), actor: "person", action: "rule.add", subject: `rule ${index}` },
				details: { a: [1, null, "ü\u{1F600}"] },
			});
			for (const index of [1, 2, 3]) store.audit.add(draft(index));
			expect(store.audit.entries()).toEqual([1, 2, 3].map((number) => ({ number, ...draft(number) })));
			expect(store.audit.entries({ after: 1, limit: 1 }).map(({ number }) => number)).toEqual([2]);
			expect(store.check({ isFull: true })).toMatchObject({ audit: { entries: 3 } });
			store.close();
		});
		test("an empty one is as it should be", () => {
			const store = withSessions();
			expect(store.audit.verify()).toEqual({ entries: 0 });
			store.close();
		});
	});

	describe(`${name}: artifacts`, () => {
		const artifact = (digit: string, file: string) => ({
			...{ sha256: sha(digit), name: file, bytes: 100, createdAt: time(1) },
		});
		test("belong to sessions and go with them; each content counts once", () => {
			const store = withSessions("s1", "s2");
			store.artifacts.add("s1", artifact("a", "out.txt"));
			store.artifacts.add("s1", artifact("a", "out.txt"));
			store.artifacts.add("s1", artifact("b", "plot.png"));
			store.artifacts.add("s2", artifact("a", "copy.txt"));
			expect(store.artifacts.list("s1")).toEqual([artifact("a", "out.txt"), artifact("b", "plot.png")]);
			expect(store.artifacts.totalBytes()).toBe(200);
			store.deleteSessions(["s1"], time(2));
			expect(store.artifacts.list("s1")).toEqual([]);
			expect([store.artifacts.isUsed(sha("a")), store.artifacts.isUsed(sha("b"))]).toEqual([true, false]);
			expect(store.artifacts.totalBytes()).toBe(100);
			store.close();
		});
		test.each(["", "a", "../../etc/passwd", sha("A"), `${sha("a")}\n`])("%j is no content address", (sha256) => {
			const store = withSessions("s1");
			expect(() => store.artifacts.add("s1", { ...artifact("a", "x"), sha256 })).toThrow(
				expect.objectContaining({ code: "store.artifact" }),
			);
			store.close();
		});
		test("a session that is not there takes none", () => {
			const store = withSessions();
			store.artifacts.add("nobody", artifact("a", "x"));
			expect(store.artifacts.isUsed(sha("a"))).toBe(false);
			store.close();
		});
	});
};
