// Recorded answers with every quirk that is known, one file each (test/fixtures/wire).

import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partsOf } from "../helpers/model-server.js";
import { type Dialect, decode, errorContext, fixture, outcome, portions } from "../helpers/wire.js";

const hello = "Hello wörld 🙂";
const usual = [12, 5, 8, 0, 2];
const stop = { text: hello, usage: usual, finish: "stop" };
const thinking = { ...stop, reasoning: "Let me see." };
const rome = ["call_1", "get_weather", { city: "Rome" }];
const oslo = ["call_2", "get_weather", { city: "Oslo" }];
const both = { text: "", calls: [rome, oslo], usage: usual, finish: "tool-calls" };
const named = (...ids: string[]) => [
	[ids[0], "get_weather", { city: "Rome" }],
	[ids[1], "get_weather", { city: "Oslo" }],
];

const cases: Readonly<Record<string, ReturnType<typeof outcome> | Record<string, unknown>>> = {
	"chat/plain.sse": stop,
	"chat/obfuscation.sse": stop,
	"chat/openrouter-comments.sse": stop,
	"chat/deepseek-keep-alive.sse": stop,
	"chat/crlf.sse": stop,
	"chat/cr.sse": stop,
	"chat/bom.sse": stop,
	"chat/no-space.sse": stop,
	"chat/multi-line-data.sse": stop,
	"chat/no-done.sse": stop,
	"chat/no-last-blank-line.sse": stop,
	"chat/done-without-finish-reason.sse": { text: hello, usage: "estimated", finish: "stop" },
	"chat/cut.sse": { text: hello, usage: "estimated", error: "provider.network" },
	"chat/empty.sse": { text: "", error: "provider.network" },
	"chat/choices-missing.sse": stop,
	"chat/usage-null.sse": stop,
	"chat/usage-every-chunk.sse": { text: hello, usage: [20, 5, 0, 0, 0], finish: "stop" },
	"chat/usage-never.sse": { text: hello, usage: "estimated", finish: "stop" },
	"chat/usage-groq.sse": { text: hello, usage: [20, 5, 0, 0, 0], finish: "stop" },
	"chat/usage-deepseek.sse": { text: hello, usage: [5, 5, 15, 0, 0], finish: "stop" },
	"chat/usage-openrouter-cost.sse": { text: hello, usage: [20, 5, 0, 0, 0], finish: "stop" },
	"chat/content-array.sse": stop,
	"chat/mistral-thinking.sse": thinking,
	"chat/reasoning-content.sse": thinking,
	"chat/reasoning.sse": thinking,
	"chat/reasoning-both.sse": thinking,
	"chat/reasoning-details.sse": {
		text: "",
		reasoning: "Let me see.",
		calls: [rome],
		usage: usual,
		finish: "tool-calls",
	},
	"chat/refusal.sse": { text: "I cannot do that.", usage: usual, finish: "refusal" },
	"chat/content-filter.sse": { ...stop, finish: "content-filter" },
	"chat/length.sse": { ...stop, finish: "length" },
	"chat/tools.sse": both,
	"chat/tools-finish-stop.sse": both,
	"chat/tools-interleaved.sse": both,
	"chat/tools-no-index.sse": both,
	"chat/tools-no-index-no-id.sse": { ...both, calls: named("new-1", "new-2") },
	"chat/tools-whole-one-by-one.sse": { ...both, calls: named("new-1", "new-2") },
	"chat/tools-id-null.sse": { ...both, calls: named("new-1", "new-2") },
	"chat/tools-id-repeated.sse": both,
	"chat/tools-ids-duplicated.sse": { ...both, calls: named("get_weather", "new-1") },
	"chat/tools-sent-twice.sse": { ...both, calls: [rome] },
	"anthropic/tools-sent-twice.sse": {
		text: "",
		calls: [["toolu_1", "now", {}]],
		usage: [20, 5, 40, 30, 0],
		finish: "tool-calls",
	},
	"responses/tools-sent-twice.sse": { ...both, calls: [rome] },
	"chat/gemini-all-index-0.sse": { ...both, calls: named("function-call-1", "function-call-2") },
	"chat/tools-arguments-object.sse": both,
	"chat/tools-object-not-array.sse": both,
	"chat/tools-arguments-missing.sse": { ...both, calls: [["call_1", "now", {}]] },
	"chat/tools-arguments-broken.sse": { ...both, calls: [["call_1", "get_weather", '{"city":"Ro']], finish: "length" },
	"chat/tools-proto.sse": { ...both, calls: [rome] },
	"chat/text-then-tools.sse": { ...both, text: "Looking." },
	"chat/error-in-stream-openrouter.sse": { text: "Hello", usage: "estimated", error: "provider.server" },
	"chat/error-in-stream-string-code.sse": { text: "Hello", usage: "estimated", error: "provider.server" },
	"chat/error-event.sse": { text: "Hello", usage: "estimated", error: "provider.overloaded" },
	"chat/error-in-stream-gemini-array.sse": { text: "Hello", usage: "estimated", error: "provider.overloaded" },
	"chat/malformed-line.sse": { text: "Hello", usage: "estimated", error: "provider.malformed" },
	"chat/whole-answer.json": { text: hello, usage: [20, 5, 0, 0, 0], finish: "stop" },
	"chat/ok-with-error.json": { text: "", error: "provider.rate-limited" },
	"chat/ok-with-other-json.json": { text: "", error: "provider.malformed" },
	"chat/page.html": { text: "", error: "provider.malformed" },
	"anthropic/plain.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "stop" },
	"anthropic/tools.sse": {
		text: hello,
		calls: [
			["toolu_1", "get_weather", { city: "Rome" }],
			["toolu_2", "now", {}],
		],
		usage: [20, 5, 40, 30, 0],
		finish: "tool-calls",
	},
	"anthropic/thinking.sse": { text: hello, reasoning: "Let me see.", usage: [20, 5, 40, 30, 3], finish: "stop" },
	"anthropic/unknown-blocks.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "stop" },
	"anthropic/error-in-stream.sse": { text: "Hello", usage: [20, 1, 40, 30, 0], error: "provider.overloaded" },
	"anthropic/cut.sse": { text: hello, usage: [20, 1, 40, 30, 0], error: "provider.network" },
	"anthropic/no-message-stop.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "stop" },
	"anthropic/stop-max_tokens.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "length" },
	"anthropic/stop-refusal.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "refusal" },
	"anthropic/stop-pause_turn.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "pause" },
	"anthropic/stop-model_context_window_exceeded.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "length" },
	"anthropic/stop-stop_sequence.sse": { text: hello, usage: [20, 5, 40, 30, 0], finish: "stop" },
	"anthropic/whole-answer.json": {
		text: hello,
		calls: [["toolu_1", "get_weather", { city: "Rome" }]],
		usage: [20, 5, 0, 0, 0],
		finish: "tool-calls",
	},
	"anthropic/malformed-line.sse": { text: "", usage: [20, 1, 40, 30, 0], error: "provider.malformed" },
	"responses/plain.sse": stop,
	"responses/no-event-names.sse": stop,
	"responses/unknown-events.sse": stop,
	"responses/reasoning-and-tools.sse": { ...both, reasoning: "Let me see." },
	"responses/output-only-at-end.sse": { ...both, text: hello, calls: [rome] },
	"responses/items-without-deltas.sse": { ...both, text: hello, calls: [rome] },
	"responses/deltas-alone.sse": { ...stop, reasoning: "Let me see." },
	"responses/incomplete.sse": { ...stop, finish: "length" },
	"responses/content-filter.sse": { ...stop, finish: "content-filter" },
	"responses/refusal.sse": { text: "I cannot do that.", usage: usual, finish: "refusal" },
	"responses/failed.sse": { text: "Hello", usage: usual, error: "provider.server" },
	"responses/failed-rate-limit.sse": { text: "", error: "provider.rate-limited" },
	"responses/failed-overflow.sse": { text: "", error: "provider.context-overflow" },
	"responses/failed-quota.sse": { text: "", error: "provider.quota" },
	"responses/error-event.sse": { text: "", error: "provider.server" },
	"responses/error-event-nested.sse": { text: "", error: "provider.invalid-request" },
	"responses/cut.sse": { text: hello, usage: "estimated", error: "provider.network" },
};

const dialectOf = (name: string) => name.split("/")[0] as Dialect;

describe("recorded answers", () => {
	it.each(Object.entries(cases))("%s", async (name, expected) => {
		const bytes = fixture(name);
		expect(outcome(await decode(dialectOf(name), [bytes]))).toEqual(expected);
	});

	it("has a case for every file", () => {
		const files = ["chat", "anthropic", "responses"].flatMap((folder) =>
			readdirSync(new URL(`../fixtures/wire/${folder}`, import.meta.url)).map((file) => `${folder}/${file}`),
		);
		expect(files.length).toBeGreaterThan(80);
		expect(Object.keys(cases).toSorted()).toEqual(files.toSorted());
	});

	it("gives the same events for any portions of the bytes", async () => {
		const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...Object.keys(cases)), sizes, async (name, cut) => {
				const bytes = fixture(name);
				const whole = await decode(dialectOf(name), [bytes]);
				expect(await decode(dialectOf(name), portions(bytes, cut))).toEqual(whole);
			}),
			{ numRuns: 60 },
		);
	});

	it("survives any bytes: one end, no exception", async () => {
		const dialect = fc.constantFrom<Dialect>("chat", "anthropic", "responses");
		const line = fc.oneof(
			fc.json(),
			fc.string(),
			fc.constantFrom(
				'{"choices":[{"delta":{"tool_calls":[{}]}}]}',
				'{"type":"content_block_delta"}',
				'{"choices":[null]}',
				'{"type":"response.output_item.done","item":null}',
			),
		);
		await fc.assert(
			fc.asyncProperty(dialect, fc.array(line), async (name, lines) => {
				const bytes = new TextEncoder().encode(lines.map((text) => `data: ${text}\n\n`).join(""));
				const events = await decode(name, [bytes]);
				expect(events.filter((event) => event.type === "finish" || event.type === "error")).toHaveLength(1);
			}),
			{ numRuns: 300 },
		);
	});
});

const residue = (data: unknown) => ({ provider: errorContext.providerId, model: errorContext.model, data });

describe("what must go back unchanged", () => {
	it("keeps Anthropic's thinking with its signature, and what is redacted", async () => {
		const parts = partsOf(await decode("anthropic", [fixture("anthropic/thinking.sse")]));
		expect(parts).toEqual([
			{
				type: "reasoning",
				text: "Let me see.",
				residue: residue({ type: "thinking", thinking: "Let me see.", signature: "c2lnbmF0dXJl" }),
			},
			{ type: "reasoning", text: "", residue: residue({ type: "redacted_thinking", data: "cmVkYWN0ZWQ=" }) },
			{ type: "text", text: hello },
		]);
	});
	it("keeps the finished reasoning item of Responses, not the one that was added", async () => {
		const [first] = partsOf(await decode("responses", [fixture("responses/reasoning-and-tools.sse")]));
		expect(first).toEqual({
			type: "reasoning",
			text: "Let me see.",
			residue: residue({
				id: "rs_1",
				type: "reasoning",
				summary: [{ type: "summary_text", text: "Let me see." }],
				encrypted_content: "ZW5jcnlwdGVk",
			}),
		});
	});
	it("keeps OpenRouter's reasoning details, put together", async () => {
		const [first] = partsOf(await decode("chat", [fixture("chat/reasoning-details.sse")]));
		expect(first?.residue).toEqual(
			residue([
				{ type: "reasoning.text", text: "Let me see.", format: "anthropic-claude-v1", index: 0, signature: "c2ln" },
				{ type: "reasoning.encrypted", data: "ZW5j", id: "rs_1", format: "openai-responses-v1", index: 1 },
			]),
		);
	});
	it("keeps Gemini's thought signature with its call", async () => {
		const calls = partsOf(await decode("chat", [fixture("chat/gemini-all-index-0.sse")]));
		expect(calls.map((part) => part.residue)).toEqual([residue("c2lnbmF0dXJl"), undefined]);
	});
});

describe("tool arguments", () => {
	it("says what is wrong with broken ones", async () => {
		const [call] = partsOf(await decode("chat", [fixture("chat/tools-arguments-broken.sse")]));
		expect(call).toMatchObject({ input: '{"city":"Ro', inputError: expect.stringContaining("not valid JSON") });
	});
	it("pollutes no prototype", async () => {
		const [call] = partsOf(await decode("chat", [fixture("chat/tools-proto.sse")]));
		expect(Object.keys((call as { input: object }).input)).toEqual(["city"]);
		expect({}).not.toHaveProperty("polluted");
	});
	it("refuses nesting of 100,000 levels", async () => {
		const text = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
		const chunk = {
			choices: [
				{
					delta: { tool_calls: [{ index: 0, id: "c", function: { name: "f", arguments: text } }] },
					finish_reason: "tool_calls",
				},
			],
		};
		const [call] = partsOf(await decode("chat", [new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`)]));
		expect(call).toMatchObject({ type: "tool-call", inputError: expect.stringContaining("nested") });
	});
	it("gives ids that the conversation has not had", async () => {
		const parts = partsOf(await decode("chat", [fixture("chat/tools.sse")], new Set(["call_1"])));
		expect(parts.map((part) => (part.type === "tool-call" ? part.callId : ""))).toEqual(["new-1", "call_2"]);
	});
});

it("reports OpenRouter's own cost in micro-dollars", async () => {
	const events = await decode("chat", [fixture("chat/usage-openrouter-cost.sse")]);
	expect(events.find((event) => event.type === "usage")).toMatchObject({ usage: { reportedCostMicroUsd: 1235 } });
});

it("does not end with tool calls when none can be made out", async () => {
	const chunk = {
		choices: [
			{ delta: { tool_calls: [{ index: 0, id: "x", function: { arguments: "{}" } }] }, finish_reason: "tool_calls" },
		],
	};
	const events = await decode("chat", [new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`)]);
	expect(outcome(events)).toEqual({ text: "", finish: "stop" });
});

it("gives the calls of Responses that never finish their items", async () => {
	const lines = fixture("responses/reasoning-and-tools.sse").toString("utf8").split("\n\n");
	const text = lines
		.filter((event) => !event.startsWith("event: response.output_item.done"))
		.map((event) => event.replace(/"output":\[\{.*\}\],"usage"/, '"output":[],"usage"'))
		.join("\n\n");
	expect(outcome(await decode("responses", [new TextEncoder().encode(text)]))).toEqual({
		...both,
		reasoning: "Let me see.",
	});
});

it("gives nothing twice where Responses come without places", async () => {
	const strip = (value: Record<string, unknown>) => ({ ...value, output_index: undefined });
	const withoutPlaces = (name: string, isKept: (type: string) => boolean) =>
		fixture(name)
			.toString("utf8")
			.split("\n\n")
			.flatMap((event) => {
				const data = event.slice(event.indexOf("data: ") + 6);
				return event === "" || !isKept(JSON.parse(data).type)
					? []
					: [`data: ${JSON.stringify(strip(JSON.parse(data)))}\n\n`];
			})
			.join("");
	for (const isKept of [() => true, (type: string) => type !== "response.output_item.done"]) {
		const text = withoutPlaces("responses/plain.sse", isKept);
		expect(outcome(await decode("responses", [new TextEncoder().encode(text)]))).toEqual(stop);
		const calls = withoutPlaces("responses/reasoning-and-tools.sse", isKept);
		expect(outcome(await decode("responses", [new TextEncoder().encode(calls)]))).toEqual({
			...both,
			reasoning: "Let me see.",
		});
	}
});
