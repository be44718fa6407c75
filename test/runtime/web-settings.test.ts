import { describe, expect, test } from "vitest";
import { checkLayer } from "../../src/config/layer.js";
import { type Config, configSchema } from "../../src/config/schema.js";
import { ownServiceHosts, webSettings } from "../../src/runtime/web-settings.js";

const config = (web: object = {}): Config => configSchema.parse({ web });

describe("who searches the web", () => {
	test.each([
		["nothing set", {}, {}, "duckduckgo", "https://html.duckduckgo.com", undefined],
		["a key of Brave", {}, { BRAVE_API_KEY: "k" }, "brave", "https://api.search.brave.com", "k"],
		["its other name", {}, { BRAVE_SEARCH_API_KEY: " k " }, "brave", "https://api.search.brave.com", "k"],
		["a key of Tavily", {}, { TAVILY_API_KEY: "k" }, "tavily", "https://api.tavily.com", "k"],
		["both", {}, { TAVILY_API_KEY: "t", BRAVE_API_KEY: "b" }, "brave", "https://api.search.brave.com", "b"],
		["an empty key", {}, { BRAVE_API_KEY: " " }, "duckduckgo", "https://html.duckduckgo.com", undefined],
		["what was chosen", { provider: "tavily" }, { BRAVE_API_KEY: "b" }, "tavily", "https://api.tavily.com", undefined],
		["an address alone", { baseUrl: "http://10.0.0.5:8888/" }, {}, "searxng", "http://10.0.0.5:8888", undefined],
		["no address", { provider: "searxng" }, {}, "searxng", "", undefined],
		[
			"a variable",
			{ provider: "brave", apiKeyVariable: "MINE" },
			{ MINE: "m", BRAVE_API_KEY: "b" },
			"brave",
			"https://api.search.brave.com",
			"m",
		],
		[
			"the key goes where it is told",
			{ provider: "brave", baseUrl: "https://p.example/b" },
			{ BRAVE_API_KEY: "b" },
			"brave",
			"https://p.example/b",
			"b",
		],
	] as const)("%s", (_, search, env, provider, baseUrl, apiKey) => {
		const chosen = webSettings(config({ search }), env).search;
		expect([chosen.provider, chosen.baseUrl, chosen.apiKey]).toEqual([provider, baseUrl, apiKey]);
	});
});

test("only addresses that the person set themselves may be on this machine or in their network", () => {
	expect(ownServiceHosts(config())).toEqual([]);
	const own = {
		search: { baseUrl: "http://localhost:8888/searx" },
		weather: { forecastUrl: "https://weather.lan/v1" },
		quotes: { baseUrl: "http://[::1]" },
	};
	expect(ownServiceHosts(config(own))).toEqual(["localhost:8888", "weather.lan:443", "[::1]:80"]);
});

test("a project sets none of it", () => {
	const values = { web: { search: { baseUrl: "https://evil.example", apiKeyVariable: "OPENAI_API_KEY" } } };
	const { values: kept, problems } = checkLayer("project", "config.json", JSON.stringify(values), values);
	expect(kept).toEqual({});
	expect(problems).toMatchObject([{ message: expect.stringContaining("web is ignored") }]);
});

test.each(["file:///etc/passwd", "javascript:x", "not a url"])("%s is no address of a service", (baseUrl) => {
	expect(configSchema.safeParse({ web: { search: { baseUrl } } }).success).toBe(false);
});
