// Failures of model services as ErrorData: one line, a hint, no key.
import { type ErrorData, isAbortError, NexusError } from "../contracts/errors.js";
import { type ProviderErrorCode, providerExitCode } from "../contracts/model.js";
import { classify } from "./classify.js";
import { type ErrorBody, readErrorBody, readErrorValue } from "./error-body.js";
import { retryAfterMs } from "./rate-limits.js";
import { cleanMessage } from "./redact.js";

/** Whom the error is about. */
export interface ErrorContext {
	readonly providerId: string;
	/** The service's name for people. */
	readonly title: string;
	readonly baseUrl: string;
	readonly apiKeyVariables: readonly string[];
	/** Variable that moves the base URL. */
	readonly baseUrlVariable?: string;
	readonly apiKey?: string;
	readonly model: string;
	now(): Date;
}

const retryableCodes: readonly ProviderErrorCode[] = [
	"provider.rate-limited",
	"provider.overloaded",
	"provider.server",
	"provider.network",
	"provider.timeout",
	"provider.malformed",
];

/** An answer with an error status, or a redirect. */
export function httpError(
	answer: { readonly status: number; readonly headers: ReadonlyMap<string, string>; readonly body: string },
	context: ErrorContext,
): ErrorData {
	const requestId = answer.headers.get("x-request-id") ?? answer.headers.get("request-id");
	if (answer.status >= 300 && answer.status < 400) return redirectError(answer, context);
	const body = readErrorBody(answer.body);
	const waitMs = retryAfterMs(answer.headers, context.now()) ?? body.retryAfterMs;
	const error = buildError(answer.status, body, waitMs, context, requestId);
	// OpenAI and Anthropic say so when asking again is no use, e.g. at a spend limit.
	return answer.headers.get("x-should-retry") === "false" ? { ...error, retryable: false } : error;
}

/** An error object inside a stream that began well. */
export const streamError = (value: unknown, context: ErrorContext): ErrorData => {
	const body = readErrorValue(value);
	return buildError(0, body, body.retryAfterMs, context, undefined);
};

/** Something that was no answer of the protocol: a page, half a line, JSON of another kind. */
export const malformedError = (what: string, context: ErrorContext, hint?: string): ErrorData => ({
	code: "provider.malformed",
	message: `${context.title} sent ${cleanMessage(what, secretsOf(context), 200)}`,
	hint: hint ?? `Check that ${context.baseUrl} is the address of its API`,
	retryable: true,
	exitCode: 6,
});

/** The connection ended before the answer did. */
export const cutError = (context: ErrorContext): ErrorData => ({
	code: "provider.network",
	message: `The connection to ${context.title} ended in the middle of the answer`,
	hint: "Try again",
	retryable: true,
	exitCode: 6,
});

export const cancelledError: ErrorData = {
	code: "provider.cancelled",
	message: "The request was cancelled",
	exitCode: 130,
};

/** Whatever was thrown on the way, e.g. by the transport. */
export function thrownError(error: unknown, context: ErrorContext): ErrorData {
	if (isAbortError(error)) return cancelledError;
	if (error instanceof NexusError) {
		const hint =
			error.code === "provider.network" && context.baseUrlVariable !== undefined
				? `${error.hint ?? ""} (${context.baseUrlVariable} sets it)`
				: error.hint;
		return {
			code: error.code,
			message: cleanMessage(`${context.title}: ${error.message}`, secretsOf(context)),
			...(hint === undefined ? {} : { hint }),
			...(error.retryable ? { retryable: true } : {}),
			exitCode: error.exitCode,
			...(error.data === undefined ? {} : { data: error.data }),
		};
	}
	// Nothing of the wire: asking again would give the same.
	const message = error instanceof Error ? error.message : String(error);
	return {
		code: "provider.malformed",
		message: cleanMessage(`${context.title}: ${message}`, secretsOf(context)),
		exitCode: 6,
	};
}

const secretsOf = (context: ErrorContext): readonly string[] => (context.apiKey === undefined ? [] : [context.apiKey]);

function buildError(
	status: number,
	body: ErrorBody,
	waitMs: number | undefined,
	context: ErrorContext,
	requestId: string | undefined,
): ErrorData {
	const code = classify(status, body, waitMs !== undefined);
	const shown = status || body.status;
	const said = cleanMessage(body.message, secretsOf(context)) || (body.isHtml ? "a web page" : "no reason given");
	const isWaitable = code === "provider.rate-limited" || code === "provider.overloaded" || code === "provider.server";
	return {
		code,
		message: `${context.title} answered ${shown === undefined ? "with an error" : shown}: ${said}`,
		hint: hintFor(code, context, waitMs),
		...(retryableCodes.includes(code) ? { retryable: true } : {}),
		...(waitMs !== undefined && isWaitable ? { retryAfterMs: waitMs } : {}),
		exitCode: providerExitCode(code),
		data: {
			provider: context.providerId,
			...(shown === undefined ? {} : { status: shown }),
			...(requestId === undefined ? {} : { requestId: cleanMessage(requestId, secretsOf(context), 100) }),
		},
	};
}

function hintFor(code: ProviderErrorCode, context: ErrorContext, waitMs: number | undefined): string {
	const variable = context.apiKeyVariables[0];
	switch (code) {
		case "provider.authentication":
			return variable === undefined
				? "This server wants a key: set it in the configuration"
				: `Set ${variable} to a valid key for ${context.title}`;
		case "provider.permission":
			return variable === undefined
				? "This key may not use the model"
				: `The key in ${variable} may not use this model; check its rights`;
		case "provider.not-found":
			return context.providerId === "ollama"
				? `Get the model with: ollama pull ${context.model}`
				: `See "nexus models" for what ${context.title} offers, or check ${context.baseUrl}`;
		case "provider.quota":
			return `The account's credit or spend limit is used up; waiting does not help. Check billing at ${context.title}, or choose another model`;
		case "provider.rate-limited":
			return waitMs === undefined
				? "Wait a little, or choose another model"
				: `Wait ${Math.ceil(waitMs / 1000)} s, or choose another model`;
		case "provider.overloaded":
			return "The service is busy; try again soon, or choose another model";
		case "provider.context-overflow":
			return "The conversation is too long for this model: start a new one, or choose a model with a larger context";
		case "provider.refused":
			return "The service's content rules refused this; put it differently";
		case "provider.server":
		case "provider.timeout":
		case "provider.malformed":
			return "The fault is on the service's side; try again";
		default:
			return `Check the model name and the settings for ${context.title}`;
	}
}

/** Redirects are never followed: the key belongs to the host it was configured for (SECURITY R23). */
function redirectError(
	answer: { readonly status: number; readonly headers: ReadonlyMap<string, string> },
	context: ErrorContext,
): ErrorData {
	const target = URL.parse(answer.headers.get("location") ?? "", context.baseUrl)?.origin ?? "another address";
	const variable = context.baseUrlVariable;
	return {
		code: "provider.invalid-request",
		message: cleanMessage(
			`${context.title} answered ${answer.status}: it redirects to ${target}, which was not followed`,
			secretsOf(context),
		),
		hint:
			variable === undefined
				? "If you trust that address, make it the base URL"
				: `If you trust that address, set ${variable} to it`,
		exitCode: 6,
	};
}
