// Cases by the sections of RFC 9111 (https://www.rfc-editor.org/rfc/rfc9111).
import { expect, test } from "vitest";
import { cacheDirectives, freshnessOf } from "../../src/lib/http-cache.js";

const now = new Date("2026-11-20T12:00:00Z");
const date = "Fri, 20 Nov 2026 12:00:00 GMT";
const inAnHour = "Fri, 20 Nov 2026 13:00:00 GMT";
const etag = { etag: '"a"' };

test("directives, in any case, quoted or not; the first of two counts", () => {
	expect([...cacheDirectives('Max-Age="60", no-CACHE="set-cookie" ,private, max-age=5,x=')]).toEqual([
		["max-age", "60"],
		["no-cache", "set-cookie"],
		["private", ""],
		["x", ""],
	]);
	expect(cacheDirectives(undefined).size).toBe(0);
});

test.each([
	["max-age (4.2.1)", { "cache-control": "max-age=60" }, 60_000],
	["max-age before Expires", { "cache-control": "max-age=60", expires: inAnHour }, 60_000],
	["Age is taken off (4.2.3)", { "cache-control": "max-age=60", age: "50" }, 10_000],
	["an age over it", { "cache-control": "max-age=60", age: "90", ...etag }, 0],
	["s-maxage is for shared caches", { "cache-control": "s-maxage=60", ...etag }, 0],
	["private is ours to keep", { "cache-control": "private, max-age=60" }, 60_000],
	["Expires by its own Date", { expires: inAnHour, date: "Fri, 20 Nov 2026 12:30:00 GMT" }, 1_800_000],
	["Expires without a Date", { expires: inAnHour }, 3_600_000],
	["Expires: 0 is over", { expires: "0", ...etag }, 0],
	["max-age that is no number", { "cache-control": "max-age=soon", ...etag }, 0],
	["no-cache has to be asked about (5.2.2.4)", { "cache-control": "no-cache, max-age=60", ...etag }, 0],
	["nothing but a validator", { ...etag, date }, 0],
	["never longer than a month", { "cache-control": "max-age=99999999999" }, 30 * 24 * 3600 * 1000],
])("%s", (_, headers, freshMs) => {
	expect(freshnessOf(200, headers as unknown as Record<string, string>, now)?.freshMs).toBe(freshMs);
});

test.each([
	["no-store (5.2.2.5)", 200, { "cache-control": "no-store, max-age=60" }],
	["Vary: * (4.1)", 200, { "cache-control": "max-age=60", vary: "*" }],
	["neither time nor validator", 200, {}],
	["a failure", 404, { "cache-control": "max-age=60" }],
	["a part", 206, { "cache-control": "max-age=60" }],
])("%s is not kept", (_, status, headers) => {
	expect(freshnessOf(status, headers as unknown as Record<string, string>, now)).toBeUndefined();
});

test("what is sent along to ask whether it still stands (4.3.1)", () => {
	expect(freshnessOf(200, { ...etag, "last-modified": date }, now)?.conditions).toEqual({
		"if-none-match": '"a"',
		"if-modified-since": date,
	});
});
