// Rate limits and waits out of response headers.
import type { RateLimit } from "../contracts/model.js";
import { spanMs } from "./error-body.js";

type Headers = ReadonlyMap<string, string>;

/**
 * How long the service asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date
 * (RFC 9110 section 10.2.3). Undefined when it says nothing that can be understood.
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
	const exact = Number(headers.get("retry-after-ms") ?? "x");
	if (Number.isFinite(exact) && exact >= 0) return Math.ceil(exact);
	const value = headers.get("retry-after")?.trim();
	if (value === undefined || value === "") return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

const kinds = ["requests", "tokens", "input-tokens", "output-tokens"] as const;

/** `x-ratelimit-{limit,remaining,reset}-{requests,tokens}` (OpenAI, Groq) and `anthropic-ratelimit-{kind}-{…}`. */
export function readRateLimits(headers: Headers, now: Date): readonly RateLimit[] {
	return kinds.flatMap((kind) => {
		const read = (what: string) =>
			headers.get(`anthropic-ratelimit-${kind}-${what}`) ??
			headers.get(`x-ratelimit-${what}-${kind}`) ??
			(kind === "requests" ? headers.get(`x-ratelimit-${what}`) : undefined);
		const limit = Number(read("limit") ?? "x");
		const remaining = Number(read("remaining") ?? "x");
		if (!Number.isFinite(limit) || !Number.isFinite(remaining)) return [];
		const resetMs = untilReset(read("reset"), now);
		return [{ kind, limit, remaining, ...(resetMs === undefined ? {} : { resetMs }) }];
	});
}

/** A span (`6m0s`), an RFC 3339 time, seconds from now, or milliseconds since 1970 (OpenRouter). */
function untilReset(value: string | undefined, now: Date): number | undefined {
	if (value === undefined) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) {
		const number = Number(value);
		if (number > 1e12) return Math.max(0, number - now.getTime());
		return Math.ceil(number > 1e9 ? Math.max(0, number * 1000 - now.getTime()) : number * 1000);
	}
	const date = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(date) ? spanMs(value) : Math.max(0, date - now.getTime());
}
