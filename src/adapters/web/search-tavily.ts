import { z } from "zod";
import { readJson } from "../../lib/read-json.js";
import type { SearchService } from "./search-service.js";

/** https://docs.tavily.com/documentation/api-reference/endpoint/search */
const answer = z.object({
	results: z.array(
		z.object({
			title: z.string().default(""),
			url: z.string(),
			content: z.string().default(""),
			published_date: z.string().nullish(),
		}),
	),
});

export const tavilySearch: SearchService = {
	needsKey: true,
	request: ({ query, limit, freshness, site }, { endpoint, apiKey = "" }) => ({
		url: endpoint,
		method: "POST",
		headers: {
			accept: "application/json",
			"content-type": "application/json",
			authorization: `Bearer ${apiKey}`,
		},
		body: JSON.stringify({
			query,
			max_results: limit,
			...(freshness === undefined ? {} : { time_range: freshness }),
			...(site === undefined ? {} : { include_domains: [site] }),
		}),
	}),
	read: (text) =>
		readJson(answer, text)?.results.map(({ content, published_date, ...page }) => {
			return { ...page, snippet: content, published: published_date ?? undefined };
		}),
};
