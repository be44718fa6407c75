/** In what a service of the Chat Completions dialect differs from the plain one. Data, so that a preset is a few words. */
export interface ChatQuirks {
	/** Name of the limit on output tokens. */
	readonly outputLimit?: "max_tokens" | "max_completion_tokens";
	/** How reasoning effort is asked for; `none`: it is left out. */
	readonly effort?: "reasoning_effort" | "reasoning" | "none";
	/** Knows the effort `minimal`; others are sent `low` for it. */
	readonly minimalEffort?: boolean;
	/**
	 * How earlier reasoning is sent back. `details`: OpenRouter's `reasoning_details`, unchanged. `content-with-tools`:
	 * DeepSeek's `reasoning_content` on every assistant message once tools are in play, even when empty.
	 */
	readonly reasoning?: "details" | "content-with-tools" | "none";
	/** Gemini: thought signatures on tool calls, and a placeholder where history has none. */
	readonly signatures?: boolean;
	/** Gemini knows only a part of JSON Schema in tools. */
	readonly toolSchema?: "plain" | "gemini";
	/** Mistral takes only ids of nine letters and digits. */
	readonly callIds?: "any" | "nine";
	/** Structured output: a strict schema, only "some JSON", or by model. */
	readonly schema?: "json_schema" | "json_object";
	/** Models that take a schema although `schema` says otherwise. */
	readonly schemaModels?: RegExp;
	/** False where `stream_options` is refused. */
	readonly streamUsage?: boolean;
	/** The service routes equal `prompt_cache_key`s to the same warm cache. */
	readonly promptCacheKey?: boolean;
}
