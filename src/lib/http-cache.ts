// How long an answer may be used again, by what it says of itself (RFC 9111, for a cache of one person).

type Headers = Readonly<Record<string, string>>;

/** `max-age=60, no-cache` as names in lower case and their values, "" without one. */
export function cacheDirectives(header: string | undefined): ReadonlyMap<string, string> {
	const directives = new Map<string, string>();
	for (const [, name = "", quoted, plain] of (header ?? "").matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,]*)))?/g)) {
		// A directive that is given twice counts as it was given first (section 4.2.1).
		if (!directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), quoted ?? plain ?? "");
	}
	return directives;
}

export interface Freshness {
	/** Milliseconds from when it was received; 0: it has to be asked each time whether it still stands. */
	readonly freshMs: number;
	/** Sent along to ask whether it still stands. */
	readonly conditions: Headers;
}

const maxFreshMs = 30 * 24 * 3600 * 1000;

/** Undefined for an answer that must not be kept, or whose keeping would be of no use. */
export function freshnessOf(status: number, headers: Headers, now: Date): Freshness | undefined {
	const directives = cacheDirectives(headers["cache-control"]);
	if (status !== 200 || directives.has("no-store") || headers.vary?.includes("*") === true) return undefined;
	const conditions = {
		...(headers.etag === undefined ? {} : { "if-none-match": headers.etag }),
		...(headers["last-modified"] === undefined ? {} : { "if-modified-since": headers["last-modified"] }),
	};
	const freshMs = directives.has("no-cache") ? 0 : lifetimeMs(directives, headers, now);
	return freshMs === 0 && Object.keys(conditions).length === 0 ? undefined : { freshMs, conditions };
}

const lifetimeMs = (directives: ReadonlyMap<string, string>, headers: Headers, now: Date): number => {
	const age = /^\d+$/.test(headers.age ?? "") ? Number(headers.age) * 1000 : 0;
	const maxAge = directives.get("max-age");
	if (maxAge !== undefined) return /^\d+$/.test(maxAge) ? clamp(Number(maxAge) * 1000 - age) : 0;
	const expires = Date.parse(headers.expires ?? "");
	if (Number.isNaN(expires)) return 0;
	const date = Date.parse(headers.date ?? "");
	return clamp(expires - (Number.isNaN(date) ? now.getTime() : date) - age);
};

const clamp = (ms: number): number => Math.min(Math.max(ms, 0), maxFreshMs);
