// One request over node:http(s): deadlines, abort, and a body that is read once.
import type http from "node:http";
import type https from "node:https";
import { NexusError } from "../contracts/errors.js";
import { abortReason, errorCode, networkError } from "./network-error.js";
import { openBody } from "./response-body.js";
import type { TransportOptions, WireRequest, WireResponse } from "./transport.js";

const connectTimeoutMs = 10_000;

/** See `Transport.send`. A request that dies on a connection kept from earlier, before any answer, is sent once more on a new one. */
export async function requestOnce(
	request: WireRequest,
	url: URL,
	agents: { readonly module: typeof http | typeof https; readonly kept: http.Agent; fresh(): http.Agent },
	options: TransportOptions,
): Promise<WireResponse> {
	try {
		return await dial(request, url, agents.module, agents.kept, options);
	} catch (error) {
		if (!(error instanceof StaleConnection)) throw error;
		// The server closed the idle connection just as it was used; nothing of the request has been worked on.
		return await dial(request, url, agents.module, agents.fresh(), options);
	}
}

class StaleConnection extends Error {}

async function dial(
	request: WireRequest,
	url: URL,
	module: typeof http | typeof https,
	agent: http.Agent,
	options: TransportOptions,
): Promise<WireResponse> {
	request.signal.throwIfAborted();
	const { promise, resolve, reject } = Promise.withResolvers<WireResponse>();
	const settled = new AbortController();
	const outgoing = module.request(url, {
		method: request.method,
		headers: {
			...request.headers,
			// A known length instead of chunks: some local servers do not understand the latter.
			...(request.body === undefined ? {} : { "content-length": String(Buffer.byteLength(request.body)) }),
		},
		agent,
	});
	const abort = () => outgoing.destroy(abortReason(request.signal));
	request.signal.addEventListener("abort", abort, { once: true });
	const stop = () => {
		settled.abort();
		request.signal.removeEventListener("abort", abort);
	};
	outgoing.once("response", (incoming) => {
		settled.abort();
		resolve(openBody(incoming, { ...options, url, signal: request.signal, stop }));
	});
	outgoing.on("error", (error) => {
		stop();
		if (request.signal.aborted) return reject(abortReason(request.signal));
		const code = errorCode(error);
		const isStale = outgoing.reusedSocket && (code === "ECONNRESET" || code === "EPIPE");
		reject(isStale ? new StaleConnection() : error instanceof NexusError ? error : networkError(url, error));
	});
	const deadline = (ms: number, isMet: () => boolean, error: () => NexusError) => {
		options.clock.sleep(ms, settled.signal).then(
			() => {
				if (!isMet()) outgoing.destroy(error());
			},
			() => {},
		);
	};
	outgoing.once("socket", (socket) => {
		deadline(
			Math.min(connectTimeoutMs, options.headerTimeoutMs),
			() => !socket.connecting,
			() => networkError(url, Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" })),
		);
	});
	deadline(
		options.headerTimeoutMs,
		() => false,
		() => noAnswerError(url, options.headerTimeoutMs),
	);
	outgoing.end(request.body);
	return await promise;
}

const noAnswerError = (url: URL, ms: number): NexusError =>
	new NexusError("provider.timeout", `${url.host} sent no answer within ${ms / 1000} s`, {
		hint: "The service may be busy; try again, or choose another model",
		retryable: true,
		exitCode: 6,
	});
