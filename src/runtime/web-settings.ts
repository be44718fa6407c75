// Services of the web that the person chose: from their own settings and environment.
import type { SearchSettings, WebSettings } from "../adapters/web/web-settings.js";
import { type Config, configSchema } from "../config/schema.js";

type SearchProvider = SearchSettings["provider"];

/** Usual addresses, and the variables in which a key is looked for, the service's own name for it first. */
const searchServices: Readonly<Record<SearchProvider, { baseUrl: string; apiKeyVariables: readonly string[] }>> = {
	brave: {
		baseUrl: "https://api.search.brave.com",
		apiKeyVariables: ["BRAVE_API_KEY", "BRAVE_SEARCH_API_KEY"],
	},
	tavily: { baseUrl: "https://api.tavily.com", apiKeyVariables: ["TAVILY_API_KEY"] },
	searxng: { baseUrl: "", apiKeyVariables: [] },
	duckduckgo: { baseUrl: "https://html.duckduckgo.com", apiKeyVariables: [] },
};

type Env = Readonly<Record<string, string | undefined>>;

const firstOf = (env: Env, variables: readonly string[]): string | undefined =>
	variables.map((name) => env[name]?.trim()).find((value) => value !== undefined && value !== "");

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

export const webSettings = ({ web }: Config, env: Env): WebSettings => {
	const { search, weather, quotes } = web;
	const withKey = (["brave", "tavily"] as const).find(
		(name) => firstOf(env, searchServices[name].apiKeyVariables) !== undefined,
	);
	// An address without a name is an own instance of what people run themselves.
	const provider = search.provider ?? (search.baseUrl === undefined ? (withKey ?? "duckduckgo") : "searxng");
	const usual = searchServices[provider];
	const apiKeyVariables = search.apiKeyVariable === undefined ? usual.apiKeyVariables : [search.apiKeyVariable];
	const apiKey = firstOf(env, apiKeyVariables);
	return {
		search: {
			provider,
			baseUrl: withoutSlash(search.baseUrl ?? usual.baseUrl),
			...(apiKey === undefined ? {} : { apiKey }),
			apiKeyVariables,
		},
		weather: { forecastUrl: weather.forecastUrl, geocodingUrl: weather.geocodingUrl },
		quotes: { baseUrl: withoutSlash(quotes.baseUrl) },
	};
};

/** `host:port` of every address that the person set themselves: those may be on this machine or in their own network. */
export const ownServiceHosts = ({ web }: Config): readonly string[] => {
	const usual = configSchema.parse({}).web;
	const own = [
		web.search.baseUrl,
		web.weather.forecastUrl === usual.weather.forecastUrl ? undefined : web.weather.forecastUrl,
		web.weather.geocodingUrl === usual.weather.geocodingUrl ? undefined : web.weather.geocodingUrl,
		web.quotes.baseUrl === usual.quotes.baseUrl ? undefined : web.quotes.baseUrl,
	];
	return own.flatMap((address) => {
		if (address === undefined) return [];
		const url = new URL(address);
		return [`${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`];
	});
};
