import { NexusError } from "../contracts/errors.js";

export const abortReason = (signal: AbortSignal): Error =>
	signal.reason instanceof Error && signal.reason.name === "AbortError"
		? signal.reason
		: new DOMException("The request was cancelled", "AbortError");

export function errorCode(error: unknown): string {
	if (!(error instanceof Error)) return "";
	if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
	return "code" in error && typeof error.code === "string" ? error.code : "";
}

const reasons: Readonly<Record<string, string>> = {
	ECONNREFUSED: "nothing listens there",
	ENOTFOUND: "the host name does not exist",
	EAI_AGAIN: "the host name could not be looked up",
	ECONNRESET: "the connection broke",
	EPIPE: "the connection broke",
	EHOSTUNREACH: "the host cannot be reached",
	ENETUNREACH: "the network cannot be reached",
	ETIMEDOUT: "no connection in time",
};

/** A failure of the connection itself. `data.cause` is the system's code. */
export function networkError(url: URL, error: unknown): NexusError {
	const code = errorCode(error);
	const reason =
		reasons[code] ??
		(code.startsWith("CERT_") || code.includes("SSL") || code.includes("CERT")
			? `TLS: ${code}`
			: "the connection broke");
	const isDown = code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EHOSTUNREACH" || code === "ENETUNREACH";
	return new NexusError("provider.network", `Cannot reach ${url.origin}: ${reason}`, {
		hint: isDown
			? `Check that ${url.origin}${url.pathname} is the right address and that its server runs`
			: "Check the network connection, then try again",
		retryable: !reason.startsWith("TLS"),
		exitCode: 6,
		cause: error,
		...(code === "" ? {} : { data: { cause: code } }),
	});
}
