import { describe, expect, test, vi } from "vitest";
import { createGuardedHttp } from "../../../src/adapters/guarded-http.js";
import { createWebServices } from "../../../src/adapters/web/web-services.js";
import type { SearchSettings } from "../../../src/adapters/web/web-settings.js";
import { webSearchTool } from "../../../tools/web/web-search.js";
import {
	brave,
	braveBadToken,
	braveNothing,
	braveTooOften,
	duckDuckGo,
	duckDuckGoNothing,
	duckDuckGoPuzzle,
	searxng,
	searxngNothing,
	tavily,
	tavilyBadKey,
	tavilyNothing,
	tavilyPlan,
} from "../../fixtures/services/search.js";
import { ManualClock } from "../../helpers/manual-clock.js";
import { accessContext, detailsOf, runTool, testWebSettings } from "../../helpers/tool-context.js";
import { type SeenRequest, type WebAnswer, webContext, webServer } from "../../helpers/web-server.js";

type Provider = SearchSettings["provider"];
const key = "key-0123456789abcdef";

const webFor = (provider: Provider, baseUrl: string, apiKey?: string): { search: SearchSettings } => ({
	search: { provider, baseUrl, apiKeyVariables: ["SEARCH_KEY"], ...(apiKey === undefined ? {} : { apiKey }) },
});

const accessOf = (web: { search: SearchSettings }, query: string) => {
	const http = createGuardedHttp();
	const services = createWebServices({ ...testWebSettings, ...web }, { http, clock: new ManualClock() });
	return webSearchTool.access?.(webSearchTool.input.parse({ query }), { ...accessContext, services });
};

async function search(
	provider: Provider,
	answer: (request: SeenRequest, number: number) => WebAnswer | undefined,
	input: Record<string, unknown> = {},
	more: { apiKey?: string | undefined; clock?: ManualClock; signal?: AbortSignal } = {},
) {
	const server = await webServer(answer);
	const apiKey = "apiKey" in more ? more.apiKey : provider === "duckduckgo" || provider === "searxng" ? undefined : key;
	const { clock = new ManualClock(), signal = new AbortController().signal } = more;
	const context = webContext(server, { web: webFor(provider, server.url, apiKey), clock, signal });
	return { server, run: runTool(webSearchTool, { query: "nexus", ...input }, context) };
}

const always =
	(body: unknown, status = 200, headers = {}) =>
	() => ({ body, status, headers });

describe.each([
	["brave", "Brave Search", brave, "GET", "/res/v1/web/search"],
	["tavily", "Tavily", tavily, "POST", "/search"],
	["searxng", "SearXNG", searxng, "GET", "/search"],
	["duckduckgo", "DuckDuckGo", duckDuckGo, "GET", "/html/"],
] as const)("%s", (provider, title, answer, method, path) => {
	test("gives its results, each address once, tags and entities read", async () => {
		const { server, run } = await search(provider, always(answer));
		const output = await run;
		const details = webSearchTool.output?.parse(output.details) as ReturnType<typeof detailsOf>;
		expect(details).toMatchObject({ query: "nexus", provider: title });
		expect(details.results).toHaveLength(2);
		const first = details.results[0];
		expect(first.url).toMatch(/^https:\/\/example\.com\/nexus(?:\?a=1&b=2)?$/);
		expect(first.title).toMatch(/^Nexus(?: & friends)?$/);
		expect(first.snippet).toMatch(/^All about (?:it\.|the nexus, it's here\.)$/);
		expect(output.content).toContain(`1. ${first.title}\n   ${first.url}`);
		expect(output).toMatchObject({ summary: `2 results, ${title}`, view: { kind: "table" } });
		expect(server.requests).toHaveLength(1);
		expect(server.requests[0]).toMatchObject({ method, path: expect.stringMatching(new RegExp(`^${path}`)) });
	});

	test("gives at most as many as asked for", async () => {
		const { run } = await search(provider, always(answer), { limit: 1 });
		expect(detailsOf(await run).results).toHaveLength(1);
	});

	test("a page instead of an answer is said", async () => {
		const { run } = await search(provider, always("<!DOCTYPE html><html><body>Sign in</body></html>"));
		await expect(run).rejects.toMatchObject({ code: "service.malformed", message: expect.stringContaining(title) });
	});

	test("500 is theirs, and may pass", async () => {
		const { run } = await search(provider, always({ error: "down" }, 500));
		await expect(run).rejects.toMatchObject({ code: "service.failed", retryable: true });
	});

	test("429 with a short wait is asked again once; with a long one it says how long", async () => {
		const clock = new ManualClock();
		const soon = await search(
			provider,
			(_, number) => (number === 0 ? { status: 429, headers: { "retry-after": "2" }, body: {} } : { body: answer }),
			{},
			{ clock },
		);
		await vi.waitFor(() => expect(clock.waits).toEqual([2000]));
		clock.advance(2000);
		expect(detailsOf(await soon.run).results).toHaveLength(2);
		const late = await search(provider, always(braveTooOften, 429, { "retry-after": "120" }));
		await expect(late.run).rejects.toMatchObject({
			code: "service.rate-limited",
			retryAfterMs: 120_000,
			hint: "try again in 120 s",
		});
		expect(late.server.requests).toHaveLength(1);
	});

	test("an abort ends a server that says nothing", async () => {
		const controller = new AbortController();
		const { server, run } = await search(
			provider,
			() => {
				controller.abort();
				return undefined;
			},
			{},
			{ signal: controller.signal },
		);
		await expect(run).rejects.toThrow(/cancel/i);
		expect(server.requests).toHaveLength(1);
	});
});

describe("nothing found is an answer", () => {
	test.each([
		["brave", braveNothing],
		["tavily", tavilyNothing],
		["searxng", searxngNothing],
		["duckduckgo", duckDuckGoNothing],
	] as const)("%s", async (provider, answer) => {
		const { run } = await search(provider, always(answer));
		expect(await run).toMatchObject({ details: { results: [] }, summary: "nothing found" });
	});
});

describe("what is sent", () => {
	const sent = async (provider: Provider, answer: unknown) => {
		const { server, run } = await search(provider, always(answer), { freshness: "week", site: "example.com" });
		await run;
		return server.requests[0] as SeenRequest;
	};

	test("Brave: the key in its header, never in the address", async () => {
		const { path, query, headers } = await sent("brave", brave);
		expect(headers["x-subscription-token"]).toBe(key);
		expect(path).not.toContain(key);
		expect([query.get("q"), query.get("count"), query.get("freshness")]).toEqual(["nexus site:example.com", "8", "pw"]);
	});

	test("Tavily: a bearer key and a JSON body", async () => {
		const { headers, body } = await sent("tavily", tavily);
		expect(headers.authorization).toBe(`Bearer ${key}`);
		expect(JSON.parse(body)).toEqual({
			query: "nexus",
			max_results: 8,
			time_range: "week",
			include_domains: ["example.com"],
		});
	});

	test("SearXNG and DuckDuckGo: no key", async () => {
		const own = await sent("searxng", searxng);
		expect([own.query.get("format"), own.query.get("time_range"), own.headers.authorization]).toEqual([
			"json",
			"week",
			undefined,
		]);
		expect((await sent("duckduckgo", duckDuckGo)).query.get("df")).toBe("w");
	});

	test("another host that it redirects to gets no key", async () => {
		const other = await webServer(always(brave));
		const server = await webServer(() => ({ status: 302, headers: { location: `${other.url}/x` } }));
		const http = createGuardedHttp({ allow: [server.host, other.host] });
		const context = webContext(server, { http, web: webFor("brave", server.url, key) });
		await runTool(webSearchTool, { query: "x" }, context);
		expect(server.requests[0]?.headers["x-subscription-token"]).toBe(key);
		expect(other.requests.map(({ headers }) => JSON.stringify(headers).includes(key))).toEqual([false]);
	});
});

describe("what the person has to do is said", () => {
	test.each([
		["brave", 422, braveBadToken, "service.key", "set SEARCH_KEY to a valid key"],
		["brave", 401, {}, "service.key", "set SEARCH_KEY to a valid key"],
		["tavily", 401, tavilyBadKey, "service.key", "set SEARCH_KEY to a valid key"],
		["tavily", 432, tavilyPlan, "service.quota", "the plan's limit is used up: waiting does not help"],
		["searxng", 403, "Forbidden", "service.refused", expect.stringContaining("formats: [html, json]")],
		["duckduckgo", 403, "", "service.refused", "check the request and the address"],
	] as const)("%s %i", async (provider, status, body, code, hint) => {
		const { run } = await search(provider, always(body, status));
		await expect(run).rejects.toMatchObject({ code, hint });
	});

	test("a puzzle of DuckDuckGo is no empty result", async () => {
		for (const status of [200, 202]) {
			const { run } = await search("duckduckgo", always(duckDuckGoPuzzle, status));
			await expect(run).rejects.toMatchObject({ code: "search.blocked" });
		}
	});

	test("no key: nothing is sent", async () => {
		const { server, run } = await search("brave", always(brave), {}, { apiKey: undefined });
		await expect(run).rejects.toMatchObject({ code: "search.no-key", hint: expect.stringContaining("SEARCH_KEY") });
		expect(server.requests).toEqual([]);
	});

	test("no address", async () => {
		expect(() => accessOf(webFor("searxng", ""), "x")).toThrow(/where is your SearXNG/);
	});
});

test("permission is asked for the service, not for each search", () => {
	expect(accessOf(webFor("brave", "https://api.search.brave.com", key), "a secret")).toEqual([
		{ effect: "network", url: "https://api.search.brave.com/res/v1/web/search" },
	]);
});

test.each([{ query: " " }, { query: "x".repeat(401) }, { query: "x", limit: 0 }, { query: "x", site: "https://a.b/" }])(
	"%j is refused",
	(input) => {
		expect(webSearchTool.input.safeParse(input).success).toBe(false);
	},
);
