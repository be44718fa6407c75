// What every provider builds from its settings: an address, a transport, deadlines, and the error context.
import { NexusError } from "../contracts/errors.js";
import type { ProviderContext, ProviderDefinition, ProviderSettings } from "../contracts/model.js";
import { type BaseUrlRules, normalizeBaseUrl } from "./base-url.js";
import type { ErrorContext } from "./provider-error.js";
import type { SdkConnection } from "./sdk-fetch.js";
import type { Transport, TransportOptions } from "./transport.js";

const defaultHeaderTimeoutMs = 60_000;
const defaultIdleTimeoutMs = 120_000;

export type Service = Pick<
	ProviderDefinition,
	"id" | "title" | "apiKeyVariables" | "baseUrlVariable" | "defaultBaseUrl"
>;

export interface ServiceConnection {
	readonly sdk: SdkConnection;
	errorContext(model: string): ErrorContext;
	newCallId(): string;
}

/**
 * Throws NexusError `provider.invalid-request` when there is no address. A missing key is no error here: at another
 * address than the usual one the server may need none, and at the usual one each request fails, unsent.
 */
export function connectService(
	service: Service,
	settings: ProviderSettings,
	context: ProviderContext,
	rules: BaseUrlRules,
	authorization: (apiKey: string) => Readonly<Record<string, string>>,
	fixedHeaders: Readonly<Record<string, string>> = {},
): ServiceConnection {
	const address = settings.baseUrl || service.defaultBaseUrl;
	if (address === undefined) {
		throw new NexusError("provider.invalid-request", `${service.title} needs an address`, {
			hint:
				service.baseUrlVariable === undefined
					? "Set its base URL in the configuration"
					: `Set ${service.baseUrlVariable}`,
			exitCode: 2,
		});
	}
	const baseUrl = normalizeBaseUrl(address, rules);
	const headerTimeoutMs = settings.headerTimeoutMs ?? defaultHeaderTimeoutMs;
	const apiKey = settings.apiKey?.trim() || undefined;
	const key = apiKey === undefined ? {} : { apiKey };
	// At its own address the service certainly wants a key, so nothing is sent without one.
	const isKeyMissing =
		apiKey === undefined &&
		service.apiKeyVariables.length > 0 &&
		address === service.defaultBaseUrl &&
		settings.headers === undefined;
	// A key that was pasted with a line break or a typographic dash cannot be a header.
	const isKeyBroken = apiKey !== undefined && /[^\x21-\x7e]/.test(apiKey);
	const refusal = isKeyMissing ? "no key is set" : isKeyBroken ? "the key has characters that no key has" : undefined;
	return {
		sdk: {
			transport:
				refusal !== undefined
					? refuseAll(service, refusal)
					: loadOnFirstUse({
							clock: context.clock,
							headerTimeoutMs,
							idleTimeoutMs: settings.idleTimeoutMs ?? defaultIdleTimeoutMs,
							...(settings.proxyEnv === undefined ? {} : { proxyEnv: settings.proxyEnv }),
						}),
			baseUrl,
			headers: {
				...fixedHeaders,
				...(apiKey === undefined ? {} : authorization(apiKey)),
				...lowerCase(settings.headers ?? {}),
			},
			timeoutMs: headerTimeoutMs * 2,
			warn: (message) => context.warn(message),
		},
		errorContext: (model) => ({
			providerId: service.id,
			title: service.title,
			baseUrl,
			apiKeyVariables: service.apiKeyVariables,
			...(service.baseUrlVariable === undefined ? {} : { baseUrlVariable: service.baseUrlVariable }),
			...key,
			model,
			now: () => context.clock.now(),
		}),
		newCallId: () => `call_${crypto.randomUUID().replaceAll("-", "").slice(0, 24)}`,
	};
}

/** node:http alone costs more than the rest of a start, so that it waits for the first request. */
function loadOnFirstUse(options: TransportOptions): Transport {
	const loaded: { transport?: Promise<Transport> } = {};
	return {
		async send(request) {
			loaded.transport ??= import("./node-transport.js").then(({ createTransport }) => createTransport(options));
			return await (await loaded.transport).send(request);
		},
	};
}

const refuseAll = (service: Service, why: string): Transport => ({
	send: () =>
		Promise.reject(
			new NexusError("provider.authentication", why, {
				hint: service.apiKeyVariables.length === 0 ? "Set another key" : `Set ${service.apiKeyVariables.join(" or ")}`,
				exitCode: 3,
			}),
		),
});

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
