// HTTP to model services over node:http(s). Global `fetch` would load undici on the start path, follow redirects with
// the key in hand, and keep the process alive.
import http from "node:http";
import https from "node:https";
import { NexusError } from "../contracts/errors.js";
import { isLoopback } from "./base-url.js";
import { requestOnce } from "./node-request.js";
import type { Transport, TransportOptions } from "./transport.js";

/** Connections are kept for the next turn, but an idle one does not keep the process alive (http.Agent unrefs it). */
export function createTransport(options: TransportOptions): Transport {
	const proxy = options.proxyEnv === undefined ? {} : { proxyEnv: { ...options.proxyEnv } };
	const keep = { keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 4, scheduling: "lifo" } as const;
	const kept = {
		direct: { "http:": new http.Agent(keep), "https:": new https.Agent(keep) },
		proxied: { "http:": new http.Agent({ ...keep, ...proxy }), "https:": new https.Agent({ ...keep, ...proxy }) },
	};
	return {
		async send(request) {
			const url = parseUrl(request.url);
			const isDirect = isLoopback(url.hostname);
			const agents = {
				kept: kept[isDirect ? "direct" : "proxied"][url.protocol === "https:" ? "https:" : "http:"],
				fresh: () => new (url.protocol === "https:" ? https : http).Agent(isDirect ? {} : proxy),
			};
			return await requestOnce(request, url, agents, options);
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
