import { z } from "zod";
import { readJson } from "../../lib/read-json.js";
import type { SearchService } from "./search-service.js";

/** https://api-dashboard.search.brave.com/app/documentation/web-search/responses: `web` is absent when nothing was found. */
const answer = z.object({
	type: z.literal("search"),
	web: z
		.object({
			results: z.array(
				z.object({
					title: z.string().default(""),
					url: z.string(),
					description: z.string().default(""),
					age: z.string().nullish(),
					page_age: z.string().nullish(),
				}),
			),
		})
		.nullish(),
});

const freshness = { day: "pd", week: "pw", month: "pm", year: "py" } as const;

export const braveSearch: SearchService = {
	needsKey: true,
	request: ({ query, limit, freshness: age, site }, { endpoint, apiKey = "" }) => {
		const url = new URL(endpoint);
		url.searchParams.set("q", site === undefined ? query : `${query} site:${site}`);
		url.searchParams.set("count", String(limit));
		url.searchParams.set("text_decorations", "false");
		if (age !== undefined) url.searchParams.set("freshness", freshness[age]);
		return { url: url.href, headers: { accept: "application/json", "x-subscription-token": apiKey } };
	},
	read: (text) => {
		const read = readJson(answer, text);
		return (
			read &&
			(read.web?.results ?? []).map(({ description, page_age, age, ...page }) => {
				return { ...page, snippet: description, published: page_age ?? age ?? undefined };
			})
		);
	},
};
