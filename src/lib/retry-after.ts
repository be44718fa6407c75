/**
 * Milliseconds that a `Retry-After` header asks to wait (RFC 9110, section 10.2.3): seconds or a date; never negative.
 * Undefined when there is none or it cannot be read.
 */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
	const text = header?.trim() ?? "";
	if (/^\d+(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
	const date = Date.parse(text);
	return text === "" || Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
