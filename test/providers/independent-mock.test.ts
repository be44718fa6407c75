// All dialects against a mock of the services that others wrote, over real HTTP.
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/contracts/message.js";
import type { ModelEvent, Provider } from "../../src/contracts/model.js";
import { builtinProviders } from "../../src/providers/index.js";
import { ask, collect, errorOf, partsOf, testContext, textOf } from "../helpers/model-server.js";

const weather = {
	name: "get_weather",
	description: "Weather of a city.",
	inputSchema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

const services = [
	["openai", "/v1", "/v1/responses"],
	["anthropic", "", "/v1/messages"],
	["custom", "/v1", "/v1/chat/completions"],
	["ollama", "/v1", "/v1/chat/completions"],
	["openrouter", "/api/v1", "/api/v1/chat/completions"],
] as const;

const mock = new LLMock({ port: 0, chunkSize: 7 });
beforeAll(() => mock.start());
afterAll(() => mock.stop());

const key = "sk-test-1234567890abcdef";
const none = new AbortController().signal;

describe.each(services)("%s", (id, basePath, path) => {
	let provider: Provider;
	beforeEach(async () => {
		mock.reset();
		const definition = builtinProviders.find((item) => item.id === id)!;
		provider = await definition.create({ baseUrl: `${mock.url}${basePath}`, apiKey: key }, testContext());
	});

	it("streams text in pieces, then the whole, usage and the end", async () => {
		mock.onMessage("hello", { content: "Grüße 🙂 from a stream of several pieces." });
		const events = await collect(provider.stream(ask("hello"), none));
		expect(textOf(events)).toBe("Grüße 🙂 from a stream of several pieces.");
		expect(events.filter((event) => event.type === "text.delta").length).toBeGreaterThan(2);
		expect(partsOf(events)).toEqual([{ type: "text", text: "Grüße 🙂 from a stream of several pieces." }]);
		expect(events.filter((event) => event.type === "usage")).toHaveLength(1);
		expect(events.at(-1)).toMatchObject({ type: "finish", reason: "stop" });
		expect(mock.getLastRequest()?.path).toBe(path);
	});

	it("calls several tools and goes on with their results", async () => {
		mock.on(
			{ userMessage: "weather", hasToolResult: false },
			{
				toolCalls: [
					{ name: "get_weather", arguments: '{"city":"Rome"}', id: "call_a" },
					{ name: "get_weather", arguments: '{"city":"Oslo"}', id: "call_b" },
				],
			},
		);
		mock.on({ userMessage: "weather", hasToolResult: true }, { content: "Rome is warm, Oslo is not." });
		const first = ask("weather", { tools: [weather] });
		const events = await collect(provider.stream(first, none));
		expect(events.at(-1)).toMatchObject({ type: "finish", reason: "tool-calls" });
		const calls = partsOf(events).filter((part) => part.type === "tool-call");
		expect(calls.map((call) => call.input)).toEqual([{ city: "Rome" }, { city: "Oslo" }]);
		expect(new Set(calls.map((call) => call.callId)).size).toBe(2);

		const messages: Message[] = [
			...first.messages,
			{ role: "assistant", parts: calls, model: `${id}/test-model` },
			{
				role: "tool",
				parts: calls.map((call) => ({ type: "tool-result", callId: call.callId, name: call.name, content: "ok" })),
			},
		];
		const second = await collect(provider.stream({ ...first, messages }, none));
		expect(textOf(second)).toBe("Rome is warm, Oslo is not.");
	});

	it.each([
		[401, "provider.authentication"],
		[429, "provider.rate-limited"],
		[500, "provider.server"],
		[503, "provider.overloaded"],
	])("tells a %i apart", async (status, code) => {
		mock.nextRequestError(status, { message: `went wrong with ${key}` });
		const error = errorOf(await collect(provider.stream(ask("hello"), none)));
		expect(error).toMatchObject({ code });
		expect(JSON.stringify(error)).not.toContain(key);
	});
});

describe.each(services)("%s, cancelled in the middle", (id, basePath) => {
	it("ends with provider.cancelled and keeps what came", async () => {
		mock.reset();
		mock.onMessage("long", { content: "word ".repeat(200) }, { latency: 5 });
		const definition = builtinProviders.find((item) => item.id === id)!;
		const provider = await definition.create({ baseUrl: `${mock.url}${basePath}`, apiKey: key }, testContext());
		const controller = new AbortController();
		const events: ModelEvent[] = [];
		for await (const event of provider.stream(ask("long"), controller.signal)) {
			events.push(event);
			if (events.filter((item) => item.type === "text.delta").length === 3) controller.abort();
		}
		expect(errorOf(events)?.code).toBe("provider.cancelled");
		expect("word ".repeat(200).startsWith(textOf(events))).toBe(true);
		expect(events.filter((item) => item.type === "text.delta")).toHaveLength(3);
	});
});
