import type { ModelEvent, Usage } from "../contracts/model.js";
import { count, type Fields, fields } from "./fields.js";

/** `input_tokens` holds what was read from the cache. */
export function responsesUsage(response: Fields): readonly ModelEvent[] {
	const usage = fields(response.usage);
	const input = count(usage.input_tokens);
	const output = count(usage.output_tokens);
	if (input === 0 && output === 0) return [];
	const details = fields(usage.input_tokens_details);
	const read = Math.min(input, count(details.cached_tokens));
	const written = Math.min(input - read, count(details.cache_write_tokens));
	const known: Usage = {
		inputTokens: input - read - written,
		outputTokens: output,
		cacheReadTokens: read,
		cacheWriteTokens: written,
		reasoningTokens: Math.min(output, count(fields(usage.output_tokens_details).reasoning_tokens)),
	};
	return [{ type: "usage", usage: known }];
}
