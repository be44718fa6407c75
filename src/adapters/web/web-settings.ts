/** Where the services of the web are and what they want, out of the person's settings and environment. */
export interface WebSettings {
	readonly search: SearchSettings;
	readonly weather: { readonly forecastUrl: string; readonly geocodingUrl: string };
	readonly quotes: { readonly baseUrl: string };
}

export interface SearchSettings {
	readonly provider: "brave" | "tavily" | "searxng" | "duckduckgo";
	/** Without a slash at the end; "" where the provider has no usual one and none is set. */
	readonly baseUrl: string;
	/** Never shown. */
	readonly apiKey?: string;
	/** Variables in which a key is looked for. */
	readonly apiKeyVariables: readonly string[];
}
