import { z } from "zod";
import { readJson } from "../../lib/read-json.js";
import type { SearchService } from "./search-service.js";

/** https://docs.searxng.org/dev/search_api.html and its result types */
const answer = z.object({
	results: z.array(
		z.object({
			title: z.string().nullish(),
			url: z.string().nullish(),
			content: z.string().nullish(),
			publishedDate: z.string().nullish(),
		}),
	),
});

export const searxngSearch: SearchService = {
	needsKey: false,
	request: ({ query, freshness, site }, { endpoint, apiKey }) => {
		const url = new URL(endpoint);
		url.searchParams.set("q", site === undefined ? query : `${query} site:${site}`);
		url.searchParams.set("format", "json");
		if (freshness !== undefined) url.searchParams.set("time_range", freshness);
		const key = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
		return {
			url: url.href,
			headers: { accept: "application/json", ...key },
			hints: { 403: "the instance gives no JSON: allow it in its settings.yml (search.formats: [html, json])" },
		};
	},
	read: (text) =>
		readJson(answer, text)?.results.map(({ title, url, content, publishedDate }) => {
			return { title: title ?? "", url: url ?? "", snippet: content ?? "", published: publishedDate ?? undefined };
		}),
};
