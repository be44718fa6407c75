// The port to language models. A provider is one file in `src/providers`.
import type { ErrorData, ExitCode } from "./errors.js";
import type { JsonSchema } from "./json.js";
import type { AssistantPart, Message } from "./message.js";
import type { Clock, Http } from "./ports.js";

/** Tokens of one model call. Counts are disjoint except `reasoningTokens`, which is a part of `outputTokens`. */
export interface Usage {
	/** Input tokens that were neither read from nor written to a cache. */
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly cacheReadTokens: number;
	readonly cacheWriteTokens: number;
	readonly reasoningTokens: number;
	/** True when the provider reported nothing and nexus estimated (about 4 characters a token). */
	readonly isEstimated?: boolean;
	/** Cost in USD micro-dollars when the provider itself reports it. */
	readonly reportedCostMicroUsd?: number;
}

/** How much of a rate limit is left, from response headers. */
export interface RateLimit {
	readonly kind: "requests" | "tokens" | "input-tokens" | "output-tokens";
	readonly limit: number;
	readonly remaining: number;
	/** Milliseconds until it is full again, when known. */
	readonly resetMs?: number;
}

export type FinishReason = "stop" | "tool-calls" | "length" | "content-filter" | "refusal" | "pause" | "other";

export interface ToolSpec {
	readonly name: string;
	readonly description: string;
	readonly inputSchema: JsonSchema;
}

export interface ModelRequest {
	/** The model's id without the provider, e.g. `gpt-5.5`. */
	readonly model: string;
	readonly system: string;
	readonly messages: readonly Message[];
	readonly tools: readonly ToolSpec[];
	readonly maxOutputTokens?: number;
	readonly temperature?: number;
	readonly reasoningEffort?: "minimal" | "low" | "medium" | "high";
	/** The answer must be JSON that fits; sent as the provider's native structured output where it has one. */
	readonly outputSchema?: JsonSchema;
	/** Stable for a conversation: lets providers route to a warm prompt cache. */
	readonly cacheKey?: string;
	/** Which agent asks, where it is not the one that the person talks to. It is not sent. */
	readonly agent?: { readonly id: string; readonly name: string };
}

/**
 * What a model stream yields. Deltas are for showing; a `part` event, given once when a block is complete, is the
 * authoritative content (it repeats the text of the deltas before it). The last event is `finish` or `error`, once.
 */
export type ModelEvent =
	| { readonly type: "text.delta"; readonly text: string }
	| { readonly type: "reasoning.delta"; readonly text: string }
	| { readonly type: "tool-call.start"; readonly callId: string; readonly name: string }
	| { readonly type: "tool-call.delta"; readonly callId: string; readonly text: string }
	| { readonly type: "part"; readonly part: AssistantPart }
	| { readonly type: "usage"; readonly usage: Usage }
	| { readonly type: "limits"; readonly limits: readonly RateLimit[] }
	/** A decorator is about to try again after a wait. What was streamed so far still stands. */
	| { readonly type: "retry"; readonly attempt: number; readonly delayMs: number; readonly error: ErrorData }
	/** After a retry the new answer is not a continuation of what was streamed: all of that is void. */
	| { readonly type: "restart" }
	| { readonly type: "finish"; readonly reason: FinishReason; readonly responseId?: string }
	| { readonly type: "error"; readonly error: ErrorData };

/**
 * Error codes of the model layer: `provider.authentication`, `provider.permission`, `provider.not-found`,
 * `provider.rate-limited`, `provider.quota` (spend limit: do not wait), `provider.overloaded`,
 * `provider.context-overflow`, `provider.refused`, `provider.invalid-request`, `provider.network`,
 * `provider.timeout`, `provider.server`, `provider.malformed`, `provider.cancelled`.
 */
export type ProviderErrorCode =
	| "provider.authentication"
	| "provider.permission"
	| "provider.not-found"
	| "provider.rate-limited"
	| "provider.quota"
	| "provider.overloaded"
	| "provider.context-overflow"
	| "provider.refused"
	| "provider.invalid-request"
	| "provider.network"
	| "provider.timeout"
	| "provider.server"
	| "provider.malformed"
	| "provider.cancelled";

const providerExitCodes: Partial<Record<string, ExitCode>> = {
	"provider.authentication": 3,
	"provider.permission": 3,
	"provider.not-found": 3,
	// The service did what it is for: its answer is no.
	"provider.refused": 1,
	"provider.cancelled": 130,
};

/**
 * The exit code of an error of the model layer that brings none of its own (SPEC section 2): 3 where the model or its key
 * cannot be used, 1 where the model refused, 6 for every other failure of the provider, which is final by the time that
 * it is shown: a request that it calls wrong (400) or too long too. Errors of other layers: 1.
 */
export const providerExitCode = (code: string): ExitCode =>
	providerExitCodes[code] ?? (code.startsWith("provider.") ? 6 : 1);

/** Price in US dollars per million tokens. A field that is not known is absent, never 0. */
export interface Price {
	readonly input: number;
	readonly output: number;
	readonly cacheRead?: number;
	readonly cacheWrite?: number;
	/** Where the figure is from and the day it was read, e.g. `genai-prices 0.1.8`, `2026-11-20`. */
	readonly source: string;
	readonly asOf: string;
}

export interface ModelInfo {
	/** `provider/model`. */
	readonly id: string;
	readonly contextWindow?: number;
	readonly maxOutputTokens?: number;
	readonly price?: Price;
	readonly capabilities?: { readonly tools?: boolean; readonly images?: boolean; readonly reasoning?: boolean };
}

/** One image wanted of a model. */
export interface ImageRequest {
	/** The model's id without the provider. */
	readonly model: string;
	readonly prompt: string;
	/** `WIDTHxHEIGHT`; absent: the model's own. */
	readonly size?: string;
}

export interface GeneratedImage {
	readonly mediaType: string;
	readonly data: Uint8Array;
	readonly revisedPrompt?: string;
	/** Undefined where the service reports none. */
	readonly usage?: Usage;
}

/**
 * One configured model service. `stream` does not throw once it has been called: failure is its last event. Aborting
 * the signal ends the stream with a `provider.cancelled` error event and closes the connection. `stream` may be called
 * many times at once.
 */
export interface Provider {
	readonly id: string;
	stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
	/** The models that the service lists now. May throw NexusError. */
	listModels?(signal: AbortSignal): Promise<readonly ModelInfo[]>;
	/** Makes one image. Throws NexusError with the codes of the model layer, `provider.cancelled` when aborted. */
	image?(request: ImageRequest, signal: AbortSignal): Promise<GeneratedImage>;
}

/** What a provider is made from: nothing is read from the environment inside a provider. */
export interface ProviderContext {
	readonly clock: Clock;
	readonly http: Http;
	/** Raw log of warnings that must not reach the terminal. */
	warn(message: string): void;
}

/** How to reach one service. */
export interface ProviderSettings {
	readonly baseUrl?: string;
	readonly apiKey?: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Milliseconds until response headers must have come, and between any two bytes. */
	readonly headerTimeoutMs?: number;
	readonly idleTimeoutMs?: number;
	/** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` where they are set; loopback is never proxied. */
	readonly proxyEnv?: Readonly<Record<string, string>>;
}

export interface ProviderDefinition {
	/** First segment of `provider/model`. */
	readonly id: string;
	readonly title: string;
	/** Environment variables in which a key is looked for, first found wins. Empty: needs no key. */
	readonly apiKeyVariables: readonly string[];
	/** Environment variable that moves the base URL. */
	readonly baseUrlVariable?: string;
	readonly defaultBaseUrl?: string;
	/** A model to use when the person names only the provider. */
	readonly defaultModel?: string;
	/** The model that makes images when the person names none. Absent: not asked for images of its own accord. */
	readonly imageModel?: string;
	/** Local servers are probed on their usual port and need no key. */
	readonly isLocal?: boolean;
	/** Runs here, so that its requests cost nothing by their size: it is sent every tool at once. */
	readonly takesAllTools?: boolean;
	/** Never chosen or listed by itself, only when named. */
	readonly isHidden?: boolean;
	/** Imports its SDK on first use; start-up must not pay for it. */
	create(settings: ProviderSettings, context: ProviderContext): Promise<Provider> | Provider;
}

export const defineProvider = (definition: ProviderDefinition): ProviderDefinition => definition;
