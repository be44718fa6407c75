// What one tenant sees of another: nothing (SECURITY R38).
import { describe, expect, test } from "vitest";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";
import type { SessionStore } from "../../src/contracts/store.js";

let count = 0;
const time = "2026-01-01T00:00:00.000Z";
const event = (sessionId: string, draft: EventDraft): NexusEvent =>
	({ id: `t${String(++count).padStart(8, "0")}`, time, sessionId, v: 1, ...draft }) as NexusEvent;
const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 3, cacheWriteTokens: 2, reasoningTokens: 1 };
const prompt = (text: string): EventDraft => ({ type: "prompt.submit", data: { promptId: "p", text } });
const cost: EventDraft = {
	type: "usage.record",
	data: { model: "big", purpose: "turn", usage, costMicroUsd: 7, durationMs: 1 },
	runId: "r1",
};
const answer: EventDraft = {
	type: "approval.response",
	data: { approvalId: "a", callId: "c", by: "person", answer: "once" },
};
const artifact = (digit: string) => ({ sha256: digit.repeat(64), name: "x", bytes: 1, createdAt: time });

/** What a tenant can ask, of a session or of all. */
const questions: readonly (readonly [string, (store: SessionStore, id: string) => unknown])[] = [
	["session", (store, id) => store.session(id)],
	["sessions", (store) => store.sessions({})],
	["sessions of a folder", (store) => store.sessions({ cwd: "/w" })],
	["read", (store, id) => store.read(id, 0)],
	["partials", (store, id) => store.partials(id)],
	["owner", (store, id) => store.owner(id)],
	["runs", (store, id) => store.runs(id)],
	["search", (store) => store.search({ query: "walrus", limit: 9 })],
	["search while typing", (store) => store.search({ query: "wal", limit: 9, isTyping: true })],
	["prompt history", (store) => store.promptHistory(9)],
	["tool calls", (store) => store.toolCalls("2000")],
	["spending of a session", (store, id) => store.ledger.spending({ by: "model", sessionId: id })],
	["spending", (store) => store.ledger.spending({ by: "project" })],
	["audit", (store) => store.audit.entries()],
	["artifacts", (store, id) => store.artifacts.list(id)],
	["content", (store) => store.artifacts.isUsed("a".repeat(64))],
	["bytes", (store) => store.artifacts.totalBytes()],
];

const changes: readonly (readonly [string, (store: SessionStore, id: string) => unknown])[] = [
	["append", (store, id) => store.append(id, [event(id, answer)])],
	["append a partial", (store, id) => store.appendPartial(id, { messageId: "m", channel: "text", text: "!" })],
	["clear partials", (store, id) => store.clearPartials(id, "m")],
	["own", (store, id) => store.setOwner(id, "2:2")],
	["delete", (store, id) => store.deleteSessions([id], time)],
	["keep an artifact", (store, id) => store.artifacts.add(id, artifact("b"))],
];

/** What is given, or the code of the error and its words without the id. */
const outcome = (work: (id: string) => unknown, id: string): unknown => {
	try {
		return work(id);
	} catch (error) {
		return error instanceof Error ? [Reflect.get(error, "code"), error.message.replaceAll(id, "ID")] : error;
	}
};

/** @param openBoth one store, as two tenants */
export const storeTenantsSuite = (name: string, openBoth: () => readonly [SessionStore, SessionStore]): void => {
	const filled = () => {
		const [mine, other] = openBoth();
		mine.createSession({ id: "s1", cwd: "/w", model: "m", agent: "a", time });
		mine.append("s1", [event("s1", prompt("walrus")), event("s1", cost), event("s1", answer)]);
		mine.appendPartial("s1", { messageId: "m", channel: "text", text: "half" });
		mine.artifacts.add("s1", artifact("a"));
		mine.setOwner("s1", "1:1");
		mine.countToolCall({ tool: "calculate", status: "done", durationMs: 1, time });
		mine.fillIndex(1000);
		return { mine, other, close: () => [mine, other].map((store) => store.close()) };
	};

	describe(`${name}: R38 another tenant's id looks like no id`, () => {
		test.each(questions)("%s", (_, ask) => {
			const { mine, other, close } = filled();
			expect(ask(other, "s1")).toEqual(ask(other, "no such"));
			expect(ask(mine, "s1")).not.toEqual(ask(other, "s1"));
			close();
		});
		test.each(changes)("%s: nothing of it changes", (_, change) => {
			const { mine, other, close } = filled();
			const state = () => JSON.stringify(questions.map(([, ask]) => ask(mine, "s1")));
			const before = state();
			const said = outcome((id) => change(other, id), "s1");
			expect(said).toEqual(outcome((id) => change(other, id), "s-none"));
			expect(state()).toBe(before);
			close();
		});
		test("the same id is a session of each", () => {
			const { mine, other, close } = filled();
			other.createSession({ id: "s1", cwd: "/w", model: "m", agent: "a", time });
			other.append("s1", [event("s1", prompt("otter"))]);
			expect([mine, other].map((store) => store.read("s1", 0).events.length)).toEqual([3, 1]);
			other.fillIndex(1000);
			expect([mine, other].map((store) => store.search({ query: "otter", limit: 9 }).length)).toEqual([0, 1]);
			other.deleteSessions(["s1"], time);
			expect(mine.read("s1", 0).events).toHaveLength(3);
			expect([mine, other].map((store) => store.audit.verify())).toEqual([{ entries: 1 }, { entries: 1 }]);
			close();
		});
	});
};
