// What tools reach beyond this machine besides plain fetching: models, and services that the person chose.
import type { Usage } from "./model.js";
import type { ToolEntry } from "./tool.js";

/** Calls of models that a tool makes for itself. Each is in the ledger of the session. */
export interface ModelCalls {
	/** `provider/model` of those that can be used now. */
	list(): Promise<readonly string[]>;
	/** `model` absent: the session's own. Throws NexusError `model.*` or `provider.*`. */
	ask(
		request: {
			readonly model?: string;
			readonly system?: string;
			readonly prompt: string;
			readonly maxOutputTokens?: number;
		},
		signal: AbortSignal,
	): Promise<ModelAnswer>;
	/** Throws `model.no-images` where no configured provider can make images. */
	image(
		request: { readonly model?: string; readonly prompt: string; readonly size?: string },
		signal: AbortSignal,
	): Promise<{ readonly model: string; readonly mediaType: string; readonly data: Uint8Array }>;
}

export interface ModelAnswer {
	/** `provider/model`. */
	readonly model: string;
	readonly text: string;
	readonly usage: Usage;
	/** Null: the price is not known. */
	readonly costMicroUsd: number | null;
	readonly durationMs: number;
}

/** Where searches, weather and prices come from: from the person's own settings, never a project's. */
export interface WebServices {
	readonly search: {
		readonly provider: "brave" | "tavily" | "searxng" | "duckduckgo";
		readonly baseUrl: string;
		/** From the variable that the settings name; never shown. */
		readonly apiKey?: string;
	};
	readonly weather: { readonly forecastUrl: string; readonly geocodingUrl: string };
	readonly quotes: { readonly baseUrl: string };
}

/** The tools there are, for a model that was sent only a few of them. */
export interface ToolFinder {
	/** Best first. Those found can be called from the next turn on. */
	find(query: string, limit: number): Promise<readonly ToolEntry[]>;
}
