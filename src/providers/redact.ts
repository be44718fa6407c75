// Keys never leave in a message, whatever a service echoes (SECURITY R30).

/** Keys of known shape, also when the service has masked their middle. */
const keyShapes =
	/\b(?:sk|pk|rk|gsk|hf|xai|csk|pplx|key|or)[-_][\w\-*.…]{8,}|\bAIza[\w-]{10,}|\bBearer\s+[\w\-.~+/=*]{6,}/g;

/**
 * The text on one line, without control characters, cut at `maxChars`, and with the key and anything that looks like
 * one replaced. A beginning of the key of 8 characters or more counts as the key.
 */
export function cleanMessage(text: string, secrets: readonly string[], maxChars = 400): string {
	const line = text
		.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")
		.replace(/ {2,}/g, " ")
		.trim()
		.toWellFormed();
	const clean = secrets.reduce(hide, line).replace(keyShapes, "[redacted]");
	return clean.length > maxChars ? `${clean.slice(0, maxChars - 1).trimEnd()}…`.toWellFormed() : clean;
}

function hide(text: string, secret: string): string {
	if (secret.length < 6) return text;
	const whole = text.replaceAll(secret, "[redacted]").replaceAll(encodeURIComponent(secret), "[redacted]");
	if (secret.length < 12) return whole;
	const start = secret.slice(0, 8).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	return whole.replace(new RegExp(`${start}[\\w\\-.*…~+/=]*`, "g"), "[redacted]");
}
