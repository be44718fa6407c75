// HTTP to model services over node:http(s). Global `fetch` would load undici on the start path, follow redirects with
// the key in hand, and keep the process alive.
import http from "node:http";
import { NexusError } from "../contracts/errors.js";
import { isLoopback } from "./base-url.js";
import { requestOnce } from "./node-request.js";
import type { Transport, TransportOptions } from "./transport.js";

/** Connections are kept for the next turn, but an idle one does not keep the process alive (http.Agent unrefs it). */
export function createTransport(options: TransportOptions): Transport {
	const proxy = options.proxyEnv === undefined ? {} : { proxyEnv: { ...options.proxyEnv } };
	const keep = { keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 4, scheduling: "lifo" } as const;
	const kept = new Map<string, http.Agent>();
	return {
		async send(request) {
			const url = parseUrl(request.url);
			const isDirect = isLoopback(url.hostname);
			// TLS takes 20 ms to load; a local server needs none.
			const module = url.protocol === "https:" ? (await import("node:https")).default : http;
			const fresh = (more: http.AgentOptions = {}) => new module.Agent({ ...more, ...(isDirect ? {} : proxy) });
			const kind = `${url.protocol} ${isDirect ? "direct" : "proxied"}`;
			const agent = kept.get(kind) ?? fresh(keep);
			kept.set(kind, agent);
			return await requestOnce(request, url, { module, kept: agent, fresh }, options);
		},
	};
}

function parseUrl(text: string): URL {
	const url = URL.parse(text);
	if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
		throw new NexusError("provider.invalid-request", `The base URL is not an http or https address: ${text}`, {
			hint: "Give a full address such as http://127.0.0.1:8000/v1",
			exitCode: 2,
		});
	}
	return url;
}
