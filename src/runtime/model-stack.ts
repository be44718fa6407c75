// Models with everything around them: which one to use, retries, prices, local servers.
import type { Config } from "../config/schema.js";
import type { ModelsClient } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { JsonSchema } from "../contracts/json.js";
import type { ProviderDefinition } from "../contracts/model.js";
import type { Clock } from "../contracts/ports.js";
import { withRetry } from "../limits/retry.js";
import { withSight } from "../limits/sight.js";
import { createModelAccess, type ModelAccess, type ModelFacts } from "./model-access.js";
import {
	createProviders,
	type KeptKeyFinder,
	type ModelSettings,
	offlineModel,
	reach,
	resolveImageModel,
	resolveModel,
	splitModel,
	usableModels,
} from "./models.js";
import { createModelsClient, type LocalServer } from "./models-client.js";

export interface ModelStackOptions {
	readonly definitions: readonly ProviderDefinition[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly config: Config;
	readonly kept?: KeptKeyFinder;
	readonly clock: Clock;
	readonly outputSchema: JsonSchema | undefined;
	readonly warn: (message: string) => void;
}

export interface ChosenModel {
	/** `provider/model`. */
	readonly model: string;
	readonly isOffline: boolean;
	/** Nothing was named and no key is there: a local server may take over. */
	readonly mayFindModel: boolean;
}

export interface ModelStack {
	readonly access: ModelAccess;
	readonly client: ModelsClient;
	readonly settings: ModelSettings;
	/** The model to start with. Throws `model.not-found`, `model.no-key`. */
	choose(wish: { named: string | undefined; isOffline: boolean }): ChosenModel;
	/** `provider/model` for images, of what a person typed; the first that there is without it. Throws `model.*`. */
	imageModel(text: string | undefined): string;
	/** Where a model is reached; undefined for what runs in this process or cannot be reached at all. */
	address(model: string): string | undefined;
	/** A model of a local server that answers, when there is one. */
	findLocal(signal: AbortSignal): Promise<string | undefined>;
}

const discoveryMs = 200;

export const createModelStack = (options: ModelStackOptions): ModelStack => {
	const settings: ModelSettings = {
		providers: options.definitions,
		env: options.env,
		configured: options.config.providers,
		kept: options.kept,
	};
	const found = new Map<string, LocalServer>();
	const context = { clock: options.clock, http: { request: refuseHttp }, warn: options.warn };
	const providers = createProviders(settings, context, (provider) =>
		withRetry(withSight(provider), { clock: options.clock, random: Math.random }),
	);
	const provider = (model: string) => {
		const { provider: id } = splitModel(model);
		return providers(id, found.get(id)?.baseUrl);
	};
	const facts = async (providerId: string, model: string): Promise<ModelFacts> => {
		const { factsOf } = await import("../providers/prices.js");
		return factsOf(providerId, model);
	};
	const discover = async (signal: AbortSignal): Promise<readonly LocalServer[]> => {
		const { discoverLocal } = await import("../providers/discovery.js");
		return discoverLocal({ env: options.env, timeoutMs: discoveryMs, signal });
	};
	const client = createModelsClient({
		settings,
		provider,
		facts,
		discover,
		onFound: (server) => found.set(server.provider, server),
	});

	const findLocal = async (signal: AbortSignal): Promise<string | undefined> => {
		for (const server of await client.discover(signal)) {
			const models = await provider(`${server.provider}/`)
				.then((service) => service.listModels?.(signal) ?? [])
				.catch(() => []);
			const first = models[0];
			if (first !== undefined) return first.id;
		}
		return undefined;
	};

	const address = (model: string): string | undefined => {
		const { provider: id } = splitModel(model);
		const definition = options.definitions.find((candidate) => candidate.id === id);
		if (definition === undefined) return undefined;
		try {
			return found.get(id)?.baseUrl ?? reach(definition, settings).baseUrl;
		} catch {
			// The call itself says what is missing.
			return definition.defaultBaseUrl;
		}
	};

	return {
		client,
		settings,
		findLocal,
		address,
		imageModel: (text) => resolveImageModel(text, settings),
		access: createModelAccess({
			provider,
			takesAllTools: (id) => options.definitions.some((each) => each.id === id && each.takesAllTools === true),
			outputSchema: options.outputSchema,
			facts,
			cost: async (usage, price) => (await import("../providers/prices.js")).costMicroUsd(usage, price),
		}),
		choose: ({ named, isOffline }) => {
			if (isOffline) return { model: offlineModel, isOffline: true, mayFindModel: false };
			if (named !== undefined) return { model: resolveModel(named, settings), isOffline: false, mayFindModel: false };
			const usable = usableModels(settings).find((choice) => choice.id !== offlineModel);
			if (usable !== undefined) return { model: usable.id, isOffline: false, mayFindModel: false };
			return { model: offlineModel, isOffline: true, mayFindModel: true };
		},
	};
};

/** Providers carry their own transport; the port of tools is not theirs. */
const refuseHttp = (): Promise<never> =>
	Promise.reject(new NexusError("network.blocked", "providers use their own transport"));
