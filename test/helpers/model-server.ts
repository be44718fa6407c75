import http from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { ModelEvent, ModelRequest, ProviderContext } from "../../src/contracts/model.js";

/** What a server was asked. */
export interface SeenRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: http.IncomingHttpHeaders;
	readonly body: string;
}

export interface ModelServer extends AsyncDisposable {
	readonly url: string;
	readonly port: number;
	readonly requests: SeenRequest[];
	/** How many connections are open. */
	connections(): Promise<number>;
}

/** An HTTP server on loopback; `answer` is called with the request and its number, from 0. */
export async function modelServer(
	answer: (response: http.ServerResponse, request: SeenRequest, number: number) => void | Promise<void>,
): Promise<ModelServer> {
	const requests: SeenRequest[] = [];
	const server = http.createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
		incoming.on("end", () => {
			const seen = {
				method: incoming.method ?? "",
				path: incoming.url ?? "",
				headers: incoming.headers,
				body: Buffer.concat(chunks).toString("utf8"),
			};
			requests.push(seen);
			void answer(response, seen, requests.length - 1);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		requests,
		connections: () =>
			new Promise((resolve, reject) => server.getConnections((error, open) => (error ? reject(error) : resolve(open)))),
		[Symbol.asyncDispose]: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

/** Answers with an event stream of these bytes, all at once. */
export const sendEvents = (response: http.ServerResponse, body: string | Buffer): void => {
	response.writeHead(200, { "content-type": "text/event-stream" });
	response.end(body);
};

export const sendJson = (
	response: http.ServerResponse,
	status: number,
	body: unknown,
	headers: http.OutgoingHttpHeaders = {},
): void => {
	response.writeHead(status, { "content-type": "application/json", ...headers });
	response.end(typeof body === "string" ? body : JSON.stringify(body));
};

export interface TestContext extends ProviderContext {
	readonly warnings: string[];
}

/** A context on the real clock; nothing may ask for tool HTTP. */
export function testContext(): TestContext {
	const warnings: string[] = [];
	return {
		clock: systemClock,
		http: { request: () => Promise.reject(new Error("providers do not use the HTTP port of tools")) },
		warn: (message) => warnings.push(message),
		warnings,
	};
}

export async function collect(events: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
	const all: ModelEvent[] = [];
	for await (const event of events) all.push(event);
	return all;
}

export const textOf = (events: readonly ModelEvent[]): string =>
	events.map((event) => (event.type === "text.delta" ? event.text : "")).join("");

export const partsOf = (events: readonly ModelEvent[]) =>
	events.flatMap((event) => (event.type === "part" ? [event.part] : []));

export const errorOf = (events: readonly ModelEvent[]) => {
	const last = events.at(-1);
	return last?.type === "error" ? last.error : undefined;
};

/** A request with one line of the person's. */
export const ask = (text: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
	model: "test-model",
	system: "You are a test.",
	messages: [{ role: "user", parts: [{ type: "text", text }] }],
	tools: [],
	...more,
});
