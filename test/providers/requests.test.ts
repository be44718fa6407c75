// What is sent, in each dialect, for the same conversation.
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { AssistantPart, ImagePart, Message, Residue, ToolResultPart } from "../../src/contracts/message.js";
import type { ModelRequest } from "../../src/contracts/model.js";
import { anthropicBody } from "../../src/providers/anthropic-wire.js";
import type { ChatQuirks } from "../../src/providers/chat-quirks.js";
import { chatBody } from "../../src/providers/chat-wire.js";
import { schemaName, strictSchema } from "../../src/providers/output-schema.js";
import { chatPresets } from "../../src/providers/presets.js";
import { responsesBody } from "../../src/providers/responses-wire.js";
import { ask } from "../helpers/model-server.js";

const image: ImagePart = { type: "image", mediaType: "image/png", data: "iVBORw0KGgo=" };
const user = (text: string, ...images: ImagePart[]): Message => ({
	role: "user",
	parts: [{ type: "text", text }, ...images],
});
const assistant = (...parts: AssistantPart[]): Message => ({ role: "assistant", parts });
const text = (value: string): AssistantPart => ({ type: "text", text: value });
const call = (callId: string, input: Record<string, string> = { city: "Rome" }, residue?: Residue): AssistantPart => ({
	type: "tool-call",
	callId,
	name: "get_weather",
	input,
	...(residue === undefined ? {} : { residue }),
});
const result = (callId: string, more: Partial<ToolResultPart> = {}): Message => ({
	role: "tool",
	parts: [{ type: "tool-result", callId, name: "get_weather", content: "sunny", ...more }],
});
const residue = (data: Residue["data"], provider = "test", model = "test-model"): Residue => ({
	provider,
	model,
	data,
});
const request = (messages: readonly Message[], more: Partial<ModelRequest> = {}) => ask("", { messages, ...more });
const quirks = (id: string): ChatQuirks => chatPresets.find((preset) => preset.id === id)!.quirks;
const chat = (messages: readonly Message[], more: Partial<ModelRequest> = {}, with_: ChatQuirks = {}) =>
	chatBody(request(messages, more), { providerId: "test", quirks: with_ });
const chatMessages = (...args: Parameters<typeof chat>) => (chat(...args).messages as unknown[]).slice(1);
const anthropic = (messages: readonly Message[], more: Partial<ModelRequest> = {}) =>
	anthropicBody(request(messages, more), "test");
const responses = (messages: readonly Message[], more: Partial<ModelRequest> = {}) =>
	responsesBody(request(messages, more), "test");
const tool = {
	name: "get_weather",
	description: "Weather.",
	inputSchema: { type: "object", properties: { city: { type: "string" } } },
};

describe("Chat Completions", () => {
	it("puts everything that stays the same before the messages", () => {
		const body = chat([user("hi")], { tools: [tool], temperature: 0, maxOutputTokens: 9, reasoningEffort: "low" });
		expect(Object.keys(body)).toEqual([
			"model",
			"stream",
			"stream_options",
			"max_tokens",
			"temperature",
			"reasoning_effort",
			"tools",
			"messages",
		]);
		expect(body.messages).toEqual([
			{ role: "system", content: "You are a test." },
			{ role: "user", content: "hi" },
		]);
	});
	it("sends text alone as a string, and images beside it as parts", () => {
		expect(chatMessages([user("look", image)])).toEqual([
			{
				role: "user",
				content: [
					{ type: "text", text: "look" },
					{ type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
				],
			},
		]);
	});
	it("puts results right after their calls, and their images after all of them", () => {
		const messages = [
			user("w"),
			assistant(text("Looking."), call("a"), call("b")),
			{ role: "tool", parts: [...result("b").parts, ...result("a", { images: [image] }).parts] } as Message,
		];
		expect(chatMessages(messages)).toEqual([
			{ role: "user", content: "w" },
			{
				role: "assistant",
				content: "Looking.",
				tool_calls: ["a", "b"].map((id) => ({
					id,
					type: "function",
					function: { name: "get_weather", arguments: '{"city":"Rome"}' },
				})),
			},
			{ role: "tool", tool_call_id: "a", content: "sunny" },
			{ role: "tool", tool_call_id: "b", content: "sunny" },
			{
				role: "user",
				content: [
					{ type: "text", text: "Images of the result of get_weather:" },
					{ type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
				],
			},
		]);
	});
	it("says of an error that it is one", () => {
		expect(
			chatMessages([assistant(call("a")), result("a", { isError: true, content: "no such city" })]).at(-1),
		).toMatchObject({ content: "Error: no such city" });
	});
	it("sends broken arguments as what they are, inside an object", () => {
		const broken: AssistantPart = { type: "tool-call", callId: "a", name: "f", input: '{"x', inputError: "not JSON" };
		expect(chatMessages([assistant(broken), result("a")])[0]).toMatchObject({
			tool_calls: [{ function: { arguments: '{"unparsed_arguments":"{\\"x"}' } }],
		});
	});
	it("makes ids of nine letters and digits for Mistral, the same each time", () => {
		const messages = [assistant(call("toolu_01AbCdEf")), result("toolu_01AbCdEf")];
		const [one, two] = chatMessages(messages, {}, quirks("mistral")) as {
			tool_calls: { id: string }[];
			tool_call_id: string;
		}[];
		expect(one?.tool_calls[0]?.id).toMatch(/^[A-Za-z0-9]{9}$/);
		expect(two?.tool_call_id).toBe(one?.tool_calls[0]?.id);
		expect(chatMessages(messages, {}, quirks("mistral"))[0]).toEqual(one);
		expect(chat(messages, {}, quirks("mistral"))).not.toHaveProperty("stream_options");
	});

	const thought: AssistantPart = {
		type: "reasoning",
		text: "Hm.",
		residue: residue([{ type: "reasoning.text", text: "Hm." }]),
	};
	const foreign: AssistantPart = { type: "reasoning", text: "Hm.", residue: residue([{ type: "x" }], "other") };
	const elder: AssistantPart = {
		type: "reasoning",
		text: "Hm.",
		residue: residue([{ type: "x" }], "test", "other-model"),
	};
	it("sends OpenRouter its reasoning details unchanged, and nobody else's", () => {
		const last = (...parts: AssistantPart[]) =>
			chatMessages([assistant(...parts, call("a")), result("a")], {}, quirks("openrouter"))[0];
		expect(last(thought)).toMatchObject({ reasoning_details: [{ type: "reasoning.text", text: "Hm." }] });
		for (const part of [foreign, elder]) expect(last(part)).not.toHaveProperty("reasoning_details");
	});
	it.each<[string, AssistantPart[], boolean, unknown]>([
		["its own", [thought], true, "Hm."],
		["none: an empty string", [], true, ""],
		["another's: an empty string", [foreign], true, ""],
		["without tools it is left out", [thought], false, undefined],
	])("sends DeepSeek reasoning_content with tools: %s", (_name, parts, withTools, expected) => {
		const [message] = chatMessages(
			[assistant(...parts, text("Hi"))],
			{ tools: withTools ? [tool] : [] },
			quirks("deepseek"),
		) as Record<string, unknown>[];
		expect(message?.reasoning_content).toBe(expected);
	});
	it("sends no reasoning to others", () => {
		expect(JSON.stringify(chat([assistant(thought, text("Hi"))]))).not.toContain("Hm.");
	});
	it("sends Gemini its signature verbatim, and a placeholder for foreign history on the first of a group", () => {
		const signatures = (...parts: AssistantPart[]) =>
			(
				chatMessages([assistant(...parts), result("a"), result("b")], {}, quirks("gemini"))[0] as {
					tool_calls: { extra_content?: { google: { thought_signature: string } } }[];
				}
			).tool_calls.map((item) => item.extra_content?.google.thought_signature);
		expect(signatures(call("a", {}, residue("c2ln")), call("b"))).toEqual(["c2ln", undefined]);
		expect(signatures(call("a", {}, residue("c2ln", "other")), call("b"))).toEqual([
			"skip_thought_signature_validator",
			undefined,
		]);
	});
	it.each<[string, string, string]>([
		["custom", "any", "json_schema"],
		["groq", "llama-3.3-70b-versatile", "json_object"],
		["groq", "openai/gpt-oss-120b", "json_schema"],
		["deepseek", "deepseek-chat", "json_object"],
	])("%s/%s: structured output by %s", (id, model, type) => {
		const outputSchema = { type: "object", properties: { answer: { type: "number" } }, required: ["answer"] };
		const body = chat([user("hi")], { model, outputSchema }, quirks(id));
		expect(body.response_format).toMatchObject({ type });
		// Where only "some JSON" can be asked for, the prompt says which.
		expect(JSON.stringify(body.messages).includes("JSON Schema")).toBe(type === "json_object");
	});
	it("repairs halves of characters", () => {
		expect(chatMessages([user("a\ud83d")])).toEqual([{ role: "user", content: "a\ufffd" }]);
	});
});

describe("Anthropic Messages", () => {
	it("puts everything that stays the same before the messages, with two cache breakpoints", () => {
		const body = anthropic([user("hi")], { model: "claude-sonnet-5-5", tools: [tool], reasoningEffort: "minimal" });
		expect(Object.keys(body)).toEqual([
			"model",
			"max_tokens",
			"stream",
			"thinking",
			"output_config",
			"cache_control",
			"tools",
			"system",
			"messages",
		]);
		expect(JSON.stringify(body).match(/cache_control/g)).toHaveLength(2);
		expect(body).toMatchObject({ thinking: { type: "adaptive" }, output_config: { effort: "low" } });
	});
	it("puts all results first in the next message, with what the person said after them", () => {
		const body = anthropic([
			user("w"),
			assistant(call("a"), call("b")),
			{
				role: "tool",
				parts: [...result("a", { isError: true }).parts, ...result("b", { images: [image] }).parts],
			} as Message,
			user("go on"),
		]);
		expect(body.messages).toEqual([
			{ role: "user", content: [{ type: "text", text: "w" }] },
			{
				role: "assistant",
				content: ["a", "b"].map((id) => ({ type: "tool_use", id, name: "get_weather", input: { city: "Rome" } })),
			},
			{
				role: "user",
				content: [
					{ type: "tool_result", tool_use_id: "a", content: "sunny", is_error: true },
					{
						type: "tool_result",
						tool_use_id: "b",
						content: [
							{ type: "text", text: "sunny" },
							{ type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
						],
					},
					{ type: "text", text: "go on" },
				],
			},
		]);
	});
	const block = { type: "thinking", thinking: "Hm.", signature: "c2ln" };
	it("sends thinking back exactly as it came, to the same model alone", () => {
		const own: AssistantPart = { type: "reasoning", text: "Hm.", residue: residue(block) };
		const contents = (part: AssistantPart) =>
			(anthropic([user("x"), assistant(part, text("Hi"))]).messages as { content: unknown[] }[])[1]?.content;
		expect(contents(own)).toEqual([block, { type: "text", text: "Hi" }]);
		for (const other of [residue(block, "other"), residue(block, "test", "other-model")]) {
			expect(contents({ ...own, residue: other })).toEqual([{ type: "text", text: "Hi" }]);
		}
		expect(contents({ type: "reasoning", text: "Hm." })).toEqual([{ type: "text", text: "Hi" }]);
	});
	it("begins with the person, and drops what is empty", () => {
		const body = anthropic([assistant(text("Hi")), user(" "), assistant(text("there"))]);
		expect((body.messages as { role: string }[]).map((message) => message.role)).toEqual(["user", "assistant"]);
	});
	it("makes ids that the service takes", () => {
		const messages = anthropic([user("x"), assistant(call("functions.weather:0")), result("functions.weather:0")])
			.messages as { content: Record<string, string>[] }[];
		expect(messages[1]?.content[0]?.id).toMatch(/^[a-zA-Z0-9_-]+$/);
		expect(messages[2]?.content[0]?.tool_use_id).toBe(messages[1]?.content[0]?.id);
	});
	it.each<[string, unknown, number]>([
		["claude-3-haiku-20240307", undefined, 4096],
		["claude-3-5-sonnet-latest", undefined, 8192],
		["claude-3-7-sonnet-latest", { type: "enabled", budget_tokens: 16_384 }, 32_000],
		["claude-sonnet-4-20250514", { type: "enabled", budget_tokens: 16_384 }, 32_000],
		["claude-opus-4-1", { type: "enabled", budget_tokens: 16_384 }, 32_000],
		["claude-haiku-4-5-20251001", { type: "enabled", budget_tokens: 16_384 }, 32_000],
		["claude-sonnet-4-6", { type: "adaptive", display: "summarized" }, 32_000],
		["claude-opus-5-5", { type: "adaptive", display: "summarized" }, 32_000],
	])("%s thinks in its own way", (model, thinking, maxTokens) => {
		const body = anthropic([user("hi")], { model, reasoningEffort: "high", temperature: 0.5 });
		expect([body.thinking, body.max_tokens]).toEqual([thinking, maxTokens]);
		expect("temperature" in body).toBe(thinking === undefined);
	});
	it("does not think on a budget in a tool round that another model began", () => {
		const body = anthropic([user("hi"), assistant(call("a")), result("a")], {
			model: "claude-sonnet-4-5",
			reasoningEffort: "high",
		});
		expect(body).not.toHaveProperty("thinking");
	});
	it("asks for structured output", () => {
		const outputSchema = { type: "object", properties: { answer: { type: "number", minimum: 3 } } };
		expect(anthropic([user("hi")], { outputSchema }).output_config).toEqual({
			format: {
				type: "json_schema",
				schema: {
					type: "object",
					properties: { answer: { type: "number" } },
					required: ["answer"],
					additionalProperties: false,
				},
			},
		});
	});
});

describe("Responses", () => {
	it("stores nothing, and asks thinking models for encrypted reasoning", () => {
		const body = responses([user("hi")], {
			model: "gpt-5.5",
			tools: [tool],
			cacheKey: "k",
			temperature: 0.2,
			reasoningEffort: "low",
		});
		expect(Object.keys(body)).toEqual([
			"model",
			"stream",
			"store",
			"include",
			"reasoning",
			"prompt_cache_key",
			"tools",
			"instructions",
			"input",
		]);
		expect(body).toMatchObject({ store: false, include: ["reasoning.encrypted_content"], prompt_cache_key: "k" });
		expect(responses([user("hi")], { model: "gpt-4o", temperature: 0.2 })).toMatchObject({ temperature: 0.2 });
		expect(responses([user("hi")], { model: "gpt-4o" })).not.toHaveProperty("include");
	});
	const item = { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "ZW5j" };
	const own: AssistantPart = { type: "reasoning", text: "", residue: residue(item) };
	it("sends reasoning in front of what followed from it", () => {
		expect(responses([user("w", image), assistant(own, text("Looking."), call("a")), result("a")]).input).toEqual([
			{
				role: "user",
				content: [
					{ type: "input_text", text: "w" },
					{ type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=" },
				],
			},
			item,
			{ role: "assistant", content: "Looking." },
			{ type: "function_call", call_id: "a", name: "get_weather", arguments: '{"city":"Rome"}' },
			{ type: "function_call_output", call_id: "a", output: "sunny" },
		]);
	});
	it("drops reasoning that nothing followed, or that is another's", () => {
		const foreign: AssistantPart = { ...own, residue: residue(item, "other") };
		expect(responses([user("w"), assistant(text("Hi"), own)]).input).toHaveLength(2);
		expect(responses([user("w"), assistant(own)]).input).toHaveLength(1);
		expect(responses([user("w"), assistant(foreign, text("Hi"))]).input).toHaveLength(2);
	});
	it("gives images of results as parts", () => {
		const input = responses([user("w"), assistant(call("a")), result("a", { images: [image], isError: true })])
			.input as { output?: unknown }[];
		expect(input.at(-1)?.output).toEqual([
			{ type: "input_text", text: "Error: sunny" },
			{ type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=" },
		]);
	});
	it("asks for structured output, strictly where it can", () => {
		const format = (outputSchema: Record<string, unknown>) =>
			(responses([user("hi")], { outputSchema }).text as { format: Record<string, unknown> }).format;
		expect(format({ type: "object", properties: { a: { type: "string" } } })).toMatchObject({
			name: "answer",
			strict: true,
		});
		expect(format({ type: "object", additionalProperties: { type: "string" } })).toMatchObject({ strict: false });
	});
});

describe("schemas of tools", () => {
	const inputSchema = {
		$schema: "https://json-schema.org/draft/2020-12/schema",
		type: "object",
		properties: {
			city: { type: "string", minLength: 1, default: "Rome" },
			kind: { oneOf: [{ const: "a" }, { type: "array", items: { type: "integer", exclusiveMinimum: 0, minimum: 1 } }] },
		},
		required: ["city"],
		additionalProperties: false,
	};
	const tools = [{ ...tool, inputSchema }];
	it("go out whole, but for the dialect's name", () => {
		const { $schema: _, ...plain } = inputSchema;
		expect(chat([user("hi")], { tools }).tools).toMatchObject([{ function: { parameters: plain } }]);
		for (const body of [
			chat([user("hi")], { tools }),
			anthropic([user("hi")], { tools }),
			responses([user("hi")], { tools }),
		]) {
			expect(JSON.stringify(body)).not.toContain("$schema");
			expect(JSON.stringify(body)).toContain('"minLength":1');
		}
	});
	it("are cut down to what Gemini knows", () => {
		const [first] = chat([user("hi")], { tools }, quirks("gemini")).tools as { function: { parameters: unknown } }[];
		expect(first?.function.parameters).toEqual({
			type: "object",
			properties: {
				city: { type: "string" },
				kind: { anyOf: [{ enum: ["a"] }, { type: "array", items: { type: "integer", minimum: 1 } }] },
			},
			required: ["city"],
		});
	});
});

describe("effort", () => {
	it.each<[string, unknown]>([
		["groq", "low"],
		["gemini", "minimal"],
		["mistral", undefined],
		["openrouter", undefined],
	])("minimal at %s is %s", (id, expected) => {
		const body = chat([user("hi")], { reasoningEffort: "minimal" }, quirks(id));
		expect(body.reasoning_effort).toBe(expected);
		expect(body.reasoning).toEqual(id === "openrouter" ? { effort: "low" } : undefined);
	});
});

describe("strictSchema", () => {
	it("closes objects, requires all, and drops limits on values, at every depth", () => {
		const schema = {
			$schema: "https://json-schema.org/draft/2020-12/schema",
			type: "object",
			properties: {
				name: { type: "string", minLength: 2, pattern: "^a" },
				tags: {
					type: "array",
					items: { type: "object", properties: { x: { oneOf: [{ type: "number" }, { type: "null" }] } } },
					maxItems: 3,
				},
			},
			required: ["name"],
		};
		const strict = strictSchema(schema);
		expect(strict).toEqual({
			type: "object",
			properties: {
				name: { type: "string" },
				tags: {
					type: "array",
					items: {
						type: "object",
						properties: { x: { anyOf: [{ type: "number" }, { type: "null" }] } },
						required: ["x"],
						additionalProperties: false,
					},
				},
			},
			required: ["name", "tags"],
			additionalProperties: false,
		});
		// Whoever keeps to the strict one, limits aside, keeps to the full one.
		const answer = { name: "ab", tags: [{ x: 1 }] };
		expect(new Ajv2020({ strict: false }).validate(schema, answer)).toBe(true);
	});
	it.each([
		[{ type: "array", items: { type: "string" } }],
		[{ type: "object", additionalProperties: { type: "string" } }],
		[{ type: "object" }],
		[{ type: "object", properties: { a: { allOf: [{ type: "string" }] } } }],
		[{ type: "object", properties: { a: { type: "array", prefixItems: [] } } }],
		[{ anyOf: [{ type: "object" }] }],
	])("cannot say %j", (schema) => expect(strictSchema(schema)).toBeUndefined());
	it("names it by its title", () => {
		expect([schemaName({ title: "My answer!" }), schemaName({})]).toEqual(["My_answer", "answer"]);
	});
});
