// Outgoing HTTP of tools: every address is checked before it is dialled, at every redirect (SECURITY R21 to R23).
import { NexusError } from "../contracts/errors.js";
import type { Http, HttpRequest, HttpResponse } from "../contracts/ports.js";
import { type CheckedDialOptions, createCheckedDial, orAbort } from "./checked-dial.js";

export interface GuardedHttpOptions extends CheckedDialOptions {
	/** `host` or `host:port` that the person's own settings allow though the address is private. Never from a project. */
	readonly allow?: readonly string[];
}

const maxRedirects = 5;
const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 5 * 1024 * 1024;
/** Sent on to another origin; everything else may be a credential (SECURITY R23). */
const plainHeaders: readonly string[] = ["accept", "accept-encoding", "accept-language", "user-agent", "content-type"];

const blocked = (url: string, why: string): NexusError =>
	new NexusError("network.blocked", `${url} is not fetched: ${why}`, {
		hint: "Only public http and https addresses are fetched. Private ones can be allowed in your own settings (network.allow).",
	});

function parseUrl(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined) throw new NexusError("network.failed", `${text.slice(0, 200)} is not a URL`);
	if (url.protocol !== "http:" && url.protocol !== "https:")
		throw blocked(text.slice(0, 200), `${url.protocol} is not http or https`);
	if (url.username !== "" || url.password !== "")
		throw blocked(`${url.protocol}//${url.host}`, "it carries a user name or password");
	url.hash = "";
	return url;
}

const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
const portOf = (url: URL): number => Number(url.port) || (url.protocol === "https:" ? 443 : 80);

/**
 * What an allowed host may resolve to beside public addresses: itself when it is an address, this machine when it is
 * called localhost, else the networks of a house or a company. A name never leads to the metadata of a cloud machine
 * or, by an answer that changed, to a service of this one.
 */
const mayAllow = (host: string, range: string): boolean =>
	/^[\d.]+$|:/.test(host) ||
	["private", "uniqueLocal", "carrierGradeNat"].includes(range) ||
	(range === "loopback" && /(?:^|\.)localhost$/.test(host));

/** Bytes of the body, where the server says and they are sent as they are. */
const lengthOf = (headers: Readonly<Record<string, string>>): number | undefined =>
	headers["content-encoding"] === undefined && /^\d+$/.test(headers["content-length"] ?? "")
		? Number(headers["content-length"])
		: undefined;

/** Errors of the network as ours. */
function asNexusError(error: unknown, url: URL, signal: AbortSignal, caller: AbortSignal | undefined): unknown {
	if (error instanceof NexusError) return error;
	if (caller?.aborted) return new DOMException("The request was cancelled.", "AbortError");
	if (signal.aborted) {
		return new NexusError("network.timeout", `${url.host} did not answer in time`, { retryable: true, cause: error });
	}
	const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
	const why = code ?? (error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
	return new NexusError("network.failed", `${url.host} could not be reached (${why})`, {
		retryable: true,
		cause: error,
	});
}

export function createGuardedHttp(options: GuardedHttpOptions = {}): Http {
	const guard = createCheckedDial(options);
	const isAllowed = (url: URL): boolean =>
		(options.allow ?? []).some((entry) => {
			const wanted = entry.toLowerCase();
			return wanted === bareHost(url) || wanted === url.hostname || wanted === `${url.hostname}:${portOf(url)}`;
		});

	const checkedAddresses = (url: URL, signal: AbortSignal): Promise<readonly string[]> =>
		guard.addresses(bareHost(url), signal, {
			isExcepted: (range) => isAllowed(url) && mayAllow(bareHost(url), range),
			blocked: (why) => blocked(url.origin, why),
		});

	const hop = async (
		url: URL,
		request: HttpRequest,
		headers: Readonly<Record<string, string>>,
		signal: AbortSignal,
	) => {
		const addresses = await checkedAddresses(url, signal);
		const { Agent, request: send } = await import("undici");
		const agent = new Agent({
			pipelining: 0,
			maxHeaderSize: 65_536,
			headersTimeout: 0,
			bodyTimeout: 0,
			// undici's own lookup is never asked: a checked address is what is dialled.
			connect: (_target, done) => {
				const target = { host: bareHost(url), port: portOf(url), secure: url.protocol === "https:" };
				guard.dial(target, addresses, signal).then(
					(socket) => done(null, socket),
					(error: Error) => done(error, null),
				);
			},
		});
		try {
			const response = await send(url.href, {
				method: (request.method ?? "GET") as "GET",
				headers,
				...(request.body === undefined ? {} : { body: request.body }),
				dispatcher: agent,
				signal,
			});
			return { response, close: () => agent.destroy() };
		} catch (error) {
			await agent.destroy();
			throw error;
		}
	};

	/** The next request after a redirect (RFC 9110, section 15.4); undefined when this is the answer. */
	const next = (url: URL, request: HttpRequest, status: number, location: string | undefined) => {
		if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
		if (!URL.canParse(location, url.href))
			throw new NexusError("network.failed", `${url.host} redirects to something that is no URL`);
		const target = parseUrl(new URL(location, url.href).href);
		const keeps = status === 307 || status === 308;
		const isOther = target.origin !== url.origin;
		if (isOther && keeps && request.body !== undefined) {
			throw blocked(target.origin, `${url.host} wants what was sent to it to be sent there`);
		}
		const method = keeps ? request.method : request.method === "HEAD" ? "HEAD" : "GET";
		const { body, ...rest } = request;
		const kept = Object.entries(rest.headers ?? {}).filter(
			([name]) => !isOther || plainHeaders.includes(name.toLowerCase()),
		);
		const more = { ...(method === undefined ? {} : { method }), ...(keeps && body !== undefined ? { body } : {}) };
		const { method: _, ...same } = rest;
		return { url: target, request: { ...same, ...more, headers: Object.fromEntries(kept) } };
	};

	const follow = async (first: HttpRequest, signal: AbortSignal, at: (url: URL) => void): Promise<HttpResponse> => {
		const { acceptedEncodings, readCapped } = await import("./capped-body.js");
		let request = first;
		let url = parseUrl(first.url);
		for (let redirects = 0; redirects <= maxRedirects; redirects++) {
			at(url);
			if (first.admit !== undefined) await orAbort(first.admit(url.href), signal);
			const sent = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
			// The host is that of the URL, whatever a caller says.
			const own = Object.fromEntries(sent.filter(([name]) => name !== "host" && name !== "connection"));
			const headers = { "user-agent": "nexus", accept: "*/*", "accept-encoding": acceptedEncodings, ...own };
			const { response, close } = await hop(url, request, headers, signal);
			try {
				const named = Object.entries(response.headers).map(([name, value]) => {
					return [name.toLowerCase(), Array.isArray(value) ? value.join(", ") : String(value ?? "")] as const;
				});
				const found = Object.fromEntries(named);
				const following = next(url, request, response.statusCode, found.location);
				if (following !== undefined) {
					({ url, request } = following);
					continue;
				}
				const maxBytes = request.maxBytes ?? defaultMaxBytes;
				const read = await readCapped(response.body, found["content-encoding"], maxBytes, (received) =>
					first.onProgress?.(received, lengthOf(found)),
				);
				return { status: response.statusCode, headers: found, url: url.href, ...read };
			} finally {
				await close();
			}
		}
		throw new NexusError("network.failed", `${parseUrl(first.url).host} redirects more than ${maxRedirects} times`);
	};

	const request = async (wanted: HttpRequest): Promise<HttpResponse> => {
		const limit = AbortSignal.timeout(wanted.timeoutMs ?? defaultTimeoutMs);
		const signal = wanted.signal === undefined ? limit : AbortSignal.any([limit, wanted.signal]);
		let url = parseUrl(wanted.url);
		try {
			return await follow(wanted, signal, (reached) => {
				url = reached;
			});
		} catch (error) {
			throw asNexusError(error, url, signal, wanted.signal);
		}
	};

	return { request };
}
