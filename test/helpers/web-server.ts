// A service of the web on loopback, asked through the guard that guards the real one.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createGuardedHttp } from "../../src/adapters/guarded-http.js";
import { createWebServices } from "../../src/adapters/web/web-services.js";
import type { WebSettings } from "../../src/adapters/web/web-settings.js";
import type { ToolContext } from "../../src/contracts/tool.js";
import { ManualClock } from "./manual-clock.js";
import { createToolContext, type TestContext, testWebSettings } from "./tool-context.js";

export interface SeenRequest {
	readonly method: string;
	/** Path and query. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: http.IncomingHttpHeaders;
	readonly body: string;
}

export interface WebAnswer {
	readonly status?: number;
	readonly headers?: http.OutgoingHttpHeaders;
	/** Text and bytes are sent as they are, anything else as JSON. */
	readonly body?: unknown;
}

export interface WebServer {
	readonly url: string;
	/** `127.0.0.1:port`, as the settings name it. */
	readonly host: string;
	readonly requests: readonly SeenRequest[];
}

/** `answer` is given the request and its number, from 0; undefined: the server says nothing and keeps the line open. */
export async function webServer(
	answer: (request: SeenRequest, number: number) => WebAnswer | undefined,
): Promise<WebServer> {
	const requests: SeenRequest[] = [];
	const server = http.createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
		incoming.on("end", () => {
			const path = incoming.url ?? "/";
			const request = {
				method: incoming.method ?? "",
				path,
				query: new URL(path, "http://x").searchParams,
				headers: incoming.headers,
				body: Buffer.concat(chunks).toString("utf8"),
			};
			requests.push(request);
			const given = answer(request, requests.length - 1);
			if (given === undefined) return;
			const isPlain = typeof given.body === "string" || given.body instanceof Uint8Array || given.body === undefined;
			const type = isPlain ? {} : { "content-type": "application/json" };
			response.writeHead(given.status ?? 200, { ...type, ...given.headers });
			response.end(isPlain ? given.body : JSON.stringify(given.body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { url: `http://${host}`, host, requests };
}

/**
 * What a tool runs with that may go to this server and nowhere else. `web`: its settings of services, where they are not
 * those of tests.
 */
export const webContext = (
	server: Pick<WebServer, "host">,
	{ web = {}, ...overrides }: Partial<ToolContext> & { web?: Partial<WebSettings> } = {},
): TestContext => {
	const http = overrides.http ?? createGuardedHttp({ allow: [server.host] });
	const clock = overrides.clock ?? new ManualClock();
	const services = createWebServices({ ...testWebSettings, ...web }, { http, clock });
	return createToolContext({ http, clock, services, ...overrides });
};
