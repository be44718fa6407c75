/** The error that an aborted wait rejects with. */
export const abortError = (): DOMException => new DOMException("This was cancelled", "AbortError");

/**
 * Waits for `promise`, but at most `graceMs` longer than the signal's abort: then it rejects with an AbortError, and
 * what the promise does later is ignored.
 */
export const orAbort = async <T>(promise: Promise<T>, signal: AbortSignal, graceMs = 0): Promise<T> => {
	let timer: NodeJS.Timeout | undefined;
	let onAbort: (() => void) | undefined;
	const aborted = new Promise<never>((_, reject) => {
		onAbort = () => {
			timer = setTimeout(() => reject(abortError()), graceMs);
		};
		if (signal.aborted) onAbort();
		else signal.addEventListener("abort", onAbort, { once: true });
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		clearTimeout(timer);
		if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
	}
};
