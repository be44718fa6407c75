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

/** Where searches, weather and prices come from: from the person's own settings, never a project's. */
export interface WebServices {
	readonly search: {
		readonly provider: "brave" | "tavily" | "searxng" | "duckduckgo";
		/** Without a slash at the end; "" where the provider has no usual one and none is set. */
		readonly baseUrl: string;
		/** From the variable that the settings name; never shown. */
		readonly apiKey?: string;
		/** Variables in which a key is looked for. */
		readonly apiKeyVariables: readonly string[];
	};
	readonly weather: { readonly forecastUrl: string; readonly geocodingUrl: string };
	readonly quotes: { readonly baseUrl: string };
}
