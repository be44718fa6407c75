// One question to a service of the web, and what its failures mean to people.
import { NexusError } from "../../contracts/errors.js";
import type { Clock, Http, HttpRequest, HttpResponse } from "../../contracts/ports.js";
import { decodeBody, parseContentType } from "../../lib/content-type.js";
import { retryAfterMs } from "../../lib/retry-after.js";

export interface ServiceRequest extends HttpRequest {
	/** As people know it, e.g. `Brave Search`. */
	readonly service: string;
	/** Variables in which its key is looked for; empty where it needs none. */
	readonly keyVariables?: readonly string[];
	/** What to do about a status, where the service means something of its own by it. */
	readonly hints?: Readonly<Record<number, string>>;
}

export interface ServicePorts {
	readonly http: Http;
	readonly clock: Clock;
}

interface ServiceAnswer {
	readonly status: number;
	readonly text: string;
}

const timeoutMs = 20_000;
/** A wait that the service asks for and that is shorter than this is waited once, before anybody is told. */
const longestWaitMs = 3000;

/**
 * Throws NexusError `service.key`, `service.quota`, `service.rate-limited` (with `retryAfterMs`), `service.refused`,
 * `service.failed`, and what the HTTP port throws. `accepts`: statuses that are answers though they are no success.
 */
export async function callService(
	request: ServiceRequest,
	ports: ServicePorts,
	signal: AbortSignal,
	accepts: readonly number[] = [],
): Promise<ServiceAnswer> {
	const { service: _, keyVariables: __, hints: ___, ...plain } = request;
	const send = () => ports.http.request({ timeoutMs, ...plain, signal });
	let response = await send();
	const wait = waitOf(response, ports.clock);
	if (response.status === 429 && wait !== undefined && wait <= longestWaitMs) {
		await ports.clock.sleep(wait, signal);
		response = await send();
	}
	const text = decodeBody(response.body, parseContentType(response.headers["content-type"]).charset);
	const { status } = response;
	if (response.truncated) throw malformed(request.service, "more than fits");
	if ((status >= 200 && status < 300) || accepts.includes(status)) return { status, text };
	throw failure(request, status, text, waitOf(response, ports.clock));
}

/** Throws also `service.malformed` for anything that is not JSON: a page of a gateway, a login, a captcha. */
export async function callJsonService(
	request: ServiceRequest,
	ports: ServicePorts,
	signal: AbortSignal,
	accepts: readonly number[] = [],
): Promise<unknown> {
	const { text } = await callService(request, ports, signal, accepts);
	try {
		return JSON.parse(text);
	} catch {
		throw malformed(request.service, isPage(text) ? "a page" : "something that is not JSON");
	}
}

/** For an answer that is well-formed and not of the shape that the service documents. */
export const malformed = (service: string, what: string): NexusError =>
	new NexusError("service.malformed", `${service} answered with ${what}`, {
		hint: "check its address in your settings (nexus config list), or try again later",
		exitCode: 6,
	});

const isPage = (text: string): boolean => /^\s*(?:<!doctype|<html|<head|<body|<\?xml)/i.test(text);

/** Brave has no Retry-After but the seconds until each of its limits is over, the shortest first. */
const waitOf = (response: HttpResponse, clock: Clock): number | undefined => {
	const named = retryAfterMs(response.headers["retry-after"], clock.now());
	if (named !== undefined) return named;
	const [shortest] = (response.headers["x-ratelimit-reset"] ?? "").split(",");
	return /^\s*\d{1,6}\s*$/.test(shortest ?? "") ? Number(shortest) * 1000 : undefined;
};

const failure = (
	{ service, keyVariables = [], hints = {} }: ServiceRequest,
	status: number,
	text: string,
	wait: number | undefined,
): NexusError => {
	const said = messageIn(text);
	const why = said === "" ? `status ${status}` : `status ${status}: ${said}`;
	const isKey = status === 401 || status === 403 || (status === 422 && /token|api.?key/i.test(text));
	const own = hints[status];
	if (isKey && keyVariables.length > 0) {
		return new NexusError("service.key", `${service} refused the key (${why})`, {
			hint: own ?? `set ${keyVariables.join(" or ")} to a valid key`,
			exitCode: 3,
		});
	}
	if ([402, 432, 433].includes(status)) {
		const hint = own ?? "the plan's limit is used up: waiting does not help";
		return new NexusError("service.quota", `${service} wants to be paid (${why})`, { hint, exitCode: 6 });
	}
	if (status === 429) {
		return new NexusError("service.rate-limited", `${service} is asked too often`, {
			hint: own ?? (wait === undefined ? "try again later" : `try again in ${Math.ceil(wait / 1000)} s`),
			retryable: true,
			...(wait === undefined ? {} : { retryAfterMs: wait }),
			exitCode: 6,
		});
	}
	const isTheirs = status >= 500;
	return new NexusError(isTheirs ? "service.failed" : "service.refused", `${service} failed (${why})`, {
		hint: own ?? (isTheirs ? "the fault is on its side: try again later" : "check the request and the address"),
		retryable: isTheirs,
		exitCode: 6,
	});
};

/** The first text in a JSON error under one of the names that services give it; nothing for a page. */
const messageIn = (text: string): string => {
	if (isPage(text)) return "";
	try {
		return clean(textUnder(JSON.parse(text), 0));
	} catch {
		return clean(text);
	}
};

const names = ["detail", "error", "message", "reason", "description", "errors", "chart", "finance"] as const;

const textUnder = (value: unknown, depth: number): string => {
	if (typeof value === "string") return value;
	if (typeof value !== "object" || value === null || depth > 4) return "";
	if (Array.isArray(value)) return textUnder(value[0], depth + 1);
	for (const name of names) {
		const found = Object.hasOwn(value, name) ? textUnder((value as Record<string, unknown>)[name], depth + 1) : "";
		if (found !== "") return found;
	}
	return "";
};

const clean = (text: string): string => (text.trim().split("\n")[0] ?? "").slice(0, 200);
