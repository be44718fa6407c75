// DuckDuckGo has no interface for programs: this reads its page without scripts, https://html.duckduckgo.com/html.
import { NexusError } from "../../contracts/errors.js";
import { decodeEntities, type HtmlToken, htmlTokens } from "../../lib/html-tokens.js";
import type { FoundPage, SearchService } from "./search-service.js";

const freshness = { day: "d", week: "w", month: "m", year: "y" } as const;

const classesOf = (token: HtmlToken): readonly string[] =>
	token.type === "open" ? (token.attributes.get("class") ?? "").split(/\s+/) : [];

/** Links may lead through `//duckduckgo.com/l/?uddg=…`, which holds the real address. */
function targetOf(href: string): string {
	const url = URL.parse(decodeEntities(href), "https://duckduckgo.com/");
	if (url === null) return "";
	const isOwn = /(?:^|\.)duckduckgo\.com$/.test(url.hostname);
	if (!isOwn) return url.href;
	return url.pathname === "/l/" ? (url.searchParams.get("uddg") ?? "") : "";
}

/** Results are `.result`, advertisements among them also `.result--ad`; in each `a.result__a` and `.result__snippet`. */
function readPage(html: string): readonly FoundPage[] | undefined {
	const found: { title: string; url: string; snippet: string }[] = [];
	let isKnown = false;
	let isAd = false;
	let current: { title: string; url: string; snippet: string } | undefined;
	let into: "title" | "snippet" | undefined;
	let closing = "";
	for (const token of htmlTokens(html)) {
		const classes = classesOf(token);
		if (classes.includes("result")) {
			isKnown = true;
			isAd = classes.includes("result--ad");
			current = undefined;
		}
		if (classes.includes("no-results") || classes.includes("result--no-result")) {
			return [];
		}
		if (token.type === "open" && classes.includes("result__a")) {
			current = { title: "", url: targetOf(token.attributes.get("href") ?? ""), snippet: "" };
			if (!isAd && current.url !== "") found.push(current);
			into = "title";
			closing = token.name;
		} else if (token.type === "open" && classes.includes("result__snippet")) {
			into = "snippet";
			closing = token.name;
		} else if (token.type === "close" && token.name === closing) into = undefined;
		else if (token.type === "text" && into !== undefined && current !== undefined) current[into] += token.text;
	}
	return isKnown ? found : undefined;
}

export const duckDuckGoSearch: SearchService = {
	needsKey: false,
	request: ({ query, freshness: age, site }, { endpoint }) => {
		const url = new URL(endpoint);
		url.searchParams.set("q", site === undefined ? query : `${query} site:${site}`);
		if (age !== undefined) url.searchParams.set("df", freshness[age]);
		return { url: url.href, headers: { accept: "text/html", "user-agent": "Mozilla/5.0 (compatible; nexus)" } };
	},
	read: (text, status) => {
		if (status === 202 || /anomaly-modal|id="challenge-form"/.test(text)) {
			throw new NexusError("search.blocked", "DuckDuckGo wants to see a person solve a puzzle first", {
				hint: "wait a while, or choose a search service with a key or of your own: web.search.provider in your settings",
				retryable: true,
				exitCode: 6,
			});
		}
		return readPage(text);
	},
};
