// The door of the openai package: imported on the first request, not at start.
import { type SdkConnection, type SdkRequest, throughSdk } from "./sdk-fetch.js";
import type { WireResponse } from "./transport.js";

/** Sends a request with the openai SDK. Throws what the transport throws. */
export async function openWithOpenAi(
	connection: SdkConnection,
	request: SdkRequest,
	signal: AbortSignal,
): Promise<WireResponse> {
	const { OpenAI } = await import("openai/client");
	// Each of these the SDK would otherwise read from the environment.
	const none = { adminAPIKey: null, organization: null, project: null, webhookSecret: null };
	return throughSdk(connection, request, signal, (settings) => new OpenAI({ ...settings, ...none }));
}
