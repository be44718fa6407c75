// Which models can be used here, and the one that a name means.
import type { ModelChoice } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { Provider, ProviderContext, ProviderDefinition, ProviderSettings } from "../contracts/model.js";
import { didYouMean } from "../lib/nearest.js";

export interface ModelSettings {
	readonly providers: readonly ProviderDefinition[];
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The `providers` table of the configuration. */
	readonly configured: Readonly<
		Record<
			string,
			{
				baseUrl?: string | undefined;
				apiKeyVariable?: string | undefined;
				headers?: Record<string, string> | undefined;
			}
		>
	>;
}

export const offlineModel = "offline/interpreter";

export const splitModel = (model: string): { provider: string; name: string } => {
	const slash = model.indexOf("/");
	return slash === -1
		? { provider: model, name: "" }
		: { provider: model.slice(0, slash), name: model.slice(slash + 1) };
};

const present = (value: string | undefined): string | undefined =>
	value === undefined || value.trim() === "" ? undefined : value.trim();

const keyOf = (
	definition: ProviderDefinition,
	settings: ModelSettings,
): { variable: string; key: string } | undefined => {
	const own = settings.configured[definition.id]?.apiKeyVariable;
	for (const variable of own === undefined ? definition.apiKeyVariables : [own]) {
		const key = present(settings.env[variable]);
		if (key !== undefined) return { variable, key };
	}
	return undefined;
};

/** The standard variables in either case; lower case wins, as in curl. */
const proxiesOf = (env: ModelSettings["env"]): Record<string, string> =>
	Object.fromEntries(
		["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].flatMap((name) => {
			const value = present(env[name.toLowerCase()]) ?? present(env[name]);
			return value === undefined ? [] : [[name, value]];
		}),
	);

/** How to reach a provider with what is known, or why that cannot be. */
export const reach = (definition: ProviderDefinition, settings: ModelSettings): ProviderSettings & { via: string } => {
	const configured = settings.configured[definition.id];
	const variable = definition.baseUrlVariable;
	const fromEnvironment = variable === undefined ? undefined : present(settings.env[variable]);
	const baseUrl = fromEnvironment ?? configured?.baseUrl ?? definition.defaultBaseUrl;
	const key = keyOf(definition, settings);
	const needsKey = definition.apiKeyVariables.length > 0 && definition.isLocal !== true;
	if (needsKey && key === undefined && baseUrl === definition.defaultBaseUrl) {
		throw new NexusError("model.no-key", `there is no key for ${definition.title}`, {
			hint: `set ${definition.apiKeyVariables[0]}, or use --offline`,
			exitCode: 3,
		});
	}
	if (baseUrl === undefined && definition.id === "custom") {
		throw new NexusError("model.no-url", "the provider custom needs a URL", {
			hint: "nexus config set providers.custom.baseUrl https://…/v1",
			exitCode: 3,
		});
	}
	return {
		...(baseUrl === undefined ? {} : { baseUrl }),
		...(key === undefined ? {} : { apiKey: key.key }),
		...(configured?.headers === undefined ? {} : { headers: configured.headers }),
		proxyEnv: proxiesOf(settings.env),
		via: key?.variable ?? baseUrl ?? "built in",
	};
};

/**
 * `provider/model` for what a person typed: the whole id, or a provider alone for its default model.
 * @throws NexusError `model.not-found`, `model.no-key` (both exit 3)
 */
export const resolveModel = (text: string, settings: ModelSettings): string => {
	const { provider, name } = splitModel(text.trim());
	const definition = settings.providers.find((candidate) => candidate.id === provider);
	if (definition === undefined) {
		const known = settings.providers.map((candidate) => candidate.id);
		throw new NexusError("model.not-found", `there is no provider ${provider}${didYouMean(provider, known)}`, {
			hint: `models are named provider/model; the providers are ${known.join(", ")}`,
			exitCode: 3,
		});
	}
	reach(definition, settings);
	const model = name === "" ? definition.defaultModel : name;
	if (model === undefined) {
		throw new NexusError("model.not-found", `which model of ${definition.title}?`, {
			hint: `name it as ${provider}/model; \`nexus models --refresh\` lists what there is`,
			exitCode: 3,
		});
	}
	return `${provider}/${model}`;
};

/**
 * `provider/model` for images: what a person typed, a provider alone for its image model, or nothing for the first
 * provider that can be reached and has one.
 * @throws NexusError `model.no-images`, `model.not-found`, `model.no-key` (all exit 3)
 */
export const resolveImageModel = (text: string | undefined, settings: ModelSettings): string => {
	if (text !== undefined && splitModel(text.trim()).name !== "") return resolveModel(text, settings);
	const wanted = text === undefined ? settings.providers : settings.providers.filter(({ id }) => id === text.trim());
	if (text !== undefined && wanted.length === 0) return resolveModel(text, settings);
	for (const definition of wanted) {
		if (definition.imageModel === undefined) continue;
		if (text === undefined && !canReach(definition, settings)) continue;
		return resolveModel(`${definition.id}/${definition.imageModel}`, settings);
	}
	const able = settings.providers.filter((definition) => definition.imageModel !== undefined);
	throw new NexusError(
		"model.no-images",
		text === undefined ? "no model here can make images" : `${text} has no model for images`,
		{
			hint: `set ${able.flatMap((definition) => definition.apiKeyVariables).join(" or ")}, or name a model as provider/model`,
			exitCode: 3,
		},
	);
};

const canReach = (definition: ProviderDefinition, settings: ModelSettings): boolean => {
	try {
		reach(definition, settings);
		return true;
	} catch {
		return false;
	}
};

/** The default models of all providers that can be reached with what is in the environment, offline last. */
export const usableModels = (settings: ModelSettings): readonly ModelChoice[] =>
	settings.providers.flatMap((definition) => {
		if (definition.isLocal === true || definition.defaultModel === undefined || definition.isHidden === true) return [];
		try {
			const { via } = reach(definition, settings);
			const id = `${definition.id}/${definition.defaultModel}`;
			return [{ id, provider: definition.id, providerTitle: definition.title, via }];
		} catch {
			return [];
		}
	});

/** Providers made on first use, one each. */
export const createProviders = (
	settings: ModelSettings,
	context: ProviderContext,
	decorate: (provider: Provider) => Provider,
): ((id: string, baseUrl?: string) => Promise<Provider>) => {
	const made = new Map<string, Promise<Provider>>();
	return (id, baseUrl) => {
		const definition = settings.providers.find((candidate) => candidate.id === id);
		if (definition === undefined)
			return Promise.reject(new NexusError("model.not-found", `there is no provider ${id}`, { exitCode: 3 }));
		const key = `${id} ${baseUrl ?? ""}`;
		const known = made.get(key);
		if (known !== undefined) return known;
		const create = async () => {
			const { via: _, ...reached } = reach(definition, settings);
			return decorate(await definition.create({ ...reached, ...(baseUrl === undefined ? {} : { baseUrl }) }, context));
		};
		const provider = create();
		made.set(key, provider);
		return provider;
	};
};
