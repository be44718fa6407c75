// The services of the web behind one port. What asks them is loaded with the first question.
import { NexusError } from "../../contracts/errors.js";
import type { WebServices } from "../../contracts/tool-services.js";
import type { ServicePorts } from "./service-call.js";
import type { SearchSettings, WebSettings } from "./web-settings.js";

const searchServices: Readonly<Record<SearchSettings["provider"], { title: string; path: string }>> = {
	brave: { title: "Brave Search", path: "/res/v1/web/search" },
	tavily: { title: "Tavily", path: "/search" },
	searxng: { title: "SearXNG", path: "/search" },
	duckduckgo: { title: "DuckDuckGo", path: "/html/" },
};

export const createWebServices = ({ search, weather, quotes }: WebSettings, ports: ServicePorts): WebServices => {
	const { title, path } = searchServices[search.provider];
	const searchAddresses = (): readonly [string] => {
		if (search.baseUrl !== "") return [`${search.baseUrl}${path}`];
		throw new NexusError("search.no-address", `where is your ${title}?`, {
			hint: "nexus config set web.search.baseUrl https://…",
			exitCode: 2,
		});
	};
	const chart = `${quotes.baseUrl}/v8/finance/chart/`;
	return {
		search: {
			source: title,
			addresses: searchAddresses,
			find: async (query, signal) => {
				const [endpoint] = searchAddresses();
				const { searchWeb } = await import("./web-search.js");
				return searchWeb(query, { ...search, endpoint, title }, ports, signal);
			},
		},
		weather: {
			source: "Open-Meteo",
			addresses: (place) => [...(place === "named" ? [weather.geocodingUrl] : []), weather.forecastUrl],
			places: async (name, signal) => (await import("./weather.js")).findPlaces(name, weather, ports, signal),
			forecast: async (place, wish, signal) =>
				(await import("./weather.js")).forecastFor(place, wish, weather, ports, signal),
		},
		quotes: {
			source: "Yahoo Finance",
			addresses: () => [chart],
			of: async (symbol, range, signal) => (await import("./quotes.js")).quoteOf(symbol, range, chart, ports, signal),
		},
	};
};
