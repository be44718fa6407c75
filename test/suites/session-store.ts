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

		describe("search", () => {
			const filled = (texts: readonly (readonly [string, string])[]) => {
				const store = open();
				for (const [id, text] of texts) {
					store.createSession({
						id,
						cwd: `/${id[0]}`,
						model: "m",
						agent: "a",
						time: `2026-01-01T00:00:0${id[1]}.000Z`,
					});
					store.append(id, [event(id, prompt(text), `2026-01-02T00:00:0${id[1]}.000Z`)]);
				}
				expect(store.fillIndex(10_000)).toBe(0);
				return store;
			};
			const texts = [
				["a1", "Deploy the parser to the staging cluster"],
				["a2", "parse a “Grüße” file, don't stop"],
				["b3", "staging the deploy: 東京の天気は晴れ in src/core/loop.ts"],
				["b4", `${"filler words ".repeat(200)} needle in the middle ${"and more ".repeat(200)}`],
			] as const;
			test.each([
				["deploy", ["b3", "a1"]],
				["DEPLOY staging", ["b3", "a1"]],
				['"the deploy"', ["b3"]],
				['"deploy the"', ["a1"]],
				["pars*", ["a2", "a1"]],
				['"staging clus"*', ["a1"]],
				["pars", []],
				["grusse", []],
				["grüße", ["a2"]],
				["GRUßE", ["a2"]],
				["don't", ["a2"]],
				["天気", ["b3"]],
				["東天", []],
				["src/core/loop.ts", ["b3"]],
				["needle", ["b4"]],
				["deploy needle", []],
				["", []],
				["&& -- ()", []],
				['"', []],
				["deploy && (staging)", ["b3", "a1"]],
				["person:deploy", []],
				["deploy NOT staging", []],
				["\u0000' OR 1=1 --", []],
			] as const)("%s", (query, ids) => {
				const store = filled(texts);
				expect(store.search({ query, limit: 10 }).map((hit) => hit.session.id)).toEqual(ids);
				store.close();
			});
			test("while typing the last word is open", () => {
				const store = filled(texts);
				const found = (query: string) =>
					store.search({ query, limit: 10, isTyping: true }).map((hit) => hit.session.id);
				expect(found("sta")).toEqual(["b3", "a1"]);
				expect(found("sta ")).toEqual([]);
				expect(found("par sta")).toEqual([]);
				expect(found("parser sta")).toEqual(["a1"]);
				store.close();
			});
			test("by folder, and at most so many", () => {
				const store = filled(texts);
				expect(store.search({ query: "deploy", limit: 10, cwd: "/a" }).map((hit) => hit.session.id)).toEqual(["a1"]);
				expect(store.search({ query: "the", limit: 1 }).map((hit) => hit.session.id)).toEqual(["b4"]);
				store.close();
			});
			test("a snippet shows what fits, on one line", () => {
				const store = filled(texts);
				const [hit] = store.search({ query: "needle mid*", limit: 10 });
				const marked = hit?.marks.map(([from, to]) => hit.snippet.slice(from, to));
				expect(marked).toEqual(["needle", "middle"]);
				expect(hit?.snippet).toMatch(/^….*needle in the middle and more .*…$/);
				expect(hit?.snippet.length).toBeLessThan(170);
				expect(hit).toMatchObject({ seq: 1, by: "person" });
				store.close();
			});
			test("answers, tool calls and their results are found, reasoning is not; the newest that fits is named", () => {
				const store = withSession();
				const part = (type: "text" | "reasoning", text: string) => ({ type, text });
				store.append("s1", [
					event("s1", prompt("question about apples")),
					event("s1", {
						type: "message.end",
						data: {
							messageId: "m",
							model: "m",
							finishReason: "stop",
							parts: [part("reasoning", "secretly pears"), part("text", "apples are fruit")],
						},
					}),
					event("s1", {
						type: "tool.request",
						data: { callId: "c", name: "n", title: "Run", input: { command: "ls orchard", deep: [{ a: "cellar" }] } },
					}),
					event("s1", {
						type: "tool.result",
						data: { callId: "c", name: "n", status: "done", content: "barrels", summary: "", durationMs: 1 },
					}),
					event("s1", { type: "session.update", data: { title: "harvest" } }),
				]);
				store.fillIndex(1000);
				const by = (query: string) => store.search({ query, limit: 5 }).map((hit) => [hit.seq, hit.by]);
				expect(by("apples")).toEqual([[2, "model"]]);
				expect(by("pears")).toEqual([]);
				expect(by("cellar orchard")).toEqual([[3, "tool"]]);
				expect(by("barrels")).toEqual([[4, "tool"]]);
				expect(by("harvest")).toEqual([[5, "person"]]);
				store.close();
			});
			test("what a run has said is in the index at its end", () => {
				const store = withSession();
				store.append("s1", [event("s1", prompt("zebra"))]);
				expect(store.search({ query: "zebra", limit: 5 })).toEqual([]);
				store.append("s1", [event("s1", { type: "run.end", data: { stopReason: "done", turns: 1, durationMs: 1 } })]);
				expect(store.search({ query: "zebra", limit: 5 })).toHaveLength(1);
				expect(store.fillIndex(1000)).toBe(0);
				store.close();
			});
			test("filling can be stopped and goes on where it was", () => {
				const store = open();
				for (let index = 0; index < 40; index++) {
					store.createSession({ id: `s${index}`, cwd: "/", model: "m", agent: "a", time: `t${100 + index}` });
					const texts = Array.from({ length: 250 }, (_, line) =>
						event(`s${index}`, prompt(`word${index} line${line}`)),
					);
					store.append(`s${index}`, texts);
				}
				const left: number[] = [];
				do left.push(store.fillIndex(1));
				while ((left.at(-1) ?? 0) > 0);
				expect(left.length).toBeGreaterThan(2);
				for (const index of [0, 7, 39])
					expect(store.search({ query: `word${index} line249`, limit: 9 }).map((hit) => hit.session.id)).toEqual([
						`s${index}`,
					]);
				expect(store.search({ query: "line3", limit: 99 })).toHaveLength(40);
				expect(store.search({ query: "word5", limit: 99 })).toHaveLength(1);
				store.close();
			});
		});

		test("a deleted session is gone, its events and what can be found of it", () => {
			const store = withSession("s1");
			store.createSession({ id: "s2", cwd: "/", model: "m", agent: "a", time: "t" });
			store.append("s1", [event("s1", prompt("walrus one")), event("s1", prompt("walrus two"))]);
			store.append("s2", [event("s2", prompt("walrus three"))]);
			store.appendPartial("s1", { messageId: "m", channel: "text", text: "x" });
			store.fillIndex(1000);
			store.deleteSessions(["s1", "never there"], "2026-01-01T00:00:00.000Z");
			expect(store.session("s1")).toBeUndefined();
			expect(store.read("s1", 0).events).toEqual([]);
			expect(store.partials("s1")).toEqual([]);
			expect(store.search({ query: "walrus", limit: 9 }).map((hit) => hit.session.id)).toEqual(["s2"]);
			expect(store.promptHistory(9)).toEqual(["walrus three"]);
			store.createSession({ id: "s3", cwd: "/", model: "m", agent: "a", time: "t" });
			store.append("s3", [event("s3", prompt("walrus four"))]);
			store.fillIndex(1000);
			expect(store.search({ query: "walrus", limit: 9 })).toHaveLength(2);
			expect(store.check().integrity).toBe("ok");
			store.close();
		});

		test("compacted, it holds what it held, is found by search, and has nothing free", () => {
			const store = withSession();
			store.createSession({ id: "s2", cwd: "/", model: "m", agent: "a", time: "t" });
			for (let count = 0; count < 200; count++)
				store.append("s2", [event("s2", prompt(`walrus ${count} ${"x".repeat(2000)}`))]);
			store.appendPartial("s1", { messageId: "m", channel: "text", text: "one " });
			store.appendPartial("s1", { messageId: "m", channel: "text", text: "two" });
			store.append("s1", [event("s1", prompt("walrus stays"))]);
			store.fillIndex(1000);
			const before = store.read("s1", 0);
			store.deleteSessions(["s2"], "2026-01-01T00:00:00.000Z");
			store.compact();
			expect(store.check({ isFull: true })).toMatchObject({ integrity: "ok", freeBytes: 0, damagedEvents: 0 });
			expect(store.read("s1", 0)).toEqual(before);
			expect(store.partials("s1")).toEqual([{ messageId: "m", channel: "text", text: "one two" }]);
			expect(store.search({ query: "walrus", limit: 9 }).map((hit) => hit.session.id)).toEqual(["s1"]);
			store.close();
		});

		test("sessions that were last used before some time, oldest first", () => {
			const store = withSession();
			for (const [id, time] of [
				["b", "2020-01-02"],
				["a", "2020-01-01"],
				["c", "2020-01-03"],
			] as const)
				store.createSession({ id, cwd: "/", model: "m", agent: "a", time });
			expect(store.sessionsBefore("2020-01-03", -1)).toEqual(["a", "b"]);
			expect(store.sessionsBefore("2020-01-03", 1)).toEqual(["a"]);
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
