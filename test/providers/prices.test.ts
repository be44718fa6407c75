import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Usage } from "../../src/contracts/model.js";
import { costMicroUsd, factsOf, priceOf } from "../../src/providers/prices.js";

const usage = (more: Partial<Usage>): Usage => ({
	inputTokens: 0,
	outputTokens: 0,
	cacheReadTokens: 0,
	cacheWriteTokens: 0,
	reasoningTokens: 0,
	...more,
});
const known = { source: "genai-prices 0.1.8", asOf: "2026-09-23" };

it("names the version of the table that is installed", () => {
	const path = new URL("../../node_modules/@pydantic/genai-prices/package.json", import.meta.url);
	expect(known.source).toBe(`genai-prices ${JSON.parse(readFileSync(path, "utf8")).version}`);
});

describe("priceOf", () => {
	it.each([
		["anthropic", "claude-sonnet-4-5", { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }],
		["anthropic", "claude-sonnet-4-5-20250929", { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }],
		["openai", "gpt-4o", { input: 2.5, output: 10, cacheRead: 1.25 }],
	])("%s/%s", async (provider, model, price) => {
		expect(await priceOf(provider, model)).toEqual({ ...price, ...known });
	});

	it.each([
		"gemini/gemini-2.5-flash",
		"groq/openai/gpt-oss-120b",
		"deepseek/deepseek-chat",
		"mistral/mistral-large",
		"xai/grok-3",
		"openrouter/anthropic/claude-3.5-sonnet",
		"huggingface/openai/gpt-oss-120b:together",
	])("knows %s", async (id) => {
		const [provider = "", ...model] = id.split("/");
		expect(await priceOf(provider, model.join("/"))).toMatchObject({
			input: expect.any(Number),
			output: expect.any(Number),
			...known,
		});
	});

	it.each([
		"openai/any",
		"anthropic/claude-sonnet-5-5",
		"anthropic/claude-sonnet-5-5-20261101",
		"anthropic/claude-sonnet-5.5",
		"custom/gpt-4o",
		"nobody/gpt-4o",
		"huggingface/openai/gpt-oss-120b",
		"huggingface/x:nobody",
		"anthropic/",
	])("does not know %s, and never says 0", async (id) => {
		const [provider = "", ...model] = id.split("/");
		expect(await priceOf(provider, model.join("/"))).toBeUndefined();
	});

	it.each(["ollama", "lmstudio", "llamacpp", "vllm", "offline", "scripted"])("%s costs nothing", async (provider) => {
		const price = await priceOf(provider, "whatever");
		expect(price).toMatchObject({ input: 0, output: 0, source: "local" });
		expect(costMicroUsd(usage({ inputTokens: 1e6, outputTokens: 1e6, cacheReadTokens: 5 }), price!)).toBe(0);
	});

	it("takes the price of the input's length", async () => {
		const [short, long] = [
			await priceOf("anthropic", "claude-sonnet-4-5"),
			await priceOf("anthropic", "claude-sonnet-4-5", { inputTokens: 200_001 }),
		];
		expect([short?.input, long?.input, long?.output]).toEqual([3, 6, 22.5]);
	});
});

describe("factsOf", () => {
	it("has the context window and the price", async () => {
		expect(await factsOf("anthropic", "claude-sonnet-4-5")).toMatchObject({
			id: "anthropic/claude-sonnet-4-5",
			contextWindow: 200_000,
			price: { input: 3 },
		});
	});
	it("has the id alone of an unknown model", async () => {
		expect(await factsOf("openai", "any")).toEqual({ id: "openai/any" });
	});
});

describe("costMicroUsd", () => {
	const price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, source: "", asOf: "" };
	it.each<[string, Partial<Usage>, number]>([
		["input", { inputTokens: 1000 }, 3000],
		["output, reasoning inside it", { outputTokens: 100, reasoningTokens: 90 }, 1500],
		["cache", { cacheReadTokens: 1000, cacheWriteTokens: 1000 }, 4050],
		["rounds up once", { cacheReadTokens: 1 }, 1],
		["is not misled by binary fractions", { cacheReadTokens: 10 }, 3],
		["nothing", {}, 0],
		["what the service reports wins", { inputTokens: 1000, reportedCostMicroUsd: 7 }, 7],
	])("%s", (_name, more, expected) => expect(costMicroUsd(usage(more), price)).toBe(expected));

	it("charges cached tokens in full when their price is not known", () => {
		const { cacheRead: _read, cacheWrite: _write, ...plain } = price;
		expect(costMicroUsd(usage({ cacheReadTokens: 10, cacheWriteTokens: 10 }), plain)).toBe(60);
	});
});
