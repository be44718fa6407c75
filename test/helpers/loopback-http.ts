import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Http } from "../../src/contracts/ports.js";

/** A server on loopback whose answers `respond` makes; ends with the test. Gives its address without a slash at the end. */
export async function startServer(respond: (path: string, response: ServerResponse) => void): Promise<string> {
	const server = createServer((request, response) => respond(request.url ?? "/", response));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Goes to loopback only, whatever it is asked for. */
export const loopbackHttp: Http = {
	request: async ({ url, headers, signal, maxBytes = 5_000_000 }) => {
		if (new URL(url).hostname !== "127.0.0.1") throw new Error("a test may only go to 127.0.0.1");
		const response = await fetch(url, { headers: headers ?? {}, signal: signal ?? null });
		const body = new Uint8Array(await response.arrayBuffer());
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			url: response.url,
			body: body.subarray(0, maxBytes),
			truncated: body.length > maxBytes,
		};
	},
};
