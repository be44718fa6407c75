import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuardedHttp, type GuardedHttpOptions } from "../../src/adapters/guarded-http.js";
import type { DialTarget } from "../../src/adapters/pinned-dial.js";
import { NexusError } from "../../src/contracts/errors.js";

let server: Server;
let port: number;
let seen: { url: string; method: string; headers: IncomingMessage["headers"]; body: string }[];
let dialled: string[];

const answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
	"/text": (response) => response.setHeader("content-type", "text/plain").end("hello é"),
	"/gzip": (response) => response.setHeader("content-encoding", "gzip").end(gzipSync("inflated")),
	"/br": (response) => response.setHeader("content-encoding", "br").end(brotliCompressSync("inflated")),
	"/bomb": (response) => response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(200_000_000))),
	"/members": (response) => {
		response.setHeader("content-encoding", "gzip");
		const empty = Buffer.concat(Array.from({ length: 5000 }, () => gzipSync("")));
		const more = () => {
			while (response.writable && response.write(empty));
		};
		response.on("drain", more);
		more();
	},
	"/endless": (response) => {
		const more = () => {
			while (response.writable && response.write("x".repeat(65_536)));
		};
		response.on("drain", more);
		more();
	},
	"/twice": (response) => response.setHeader("content-encoding", "gzip, gzip").end("x"),
	"/silent": () => {},
	"/slow-body": (response) => void response.write("some"),
	"/big-headers": (response) => response.setHeader("x", "y".repeat(100_000)).end(),
	"/echo": (response) => response.end("echo"),
	"/loop": (response) => response.writeHead(302, { location: "/loop" }).end(),
	"/to-loopback": (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/canary` }).end(),
	"/to-metadata": (response) => response.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
	"/to-file": (response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
	"/to-other-307": (response) => response.writeHead(307, { location: "http://other.example/echo" }).end(),
	"/to-other": (response) => response.writeHead(302, { location: "http://other.example/echo" }).end(),
	"/to-self-308": (response) => response.writeHead(308, { location: "/echo" }).end(),
	"/post-303": (response) => response.writeHead(303, { location: "/echo" }).end(),
	"/no-url": (response) => response.writeHead(302, { location: "http://[" }).end(),
};

beforeAll(async () => {
	server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += chunk;
		});
		request.on("end", () => {
			seen.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers, body });
			(answers[request.url ?? ""] ?? ((other) => other.writeHead(404).end()))(response, request);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	port = (server.address() as AddressInfo).port;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(() => {
	seen = [];
	dialled = [];
});

/** A public name whose connection ends at our server; every dial is recorded, none leaves the machine. */
const publicHttp = (more: GuardedHttpOptions = {}) =>
	createGuardedHttp({
		resolve: async (host) =>
			host === "inside.example"
				? ["127.0.0.1"]
				: host === "mixed.example"
					? ["93.184.215.14", "10.0.0.1"]
					: ["93.184.215.14"],
		connect: async ({ address, port: wanted }: DialTarget): Promise<Socket> => {
			dialled.push(`${address}:${wanted}`);
			return new Promise((resolve, reject) => {
				const socket = connect(port, "127.0.0.1", () => resolve(socket));
				socket.on("error", reject);
			});
		},
		...more,
	});
const local = () => createGuardedHttp({ allow: [`127.0.0.1:${port}`] });
const at = (path: string) => `http://127.0.0.1:${port}${path}`;
const text = (body: Uint8Array) => Buffer.from(body).toString();

describe("createGuardedHttp", () => {
	it.each([
		["/text", "hello é"],
		["/gzip", "inflated"],
		["/br", "inflated"],
	])("fetches %s from an allowed host", async (path, expected) => {
		const response = await local().request({
			url: `${at(path)}#part`,
			headers: { "X-Mine": "1", Host: "evil.example" },
		});
		expect(response).toMatchObject({ status: 200, truncated: false, url: at(path) });
		expect(text(response.body)).toBe(expected);
		expect(seen[0]?.headers).toMatchObject({ "x-mine": "1", host: `127.0.0.1:${port}` });
	});

	it("sends method and body, and gives errors of the server as they are", async () => {
		const response = await local().request({ url: at("/none"), method: "POST", body: "data" });
		expect(response.status).toBe(404);
		expect(seen[0]).toMatchObject({ method: "POST", body: "data" });
	});

	describe("D21 addresses that are not public are refused, and nothing is dialled", () => {
		it.each([
			...[
				"http://127.0.0.1/",
				"http://localhost/",
				"http://[::1]/",
				"http://0.0.0.0/",
				"http://10.1.2.3/",
				"http://0/",
			],
			...["http://169.254.169.254/latest/meta-data", "http://192.168.1.1/", "http://172.16.0.1/", "http://100.64.0.1/"],
			...["http://0x7f000001/", "http://2130706433/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.1./"],
			...[
				"http://[::ffff:127.0.0.1]/",
				"http://[::ffff:7f00:1]/",
				"http://[64:ff9b::7f00:1]/",
				"http://[2002:7f00:1::]/",
			],
			...[
				"http://[fe80::1]/",
				"http://[fc00::1]/",
				"http://[::]/",
				"http://[ff02::1]/",
				"http://[2001::1]/",
				"http://[fec0::1]/",
			],
			...[
				"http://224.0.0.1/",
				"http://255.255.255.255/",
				"http://240.0.0.1/",
				"http://198.18.0.1/",
				"http://192.0.0.1/",
			],
			...["http://inside.example/", "http://mixed.example/", "http://ⓛocalhost/", "http://①②⑦.0.0.1/"],
		])("%s", async (url) => {
			const http = publicHttp({
				resolve: async (host) => (host === "mixed.example" ? ["93.184.215.14", "10.0.0.1"] : ["127.0.0.1"]),
			});
			await expect(http.request({ url })).rejects.toMatchObject({ code: "network.blocked" });
			expect(dialled).toEqual([]);
		});

		it.each([
			"file:///etc/passwd",
			"ftp://example.com/",
			"gopher://example.com/",
			"data:text/plain,x",
			"http://user:pw@example.com/",
		])("%s", async (url) => {
			await expect(publicHttp().request({ url })).rejects.toMatchObject({ code: "network.blocked" });
			expect(dialled).toEqual([]);
		});

		it("a redirect from a public host is judged again", async () => {
			for (const path of ["/to-loopback", "/to-metadata", "/to-file"]) {
				await expect(publicHttp().request({ url: `http://public.example${path}` })).rejects.toMatchObject({
					code: "network.blocked",
				});
			}
			expect(dialled).toEqual(Array(3).fill("93.184.215.14:80"));
			expect(seen.map(({ url }) => url)).not.toContain("/canary");
		});

		it("the checked address is dialled, whatever the name says a moment later", async () => {
			let asked = 0;
			const http = publicHttp({ resolve: async () => (asked++ === 0 ? ["93.184.215.14"] : ["127.0.0.1"]) });
			const response = await http.request({ url: "http://rebind.example/text" });
			expect(response.status).toBe(200);
			expect(asked).toBe(1);
			expect(dialled).toEqual(["93.184.215.14:80"]);
		});

		it("another address of the name is tried when one does not answer, IPv4 first", async () => {
			const dial: NonNullable<GuardedHttpOptions["connect"]> = async ({ address }) => {
				dialled.push(address);
				if (address !== "8.8.8.8") throw Object.assign(new Error("no route"), { code: "ENETUNREACH" });
				return new Promise((resolve) => {
					const socket = connect(port, "127.0.0.1", () => resolve(socket));
				});
			};
			const resolve = async (host: string) =>
				host === "none.example" ? ["1.1.1.1"] : ["2606:4700::1111", "1.1.1.1", "8.8.8.8"];
			const http = publicHttp({ resolve, connect: dial });
			expect((await http.request({ url: "http://many.example/text" })).status).toBe(200);
			expect(dialled).toEqual(["1.1.1.1", "8.8.8.8"]);
			await expect(http.request({ url: "http://none.example/" })).rejects.toMatchObject({
				code: "network.failed",
				message: "none.example could not be reached (ENETUNREACH)",
			});
		});

		it("an allowed host means that host and port alone", async () => {
			const http = publicHttp({ allow: [`127.0.0.1:${port}`] });
			expect((await http.request({ url: at("/text") })).status).toBe(200);
			await expect(http.request({ url: `http://127.0.0.1:${port + 1}/` })).rejects.toMatchObject({
				code: "network.blocked",
			});
			await expect(http.request({ url: "http://[::1]/" })).rejects.toMatchObject({ code: "network.blocked" });
		});

		it.each([
			["intranet.example", "10.0.0.5", true],
			["intranet.example", "127.0.0.1", false],
			["intranet.example", "169.254.169.254", false],
			["other.example", "10.0.0.5", false],
			["localhost", "127.0.0.1", true],
			["localhost", "169.254.169.254", false],
		])("%s at %s, with intranet.example and localhost allowed: %s", async (host, address, isFine) => {
			const http = publicHttp({ allow: ["intranet.example", "localhost"], resolve: async () => [address] });
			const request = http.request({ url: `http://${host}/text` });
			if (isFine) expect((await request).status).toBe(200);
			else await expect(request).rejects.toMatchObject({ code: "network.blocked" });
			expect(dialled).toEqual(isFine ? [`${address}:80`] : []);
		});

		it("a proxy is asked for the checked address, and only for that", async () => {
			const asked: string[] = [];
			const proxy = createServer();
			proxy.on("connect", (request, socket) => {
				asked.push(`${request.url} ${request.headers["proxy-authorization"] ?? ""}`);
				const upstream = connect(port, "127.0.0.1", () => {
					socket.write("HTTP/1.1 200 OK\r\n\r\n");
					socket.pipe(upstream).pipe(socket);
				});
				for (const end of [socket, upstream]) end.on("error", () => {});
			});
			await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
			const url = `http://u:p@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
			const http = createGuardedHttp({ proxy: url, resolve: async () => ["93.184.215.14"] });
			expect((await http.request({ url: "http://public.example/text" })).status).toBe(200);
			await expect(http.request({ url: "http://10.0.0.1/" })).rejects.toMatchObject({ code: "network.blocked" });
			expect(asked).toEqual([`93.184.215.14:80 Basic ${Buffer.from("u:p").toString("base64")}`]);
			proxy.closeAllConnections();
			proxy.close();
		});
	});

	describe("redirects", () => {
		it("at most five", async () => {
			await expect(local().request({ url: at("/loop") })).rejects.toMatchObject({ code: "network.failed" });
			expect(seen).toHaveLength(6);
		});

		it("D21 R21 each address is asked about, the first as the last, and what is refused is not dialled", async () => {
			const asked: string[] = [];
			const admit = async (url: string) => {
				asked.push(url);
				if (url.includes("other.example")) throw new NexusError("network.blocked", "a rule denies it");
			};
			const request = publicHttp().request({ url: "http://public.example/to-other", admit });
			await expect(request).rejects.toMatchObject({ code: "network.blocked", message: "a rule denies it" });
			expect(asked).toEqual(["http://public.example/to-other", "http://other.example/echo"]);
			expect(dialled).toEqual(["93.184.215.14:80"]);
			await publicHttp().request({ url: "http://public.example/echo", admit: async () => {} });
			expect(dialled).toHaveLength(2);
		});

		it("asking what never answers ends with the time limit", async () => {
			const request = { url: "http://public.example/echo", admit: () => new Promise<void>(() => {}), timeoutMs: 50 };
			await expect(publicHttp().request(request)).rejects.toMatchObject({ code: "network.timeout" });
			expect(dialled).toEqual([]);
		});

		it("D23 another host gets no credentials", async () => {
			const headers = { Authorization: "Bearer k", Cookie: "c", "X-Api-Key": "k", Accept: "text/html" };
			await publicHttp().request({ url: "http://public.example/to-other-307", headers });
			const last = seen.at(-1);
			expect(last?.headers.host).toBe("other.example");
			expect(last?.headers.accept).toBe("text/html");
			for (const name of ["authorization", "cookie", "x-api-key"]) expect(last?.headers).not.toHaveProperty(name);
		});

		it("the same host keeps them, and its body", async () => {
			const request = { url: at("/to-self-308"), method: "POST", body: "data", headers: { authorization: "k" } };
			await local().request(request);
			expect(seen.at(-1)).toMatchObject({
				url: "/echo",
				method: "POST",
				body: "data",
				headers: { authorization: "k" },
			});
		});

		it("303 becomes a GET without a body; a body goes to no other host", async () => {
			await local().request({ url: at("/post-303"), method: "POST", body: "data" });
			expect(seen.at(-1)).toMatchObject({ url: "/echo", method: "GET", body: "" });
			const request = { url: "http://public.example/to-other-307", method: "POST", body: "secret" };
			await expect(publicHttp().request(request)).rejects.toMatchObject({ code: "network.blocked" });
		});

		it("to something that is no URL", async () => {
			await expect(local().request({ url: at("/no-url") })).rejects.toMatchObject({ code: "network.failed" });
		});
	});

	describe("D22 caps", () => {
		it.each(["/bomb", "/endless", "/members"])("%s", async (path) => {
			const before = process.memoryUsage().rss;
			const response = await local().request({ url: at(path), maxBytes: 100_000 });
			expect(response.truncated).toBe(true);
			expect(response.body.length).toBeLessThanOrEqual(100_000);
			expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
		});

		it.each(["/silent", "/slow-body"])("no answer in time: %s", async (path) => {
			const started = performance.now();
			await expect(local().request({ url: at(path), timeoutMs: 100 })).rejects.toMatchObject({
				code: "network.timeout",
			});
			expect(performance.now() - started).toBeLessThan(2000);
		});

		it("a resolver that never answers", async () => {
			const http = createGuardedHttp({ resolve: () => new Promise(() => {}) });
			await expect(http.request({ url: "http://a.example/", timeoutMs: 50 })).rejects.toMatchObject({
				code: "network.timeout",
			});
		});

		it("too large headers, and chains of encodings", async () => {
			await expect(local().request({ url: at("/big-headers") })).rejects.toMatchObject({ code: "network.failed" });
			await expect(local().request({ url: at("/twice") })).rejects.toMatchObject({ code: "network.failed" });
		});
	});

	it("tells how much has come, and how much will where that is known", async () => {
		const told: [number, number | undefined][] = [];
		const onProgress = (received: number, total: number | undefined) => void told.push([received, total]);
		await local().request({ url: at("/text"), onProgress });
		await local().request({ url: at("/gzip"), onProgress });
		// "hello é" has 8 bytes, and so has what is packed, whose length on the way says nothing of it.
		expect(told).toEqual([
			[8, 8],
			[8, undefined],
		]);
	});

	it("is cancelled by its signal", async () => {
		const controller = new AbortController();
		const request = local().request({ url: at("/silent"), signal: controller.signal });
		controller.abort();
		await expect(request).rejects.toMatchObject({ name: "AbortError" });
	});

	it.each([
		["http://127.0.0.1:1/", "network.failed"],
		["not a url", "network.failed"],
	])("%s: %s", async (url, code) => {
		await expect(createGuardedHttp({ allow: ["127.0.0.1:1"] }).request({ url })).rejects.toMatchObject({ code });
	});
});
