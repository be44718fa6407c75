// What a run needs of a model: its stream behind all decorators, its window, its price.
import type { JsonSchema } from "../contracts/json.js";
import type {
	GeneratedImage,
	ImageRequest,
	ModelEvent,
	ModelRequest,
	Price,
	Provider,
	Usage,
} from "../contracts/model.js";
import { splitModel } from "./models.js";

export interface OpenModel {
	/** Without the provider. */
	readonly name: string;
	/** Its requests cost nothing by their size. */
	readonly takesAllTools: boolean;
	readonly outputSchema: JsonSchema | undefined;
	stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
	/** Undefined where the provider makes no images. */
	readonly image: ((request: ImageRequest, signal: AbortSignal) => Promise<GeneratedImage>) | undefined;
	/** Tokens the model can hold, once known. */
	contextWindow(): number | undefined;
	price(usage: Usage): Promise<{ costMicroUsd: number | null; priceSource?: string }>;
}

export interface ModelAccess {
	/** @throws NexusError `model.not-found`, `model.no-key` */
	open(model: string): Promise<OpenModel>;
}

export interface ModelFacts {
	readonly contextWindow?: number | undefined;
	readonly price?: Price | undefined;
}

export interface ModelAccessOptions {
	/** Made on first use; `model` tells which base URL a discovered local server has. */
	readonly provider: (model: string) => Promise<Provider>;
	readonly takesAllTools: (provider: string) => boolean;
	readonly outputSchema: JsonSchema | undefined;
	/** Loaded only once an answer is there: the price table is not on the way to the first request. */
	readonly facts: (provider: string, model: string) => Promise<ModelFacts>;
	readonly cost: (usage: Usage, price: Price) => Promise<number>;
}

export const createModelAccess = (options: ModelAccessOptions): ModelAccess => ({
	open: async (model) => {
		const { provider: providerId, name } = splitModel(model);
		const provider = await options.provider(model);
		let known: ModelFacts = {};
		const facts = async (): Promise<ModelFacts> => {
			known = await options.facts(providerId, name);
			return known;
		};
		return {
			name,
			takesAllTools: options.takesAllTools(providerId),
			outputSchema: options.outputSchema,
			stream: (request, signal) => provider.stream(request, signal),
			image: provider.image?.bind(provider),
			contextWindow: () => known.contextWindow,
			price: async (usage) => {
				const { price } = await facts();
				if (usage.reportedCostMicroUsd !== undefined) {
					return { costMicroUsd: usage.reportedCostMicroUsd, priceSource: "reported by the provider" };
				}
				if (price === undefined) return { costMicroUsd: null };
				return { costMicroUsd: await options.cost(usage, price), priceSource: `${price.source}, ${price.asOf}` };
			},
		};
	},
});
