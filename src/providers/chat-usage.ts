import type { Usage } from "../contracts/model.js";
import { count, type Fields, fields, isFields } from "./fields.js";

/**
 * The usage of a chunk, or undefined. It is in the last chunk, in every chunk (each a running total), null, or under
 * `x_groq`. `prompt_tokens` holds what was read from the cache; DeepSeek counts it as `prompt_cache_hit_tokens`.
 * OpenRouter reports its cost in US dollars.
 */
export function chatUsage(chunk: Fields): Usage | undefined {
	const usage = isFields(chunk.usage) ? chunk.usage : fields(chunk.x_groq).usage;
	if (!isFields(usage)) return undefined;
	const prompt = count(usage.prompt_tokens);
	const output = count(usage.completion_tokens);
	if (prompt === 0 && output === 0 && count(usage.total_tokens) === 0) return undefined;
	const details = fields(usage.prompt_tokens_details);
	const read = Math.min(prompt, count(details.cached_tokens) || count(usage.prompt_cache_hit_tokens));
	const written = Math.min(prompt - read, count(details.cache_write_tokens));
	const cost = usage.cost;
	return {
		inputTokens: prompt - read - written,
		outputTokens: output,
		cacheReadTokens: read,
		cacheWriteTokens: written,
		reasoningTokens: Math.min(output, count(fields(usage.completion_tokens_details).reasoning_tokens)),
		...(typeof cost === "number" && Number.isFinite(cost) && cost >= 0
			? { reportedCostMicroUsd: Math.ceil(Number((cost * 1e6).toFixed(3))) }
			: {}),
	};
}
