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
	const keep = { keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 4, scheduling: "lifo" } as const;
	const proxied = options.proxyEnv === undefined ? keep : { ...keep, proxyEnv: { ...options.proxyEnv } };
	const agents = {
		direct: { http: new http.Agent(keep), https: new https.Agent(keep) },
		proxied: { http: new http.Agent(proxied), https: new https.Agent(proxied) },
	};
	return {
		async send(request) {
			const url = parseUrl(request.url);
			const route = isLoopback(url.hostname) ? agents.direct : agents.proxied;
			const agent = url.protocol === "https:" ? route.https : route.http;
			return await requestOnce(request, url, agent, options);
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
