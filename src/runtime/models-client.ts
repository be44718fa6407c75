import type { ModelChoice, ModelsClient } from "../contracts/client.js";
import type { ModelInfo, Provider } from "../contracts/model.js";
import type { ModelFacts } from "./model-access.js";
import { type ModelSettings, offlineModel, resolveModel, splitModel, usableModels } from "./models.js";

export interface LocalServer {
	readonly provider: string;
	readonly baseUrl: string;
}

export interface ModelsClientOptions {
	readonly settings: ModelSettings;
	readonly provider: (model: string) => Promise<Provider>;
	readonly facts: (provider: string, model: string) => Promise<ModelFacts>;
	/** Local servers that answer now, at most 200 ms. */
	readonly discover: (signal: AbortSignal) => Promise<readonly LocalServer[]>;
	/** Remembers where a discovered server is, for the models named by its provider. */
	readonly onFound: (server: LocalServer) => void;
}

export const createModelsClient = (options: ModelsClientOptions): ModelsClient => {
	const titleOf = (id: string) => options.settings.providers.find((provider) => provider.id === id)?.title ?? id;

	const discover = async (signal: AbortSignal): Promise<readonly LocalServer[]> => {
		const servers = await options.discover(signal);
		for (const server of servers) options.onFound(server);
		return servers;
	};

	const listOf = async (provider: string, via: string, signal: AbortSignal): Promise<readonly ModelChoice[]> => {
		try {
			const service = await options.provider(`${provider}/`);
			const models = (await service.listModels?.(signal)) ?? [];
			return models.map((model) => ({ ...model, provider, providerTitle: titleOf(provider), via }));
		} catch {
			// A service that does not tell its models is listed with what is known without it.
			return [];
		}
	};

	const withFacts = async (choice: ModelChoice): Promise<ModelChoice> => ({
		...choice,
		...(await info(choice.id)),
		...definedOf(choice),
	});

	const info = async (model: string): Promise<ModelInfo> => {
		const { provider, name } = splitModel(model);
		const { contextWindow, price } = await options.facts(provider, name);
		return {
			id: model,
			...(contextWindow === undefined ? {} : { contextWindow }),
			...(price === undefined ? {} : { price }),
		};
	};

	return {
		discover,
		info,
		resolve: async (text) => resolveModel(text, options.settings),
		list: async ({ refresh = false, signal = new AbortController().signal } = {}) => {
			const usable = usableModels(options.settings);
			const servers = await discover(signal);
			const local = await Promise.all(
				servers.map((server) =>
					listOf(server.provider, `${server.provider} at ${new URL(server.baseUrl).host}`, signal),
				),
			);
			const remote = refresh
				? await Promise.all(
						usable
							.filter((choice) => choice.id !== offlineModel)
							.map((choice) => listOf(choice.provider, choice.via, signal)),
					)
				: [];
			const all = [
				...usable.filter((choice) => choice.id !== offlineModel),
				...local.flat(),
				...remote.flat(),
				...usable.filter((choice) => choice.id === offlineModel),
			];
			const unique = [...new Map(all.map((choice) => [choice.id, choice])).values()];
			return Promise.all(unique.map(withFacts));
		},
	};
};

const definedOf = (choice: ModelChoice): ModelChoice =>
	Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined)) as unknown as ModelChoice;
