import { describe, expect, it } from "vitest";
import { NexusError } from "../../src/contracts/errors.js";
import { httpError, streamError, thrownError } from "../../src/providers/provider-error.js";
import { errorContext } from "../helpers/wire.js";

const error = (message: string, more: Record<string, unknown> = {}) => ({ error: { message, ...more } });
const anthropic = (type: string, message: string) => ({ type: "error", error: { type, message }, request_id: "req_1" });
type Headers = Record<string, string>;
const normalise = (status: number, body: unknown, headers: Headers = {}) =>
	httpError(
		{ status, headers: new Map(Object.entries(headers)), body: typeof body === "string" ? body : JSON.stringify(body) },
		errorContext,
	);

type Case = [
	name: string,
	status: number,
	body: unknown,
	code: string,
	headers?: Headers | undefined,
	waitMs?: number | undefined,
];
const cases: Case[] = [
	// Authentication
	[
		"OpenAI key",
		401,
		error("Incorrect API key provided: sk-ab***yz.", { type: "invalid_request_error", code: "invalid_api_key" }),
		"authentication",
	],
	["Anthropic key", 401, anthropic("authentication_error", "invalid x-api-key"), "authentication"],
	[
		"Gemini key is a 400",
		400,
		[error("API key not valid. Please pass a valid API key.", { code: 400, status: "INVALID_ARGUMENT" })],
		"authentication",
	],
	[
		"xAI key is a 400",
		400,
		{ code: "Client specified an invalid argument", error: "Incorrect API key provided: xa***en." },
		"authentication",
	],
	["Mistral key", 401, { message: "Unauthorized", request_id: "x" }, "authentication"],
	["Hugging Face token", 401, { error: "Invalid username or password." }, "authentication"],
	["vLLM key", 401, { error: "Unauthorized" }, "authentication"],
	["no body at all", 401, "", "authentication"],
	// Permission
	["OpenAI permission", 403, error("You are not allowed to sample from this model"), "permission"],
	["Anthropic permission", 403, anthropic("permission_error", "Your account does not have access"), "permission"],
	[
		"country",
		403,
		error("Country, region, or territory not supported", { code: "unsupported_country_region_territory" }),
		"permission",
	],
	// Quota: no wait
	[
		"OpenAI quota",
		429,
		error("You exceeded your current quota, please check your plan and billing details.", {
			type: "insufficient_quota",
			code: "insufficient_quota",
		}),
		"quota",
	],
	[
		"OpenAI quota with a retry-after",
		429,
		error("You exceeded your current quota", { code: "insufficient_quota" }),
		"quota",
		{ "retry-after": "5" },
	],
	[
		"Anthropic spend limit",
		429,
		anthropic("rate_limit_error", "This request would exceed your organization's monthly spend limit."),
		"quota",
	],
	[
		"Anthropic usage limit",
		400,
		anthropic(
			"invalid_request_error",
			"You have reached your specified API usage limits. You will regain access on 2026-12-01.",
		),
		"quota",
	],
	[
		"Anthropic credit",
		400,
		anthropic("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
		"quota",
	],
	["Anthropic billing", 402, anthropic("billing_error", "Payment failed"), "quota"],
	[
		"OpenRouter credit",
		402,
		error("Insufficient credits. Add more using https://openrouter.ai/credits", { code: 402 }),
		"quota",
	],
	["OpenRouter key limit", 403, error("Key limit exceeded (monthly limit).", { code: 403 }), "quota"],
	[
		"DeepSeek balance",
		402,
		error("Insufficient Balance", { type: "unknown_error", code: "invalid_request_error" }),
		"quota",
	],
	["xAI credits", 403, { code: "permission-denied", error: "Your team has run out of credits" }, "quota"],
	// Rate limits, with the wait in every form
	[
		"OpenAI rate",
		429,
		error("Rate limit reached for gpt-5.5 on requests per min (RPM). Please try again in 20s.", {
			code: "rate_limit_exceeded",
		}),
		"rate-limited",
		{},
		20_000,
	],
	[
		"milliseconds in a header",
		429,
		error("slow down"),
		"rate-limited",
		{ "retry-after-ms": "1500", "retry-after": "2" },
		1500,
	],
	["seconds", 429, error("slow down"), "rate-limited", { "retry-after": "2" }, 2000],
	["parts of a second", 429, error("slow down"), "rate-limited", { "retry-after": "0.5" }, 500],
	["a date", 429, error("slow down"), "rate-limited", { "retry-after": "Fri, 20 Nov 2026 12:00:30 GMT" }, 30_000],
	[
		"a date that is past",
		429,
		error("slow down"),
		"rate-limited",
		{ "retry-after": "Fri, 20 Nov 2026 11:00:00 GMT" },
		0,
	],
	["nonsense", 429, error("slow down"), "rate-limited", { "retry-after": "soon" }, undefined],
	[
		"Anthropic rate",
		429,
		anthropic("rate_limit_error", "Number of request tokens has exceeded your per-minute rate limit"),
		"rate-limited",
		{ "retry-after": "17" },
		17_000,
	],
	[
		"Anthropic rate without a wait",
		429,
		anthropic("rate_limit_error", "Number of request tokens has exceeded your per-minute rate limit"),
		"rate-limited",
	],
	[
		"Gemini rate says quota, and when",
		429,
		[
			error("You exceeded your current quota, please check your plan and billing details.", {
				code: 429,
				status: "RESOURCE_EXHAUSTED",
				details: [
					{ "@type": "type.googleapis.com/google.rpc.QuotaFailure" },
					{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "37s" },
				],
			}),
		],
		"rate-limited",
		{},
		37_000,
	],
	[
		"Groq rate",
		429,
		error(
			"Rate limit reached for model `x` on tokens per minute (TPM): Limit 6000, Used 5000, Requested 2000. Please try again in 1m7.66s.",
			{ type: "tokens", code: "rate_limit_exceeded" },
		),
		"rate-limited",
		{},
		67_660,
	],
	[
		"OpenRouter rate",
		429,
		error("Provider returned error", {
			code: 429,
			metadata: { raw: '{"error":{"message":"upstream is busy"}}', provider_name: "X" },
		}),
		"rate-limited",
	],
	[
		"Mistral rate",
		429,
		{
			object: "error",
			message: "Service tier capacity exceeded for this model.",
			type: "invalid_request_error",
			code: 3505,
		},
		"rate-limited",
	],
	["429 page", 429, "<html><head><title>429 Too Many Requests</title></head></html>", "rate-limited"],
	// Context overflow
	[
		"OpenAI overflow",
		400,
		error("This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.", {
			code: "context_length_exceeded",
		}),
		"context-overflow",
	],
	[
		"Anthropic overflow",
		400,
		anthropic("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
		"context-overflow",
	],
	[
		"Anthropic overflow with output",
		400,
		anthropic("invalid_request_error", "input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000"),
		"context-overflow",
	],
	["Anthropic too large", 413, anthropic("request_too_large", "Request exceeds the maximum size"), "context-overflow"],
	[
		"Gemini overflow",
		400,
		[
			error("The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", {
				code: 400,
				status: "INVALID_ARGUMENT",
			}),
		],
		"context-overflow",
	],
	[
		"Groq overflow",
		400,
		error("Please reduce the length of the messages or completion.", { code: "context_length_exceeded" }),
		"context-overflow",
	],
	[
		"Groq request over the minute's limit",
		413,
		error("Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 7000", {
			code: "rate_limit_exceeded",
		}),
		"context-overflow",
	],
	[
		"Mistral overflow",
		400,
		{
			object: "error",
			message: "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
			type: "invalid_request_error",
		},
		"context-overflow",
	],
	[
		"xAI overflow",
		400,
		{ code: "x", error: "This model's maximum prompt length is 131072 but the request contains 140000 tokens." },
		"context-overflow",
	],
	[
		"DeepSeek overflow",
		400,
		error("This model's maximum context length is 65536 tokens. However, you requested 70000 tokens", {
			type: "invalid_request_error",
		}),
		"context-overflow",
	],
	[
		"llama.cpp overflow",
		400,
		error("the request exceeds the available context size, try increasing it", {
			code: 400,
			type: "exceed_context_size_error",
			n_ctx: 4096,
		}),
		"context-overflow",
	],
	[
		"llama.cpp overflow, older, is a 500",
		500,
		error("the request exceeds the available context size. try increasing the context size or enable context shift", {
			code: 500,
			type: "server_error",
		}),
		"context-overflow",
	],
	[
		"LM Studio overflow",
		400,
		{
			error:
				"Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens",
		},
		"context-overflow",
	],
	[
		"vLLM overflow",
		400,
		{
			object: "error",
			message: "This model's maximum context length is 4096 tokens.",
			type: "BadRequestError",
			code: 400,
		},
		"context-overflow",
	],
	[
		"OpenRouter overflow",
		400,
		error("This endpoint's maximum context length is 32768 tokens. However, you requested about 40000 tokens", {
			code: 400,
		}),
		"context-overflow",
	],
	// Refusals
	[
		"OpenAI content policy",
		400,
		error("Your request was rejected as a result of our safety system.", { code: "content_policy_violation" }),
		"refused",
	],
	["Azure content filter", 400, error("The response was filtered", { code: "content_filter" }), "refused"],
	[
		"OpenRouter moderation",
		403,
		error("Your chosen model requires moderation", {
			code: 403,
			metadata: { reasons: ["violence"], flagged_input: "x" },
		}),
		"refused",
	],
	// Models
	[
		"OpenAI model",
		404,
		error("The model `gpt-9` does not exist or you do not have access to it.", { code: "model_not_found" }),
		"not-found",
	],
	["Ollama model", 404, error('model "nope" not found, try pulling it first', { type: "api_error" }), "not-found"],
	["DeepSeek model is a 400", 400, error("Model Not Exist", { type: "invalid_request_error" }), "not-found"],
	["OpenRouter model is a 400", 400, error("nope/nope is not a valid model ID", { code: 400 }), "not-found"],
	["Anthropic model", 404, anthropic("not_found_error", "model: claude-9"), "not-found"],
	// Overload, server, timeout
	["Anthropic 529", 529, anthropic("overloaded_error", "Overloaded"), "overloaded"],
	[
		"Gemini 503",
		503,
		[error("The model is overloaded. Please try again later.", { code: 503, status: "UNAVAILABLE" })],
		"overloaded",
	],
	["503 with a wait", 503, "", "overloaded", { "retry-after": "3" }, 3000],
	["llama.cpp loads its model", 503, error("Loading model", { code: 503, type: "unavailable_error" }), "overloaded"],
	["500", 500, error("The server had an error", { type: "server_error" }), "server"],
	["502 page", 502, "<html><body><center><h1>502 Bad Gateway</h1></center></body></html>", "server"],
	["504", 504, "upstream request timeout", "timeout"],
	["408", 408, "", "timeout"],
	// The rest
	[
		"OpenAI bad request",
		400,
		error("Unknown parameter: 'foo'.", { type: "invalid_request_error", code: "unknown_parameter" }),
		"invalid-request",
	],
	[
		"Mistral validation",
		422,
		{ detail: [{ loc: ["body", "messages", 0], msg: "field required", type: "missing" }] },
		"invalid-request",
	],
	["Mistral detail", 400, { detail: "Bad thing" }, "invalid-request"],
	[
		"Gemini signature",
		400,
		[
			error("Function call is missing a thought_signature in functionCall parts.", {
				code: 400,
				status: "INVALID_ARGUMENT",
			}),
		],
		"invalid-request",
	],
	[
		"Groq's failed tool call is asked again",
		400,
		error("Failed to call a function. Please adjust your prompt.", {
			code: "tool_use_failed",
			failed_generation: "<function=x>",
		}),
		"malformed",
	],
	[
		"OpenAI max_tokens is no overflow",
		400,
		error("max_tokens is too large: 99999. This model supports at most 16384 completion tokens"),
		"invalid-request",
	],
];

const retried = ["rate-limited", "overloaded", "server", "timeout", "malformed"];

describe("httpError", () => {
	it.each<Case>(cases)("%s", (_name, status, body, code, headers = {}, waitMs) => {
		const data = normalise(status, body, headers);
		expect(data.code).toBe(`provider.${code}`);
		expect(data.retryAfterMs).toBe(waitMs);
		expect(data.retryable ?? false).toBe(retried.includes(code));
		expect(data.message).not.toMatch(/[\n\r]|undefined|\[object/);
		expect(data.hint).toBeTruthy();
		expect(data.exitCode).toBe({ authentication: 3, permission: 3, "not-found": 3, refused: 1 }[code] ?? 6);
	});

	it("believes a service that asking again is no use", () => {
		expect(normalise(429, "", { "x-should-retry": "false" })).toMatchObject({
			code: "provider.rate-limited",
			retryable: false,
		});
		expect(normalise(500, "", { "x-should-retry": "true" }).retryable).toBe(true);
	});

	it("says which variable to set", () => {
		expect(normalise(401, "").hint).toContain("TEST_API_KEY");
	});

	it("keeps the words of the service", () => {
		expect(normalise(422, { detail: [{ loc: ["body", "n"], msg: "too big" }] }).message).toBe(
			"Test answered 422: body.n: too big",
		);
		expect(
			normalise(429, error("Provider returned error", { metadata: { raw: '{"error":{"message":"busy"}}' } })).message,
		).toBe("Test answered 429: Provider returned error: busy");
	});

	it("keeps status and request id for the log", () => {
		expect(normalise(500, "", { "x-request-id": "req_9" }).data).toEqual({
			provider: "test",
			status: 500,
			requestId: "req_9",
		});
	});

	it("names the target of a redirect and follows none", () => {
		const data = normalise(307, "", { location: "https://evil.example/v1/x?key=1" });
		expect(data.message).toContain("https://evil.example");
		expect(data.message).not.toContain("key=1");
		expect(data.hint).toContain("TEST_BASE_URL");
		expect(data.retryable).toBeUndefined();
	});

	const key = errorContext.apiKey ?? "";
	it.each([
		["the key", `bad key ${key}`],
		["the key in a URL", `https://x/?key=${encodeURIComponent(key)}`],
		["its beginning", `bad key ${key.slice(0, 14)}…`],
		["another key", "used sk-ant-api03-AbCdEfGhIjKlMnOp and AIzaSyA1234567890abcdef"],
		["a masked key", "Incorrect API key provided: sk-pro*************cdef"],
		["a bearer", "Authorization: Bearer abcdef.ghijkl"],
	])("never shows %s", (_name, text) => {
		const shown = JSON.stringify(normalise(401, error(text), { "x-request-id": key }));
		expect(shown).not.toMatch(/sk-secret|sk-ant-api|AIzaSy|sk-pro|abcdef\.ghijkl/);
		expect(shown).toContain("[redacted]");
	});

	it("shows no control characters, and not too much", () => {
		const data = normalise(400, error(`\u001b]0;pwned\u0007 line\nline ${"x".repeat(5000)}`));
		expect(data.message).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
		expect(data.message.length).toBeLessThan(450);
	});
});

describe("streamError", () => {
	it.each([
		[{ error: { type: "overloaded_error", message: "x" } }, "overloaded"],
		[{ error: { type: "api_error", message: "x" } }, "server"],
		[{ error: { type: "rate_limit_error", message: "x" } }, "rate-limited"],
		[{ error: { type: "authentication_error", message: "x" } }, "authentication"],
		[{ error: { type: "invalid_request_error", message: "x" } }, "invalid-request"],
		[{ error: { type: "timeout_error", message: "x" } }, "timeout"],
		[{ error: { code: 502, message: "x" } }, "server"],
		[{ error: { code: "429", message: "x" } }, "rate-limited"],
		[{ error: "something broke" }, "server"],
		[null, "server"],
	])("%j", (value, code) => expect(streamError(value, errorContext).code).toBe(`provider.${code}`));
});

describe("thrownError", () => {
	it("keeps a NexusError and names the service", () => {
		const cause = new NexusError("provider.network", "Cannot reach x", {
			retryable: true,
			exitCode: 6,
			hint: "Check",
			data: { cause: "ECONNREFUSED" },
		});
		expect(thrownError(cause, errorContext)).toEqual({
			code: "provider.network",
			message: "Test: Cannot reach x",
			hint: "Check (TEST_BASE_URL sets it)",
			retryable: true,
			exitCode: 6,
			data: { cause: "ECONNREFUSED" },
		});
	});
	it("takes an abort for a cancel", () => {
		expect(thrownError(new DOMException("x", "AbortError"), errorContext).code).toBe("provider.cancelled");
	});
	it("hides the key in anything else", () => {
		expect(thrownError(new Error(`invalid header ${errorContext.apiKey}`), errorContext).message).toBe(
			"Test: invalid header [redacted]",
		);
	});
});
