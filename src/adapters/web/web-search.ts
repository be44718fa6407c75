// Searching the web through the service that the person chose.
import { NexusError } from "../../contracts/errors.js";
import type { SearchQuery, SearchResult } from "../../contracts/tool-services.js";
import { decodeEntities } from "../../lib/html-tokens.js";
import { braveSearch } from "./search-brave.js";
import { duckDuckGoSearch } from "./search-duckduckgo.js";
import { searxngSearch } from "./search-searxng.js";
import type { FoundPage, SearchService, SearchTarget } from "./search-service.js";
import { tavilySearch } from "./search-tavily.js";
import { callService, malformed, type ServicePorts } from "./service-call.js";
import type { SearchSettings } from "./web-settings.js";

const services: Readonly<Record<SearchSettings["provider"], SearchService>> = {
	brave: braveSearch,
	tavily: tavilySearch,
	searxng: searxngSearch,
	duckduckgo: duckDuckGoSearch,
};

/** See the port. */
export async function searchWeb(
	query: SearchQuery,
	target: SearchTarget,
	ports: ServicePorts,
	signal: AbortSignal,
): Promise<readonly SearchResult[]> {
	const service = services[target.provider];
	if (service.needsKey && target.apiKey === undefined) {
		throw new NexusError("search.no-key", `there is no key for ${target.title}`, {
			hint: `set ${target.apiKeyVariables.join(" or ")}, or choose another service: nexus config set web.search.provider duckduckgo`,
			exitCode: 3,
		});
	}
	const request = service.request(query, target);
	const keyVariables = service.needsKey ? target.apiKeyVariables : [];
	const { text, status } = await callService({ ...request, service: target.title, keyVariables }, ports, signal);
	const found = service.read(text, status);
	if (found === undefined) throw malformed(target.title, "something that is no list of results");
	return unique(found.flatMap(toResult)).slice(0, query.limit);
}

const toResult = ({ title, url, snippet, published }: FoundPage): readonly SearchResult[] => {
	const address = URL.parse(url);
	if (address === null || (address.protocol !== "http:" && address.protocol !== "https:")) return [];
	const date = published === undefined ? "" : plain(published);
	return [
		{
			title: plain(title) || address.host,
			url: address.href,
			snippet: plain(snippet).slice(0, 1000),
			...(date === "" ? {} : { published: date }),
		},
	];
};

const plain = (text: string): string =>
	decodeEntities(text.replace(/<\/?[a-z][^<>]{0,200}>/gi, ""))
		.replace(/\s+/g, " ")
		.trim();

const unique = (results: readonly SearchResult[]): readonly SearchResult[] => {
	const seen = new Set<string>();
	return results.filter(({ url }) => !seen.has(url) && seen.add(url));
};
