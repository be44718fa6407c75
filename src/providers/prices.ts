// What models cost and how much they read: from @pydantic/genai-prices, whose table is in the package. Never fetched.
import { calcPrice } from "@pydantic/genai-prices";
import type { ModelInfo, Price, Usage } from "../contracts/model.js";

/** The table's version and the day it was published on npm. */
const source = "genai-prices 0.1.8";
const asOf = "2026-09-23";

/** The table's names for our providers. Hugging Face is priced by who serves the model, named after its colon. */
const tableIds: Readonly<Record<string, string>> = {
	openai: "openai",
	anthropic: "anthropic",
	openrouter: "openrouter",
	groq: "groq",
	deepseek: "deepseek",
	gemini: "google",
	mistral: "mistral",
	xai: "x-ai",
};
const localIds: readonly string[] = ["ollama", "lmstudio", "llamacpp", "vllm", "offline", "scripted"];
const localPrice: Price = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, source: "local", asOf: "always" };

/** For which call: some prices depend on the length of its input, and change on a date. */
export interface PricedCall {
	/** All input tokens, cached ones included; default 0. */
	readonly inputTokens?: number;
	readonly at?: Date;
}

/**
 * US dollars per million tokens of a call, or undefined when the table does not know the model. Models that run on this
 * machine cost exactly 0.
 */
export async function priceOf(providerId: string, modelId: string, call: PricedCall = {}): Promise<Price | undefined> {
	if (localIds.includes(providerId)) return localPrice;
	return toPrice(await lookUp(providerId, modelId, call), call);
}

/** What the table knows of a model, with `id` in our form; only the id when it knows nothing. */
export async function factsOf(providerId: string, modelId: string): Promise<ModelInfo> {
	const id = `${providerId}/${modelId}`;
	if (localIds.includes(providerId)) return { id, price: localPrice };
	const found = await lookUp(providerId, modelId, {});
	const price = toPrice(found, {});
	const contextWindow = found?.contextWindow;
	return {
		id,
		...(contextWindow === undefined ? {} : { contextWindow }),
		...(price === undefined ? {} : { price }),
	};
}

/**
 * Micro-dollars of a call: what the service itself reported, else tokens times price (a dollar per million tokens is a
 * micro-dollar per token), rounded up to a whole micro-dollar once, at the end, so that no paid call counts as free.
 * Cached tokens without a price of their own cost as much as others.
 */
export function costMicroUsd(usage: Usage, price: Price): number {
	if (usage.reportedCostMicroUsd !== undefined) return usage.reportedCostMicroUsd;
	const exact =
		usage.inputTokens * price.input +
		usage.outputTokens * price.output +
		usage.cacheReadTokens * (price.cacheRead ?? price.input) +
		usage.cacheWriteTokens * (price.cacheWrite ?? price.input);
	// Binary fractions: 0.1 · 30 is 3.0000000000000004, which must not become 4.
	return Math.ceil(Number(exact.toFixed(6)));
}

interface Found {
	readonly prices: Readonly<Record<string, unknown>>;
	readonly contextWindow: number | undefined;
}

function toPrice(found: Found | undefined, call: PricedCall): Price | undefined {
	if (found === undefined) return undefined;
	const price = (key: string) => perMillion(found.prices[key], call.inputTokens ?? 0);
	const input = price("input_mtok");
	const output = price("output_mtok");
	if (input === undefined || output === undefined) return undefined;
	const cacheRead = price("cache_read_mtok");
	const cacheWrite = price("cache_write_mtok");
	return {
		input,
		output,
		...(cacheRead === undefined ? {} : { cacheRead }),
		...(cacheWrite === undefined ? {} : { cacheWrite }),
		source,
		asOf,
	};
}

async function lookUp(providerId: string, modelId: string, call: PricedCall): Promise<Found | undefined> {
	const target = tableTarget(providerId, modelId);
	if (target === undefined) return undefined;
	const options = { providerId: target.provider, ...(call.at === undefined ? {} : { timestamp: call.at }) };
	// A call of no tokens: only the table's entry is wanted, the sum is ours.
	const result = calcPrice({ input_tokens: 0, output_tokens: 0 }, target.model, options);
	if (result === null || result.provider.id !== target.provider) return undefined;
	if (isLaterVersion(result.model.id, target.model)) return undefined;
	return { prices: result.model_price, contextWindow: result.model.context_window };
}

/** The table matches by the beginnings of names, so that `x-5` would also price an `x-5-5` that came after the table. */
const isLaterVersion = (known: string, model: string): boolean =>
	model.startsWith(known) && /^[-.]\d{1,2}(\D|$)/.test(model.slice(known.length));

function tableTarget(providerId: string, modelId: string) {
	const provider = tableIds[providerId];
	if (provider !== undefined) return { provider, model: modelId };
	const colon = modelId.lastIndexOf(":");
	if (providerId !== "huggingface" || colon < 0) return undefined;
	return { provider: `huggingface_${modelId.slice(colon + 1)}`, model: modelId.slice(0, colon) };
}

/** A flat price, or the step of a price that depends on the length of the input. */
function perMillion(value: unknown, inputTokens: number): number | undefined {
	if (typeof value === "number") return value;
	if (typeof value !== "object" || value === null || !("base" in value) || !("tiers" in value)) return undefined;
	const tiers: readonly { readonly start: number; readonly price: number }[] = Array.isArray(value.tiers)
		? value.tiers
		: [];
	const reached = tiers.filter((tier) => inputTokens > tier.start).toSorted((a, b) => a.start - b.start);
	const price = reached.at(-1)?.price ?? value.base;
	return typeof price === "number" ? price : undefined;
}
