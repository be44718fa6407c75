// HTTP that keeps what it got: an answer is used again while it is fresh, and asked about when it is not (RFC 9111).
import { z } from "zod";
import type { Clock, Http, HttpRequest, HttpResponse, KeyValue } from "../contracts/ports.js";
import { cacheDirectives, freshnessOf } from "../lib/http-cache.js";

export interface CachedHttpOptions {
	readonly cache: KeyValue;
	readonly clock: Clock;
	/** Of all bodies that are kept; the oldest go first. Default 50 MB. */
	readonly maxBytes?: number;
}

const entrySchema = z.object({
	url: z.string(),
	headers: z.record(z.string(), z.string()),
	/** Base64. */
	body: z.string(),
	/** Milliseconds since 1970. */
	receivedMs: z.number(),
	freshMs: z.number(),
	conditions: z.record(z.string(), z.string()),
});
type Entry = z.output<typeof entrySchema>;

/** Key and bytes of each entry, oldest first. */
const indexSchema = z.array(z.tuple([z.string(), z.number()]));
const indexKey = "http:index";

const maxEntryBytes = 2 * 1024 * 1024;
const defaultMaxBytes = 50 * 1024 * 1024;
const keptMs = 7 * 24 * 3600 * 1000;
/** What two people, or one with two keys, could get different answers for is not kept. */
const plainHeaders: readonly string[] = ["accept", "accept-language", "cache-control", "user-agent"];

const isKept = ({ method = "GET", headers = {}, body }: HttpRequest): boolean =>
	method === "GET" &&
	body === undefined &&
	Object.keys(headers).every((name) => plainHeaders.includes(name.toLowerCase()));

const headerOf = ({ headers = {} }: HttpRequest, wanted: string): string | undefined =>
	Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];

async function keyOf(request: HttpRequest): Promise<string> {
	const { createHash } = await import("node:crypto");
	const text = [request.url, headerOf(request, "accept"), headerOf(request, "accept-language")].join("\n");
	return `http:${createHash("sha256").update(text).digest("hex")}`;
}

/**
 * The same port. GET requests without credentials are answered from what is kept; `cache-control: no-cache` asks the
 * server all the same. What answers from another address than it was asked for is never kept.
 */
export function createCachedHttp(http: Http, { cache, clock, maxBytes = defaultMaxBytes }: CachedHttpOptions): Http {
	const load = async (key: string): Promise<Entry | undefined> => entrySchema.safeParse(await cache.get(key)).data;

	const store = async (key: string, entry: Entry): Promise<void> => {
		const size = entry.body.length;
		const known = indexSchema.safeParse(await cache.get(indexKey)).data ?? [];
		const index = [...known.filter(([other]) => other !== key), [key, size] as [string, number]];
		let total = index.reduce((sum, [, bytes]) => sum + bytes, 0);
		while (total > maxBytes) {
			const [oldest, bytes] = index.shift() ?? ["", total];
			total -= bytes;
			await cache.delete(oldest);
		}
		await cache.set(key, entry, keptMs);
		await cache.set(indexKey, index);
	};

	const fromEntry = (entry: Entry): HttpResponse => ({
		status: 200,
		headers: entry.headers,
		url: entry.url,
		body: Buffer.from(entry.body, "base64"),
		truncated: false,
		isFromCache: true,
	});

	const keep = async (key: string, request: HttpRequest, response: HttpResponse): Promise<void> => {
		if (response.truncated || response.body.byteLength > maxEntryBytes || response.url !== request.url) return;
		const fresh = freshnessOf(response.status, response.headers, clock.now());
		if (fresh === undefined) return cache.delete(key);
		await store(key, {
			url: response.url,
			headers: withoutCookies(response.headers),
			body: Buffer.from(response.body).toString("base64"),
			receivedMs: clock.now().getTime(),
			freshMs: fresh.freshMs,
			conditions: { ...fresh.conditions },
		});
	};

	const request = async (wanted: HttpRequest): Promise<HttpResponse> => {
		if (!isKept(wanted)) return http.request(wanted);
		const key = await keyOf(wanted);
		const entry = await load(key);
		const ageMs = entry === undefined ? 0 : clock.now().getTime() - entry.receivedMs;
		const mustAsk = cacheDirectives(headerOf(wanted, "cache-control")).has("no-cache");
		// A clock that was put back makes nothing fresh again.
		if (entry !== undefined && !mustAsk && ageMs >= 0 && ageMs < entry.freshMs) return fromEntry(entry);
		if (entry === undefined) {
			const response = await http.request(wanted);
			await keep(key, wanted, response);
			return response;
		}
		const asked = await http.request({ ...wanted, headers: { ...wanted.headers, ...entry.conditions } });
		if (asked.status !== 304) {
			await keep(key, wanted, asked);
			return asked;
		}
		// Another place says that it has not changed: that is not about what is kept.
		if (asked.url !== entry.url) return http.request(wanted);
		const headers = withoutCookies({ ...entry.headers, ...asked.headers });
		const fresh = freshnessOf(200, headers, clock.now());
		const renewed = { ...entry, headers, receivedMs: clock.now().getTime(), freshMs: fresh?.freshMs ?? 0 };
		await store(key, renewed);
		return fromEntry(renewed);
	};

	return { request };
}

const withoutCookies = (headers: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "set-cookie"));
