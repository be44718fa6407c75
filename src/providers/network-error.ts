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
	ERR_PROXY_TUNNEL: "the proxy refused to connect",
};

const isTlsCode = (code: string): boolean => /CERT|SSL|TLS|^UNABLE_TO_/.test(code);
const downCodes: readonly string[] = ["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH"];

/** A failure of the connection itself. `data.cause` is the system's code. */
export function networkError(url: URL, error: unknown): NexusError {
	const code = errorCode(error);
	const reason =
		reasons[code] ?? (isTlsCode(code) ? `its certificate was not accepted (${code})` : "the connection broke");
	return new NexusError("provider.network", `Cannot reach ${url.origin}: ${reason}`, {
		hint: hintFor(url, code),
		retryable: !isTlsCode(code),
		exitCode: 6,
		cause: error,
		...(code === "" ? {} : { data: { cause: code } }),
	});
}

/** The connection was there and is gone, in the middle of an answer. */
export function brokenError(url: URL, error: unknown): NexusError {
	const code = errorCode(error);
	return new NexusError("provider.network", `The connection to ${url.host} broke in the middle of the answer`, {
		hint: "Check the network connection, then try again",
		retryable: true,
		exitCode: 6,
		cause: error,
		...(code === "" ? {} : { data: { cause: code } }),
	});
}

function hintFor(url: URL, code: string): string {
	if (downCodes.includes(code))
		return `Check that ${url.origin}${url.pathname} is the right address and that its server runs`;
	if (isTlsCode(code))
		return "If the certificate is your own organisation's, name its authority in NODE_EXTRA_CA_CERTS";
	return code === "ERR_PROXY_TUNNEL"
		? "Check HTTPS_PROXY and NO_PROXY"
		: "Check the network connection, then try again";
}
