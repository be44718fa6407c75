// A provider that tries again. What has been shown is never shown twice, and no tool call is given twice.
import type { ErrorData } from "../contracts/errors.js";
import type { ModelEvent, ModelRequest, Provider } from "../contracts/model.js";
import type { Clock } from "../contracts/ports.js";
import { delayMs, isRetryable, isUnreachable } from "./backoff.js";
import { callWithRetry } from "./call-with-retry.js";
import { Continuation, Shown } from "./continuation.js";

export interface RetryOptions {
	readonly clock: Clock;
	/** 0 to 1; spreads the waits. */
	random(): number;
	/** How often the call is made at most, the first time included. Default 6. */
	readonly maxAttempts?: number;
	/** No wait may end later than this after the first failure in a row. Default 120 s. */
	readonly deadlineMs?: number;
	onRetry?(retry: { readonly attempt: number; readonly delayMs: number; readonly error: ErrorData }): void;
}

const unreachableAttempts = 3;

/**
 * The same provider, where failures that may pass are tried again after a wait, with a `retry` event before each. When
 * an answer broke off in the middle, the new one is matched against what was shown: what repeats is left out, and where it
 * differs a `restart` voids everything and the new answer is given from its start. Each attempt's usage is given, so usage
 * events add up. A wait that the service asks for and that would pass the deadline is not begun: the error is given at once.
 */
export function withRetry(provider: Provider, options: RetryOptions): Provider {
	const { listModels, image } = provider;
	return {
		id: provider.id,
		stream: (request, signal) => streamWithRetry(provider, options, request, signal),
		...(listModels === undefined ? {} : { listModels: (signal) => listModels.call(provider, signal) }),
		...(image === undefined
			? {}
			: { image: (request, signal) => callWithRetry(() => image.call(provider, request, signal), options, signal) }),
	};
}

async function* streamWithRetry(
	provider: Provider,
	options: RetryOptions,
	request: ModelRequest,
	signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, undefined> {
	const { clock, maxAttempts = 6, deadlineMs = 120_000 } = options;
	const shown = new Shown();
	let firstFailureMs: number | undefined;
	for (let attempt = 1; ; attempt++) {
		const before = shown.size;
		const failure = yield* runAttempt(provider, request, signal, shown);
		if (failure === undefined) return;
		const now = clock.monotonicMs();
		// Whoever got further this time is not stuck: the deadline counts failures without progress.
		firstFailureMs = shown.size > before || firstFailureMs === undefined ? now : firstFailureMs;
		const wait = delayMs(attempt, failure, options.random());
		const limit = isUnreachable(failure) ? Math.min(maxAttempts, unreachableAttempts) : maxAttempts;
		const isLate = now + wait > firstFailureMs + deadlineMs;
		if (!isRetryable(failure) || attempt >= limit || isLate || signal.aborted) {
			yield { type: "error", error: failure };
			return;
		}
		const retry = { attempt, delayMs: wait, error: failure };
		options.onRetry?.(retry);
		yield { type: "retry", ...retry };
		try {
			await clock.sleep(wait, signal);
		} catch {
			yield { type: "error", error: cancelled };
			return;
		}
	}
}

const cancelled: ErrorData = { code: "provider.cancelled", message: "The request was cancelled", exitCode: 130 };

/** One attempt; gives back the error it ended with, or undefined when it finished. */
async function* runAttempt(
	provider: Provider,
	request: ModelRequest,
	signal: AbortSignal,
	shown: Shown,
): AsyncGenerator<ModelEvent, ErrorData | undefined, undefined> {
	const continuation = new Continuation(shown);
	for await (const event of provider.stream(request, signal)) {
		if (event.type === "error") return event.error;
		yield* continuation.take(event);
		if (event.type === "finish") return undefined;
	}
	return { code: "provider.malformed", message: "The answer had no end", retryable: true, exitCode: 6 };
}
