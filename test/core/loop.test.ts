import { describe, expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { EventDraft } from "../../src/contracts/event.js";
import type { ModelEvent, ModelRequest } from "../../src/contracts/model.js";
import { type AnyTool, defineTool, type ToolEntry } from "../../src/contracts/tool.js";
import { type LoopInput, runLoop } from "../../src/core/loop.js";
import { toolEntry } from "../../src/core/tool-entry.js";
import { createScriptedProvider, type Script } from "../../src/providers/scripted.js";
import { collect } from "../helpers/collect.js";
import { sequence } from "../helpers/sequence.js";
import { echoTool, toolEnvironment, writeTool } from "../helpers/tool-environment.js";

const loop = (
	script: Script | LoopInput["stream"],
	tools: readonly AnyTool[] = [echoTool, writeTool],
	overrides: Partial<LoopInput> = {},
) => {
	const requests: ModelRequest[] = [];
	const scripted = typeof script === "function" ? script : createScriptedProvider(script, systemClock).stream;
	const input: LoopInput = {
		model: "scripted/x",
		request: { model: "x", system: "be good" },
		messages: [{ role: "user", parts: [{ type: "text", text: "go" }] }],
		stream: (request, signal) => {
			requests.push(request);
			return scripted(request, signal);
		},
		tools: () => [],
		environment: toolEnvironment(tools),
		signal: new AbortController().signal,
		clock: systemClock,
		nextId: sequence("m"),
		maxTurns: 10,
		contextWindow: () => undefined,
		price: async () => ({ costMicroUsd: null }),
		...overrides,
	};
	return { run: collect(runLoop(input)), requests };
};

const results = (items: readonly EventDraft[]) =>
	items.flatMap((item) => (item.type === "tool.result" ? [item.data] : []));
const echo = (id: string, text: string) => ({ id, name: "echo", input: { text } });

test("text alone is one request and one message", async () => {
	const { run, requests } = loop({ steps: [{ text: "hello there" }] });
	const { items, result } = await run;
	expect(result).toEqual({ stopReason: "done", turns: 1 });
	expect(requests).toHaveLength(1);
	expect(items.find((item) => item.type === "message.end")).toMatchObject({
		data: { parts: [{ type: "text", text: "hello there" }] },
	});
});

test("calls are answered in their order, whatever ends first", async () => {
	const slowFirst = defineTool({
		...echoTool,
		run: async ({ text }) => {
			if (text === "slow") await systemClock.sleep(15);
			return { content: text };
		},
	});
	const { run, requests } = loop({ steps: [{ calls: [echo("a", "slow"), echo("b", "fast")] }, { text: "done" }] }, [
		slowFirst,
	]);
	const { items } = await run;
	expect(results(items).map((result) => result.callId)).toEqual(["b", "a"]);
	expect(requests[1]?.messages.at(-1)?.parts).toMatchObject([{ callId: "a" }, { callId: "b" }]);
});

test("calls that change something run one after the other", async () => {
	const order: string[] = [];
	const slow = defineTool({
		...writeTool,
		run: async ({ to }) => {
			order.push(`start ${to}`);
			await systemClock.sleep(5);
			order.push(`end ${to}`);
			return { content: to };
		},
	});
	const change = (id: string) => ({ id, name: "change", input: { to: id } });
	await loop({ steps: [{ calls: [change("1"), change("2")] }, { text: "done" }] }, [slow]).run;
	expect(order).toEqual(["start 1", "end 1", "start 2", "end 2"]);
});

describe("D46 one call id runs once", () => {
	const counted = () => {
		let runs = 0;
		const tool = defineTool({ ...echoTool, run: async ({ text }) => ({ content: `${text} ${++runs}` }) });
		return { tool, runs: () => runs };
	};

	test("the same call twice in one answer", async () => {
		const { tool, runs } = counted();
		await loop({ steps: [{ calls: [echo("same", "x"), echo("same", "x")] }, { text: "done" }] }, [tool]).run;
		expect(runs()).toBe(1);
	});

	test("another call under the same id gets an id of its own", async () => {
		const { tool, runs } = counted();
		const { items } = await loop({ steps: [{ calls: [echo("same", "x"), echo("same", "y")] }, { text: "done" }] }, [
			tool,
		]).run;
		expect(runs()).toBe(2);
		expect(new Set(results(items).map((result) => result.callId)).size).toBe(2);
	});
});

test("the prefix of a request never changes while a run goes on", async () => {
	const { run, requests } = loop({
		steps: [{ calls: [echo("a", "1")] }, { calls: [echo("b", "2")] }, { text: "done" }],
	});
	await run;
	const [first, second, third] = requests.map((request) => JSON.stringify(request.messages).slice(0, -1));
	expect(second?.startsWith(first ?? "x")).toBe(true);
	expect(third?.startsWith(second ?? "x")).toBe(true);
});

test("D54 the same call with the same result is stopped", async () => {
	const { run } = loop({ steps: [{ calls: [{ name: "echo", input: { text: "again" } }] }] }, [echoTool], {
		maxTurns: 20,
	});
	const { result } = await run;
	expect(result).toMatchObject({ stopReason: "loop", error: { code: "limit.loop", exitCode: 5 } });
	expect(result.turns).toBeLessThan(20);
});

test("a limit on turns ends the run", async () => {
	const counting: LoopInput["stream"] = async function* (request): AsyncGenerator<ModelEvent> {
		const callId = `c${request.messages.length}`;
		yield { type: "part", part: { type: "tool-call", callId, name: "echo", input: { text: callId } } };
		yield { type: "finish", reason: "tool-calls" };
	};
	expect((await loop(counting, [echoTool], { maxTurns: 3 }).run).result).toMatchObject({
		stopReason: "max-turns",
		turns: 3,
	});
});

describe("cancel", () => {
	test("while text streams: what was shown is kept as an interrupted message", async () => {
		const abort = new AbortController();
		const { run } = loop({ steps: [{ text: "some words that were shown", hang: true }] }, [echoTool], {
			signal: abort.signal,
		});
		setTimeout(() => abort.abort(), 10);
		const { items, result } = await run;
		expect(result.stopReason).toBe("cancelled");
		expect(items.find((item) => item.type === "message.end")).toMatchObject({
			data: { interrupted: true, parts: [{ text: "some words that were shown" }] },
		});
	});

	test("while a tool runs: the call has a result", async () => {
		const abort = new AbortController();
		const hanging = defineTool({
			...echoTool,
			run: (_, { signal }) =>
				new Promise((_resolve, reject) =>
					signal.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
				),
		});
		const { run } = loop({ steps: [{ calls: [echo("a", "x")] }] }, [hanging], { signal: abort.signal });
		setTimeout(() => abort.abort(), 10);
		const { items, result } = await run;
		expect(result.stopReason).toBe("cancelled");
		expect(results(items)).toMatchObject([{ callId: "a", status: "cancelled" }]);
	});
});

test("an error after some text keeps the text and ends the run", async () => {
	const { items, result } = await loop({
		steps: [{ text: "half an ans", error: { code: "provider.server", message: "it broke" } }],
	}).run;
	expect(result).toMatchObject({ stopReason: "failed", error: { code: "provider.server" } });
	expect(items.find((item) => item.type === "message.end")).toMatchObject({ data: { interrupted: true } });
});

test.each([
	["refusal", "provider.refused"],
	["content-filter", "provider.refused"],
] as const)("a %s is a failure, not an empty success", async (reason, code) => {
	const stream: LoopInput["stream"] = async function* (): AsyncGenerator<ModelEvent> {
		yield { type: "finish", reason };
	};
	expect((await loop(stream).run).result).toMatchObject({ stopReason: "failed", error: { code } });
});

test("an answer cut at the output limit says so", async () => {
	const stream: LoopInput["stream"] = async function* (): AsyncGenerator<ModelEvent> {
		yield { type: "part", part: { type: "text", text: "half" } };
		yield { type: "finish", reason: "length" };
	};
	expect((await loop(stream).run).items).toContainEqual(expect.objectContaining({ type: "notice.show" }));
});

test("after a restart only the new answer counts", async () => {
	const stream: LoopInput["stream"] = async function* (): AsyncGenerator<ModelEvent> {
		yield { type: "text.delta", text: "old beginning" };
		yield { type: "restart" };
		yield { type: "text.delta", text: "new answer" };
		yield { type: "finish", reason: "stop" };
	};
	const { items } = await loop(stream).run;
	expect(items.map((item) => item.type)).toContain("message.restart");
	expect(items.find((item) => item.type === "message.end")).toMatchObject({
		data: { parts: [{ type: "text", text: "new answer" }] },
	});
});

test("usage of retried requests adds up and is recorded with its price", async () => {
	const usage = { inputTokens: 5, outputTokens: 2, cacheReadTokens: 1, cacheWriteTokens: 0, reasoningTokens: 0 };
	const stream: LoopInput["stream"] = async function* (): AsyncGenerator<ModelEvent> {
		yield { type: "usage", usage };
		yield { type: "usage", usage };
		yield { type: "text.delta", text: "x" };
		yield { type: "finish", reason: "stop" };
	};
	const { items } = await loop(stream, [], {
		price: async ({ inputTokens }) => ({ costMicroUsd: inputTokens * 3, priceSource: "test" }),
	}).run;
	expect(items.find((item) => item.type === "usage.record")).toMatchObject({
		data: { usage: { inputTokens: 10, outputTokens: 4 }, costMicroUsd: 30, priceSource: "test" },
	});
});

test.each([
	["built-in", ["load", "call"]],
	["user", ["call", "load"]],
] as const)("a tool (%s) that a model begins to call: %j", async (source, order) => {
	const happened: string[] = [];
	const entry: ToolEntry = {
		...toolEntry(echoTool),
		source,
		load: async () => {
			happened.push("load");
			return echoTool;
		},
	};
	const stream: LoopInput["stream"] = async function* ({ messages }): AsyncGenerator<ModelEvent> {
		if (messages.length === 1) {
			yield { type: "tool-call.start", callId: "a", name: "echo" };
			yield { type: "tool-call.start", callId: "b", name: "no_such_tool" };
			happened.push("call");
			yield { type: "part", part: { type: "tool-call", callId: "a", name: "echo", input: { text: "x" } } };
		} else yield { type: "text.delta", text: "done" };
		yield { type: "finish", reason: "stop" };
	};
	const environment = toolEnvironment([], { tools: new Map([["echo", entry]]) });
	const { items } = await loop(stream, [echoTool], { environment }).run;
	expect(happened.slice(0, 2)).toEqual(order);
	expect(results(items)).toMatchObject([{ callId: "a", status: "done" }]);
});

describe("usage of an answer with calls", () => {
	const types = (items: readonly EventDraft[]) => items.map((item) => item.type);
	const price = { costMicroUsd: 7 };

	test("calls do not wait for its price; the next request does", async () => {
		const ran = Promise.withResolvers<void>();
		const tool = defineTool({
			...echoTool,
			run: async () => {
				ran.resolve();
				return { content: "x" };
			},
		});
		const { run } = loop({ steps: [{ calls: [echo("a", "x")] }, { text: "done" }] }, [tool], {
			price: () => ran.promise.then(() => price),
		});
		const order = types((await run).items);
		const recorded = order.indexOf("usage.record");
		expect(recorded).toBeGreaterThan(order.indexOf("tool.start"));
		expect(recorded).toBeLessThan(order.lastIndexOf("model.request"));
		expect(order.filter((type) => type === "usage.record")).toHaveLength(2);
	});

	test("is recorded while a call goes on, and once when that is cancelled", async () => {
		const abort = new AbortController();
		const hanging = defineTool({
			...echoTool,
			run: (_, { signal }) =>
				new Promise((_resolve, reject) =>
					signal.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
				),
		});
		const { run } = loop({ steps: [{ calls: [echo("a", "x")] }] }, [hanging], {
			signal: abort.signal,
			price: async () => {
				setTimeout(() => abort.abort(), 10);
				return price;
			},
		});
		const { items, result } = await run;
		expect(result.stopReason).toBe("cancelled");
		expect(items.filter((item) => item.type === "usage.record")).toMatchObject([{ data: price }]);
		expect(types(items).indexOf("usage.record")).toBeLessThan(types(items).indexOf("tool.result"));
	});

	test("is recorded once when the answer ends with the cancel", async () => {
		const abort = new AbortController();
		const stream: LoopInput["stream"] = async function* (): AsyncGenerator<ModelEvent> {
			yield { type: "part", part: { type: "tool-call", callId: "a", name: "echo", input: { text: "x" } } };
			abort.abort();
			yield { type: "finish", reason: "tool-calls" };
		};
		const { items } = await loop(stream, [echoTool], { signal: abort.signal, price: async () => price }).run;
		expect(types(items).filter((type) => type === "usage.record")).toHaveLength(1);
		expect(results(items)).toMatchObject([{ status: "cancelled" }]);
	});

	test("is recorded without a price where that cannot be found out", async () => {
		const { items, result } = await loop({ steps: [{ calls: [echo("a", "x")] }, { text: "done" }] }, [echoTool], {
			price: () => Promise.reject(new Error("no table")),
		}).run;
		expect(result.stopReason).toBe("done");
		expect(items.find((item) => item.type === "usage.record")).toMatchObject({ data: { costMicroUsd: null } });
	});
});

test("a request that is not admitted is not sent", async () => {
	const error = { code: "limit.budget", message: "used up", exitCode: 5 as const };
	const { run, requests } = loop({ steps: [{ text: "x" }] }, [], { admit: async () => ({ refusal: error }) });
	expect((await run).result).toMatchObject({ stopReason: "budget", error });
	expect(requests).toHaveLength(0);
});

test("D54 a megabyte of result goes on in a window of 8k tokens", async () => {
	const big = defineTool({ ...echoTool, run: async () => ({ content: "word ".repeat(200_000) }) });
	const { run, requests } = loop({ steps: [{ calls: [echo("a", "x")] }, { text: "done" }] }, [big], {
		contextWindow: () => 8000,
		environment: toolEnvironment([big], { maxResultCharacters: 1_000_000 }),
	});
	expect((await run).result.stopReason).toBe("done");
	expect(JSON.stringify(requests[1]?.messages).length / 3.5).toBeLessThan(8000);
});

test("Q10 calls beyond 128 of one answer are answered, not run", async () => {
	let runs = 0;
	const tool = defineTool({ ...echoTool, run: async ({ text }) => ({ content: `${text} ${++runs}` }) });
	const calls = Array.from({ length: 200 }, (_, index) => echo(`c${index}`, String(index)));
	const { items, result } = await loop({ steps: [{ calls }, { text: "done" }] }, [tool]).run;
	expect(result.stopReason).toBe("done");
	expect(runs).toBe(128);
	expect(results(items)).toHaveLength(200);
});
