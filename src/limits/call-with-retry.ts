// A call with one answer, made again after failures that may pass.
import { type ErrorData, toErrorData } from "../contracts/errors.js";
import type { Clock } from "../contracts/ports.js";
import { delayMs, isRetryable } from "./backoff.js";

export interface CallRetryOptions {
	readonly clock: Clock;
	/** 0 to 1; spreads the waits. */
	random(): number;
	/** How often the call is made at most, the first time included. Default 6. */
	readonly maxAttempts?: number;
	/** No wait may end later than this after the first failure. Default 120 s. */
	readonly deadlineMs?: number;
}

/** After these the service has done its work or is at it, and a second call would be paid for as well. */
const mayBePaid = (error: ErrorData): boolean => ["provider.timeout", "provider.malformed"].includes(error.code);

/** Throws what the last attempt threw, or an AbortError when the signal aborts during a wait. */
export async function callWithRetry<T>(
	call: () => Promise<T>,
	{ clock, random, maxAttempts = 6, deadlineMs = 120_000 }: CallRetryOptions,
	signal: AbortSignal,
): Promise<T> {
	let firstFailureMs: number | undefined;
	for (let attempt = 1; ; attempt++) {
		try {
			return await call();
		} catch (error) {
			const failure = toErrorData(error);
			const now = clock.monotonicMs();
			firstFailureMs ??= now;
			const wait = delayMs(attempt, failure, random());
			const isLate = now + wait > firstFailureMs + deadlineMs;
			if (!isRetryable(failure) || mayBePaid(failure) || attempt >= maxAttempts || isLate || signal.aborted)
				throw error;
			await clock.sleep(wait, signal);
		}
	}
}
