// What happens on the wire: real servers on loopback, the real SDKs, the real clock.
import http from "node:http";
import type net from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { ModelEvent, ModelRequest, Provider, ProviderSettings } from "../../src/contracts/model.js";
import { withRetry } from "../../src/limits/retry.js";
import { builtinProviders } from "../../src/providers/index.js";
import {
	ask,
	collect,
	errorOf,
	modelServer,
	sendEvents,
	sendJson,
	testContext,
	textOf,
} from "../helpers/model-server.js";
import { fixture } from "../helpers/wire.js";

const key = "sk-secret-0123456789abcdef";
const none = new AbortController().signal;
const make = async (id: string, baseUrl: string, more: Partial<ProviderSettings> = {}): Promise<Provider> => {
	const definition = builtinProviders.find((item) => item.id === id)!;
	return await definition.create({ baseUrl, apiKey: key, ...more }, testContext());
};
const retrying = (provider: Provider) => withRetry(provider, { clock: systemClock, random: () => 0 });
const kinds = (events: readonly ModelEvent[]) => events.map((event) => event.type);

const dialects = [
	["openai", "responses/plain.sse", "Hello wörld 🙂"],
	["anthropic", "anthropic/plain.sse", "Hello wörld 🙂"],
	["custom", "chat/plain.sse", "Hello wörld 🙂"],
] as const;

/** Fifty tokens of an answer, one an event, without its end. */
const token = (id: string, index: number): string => {
	const text = `word${index} `;
	if (id === "custom") return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
	if (id === "openai")
		return `data: ${JSON.stringify({ type: "response.output_text.delta", item_id: "m", output_index: 0, delta: text })}\n\n`;
	const start = { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } };
	const delta = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } };
	return `${index === 0 ? `data: ${JSON.stringify(start)}\n\n` : ""}data: ${JSON.stringify(delta)}\n\n`;
};
const ending = (id: string, text: string): string => {
	if (id === "custom")
		return `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;
	if (id === "openai") {
		const item = { id: "m", type: "message", content: [{ type: "output_text", text }] };
		return `data: ${JSON.stringify({ type: "response.output_item.done", output_index: 0, item })}\n\ndata: ${JSON.stringify({ type: "response.completed", response: { output: [item] } })}\n\n`;
	}
	return `data: {"type":"content_block_stop","index":0}\n\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n\ndata: {"type":"message_stop"}\n\n`;
};
const fifty = (id: string) => Array.from({ length: 50 }, (_, index) => token(id, index)).join("");
const fiftyText = Array.from({ length: 50 }, (_, index) => `word${index} `).join("");

describe.each(dialects)("%s", (id, file, text) => {
	it("sends one request, with the key, and reads the answer", async () => {
		await using server = await modelServer((response) => sendEvents(response, fixture(file)));
		const events = await collect((await make(id, server.url)).stream(ask("hi"), none));
		expect(textOf(events)).toBe(text);
		expect(server.requests).toHaveLength(1);
		const [request] = server.requests;
		expect(request?.headers[id === "anthropic" ? "x-api-key" : "authorization"]).toBe(
			id === "anthropic" ? key : `Bearer ${key}`,
		);
		expect(Object.keys(request?.headers ?? {}).filter((name) => name.startsWith("x-stainless"))).toEqual([]);
	});

	it("takes an answer that comes byte by byte", async () => {
		await using server = await modelServer(async (response) => {
			response.writeHead(200, { "content-type": "text/event-stream" });
			for (const byte of fixture(file)) {
				response.write(Buffer.of(byte));
				if (byte === 10) await new Promise((resolve) => setImmediate(resolve));
			}
			response.end();
		});
		expect(textOf(await collect((await make(id, server.url)).stream(ask("hi"), none)))).toBe(text);
	});

	it("goes on after a cut behind 50 visible tokens, with the text once", async () => {
		await using server = await modelServer((response, _request, number) => {
			if (number > 0)
				return sendEvents(
					response,
					fifty(id) +
						token(id, 50).replace(/^data: \{"type":"content_block_start".*\n\n/, "") +
						ending(id, `${fiftyText}word50 `),
				);
			response.writeHead(200, { "content-type": "text/event-stream" });
			response.write(fifty(id), () => response.socket?.resetAndDestroy());
		});
		const events = await collect(retrying(await make(id, server.url)).stream(ask("hi"), none));
		expect(textOf(events)).toBe(`${fiftyText}word50 `);
		expect(kinds(events).filter((kind) => kind === "retry")).toHaveLength(1);
		expect(kinds(events)).not.toContain("restart");
		expect(events.at(-1)).toMatchObject({ type: "finish" });
	});

	it.each<[string, number, unknown, Record<string, string>, number, string]>([
		["429 with a wait", 429, { error: { message: "slow down" } }, { "retry-after": "0.3" }, 2, "finish"],
		["500", 500, { error: { message: "oops" } }, {}, 2, "finish"],
		["529", 529, { type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, {}, 2, "finish"],
		["401", 401, { error: { message: `Incorrect API key provided: ${key}` } }, {}, 1, "provider.authentication"],
		[
			"400 overflow",
			400,
			{ error: { message: "prompt is too long: 300000 tokens > 200000 maximum" } },
			{},
			1,
			"provider.context-overflow",
		],
		["spend limit", 429, { error: { message: "This would exceed your spend limit" } }, {}, 1, "provider.quota"],
	])("%s", async (name, status, body, headers, count, end) => {
		await using server = await modelServer((response, _request, number) =>
			number === 0 ? sendJson(response, status, body, headers) : sendEvents(response, fixture(file)),
		);
		const start = performance.now();
		const events = await collect(retrying(await make(id, server.url)).stream(ask("hi"), none));
		expect(server.requests).toHaveLength(count);
		expect(JSON.stringify(events)).not.toContain(key);
		if (end !== "finish") return expect(errorOf(events)?.code).toBe(end);
		expect(textOf(events)).toBe(text);
		if (name.startsWith("429")) expect(performance.now() - start).toBeGreaterThanOrEqual(299);
	});

	it("names the address when nobody listens, and gives up within a second", async () => {
		const server = await modelServer(() => {});
		await server[Symbol.asyncDispose]();
		const start = performance.now();
		const events = await collect(retrying(await make(id, server.url)).stream(ask("hi"), none));
		expect(errorOf(events)).toMatchObject({ code: "provider.network", exitCode: 6, data: { cause: "ECONNREFUSED" } });
		expect(errorOf(events)?.hint).toContain(server.url);
		expect(performance.now() - start).toBeLessThan(3000);
	});

	it.each([false, true])("closes the connection at once when aborted; answer begun: %s", async (isStarted) => {
		const tookMs: number[] = [];
		for (let attempt = 0; attempt < 3; attempt++) {
			const closed = Promise.withResolvers<number>();
			const controller = new AbortController();
			const state = { abortedMs: 0 };
			const abort = () => {
				state.abortedMs ||= performance.now();
				controller.abort();
			};
			await using server = await modelServer((response) => {
				response.on("close", () => closed.resolve(performance.now()));
				if (!isStarted) return abort();
				response.writeHead(200, { "content-type": "text/event-stream" });
				response.write(fifty(id));
			});
			const events: ModelEvent[] = [];
			for await (const event of (await make(id, server.url)).stream(ask("hi"), controller.signal)) {
				events.push(event);
				if (textOf(events) === fiftyText) abort();
			}
			expect(errorOf(events)?.code).toBe("provider.cancelled");
			tookMs.push((await closed.promise) - state.abortedMs);
		}
		// The best of three, since the machine may be busy with something else.
		expect(Math.min(...tookMs)).toBeLessThan(50);
	});

	it("sends nothing when aborted before", async () => {
		await using server = await modelServer((response) => sendEvents(response, ""));
		const events = await collect((await make(id, server.url)).stream(ask("hi"), AbortSignal.abort()));
		expect([errorOf(events)?.code, server.requests.length]).toEqual(["provider.cancelled", 0]);
	});

	it("closes the connection when the reader turns away", async () => {
		const closed = Promise.withResolvers<void>();
		await using server = await modelServer((response) => {
			response.on("close", () => closed.resolve());
			response.writeHead(200, { "content-type": "text/event-stream" });
			response.write(fifty(id));
		});
		for await (const event of (await make(id, server.url)).stream(ask("hi"), none))
			if (event.type === "text.delta") break;
		await closed.promise;
	});

	it("never follows a redirect with the key in hand", async () => {
		await using other = await modelServer((response) => sendEvents(response, fixture(file)));
		for (const status of [301, 302, 307, 308]) {
			await using server = await modelServer((response) => {
				response.writeHead(status, { location: `${other.url}/v1/elsewhere` });
				response.end();
			});
			const events = await collect(retrying(await make(id, server.url)).stream(ask("hi"), none));
			expect(errorOf(events)?.message).toContain(other.url);
			expect(server.requests).toHaveLength(1);
		}
		expect(other.requests).toHaveLength(0);
	});

	it("gives up on silence, before the headers and in the answer", async () => {
		for (const isStarted of [false, true]) {
			await using server = await modelServer((response) => {
				if (!isStarted) return;
				response.writeHead(200, { "content-type": "text/event-stream" });
				response.write(token(id, 0));
			});
			const provider = await make(id, server.url, { headerTimeoutMs: isStarted ? 5000 : 40, idleTimeoutMs: 40 });
			expect(errorOf(await collect(provider.stream(ask("hi"), none)))).toMatchObject({
				code: "provider.timeout",
				retryable: true,
			});
		}
	});

	it("lets any byte count as life", async () => {
		await using server = await modelServer(async (response) => {
			response.writeHead(200, { "content-type": "text/event-stream" });
			for (let count = 0; count < 8; count++) {
				response.write(": keep-alive\n\n");
				await systemClock.sleep(30);
			}
			response.end(fixture(file));
		});
		const provider = await make(id, server.url, { idleTimeoutMs: 150 });
		expect(textOf(await collect(provider.stream(ask("hi"), none)))).toBe(text);
	});

	it("does not take a slow reader for a silent server", async () => {
		await using server = await modelServer((response) => sendEvents(response, fixture(file)));
		const provider = await make(id, server.url, { idleTimeoutMs: 30 });
		const events: ModelEvent[] = [];
		for await (const event of provider.stream(ask("hi"), none)) {
			if (events.length === 0) await systemClock.sleep(80);
			events.push(event);
		}
		expect(textOf(events)).toBe(text);
	});

	it("does not wait for a server that has said all and never closes", async () => {
		await using server = await modelServer((response) => {
			response.writeHead(200, { "content-type": "text/event-stream" });
			response.write(fixture(file));
		});
		const start = performance.now();
		expect(kinds(await collect((await make(id, server.url)).stream(ask("hi"), none))).at(-1)).toBe("finish");
		expect(performance.now() - start).toBeLessThan(1000);
	});

	it("takes a web page for what it is", async () => {
		await using server = await modelServer((response) => {
			response.writeHead(200, { "content-type": "text/html" });
			response.end(fixture("chat/page.html"));
		});
		const error = errorOf(await collect((await make(id, server.url)).stream(ask("hi"), none)));
		expect(error).toMatchObject({ code: "provider.malformed", message: expect.stringContaining("hotel WLAN") });
	});

	it("asks again on the same connection, and survives its loss", async () => {
		const sockets = new Set<unknown>();
		await using server = await modelServer((response, _request, number) => {
			sockets.add(response.socket);
			// The third request meets a connection that the server is just giving up.
			if (number === 2) response.socket?.resetAndDestroy();
			else sendEvents(response, fixture(file));
		});
		const provider = await make(id, server.url);
		for (let turn = 0; turn < 3; turn++) {
			expect(textOf(await collect(provider.stream(ask("hi"), none)))).toBe(text);
			await systemClock.sleep(20);
		}
		expect([sockets.size, server.requests.length]).toEqual([2, 4]);
	});

	it("says how much of the limits is left", async () => {
		await using server = await modelServer((response) => {
			response.writeHead(200, {
				"content-type": "text/event-stream",
				"x-ratelimit-limit-requests": "100",
				"x-ratelimit-remaining-requests": "99",
				"x-ratelimit-reset-requests": "6m0s",
				"anthropic-ratelimit-input-tokens-limit": "5000",
				"anthropic-ratelimit-input-tokens-remaining": "4000",
			});
			response.end(fixture(file));
		});
		const events = await collect((await make(id, server.url)).stream(ask("hi"), none));
		expect(events.find((event) => event.type === "limits")).toEqual({
			type: "limits",
			limits: [
				{ kind: "requests", limit: 100, remaining: 99, resetMs: 360_000 },
				{ kind: "input-tokens", limit: 5000, remaining: 4000 },
			],
		});
	});
});

describe("OPENAI_BASE_URL of a server that knows Chat Completions alone", () => {
	it("is spoken to in that dialect, and remembered", async () => {
		await using server = await modelServer((response, request) =>
			request.path === "/v1/chat/completions"
				? sendEvents(response, fixture("chat/plain.sse"))
				: sendJson(response, 404, { detail: "Not Found" }),
		);
		const provider = await make("openai", `${server.url}/v1`);
		for (let turn = 0; turn < 2; turn++)
			expect(textOf(await collect(provider.stream(ask("hi"), none)))).toBe("Hello wörld 🙂");
		expect(server.requests.map((request) => request.path)).toEqual([
			"/v1/responses",
			"/v1/chat/completions",
			"/v1/chat/completions",
		]);
	});
	it("is not guessed when it is the model that is unknown", async () => {
		await using server = await modelServer((response) =>
			sendJson(response, 404, { error: { message: "The model `x` does not exist" } }),
		);
		const events = await collect((await make("openai", `${server.url}/v1`)).stream(ask("hi"), none));
		expect([errorOf(events)?.code, server.requests.length]).toEqual(["provider.not-found", 1]);
	});
});

describe("OpenAI's summaries of reasoning", () => {
	it("are asked for, and done without where they are refused", async () => {
		const message = "Your organization must be verified to generate reasoning summaries.";
		await using server = await modelServer((response, request) =>
			request.body.includes('"summary"')
				? sendJson(response, 400, { error: { message, param: "reasoning.summary" } })
				: sendEvents(response, fixture("responses/plain.sse")),
		);
		const provider = await make("openai", server.url);
		for (let turn = 0; turn < 2; turn++) {
			const events = await collect(provider.stream(ask("hi", { model: "gpt-5.5" }), none));
			expect(kinds(events)).not.toContain("error");
			expect(textOf(events)).toBe("Hello wörld 🙂");
		}
		expect(server.requests.map((request) => request.body.includes('"summary"'))).toEqual([true, false, false]);
	});
});

describe("the body of the next turn", () => {
	const grown = (request: ModelRequest): ModelRequest => ({
		...request,
		messages: [
			...request.messages,
			{
				role: "assistant",
				parts: [
					{ type: "text", text: "Let me look." },
					{ type: "tool-call", callId: "call_1", name: "now", input: {} },
				],
			},
			{ role: "tool", parts: [{ type: "tool-result", callId: "call_1", name: "now", content: "noon" }] },
		],
	});
	it.each(builtinProviders.map((definition) => definition.id))("%s: begins with the bytes of this one", async (id) => {
		await using server = await modelServer((response) => sendJson(response, 400, {}));
		const provider = await make(id, server.url);
		const first = ask("hi", {
			tools: [{ name: "now", description: "The time.", inputSchema: { type: "object", properties: {} } }],
		});
		for (const request of [first, grown(first), grown(grown(first))]) await collect(provider.stream(request, none));
		const bodies = server.requests.map((request) => request.body);
		expect(bodies).toHaveLength(3);
		for (const [index, body] of bodies.slice(0, -1).entries()) {
			// The brackets that close the list of messages and the body are all that may differ.
			expect(body.endsWith("]}")).toBe(true);
			expect(bodies[index + 1]?.startsWith(`${body.slice(0, -2)},`)).toBe(true);
		}
	});
});

describe("a proxy", () => {
	it("is not used for this machine", async () => {
		await using proxy = await modelServer((response) => sendJson(response, 500, {}));
		await using server = await modelServer((response) => sendEvents(response, fixture("chat/plain.sse")));
		const provider = await make("custom", server.url, { proxyEnv: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } });
		expect(textOf(await collect(provider.stream(ask("hi"), none)))).toBe("Hello wörld 🙂");
		expect(proxy.requests).toHaveLength(0);
	});
	it("carries plain http as it is", async () => {
		await using proxy = await modelServer((response) => sendEvents(response, fixture("chat/plain.sse")));
		const provider = await make("custom", "http://model.invalid/v1", { proxyEnv: { HTTP_PROXY: proxy.url } });
		expect(textOf(await collect(provider.stream(ask("hi"), none)))).toBe("Hello wörld 🙂");
		expect(proxy.requests[0]?.path).toBe("http://model.invalid/v1/chat/completions");
	});
	it("is asked to connect, without the key, to any other", async () => {
		const seen = Promise.withResolvers<http.IncomingMessage>();
		const proxy = http.createServer();
		proxy.on("connect", (request: http.IncomingMessage, socket: net.Socket) => {
			seen.resolve(request);
			socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
		});
		await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
		const url = `http://127.0.0.1:${(proxy.address() as net.AddressInfo).port}`;
		const provider = await make("custom", "https://model.invalid/v1", { proxyEnv: { HTTPS_PROXY: url } });
		const events = await collect(provider.stream(ask("hi"), none));
		const request = await seen.promise;
		expect(request.url).toBe("model.invalid:443");
		expect(JSON.stringify(request.headers)).not.toContain(key);
		expect(errorOf(events)?.code).toBe("provider.network");
		proxy.close();
	});
});

describe("without a key", () => {
	it.each(
		builtinProviders.filter(
			(definition) => definition.apiKeyVariables.length > 0 && definition.defaultBaseUrl !== undefined,
		),
	)("$id: nothing is sent to the usual address", async (definition) => {
		const provider = await definition.create({}, testContext());
		expect(errorOf(await collect(provider.stream(ask("hi"), none)))).toMatchObject({
			code: "provider.authentication",
			exitCode: 3,
			hint: `Set ${definition.apiKeyVariables.join(" or ")}`,
		});
		await expect(provider.listModels?.(none)).rejects.toMatchObject({ code: "provider.authentication" });
	});
	it.each(["sk-a\nb-123456", "sk–typographic-1234"])("nor with one that cannot be a header: %j", async (apiKey) => {
		await using server = await modelServer((response) => sendEvents(response, fixture("chat/plain.sse")));
		const events = await collect((await make("groq", server.url, { apiKey })).stream(ask("hi"), none));
		expect(errorOf(events)).toMatchObject({ code: "provider.authentication", hint: "Set GROQ_API_KEY" });
		expect([JSON.stringify(events).includes(apiKey), server.requests.length]).toEqual([false, 0]);
	});
	it("another address is tried", async () => {
		await using server = await modelServer((response) => sendEvents(response, fixture("chat/plain.sse")));
		const provider = await builtinProviders
			.find((item) => item.id === "groq")!
			.create({ baseUrl: server.url }, testContext());
		expect(textOf(await collect(provider.stream(ask("hi"), none)))).toBe("Hello wörld 🙂");
		expect(server.requests[0]?.headers.authorization).toBeUndefined();
	});
	it("an address is asked for where there is none", () => {
		const custom = builtinProviders.find((item) => item.id === "custom")!;
		expect(() => custom.create({}, testContext())).toThrow(
			expect.objectContaining({ exitCode: 2, hint: "Set NEXUS_BASE_URL" }),
		);
		const bad = custom.create({ baseUrl: "ftp://x" }, testContext()) as Provider;
		return expect(collect(bad.stream(ask("hi"), none))).resolves.toMatchObject([
			{ type: "error", error: { code: "provider.invalid-request" } },
		]);
	});
});

it.each(["openai", "anthropic", "custom"])(
	"%s: a conversation that cannot be sent is an error event, not an exception",
	async (id) => {
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		const tools = [{ name: "t", description: "", inputSchema: circular }];
		const events = await collect((await make(id, "http://127.0.0.1:9")).stream(ask("hi", { tools }), none));
		expect(kinds(events)).toEqual(["error"]);
		expect(errorOf(events)?.retryable).toBeUndefined();
	},
);

it("takes any reason of an abort for a cancel", async () => {
	const controller = new AbortController();
	await using server = await modelServer(() => controller.abort("a string"));
	const events = await collect((await make("custom", server.url)).stream(ask("hi"), controller.signal));
	expect(errorOf(events)?.code).toBe("provider.cancelled");
});

describe("variables that the SDKs read by themselves", () => {
	afterEach(() => vi.unstubAllEnvs());
	it.each(["openai", "anthropic", "groq"])("change nothing for %s", async (id) => {
		await using elsewhere = await modelServer((response) => sendJson(response, 200, {}));
		await using server = await modelServer((response) => sendJson(response, 400, {}));
		for (const name of ["OPENAI", "ANTHROPIC"]) {
			vi.stubEnv(`${name}_BASE_URL`, elsewhere.url);
			vi.stubEnv(`${name}_API_KEY`, "sk-other-key-0000000000");
			vi.stubEnv(`${name}_CUSTOM_HEADERS`, "authorization: Bearer evil\nx-api-key: evil\nx-evil: 1");
			vi.stubEnv(`${name}_LOG`, "debug");
		}
		vi.stubEnv("OPENAI_ORG_ID", "org-evil");
		vi.stubEnv("ANTHROPIC_AUTH_TOKEN", "evil");
		vi.stubEnv("ANTHROPIC_PROFILE", "evil");
		const printed = ["log", "info", "warn", "error", "debug"].map((name) => vi.spyOn(console, name as "log"));
		await collect((await make(id, server.url)).stream(ask("hi"), none));
		const headers = JSON.stringify(server.requests.map((request) => request.headers));
		expect(headers).toContain(key);
		expect(headers).not.toMatch(/evil|other-key/);
		expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
		expect(printed.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0, 0, 0]);
		vi.restoreAllMocks();
	});
});

describe("listModels", () => {
	it.each<[string, string, unknown, unknown[]]>([
		["openai", "/models", { object: "list", data: [{ id: "gpt-5.5" }] }, [{ id: "openai/gpt-5.5" }]],
		[
			"anthropic",
			"/v1/models?limit=1000",
			{ data: [{ id: "claude-sonnet-5-5", max_input_tokens: 200_000 }] },
			[{ id: "anthropic/claude-sonnet-5-5", contextWindow: 200_000 }],
		],
		["ollama", "/api/tags", { models: [{ name: "qwen3:8b" }] }, [{ id: "ollama/qwen3:8b" }]],
		["gemini", "/models", { data: [{ id: "models/gemini-3.8-flash" }] }, [{ id: "gemini/gemini-3.8-flash" }]],
		["vllm", "/v1/models", { data: [{ id: "m", max_model_len: 4096 }] }, [{ id: "vllm/m", contextWindow: 4096 }]],
		[
			"openrouter",
			"/models",
			{
				data: [
					{
						id: "a/b",
						context_length: 1000,
						supported_parameters: ["tools"],
						architecture: { input_modalities: ["text", "image"] },
						top_provider: { max_completion_tokens: 100 },
					},
				],
			},
			[
				{
					id: "openrouter/a/b",
					contextWindow: 1000,
					maxOutputTokens: 100,
					capabilities: { tools: true, reasoning: false, images: true },
				},
			],
		],
	])("%s", async (id, path, body, expected) => {
		await using server = await modelServer((response, request) =>
			request.path === path ? sendJson(response, 200, body) : sendJson(response, 404, { path: request.path }),
		);
		expect(await (await make(id, server.url)).listModels?.(none)).toEqual(expected);
	});

	it("throws errors of the model layer", async () => {
		await using server = await modelServer((response, _request, number) =>
			number === 0 ? sendJson(response, 401, {}) : sendJson(response, 200, { hello: 1 }),
		);
		const provider = await make("custom", server.url);
		await expect(provider.listModels?.(none)).rejects.toMatchObject({ code: "provider.authentication" });
		await expect(provider.listModels?.(none)).rejects.toMatchObject({ code: "provider.malformed" });
		await expect(provider.listModels?.(AbortSignal.abort())).rejects.toMatchObject({ code: "provider.cancelled" });
	});
});
