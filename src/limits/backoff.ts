// When and how long to wait before the same call is made again.
import type { ErrorData } from "../contracts/errors.js";

/** Never asked again, whatever else the error says: asking again gives the same answer, or costs. */
const final: readonly string[] = [
	"provider.authentication",
	"provider.permission",
	"provider.not-found",
	"provider.quota",
	"provider.refused",
	"provider.invalid-request",
	"provider.context-overflow",
	"provider.cancelled",
];

export const isRetryable = (error: ErrorData): boolean => error.retryable === true && !final.includes(error.code);

const unreachable: readonly string[] = ["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"];

/** Nobody answers at that address: a server may be starting, but more than a second of waiting helps no one. */
export function isUnreachable(error: ErrorData): boolean {
	const { data } = error;
	const cause = typeof data === "object" && data !== null && "cause" in data ? data.cause : undefined;
	return typeof cause === "string" && unreachable.includes(cause);
}

const baseMs = 500;
const longestMs = 20_000;

/**
 * Milliseconds to wait after failure number `attempt` (from 1). Where the service named a wait: that, plus up to 100 ms, if
 * it is longer than the usual. Usually 500 · 2^(attempt − 1), at most 20 s, times 0.25 to 0.5, so that clients that failed together do not come back
 * together and two failures in a row cost at most 0.75 s. `random` is 0 to 1.
 */
export function delayMs(attempt: number, error: ErrorData, random: number): number {
	const full = Math.min(longestMs, baseMs * 2 ** (attempt - 1));
	const own = full * (0.25 + 0.25 * random);
	const asked = error.retryAfterMs === undefined ? 0 : error.retryAfterMs + random * 100;
	return Math.round(Math.max(own, asked));
}
