// What a session store means; run on every adapter.
import { describe, expect, test } from "vitest";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";
import type { SessionStore } from "../../src/contracts/store.js";

let count = 0;
const event = (sessionId: string, draft: EventDraft, time = "2026-01-01T00:00:00.000Z"): NexusEvent =>
	({ id: `e${String(++count).padStart(8, "0")}`, time, sessionId, v: 1, ...draft }) as NexusEvent;
const prompt = (text: string): EventDraft => ({ type: "prompt.submit", data: { promptId: text, text } });

export const sessionStoreSuite = (name: string, open: () => SessionStore): void => {
	const withSession = (id = "s1") => {
		const store = open();
		store.createSession({ id, cwd: "/w", model: "m", agent: "a", time: "2026-01-01T00:00:00.000Z" });
		return store;
	};

	describe(name, () => {
		test("events come back in order, numbered from 1 without gaps", () => {
			const store = withSession();
			store.append("s1", [event("s1", prompt("one")), event("s1", prompt("two"))]);
			store.append("s1", [event("s1", prompt("three"))]);
			const { events, damaged } = store.read("s1", 0);
			expect(events.map((stored) => stored.seq)).toEqual([1, 2, 3]);
			expect(events.map((stored) => (stored.type === "prompt.submit" ? stored.data.text : ""))).toEqual([
				"one",
				"two",
				"three",
			]);
			expect(damaged).toEqual([]);
			store.close();
		});

		test("read gives only what is after", () => {
			const store = withSession();
			store.append("s1", [event("s1", prompt("one")), event("s1", prompt("two"))]);
			expect(store.read("s1", 1).events.map((stored) => stored.seq)).toEqual([2]);
			store.close();
		});

		test("an event keeps everything it carries", () => {
			const store = withSession();
			const sent = event("s1", {
				type: "tool.request",
				runId: "r",
				agentId: "main",
				data: { callId: "c", name: "n", title: "t", input: { a: [1, null, "ü\u{1F600}"] } },
			});
			const [stored] = store.append("s1", [sent]);
			expect(store.read("s1", 0).events).toEqual([stored]);
			expect(stored).toEqual({ ...sent, seq: 1 });
			store.close();
		});

		test("partials are joined by stretch and forgotten with the end of their message", () => {
			const store = withSession();
			store.appendPartial("s1", { messageId: "m1", channel: "reasoning", text: "hm" });
			store.appendPartial("s1", { messageId: "m1", channel: "text", text: "Hel" });
			store.appendPartial("s1", { messageId: "m1", channel: "text", text: "lo" });
			expect(store.partials("s1")).toEqual([
				{ messageId: "m1", channel: "reasoning", text: "hm" },
				{ messageId: "m1", channel: "text", text: "Hello" },
			]);
			store.append("s1", [
				event("s1", { type: "message.end", data: { messageId: "m1", model: "m", parts: [], finishReason: "stop" } }),
			]);
			expect(store.partials("s1")).toEqual([]);
			store.close();
		});

		test("a session's row follows its events", () => {
			const store = withSession();
			const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
			store.append("s1", [event("s1", prompt("  first line\nsecond"), "2026-01-02T00:00:00.000Z")]);
			store.append("s1", [event("s1", prompt("another"), "2026-01-03T00:00:00.000Z")]);
			expect(store.session("s1")).toMatchObject({
				title: "first line",
				prompts: 2,
				events: 2,
				updatedAt: "2026-01-03T00:00:00.000Z",
				costMicroUsd: null,
			});
			store.append("s1", [
				event(
					"s1",
					{ type: "usage.record", data: { model: "m", purpose: "turn", usage, costMicroUsd: 7, durationMs: 1 } },
					"2026-01-01T00:00:00.000Z",
				),
			]);
			store.append("s1", [event("s1", { type: "session.update", data: { title: "renamed", model: "m2" } })]);
			expect(store.session("s1")).toMatchObject({
				title: "renamed",
				model: "m2",
				costMicroUsd: 7,
				updatedAt: "2026-01-03T00:00:00.000Z",
			});
			store.close();
		});

		test("sessions are listed newest first, by folder, without empty ones", () => {
			const store = withSession("s1");
			store.createSession({ id: "s2", cwd: "/other", model: "m", agent: "a", time: "2026-01-01T00:00:00.000Z" });
			store.createSession({ id: "empty", cwd: "/w", model: "m", agent: "a", time: "2026-01-09T00:00:00.000Z" });
			store.append("s1", [event("s1", prompt("x"), "2026-01-02T00:00:00.000Z")]);
			store.append("s2", [event("s2", prompt("x"), "2026-01-05T00:00:00.000Z")]);
			expect(store.sessions({}).map((row) => row.id)).toEqual(["s2", "s1"]);
			expect(store.sessions({ cwd: "/w" }).map((row) => row.id)).toEqual(["s1"]);
			expect(store.sessions({ limit: 1 }).map((row) => row.id)).toEqual(["s2"]);
			store.close();
		});

		test("the prompt history spans sessions, newest first, without repeats in a row", () => {
			const store = withSession("s1");
			store.createSession({ id: "s2", cwd: "/w", model: "m", agent: "a", time: "2026-01-01T00:00:00.000Z" });
			for (const [id, text] of [
				["s1", "a"],
				["s2", "b"],
				["s1", "b"],
				["s2", "c"],
			] as const)
				store.append(id, [event(id, prompt(text))]);
			expect(store.promptHistory(10)).toEqual(["c", "b", "a"]);
			store.close();
		});

		test("an owner is kept until it is given up", () => {
			const store = withSession();
			expect(store.owner("s1")).toBeUndefined();
			store.setOwner("s1", "42:7");
			expect(store.owner("s1")).toBe("42:7");
			store.setOwner("s1", undefined);
			expect(store.owner("s1")).toBeUndefined();
			store.close();
		});

		test("a batch is stored whole or not at all", () => {
			const store = withSession();
			const bad = { ...event("s1", prompt("two")), time: undefined } as unknown as NexusEvent;
			expect(() => store.append("s1", [event("s1", prompt("one")), bad])).toThrow();
			expect(store.read("s1", 0).events).toEqual([]);
			store.close();
		});

		test("check tells the version, the schema and the integrity", () => {
			const store = withSession();
			expect(store.check()).toMatchObject({
				integrity: "ok",
				schema: expect.any(Number),
				sqlite: expect.stringMatching(/^3\./),
			});
			store.close();
		});
	});
};
