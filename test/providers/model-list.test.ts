import { describe, expect, it } from "vitest";
import { parseModelList } from "../../src/providers/model-list.js";

const now = new Date("2026-11-20T12:00:00Z");
const parse = (value: unknown) => parseModelList(typeof value === "string" ? value : JSON.stringify(value), "p", now);

describe("parseModelList", () => {
	it.each<[string, unknown, unknown]>([
		["OpenAI", { data: [{ id: "a" }, { id: "b" }] }, [{ id: "p/a" }, { id: "p/b" }]],
		["Ollama", { models: [{ name: "a:8b" }] }, [{ id: "p/a:8b" }]],
		["a bare array (Together)", [{ id: "a", context_length: 5 }], [{ id: "p/a", contextWindow: 5 }]],
		[
			"Groq",
			{ data: [{ id: "a", context_window: 5, max_completion_tokens: 2 }] },
			[{ id: "p/a", contextWindow: 5, maxOutputTokens: 2 }],
		],
		["llama.cpp", { data: [{ id: "a", meta: { n_ctx_train: 5 } }] }, [{ id: "p/a", contextWindow: 5 }]],
		["LM Studio", { data: [{ id: "a", max_context_length: 5 }] }, [{ id: "p/a", contextWindow: 5 }]],
		["nonsense inside", { data: [null, 7, {}, { id: 7 }, { id: "a", context_length: -1 }] }, [{ id: "p/a" }]],
		["an empty list", { data: [] }, []],
		["no list", { hello: 1 }, undefined],
		["no JSON", "<html>", undefined],
		["null", "null", undefined],
	])("%s", (_name, value, expected) => expect(parse(value)).toEqual(expected));

	it("takes OpenRouter's prices with source and day, but not the ones that depend", () => {
		const pricing = { prompt: "0.000003", completion: "0.000015", input_cache_read: "0.0000003" };
		expect(
			parse({
				data: [
					{ id: "a", pricing },
					{ id: "auto", pricing: { prompt: "-1", completion: "-1" } },
					{ id: "b", pricing: { prompt: "" } },
				],
			}),
		).toEqual([
			{ id: "p/a", price: { input: 3, output: 15, cacheRead: 0.3, source: "p list of models", asOf: "2026-11-20" } },
			{ id: "p/auto" },
			{ id: "p/b" },
		]);
	});
});
