// What tools reach beyond this machine besides plain fetching: models, and services that the person chose.
import type { Usage } from "./model.js";

/** Calls of models that a tool makes for itself. Each is in the ledger of the session and counts against its budget. */
export interface ModelCalls {
	/** `provider/model` of those that can be used now. */
	list(): Promise<readonly string[]>;
	/** `model` absent: the session's own. Throws NexusError `model.*`, `provider.*` or `limit.budget`. */
	ask(request: ModelQuestion, signal: AbortSignal): Promise<ModelAnswer>;
	/** Throws also `model.no-images` where no configured provider can make images. */
	image(request: ImageWish, signal: AbortSignal): Promise<ModelImage>;
}

export interface ModelQuestion {
	readonly model?: string;
	readonly system?: string;
	readonly prompt: string;
	readonly maxOutputTokens?: number;
	/** The answer as it comes. After a broken connection it may come again from its start: only the result counts. */
	onText?(text: string): void;
}

/** What a call of a model cost. */
export interface ModelBill {
	/** `provider/model`. */
	readonly model: string;
	readonly usage: Usage;
	/** Null: the price is not known. */
	readonly costMicroUsd: number | null;
	readonly durationMs: number;
}

export interface ModelAnswer extends ModelBill {
	readonly text: string;
	/** It was cut at the limit of output tokens. */
	readonly isCut: boolean;
}

export interface ImageWish {
	/** Absent: the first configured provider that can make images, with its usual model. */
	readonly model?: string;
	readonly prompt: string;
	/** `1024x1024`, or what else the model takes; absent: its default. */
	readonly size?: string;
}

export interface ModelImage extends ModelBill {
	readonly mediaType: string;
	readonly data: Uint8Array;
	/** What the service made of the prompt, where it says. */
	readonly revisedPrompt?: string;
}

/**
 * Services of the web that the person chose: from their own settings, never a project's. Each names the addresses that
 * it asks, without the words of a request: that is what permission is given for. Methods throw NexusError `service.key`,
 * `service.quota`, `service.rate-limited` (with `retryAfterMs`), `service.refused`, `service.failed`,
 * `service.malformed`, `network.*`, and what is said with each.
 */
export interface WebServices {
	readonly search: WebSearch;
	readonly weather: Weather;
	readonly quotes: Quotes;
}

export interface WebSearch {
	/** As people know it, e.g. `Brave Search`. */
	readonly source: string;
	/** Throws `search.no-address`. */
	addresses(): readonly string[];
	/**
	 * At most `limit` results, best first, each address once. Throws `search.no-address`, `search.no-key`, and
	 * `search.blocked` where the service wants a person.
	 */
	find(query: SearchQuery, signal: AbortSignal): Promise<readonly SearchResult[]>;
}

export interface SearchQuery {
	readonly query: string;
	/** 1 to 20. */
	readonly limit: number;
	/** No older than that. */
	readonly freshness?: "day" | "week" | "month" | "year" | undefined;
	/** Only pages of this host. */
	readonly site?: string | undefined;
}

/** Plain texts, on one line each. */
export interface SearchResult {
	readonly title: string;
	readonly url: string;
	readonly snippet: string;
	/** As the service gives it: a date, or `3 days ago`. */
	readonly published?: string;
}

export interface Weather {
	readonly source: string;
	/** For a place by name, or one whose coordinates are known. */
	addresses(place: "named" | "known"): readonly string[];
	/** Places of that name, the best first; `Springfield, Illinois` prefers the one there. Throws `weather.no-place`. */
	places(name: string, signal: AbortSignal): Promise<readonly [Place, ...Place[]]>;
	forecast(
		place: Place,
		wish: { readonly days: number; readonly isImperial: boolean },
		signal: AbortSignal,
	): Promise<Forecast>;
}

export interface Place {
	/** `Paris, Île-de-France, France`. */
	readonly name: string;
	/** Degrees north and east. */
	readonly latitude: number;
	readonly longitude: number;
}

/** Times are local to the place, `2026-11-20T08:15`. Codes are WMO 4677; directions degrees clockwise from north. */
export interface Forecast {
	readonly timeZone: string;
	readonly units: { readonly temperature: string; readonly wind: string; readonly precipitation: string };
	readonly current: {
		readonly time: string;
		readonly code: number;
		readonly temperature: number;
		readonly feelsLike: number;
		/** Percent. */
		readonly humidity: number;
		readonly precipitation: number;
		readonly windSpeed: number;
		readonly windDirection: number;
	};
	readonly hours: readonly { readonly time: string; readonly temperature: number | null }[];
	readonly days: readonly {
		readonly date: string;
		readonly code: number | null;
		readonly high: number | null;
		readonly low: number | null;
		readonly precipitation: number | null;
		/** Percent. */
		readonly precipitationProbability: number | null;
		readonly windSpeed: number | null;
		readonly sunrise: string;
		readonly sunset: string;
	}[];
}

export interface Quotes {
	readonly source: string;
	addresses(): readonly string[];
	/** Throws `quote.not-found`. */
	of(symbol: string, range: QuoteRange, signal: AbortSignal): Promise<Quote>;
}

export const quoteRanges = ["5d", "1mo", "3mo", "6mo", "1y", "5y"] as const;
export type QuoteRange = (typeof quoteRanges)[number];

export interface Quote {
	readonly symbol: string;
	readonly name: string;
	readonly exchange: string;
	/** ISO 4217, or a hundredth such as GBp; "" for an index without one. */
	readonly currency: string;
	readonly price: number;
	/** UTC, ISO 8601: when that price was made. */
	readonly time: string;
	readonly timeZone: string;
	/** Of the trading day before that of `time`; null where the range holds none. */
	readonly previousClose: number | null;
	readonly change: number | null;
	readonly changePercent: number | null;
	readonly dayHigh: number | null;
	readonly dayLow: number | null;
	readonly volume: number | null;
	/** Days of the exchange. */
	readonly history: readonly { readonly date: string; readonly close: number }[];
}
