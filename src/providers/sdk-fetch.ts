// The `fetch` that the SDKs are given: requests go through our transport, and answers of any status come back untouched,
// past the SDKs' own parsers, retries and errors.
import type { Transport, WireObject, WireResponse } from "./transport.js";

export interface SdkRequest {
	readonly method: "get" | "post";
	/** Below the base URL, or a whole URL of the same host. */
	readonly path: string;
	readonly body?: WireObject;
}

export interface SdkConnection {
	readonly transport: Transport;
	readonly baseUrl: string;
	/** Sent with every request, whatever the SDK would send. */
	readonly headers: Readonly<Record<string, string>>;
	/** How long the SDK waits before it gives up by itself: longer than our own deadlines. */
	readonly timeoutMs: number;
	warn(message: string): void;
}

/** What both SDKs are made with. */
export interface SdkSettings {
	readonly apiKey: string;
	readonly baseURL: string;
	readonly maxRetries: number;
	readonly timeout: number;
	readonly logLevel: "warn";
	readonly logger: Readonly<Record<"error" | "warn" | "info" | "debug", (message: string) => void>>;
	readonly fetch: SdkFetch;
}

type Call = (
	path: string,
	options: { readonly body?: WireObject; readonly stream?: boolean },
) => { asResponse(): PromiseLike<unknown> };

/**
 * Sends a request with the SDK that `create` makes and gives back the answer that its fetch got, or throws what it threw.
 * Of the SDK's headers only the content type is taken: the rest are platform details, or come from variables that were
 * not meant for this host.
 */
export async function throughSdk(
	connection: SdkConnection,
	request: SdkRequest,
	signal: AbortSignal,
	create: (settings: SdkSettings) => Readonly<Record<SdkRequest["method"], Call>>,
): Promise<WireResponse> {
	const outcome: { response?: WireResponse; error?: unknown } = {};
	const fetch: SdkFetch = async (url, init) => {
		try {
			const body = typeof init?.body === "string" ? { body: init.body } : {};
			outcome.response = await connection.transport.send({
				url: String(url),
				method: init?.method ?? "GET",
				headers: {
					accept: init?.method === "POST" ? "text/event-stream, application/json" : "application/json",
					"accept-encoding": "identity",
					"user-agent": "nexus",
					...("body" in body ? { "content-type": "application/json" } : {}),
					...connection.headers,
				},
				...body,
				signal,
			});
			return acceptedAnswer(String(url));
		} catch (error) {
			outcome.error = error;
			throw error;
		}
	};
	try {
		const client = create(settingsOf(connection, fetch));
		const options = request.body === undefined ? {} : { body: request.body, stream: true };
		await client[request.method](request.path, options).asResponse();
	} catch (error) {
		throw outcome.error ?? error;
	}
	if (outcome.response === undefined) throw new Error("the SDK sent no request");
	return outcome.response;
}

const settingsOf = (connection: SdkConnection, fetch: SdkFetch): SdkSettings => ({
	// The SDKs insist on a key, or look for one on the disk, but never get ours: what is sent is in the connection's headers.
	apiKey: "none",
	baseURL: connection.baseUrl,
	maxRetries: 0,
	timeout: connection.timeoutMs,
	logLevel: "warn",
	logger: sdkLogger(connection.warn),
	fetch,
});

type SdkFetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** All that the SDKs look at before they hand an answer over. Whatever the status, they must not judge it. */
function acceptedAnswer(url: string): Response {
	const headers = new Map([["content-type", "text/event-stream"]]);
	return { ok: true, status: 200, statusText: "OK", url, headers, body: null } as unknown as Response;
}

/** Where the SDKs' own log goes: never to the terminal. */
const sdkLogger = (warn: (message: string) => void) => ({
	error: warn,
	warn,
	info: () => {},
	debug: () => {},
});
