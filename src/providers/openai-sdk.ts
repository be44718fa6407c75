// The door of the openai package: imported on the first request, not at start.
import { type SdkConnection, type SdkRequest, sdkLogger, throughSdk } from "./sdk-fetch.js";
import type { WireResponse } from "./transport.js";

/** Sends a request with the openai SDK. Throws what the transport throws. */
export async function openWithOpenAi(
	connection: SdkConnection,
	request: SdkRequest,
	signal: AbortSignal,
): Promise<WireResponse> {
	const { OpenAI } = await import("openai/client");
	return await throughSdk(connection, signal, (fetch) => {
		const client = new OpenAI({
			// The SDK insists on a key but never gets ours; what is sent is in the connection's headers.
			apiKey: "none",
			adminAPIKey: null,
			organization: null,
			project: null,
			webhookSecret: null,
			baseURL: connection.baseUrl,
			maxRetries: 0,
			timeout: connection.timeoutMs,
			logLevel: "warn",
			logger: sdkLogger(connection.warn),
			fetch,
		});
		const options = request.body === undefined ? {} : { body: request.body, stream: true };
		return client[request.method](request.path, options).asResponse();
	});
}
