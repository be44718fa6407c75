import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../src/adapters/sqlite-store.js";
import { systemClock } from "../../src/adapters/system-clock.js";
import { type ErrorData, NexusError } from "../../src/contracts/errors.js";
import type { EventDraft, NexusEvent } from "../../src/contracts/event.js";
import type { SessionStore } from "../../src/contracts/store.js";
import { createRedactor } from "../../src/security/redact.js";
import { createSessionLog } from "../../src/session/log.js";
import { sequence } from "../helpers/sequence.js";

const openLog = (
	store: SessionStore = openSqliteStore(":memory:", () => "").store,
	redact = (text: string) => text,
	mayBecomeSecret = (_: string) => 0,
) => {
	const errors: ErrorData[] = [];
	const log = createSessionLog({
		sessionId: "s",
		store,
		clock: systemClock,
		nextId: sequence("e"),
		onFirst: () => store.createSession({ id: "s", cwd: "/", model: "m", agent: "a", time: "t" }),
		redact,
		mayBecomeSecret,
		onStoreError: (error) => errors.push(error),
	});
	return { log, store, errors };
};

const prompt = (text: string): EventDraft => ({ type: "prompt.submit", data: { promptId: text, text } });
const delta = (text: string, channel: "text" | "reasoning" = "text"): EventDraft => ({
	type: "message.delta",
	data: { messageId: "m", channel, text },
});
const end = (text: string): EventDraft => ({
	type: "message.end",
	data: { messageId: "m", model: "m", parts: [{ type: "text", text }], finishReason: "stop" },
});

const take = async (
	events: AsyncIterable<NexusEvent>,
	until: (event: NexusEvent) => boolean,
): Promise<NexusEvent[]> => {
	const taken: NexusEvent[] = [];
	for await (const event of events) {
		taken.push(event);
		if (until(event)) break;
	}
	return taken;
};
const isEnd = (event: NexusEvent) => event.type === "message.end";
const textOf = (events: readonly NexusEvent[]) =>
	events.map((event) => (event.type === "message.delta" ? event.data.text : "")).join("");

test("what a subscriber sees is already stored", async () => {
	const { log, store } = openLog();
	const counts: number[] = [];
	const seen = take(log.subscribe(0, new AbortController().signal), (event) => {
		counts.push(store.read("s", 0).events.length);
		return event.seq === 2;
	});
	log.emit(prompt("one"));
	log.emit(prompt("two"));
	expect((await seen).map((event) => event.seq)).toEqual([1, 2]);
	expect(counts).toEqual([2, 2]);
});

test("a late subscriber gets what is stored, then what is said so far, then what comes", async () => {
	const { log } = openLog();
	log.emit(prompt("one"));
	log.emit(delta("Hel"));
	log.emit(delta("lo "));
	const seen = take(log.subscribe(0, new AbortController().signal), isEnd);
	log.emit(delta("world"));
	log.emit(end("Hello world"));
	const events = await seen;
	expect(events[0]?.type).toBe("prompt.submit");
	expect(textOf(events)).toBe("Hello world");
});

test("deltas are joined, never lost, and in order with what is durable", async () => {
	const { log } = openLog();
	const seen = take(log.subscribe(0, new AbortController().signal), isEnd);
	const words = Array.from({ length: 500 }, (_, index) => `w${index} `);
	for (const word of words) log.emit(delta(word));
	log.emit(end(words.join("")));
	const events = await seen;
	expect(textOf(events)).toBe(words.join(""));
	expect(events.filter((event) => event.type === "message.delta").length).toBeLessThan(20);
});

test("text and reasoning are not mixed", async () => {
	const { log } = openLog();
	const seen = take(log.subscribe(0, new AbortController().signal), isEnd);
	for (const [text, channel] of [
		["hm", "reasoning"],
		["so", "text"],
		["wait", "reasoning"],
	] as const)
		log.emit(delta(text, channel));
	log.emit(end("so"));
	const channels = (await seen).flatMap((event) =>
		event.type === "message.delta" ? [`${event.data.channel}:${event.data.text}`] : [],
	);
	expect(channels).toEqual(["reasoning:hm", "text:so", "reasoning:wait"]);
});

test("Q1 what was shown is in the store before the message ends", async () => {
	const { log, store } = openLog();
	log.emit(prompt("go"));
	const shown = take(log.subscribe(1, new AbortController().signal), (event) => event.type === "message.delta");
	log.emit(delta("shown"));
	await shown;
	expect(store.partials("s")).toEqual([{ messageId: "m", channel: "text", text: "shown" }]);
	log.emit(end("shown"));
	expect(store.partials("s")).toEqual([]);
});

test("a restart voids what was streamed", () => {
	const { log, store } = openLog();
	log.emit(prompt("go"));
	log.emit(delta("old"));
	log.emit({ type: "message.restart", data: { messageId: "m" } });
	expect(store.partials("s")).toEqual([]);
});

test("an unused session leaves no trace", () => {
	const { log, store } = openLog();
	expect(log.read()).toEqual([]);
	log.close();
	expect(store.session("s")).toBeUndefined();
});

test("D30 secrets are neither stored nor shown", async () => {
	const { log, store } = openLog(undefined, (text) => text.replaceAll("sk-secret", "[redacted]"));
	const seen = take(log.subscribe(0, new AbortController().signal), () => true);
	log.emit(prompt("my key is sk-secret"));
	expect(JSON.stringify(await seen)).not.toContain("sk-secret");
	expect(JSON.stringify(store.read("s", 0))).not.toContain("sk-secret");
});

test("D30 a secret that comes in pieces goes out in none", async () => {
	const { text, beginning } = createRedactor(["sk-secret-1234"], () => new Uint8Array(32));
	const { log, store } = openLog(undefined, text, beginning);
	const events = take(log.subscribe(0, new AbortController().signal), (event) => event.type === "message.end");
	for (const piece of ["it is s", "k-", "secret", "-12", "34, yes, and s"]) {
		log.emit(delta(piece));
		// Anything else that happens in between is no end of the text.
		log.emit({ type: "tool.progress", data: { callId: "c", text: "" } });
		expect(JSON.stringify(store.partials("s"))).not.toMatch(/sk|secret/);
	}
	log.emit({ type: "message.end", data: { messageId: "m", model: "x", parts: [], finishReason: "stop" } });
	const said = (await events).map((event) => (event.type === "message.delta" ? event.data.text : "")).join("");
	expect(said).toMatch(/^it is \[secret:\w{6}\], yes, and s$/);
});

describe("D51 a disk that is full", () => {
	test("is reported once, the work goes on, and all is saved when there is room again", async () => {
		const { store } = openSqliteStore(":memory:", () => "");
		let isFull = false;
		const full: SessionStore = Object.assign(Object.create(store) as SessionStore, {
			append: (id: string, events: readonly NexusEvent[]) => {
				if (isFull) throw new NexusError("store.full", "the disk is full");
				return store.append(id, events);
			},
		});
		const bound = new Proxy(full, {
			get: (target, key) => {
				const value = Reflect.get(Object.hasOwn(target, key) ? target : store, key);
				return typeof value === "function" ? value.bind(store) : value;
			},
		});
		const { log, errors } = openLog(bound);
		log.emit(prompt("one"));
		isFull = true;
		log.emit(prompt("two"));
		log.emit(prompt("three"));
		expect(errors.map((error) => error.code)).toEqual(["store.full"]);
		expect(log.read().map((event) => event.seq)).toEqual([1, 2, 3]);
		isFull = false;
		log.emit(prompt("four"));
		expect(store.read("s", 0).events.map((event) => (event.type === "prompt.submit" ? event.data.text : ""))).toEqual([
			"one",
			"two",
			"three",
			"four",
		]);
	});
});
