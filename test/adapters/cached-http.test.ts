import { describe, expect, test } from "vitest";
import { createCachedHttp } from "../../src/adapters/cached-http.js";
import { createGuardedHttp } from "../../src/adapters/guarded-http.js";
import { ManualClock } from "../helpers/manual-clock.js";
import { memoryCache } from "../helpers/tool-context.js";
import { type SeenRequest, type WebAnswer, webServer } from "../helpers/web-server.js";

async function setUp(answer: (request: SeenRequest, number: number) => WebAnswer, maxBytes?: number) {
	const server = await webServer(answer);
	const clock = new ManualClock(new Date("2026-11-20T12:00:00Z"));
	const cache = memoryCache();
	const guarded = createGuardedHttp({ allow: [server.host] });
	const http = createCachedHttp(guarded, { cache, clock, ...(maxBytes === undefined ? {} : { maxBytes }) });
	const get = async (path: string, headers: Record<string, string> = {}) => {
		const { body, isFromCache = false, status } = await http.request({ url: server.url + path, headers });
		return [status, Buffer.from(body).toString("utf8"), isFromCache] as const;
	};
	return { server, clock, cache, http, get };
}

const fresh = { "cache-control": "max-age=60" };

test("while it is fresh nobody is asked", async () => {
	const { server, clock, get } = await setUp((_, number) => ({ body: `answer ${number}`, headers: fresh }));
	expect(await get("/a")).toEqual([200, "answer 0", false]);
	clock.advance(59_999);
	expect(await get("/a")).toEqual([200, "answer 0", true]);
	clock.advance(1);
	expect(await get("/a")).toEqual([200, "answer 1", false]);
	expect(server.requests).toHaveLength(2);
});

test("then it is asked whether it still stands", async () => {
	const { server, clock, get } = await setUp(({ headers }) =>
		headers["if-none-match"] === '"v1"'
			? { status: 304, headers: { "cache-control": "max-age=10", etag: '"v1"' } }
			: { body: "whole", headers: { etag: '"v1"', "set-cookie": "a=b" } },
	);
	expect(await get("/a")).toEqual([200, "whole", false]);
	expect(await get("/a")).toEqual([200, "whole", true]);
	clock.advance(9000);
	expect(await get("/a")).toEqual([200, "whole", true]);
	expect(server.requests).toHaveLength(2);
});

test("what has changed replaces what was kept; what must not be kept any more is forgotten", async () => {
	const answers = [{ etag: '"1"' }, { etag: '"2"' }, { "cache-control": "no-store" }, fresh];
	const { get, server } = await setUp((_, number) => ({ body: `v${number}`, headers: answers[number] ?? {} }));
	for (const expected of ["v0", "v1", "v2", "v3"]) expect((await get("/a"))[1]).toBe(expected);
	expect(server.requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"', '"2"', undefined]);
});

test("cache-control: no-cache asks all the same", async () => {
	const { get } = await setUp((_, number) => ({ body: `v${number}`, headers: fresh }));
	await get("/a");
	expect(await get("/a", { "cache-control": "no-cache" })).toEqual([200, "v1", false]);
	expect(await get("/a")).toEqual([200, "v1", true]);
});

describe("never kept", () => {
	test.each([
		["with a key", { authorization: "Bearer x" }],
		["with a cookie", { cookie: "a=b" }],
		["with a key of another name", { "x-api-key": "x" }],
	])("%s", async (_, headers) => {
		const { get, server } = await setUp(() => ({ body: "x", headers: fresh }));
		await get("/a", headers);
		await get("/a", headers);
		expect(server.requests).toHaveLength(2);
	});

	test("POST", async () => {
		const { http, server } = await setUp(() => ({ body: "x", headers: fresh }));
		for (let count = 0; count < 2; count++) await http.request({ url: server.url, method: "POST", body: "a" });
		expect(server.requests).toHaveLength(2);
	});

	test("failures, what was cut, and what answers from another address", async () => {
		const { get, http, server } = await setUp(({ path }) => {
			if (path === "/moved") return { status: 302, headers: { location: "/target", ...fresh } };
			return path === "/gone" ? { status: 404, headers: fresh } : { body: "x".repeat(100), headers: fresh };
		});
		for (const path of ["/gone", "/gone", "/moved", "/moved"]) await get(path);
		expect(server.requests).toHaveLength(6);
		for (let count = 0; count < 2; count++) await http.request({ url: `${server.url}/cut`, maxBytes: 10 });
		expect(server.requests).toHaveLength(8);
	});
});

test("what is kept for one kind of answer is not given for another", async () => {
	const { get } = await setUp(({ headers }) => ({ body: headers.accept ?? "", headers: fresh }));
	expect(await get("/a", { accept: "text/html" })).toEqual([200, "text/html", false]);
	expect(await get("/a", { accept: "text/plain" })).toEqual([200, "text/plain", false]);
	expect(await get("/a", { accept: "text/html" })).toEqual([200, "text/html", true]);
});

test("a 304 of another place is not about what was kept", async () => {
	const { get, clock } = await setUp(({ path, headers }, number) => {
		if (number === 0) return { body: "old", headers: { etag: '"1"' } };
		if (path === "/a") return { status: 302, headers: { location: "/b" } };
		return headers["if-none-match"] === undefined ? { body: "new" } : { status: 304 };
	});
	await get("/a");
	clock.advance(1);
	expect(await get("/a")).toEqual([200, "new", false]);
});

test("a clock that is put back makes nothing fresh again", async () => {
	const { get, clock } = await setUp((_, number) => ({ body: `v${number}`, headers: fresh }));
	await get("/a");
	clock.advance(-100_000);
	expect((await get("/a"))[1]).toBe("v1");
});

test("the oldest go when there is too much", async () => {
	const { get, cache, server } = await setUp(({ path }) => ({ body: path.repeat(100), headers: fresh }), 1000);
	for (const path of ["/a", "/b", "/c", "/d"]) await get(path);
	expect(await cache.get("http:index")).toHaveLength(3);
	expect((await get("/d"))[2]).toBe(true);
	expect((await get("/a"))[2]).toBe(false);
	expect(server.requests).toHaveLength(5);
});

test("an entry that cannot be read is as if there was none", async () => {
	const { get, cache } = await setUp(() => ({ body: "x", headers: fresh }));
	await get("/a");
	const [[key]] = (await cache.get("http:index")) as [[string, number]];
	await cache.set(key, { body: 5 });
	await cache.set("http:index", "broken");
	expect(await get("/a")).toEqual([200, "x", false]);
	expect(await get("/a")).toEqual([200, "x", true]);
});
