import net from "node:net";
import { describe, expect, it } from "vitest";
import { discoverLocal } from "../../src/providers/discovery.js";
import { modelServer, sendJson } from "../helpers/model-server.js";

const none = new AbortController().signal;
/** A port on which nothing listens: it was just given back. */
async function closedPort(): Promise<number> {
	const server = net.createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const port = (server.address() as net.AddressInfo).port;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
const closed = async () => ({
	ollama: await closedPort(),
	lmstudio: await closedPort(),
	llamacpp: await closedPort(),
	vllm: await closedPort(),
});

const kinds = [
	["ollama", "/api/version", 200, { version: "0.14.1" }],
	["lmstudio", "/api/v0/models", 200, { object: "list", data: [] }],
	["llamacpp", "/props", 200, { default_generation_settings: { n_ctx: 4096 } }],
	["llamacpp", "/props", 503, { error: { code: 503, message: "Loading model", type: "unavailable_error" } }],
	["vllm", "/v1/models", 200, { object: "list", data: [{ id: "m", owned_by: "vllm" }] }],
] as const;

describe("discoverLocal", () => {
	it.each(kinds)("finds %s by %s (%i)", async (provider, path, status, body) => {
		await using server = await modelServer((response, request) =>
			request.path === path ? sendJson(response, status, body) : sendJson(response, 404, {}),
		);
		const found = await discoverLocal({
			env: {},
			signal: none,
			timeoutMs: 2000,
			ports: { ...(await closed()), [provider]: server.port },
		});
		expect(found).toEqual([{ provider, baseUrl: `http://127.0.0.1:${server.port}/v1` }]);
		expect(server.requests).toHaveLength(1);
	});

	it("takes no other server for one of them", async () => {
		await using server = await modelServer((response) => sendJson(response, 200, { hello: "world", data: [] }));
		const ports = { ollama: server.port, lmstudio: server.port, llamacpp: server.port, vllm: server.port };
		expect(await discoverLocal({ env: {}, signal: none, timeoutMs: 2000, ports })).toEqual([]);
	});

	it("follows OLLAMA_HOST to another port of this machine", async () => {
		await using server = await modelServer((response) => sendJson(response, 200, { version: "1" }));
		const { ollama: _, ...ports } = await closed();
		const found = await discoverLocal({
			env: { OLLAMA_HOST: `0.0.0.0:${server.port}` },
			signal: none,
			timeoutMs: 2000,
			ports,
		});
		expect(found).toEqual([{ provider: "ollama", baseUrl: `http://127.0.0.1:${server.port}/v1` }]);
	});

	it("waits no longer than it is told for a server that says nothing", async () => {
		await using server = await modelServer(() => {});
		const start = performance.now();
		const found = await discoverLocal({
			env: {},
			signal: none,
			timeoutMs: 60,
			ports: { ...(await closed()), ollama: server.port },
		});
		expect(found).toEqual([]);
		expect(performance.now() - start).toBeLessThan(1000);
	});

	it("ends when aborted", async () => {
		await using server = await modelServer(() => controller.abort());
		const controller = new AbortController();
		const ports = { ...(await closed()), ollama: server.port };
		expect(await discoverLocal({ env: {}, signal: controller.signal, timeoutMs: 60_000, ports })).toEqual([]);
	});
});
