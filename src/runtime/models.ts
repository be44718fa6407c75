// Which models can be used here, and the one that a name means.
import type { ModelChoice } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { Provider, ProviderContext, ProviderDefinition, ProviderSettings } from "../contracts/model.js";
import { didYouMean } from "../lib/nearest.js";
import { normalizeBaseUrl } from "../providers/base-url.js";

/** A key that is kept for a provider, for that origin alone (SECURITY R23). */
export interface KeptKeyFinder {
	find(provider: string): { readonly keptIn: "keyring" | "file"; readonly origin: string } | undefined;
	/** Throws NexusError `auth.keyring`, `auth.unreadable` (exit 3). */
	key(provider: string): Promise<string>;
}

export interface ModelSettings {
	readonly providers: readonly ProviderDefinition[];
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Keys that nexus keeps; those in the environment count more. */
	readonly kept?: KeptKeyFinder | undefined;
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

/** The address of a provider, as it is set or by default. */
export const baseUrlOf = (definition: ProviderDefinition, settings: ModelSettings): string | undefined => {
	const variable = definition.baseUrlVariable;
	const fromEnvironment = variable === undefined ? undefined : present(settings.env[variable]);
	return fromEnvironment ?? settings.configured[definition.id]?.baseUrl ?? definition.defaultBaseUrl;
};

/** Scheme, host and port of an address; the text itself where it is no address, which then fits nothing. */
export const originOf = (baseUrl: string): string => URL.parse(normalizeBaseUrl(baseUrl))?.origin ?? baseUrl;

/** The variable that holds the key which requests use. */
export const keyVariable = (definition: ProviderDefinition, settings: ModelSettings): string | undefined =>
	keyOf(definition, settings)?.variable;

type Reached = ProviderSettings & {
	readonly via: string;
	/** The key is kept, and has to be asked for. */
	readonly isKept: boolean;
};

/**
 * How to reach a provider with what is known, or why that cannot be.
 * @param found where a local server was found, instead of the address that is set
 */
export const reach = (definition: ProviderDefinition, settings: ModelSettings, found?: string): Reached => {
	const configured = settings.configured[definition.id];
	const baseUrl = found ?? baseUrlOf(definition, settings);
	const key = keyOf(definition, settings);
	const stored = key === undefined ? settings.kept?.find(definition.id) : undefined;
	// Never to another host than it was kept for.
	const kept = baseUrl !== undefined && stored?.origin === originOf(baseUrl) ? stored : undefined;
	const needsKey = definition.apiKeyVariables.length > 0 && definition.isLocal !== true;
	if (needsKey && key === undefined && kept === undefined && baseUrl === definition.defaultBaseUrl) {
		const isElsewhere = stored !== undefined && stored.origin !== "";
		throw new NexusError(
			"model.no-key",
			`there is no key for ${definition.title}${isElsewhere ? `: the one that is kept is for ${stored.origin}` : ""}`,
			{
				hint: `set ${definition.apiKeyVariables[0]}, or keep a key with \`nexus auth set ${definition.id}\`, or use --offline`,
				exitCode: 3,
			},
		);
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
		isKept: kept !== undefined,
		via: key?.variable ?? (kept === undefined ? undefined : viaKept[kept.keptIn]) ?? baseUrl ?? "built in",
	};
};

const viaKept = { keyring: "the keyring", file: "a kept key" } as const;

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
			const { via: _, isKept, ...reached } = reach(definition, settings, baseUrl);
			const apiKey = isKept ? await settings.kept?.key(id) : undefined;
			return decorate(await definition.create({ ...reached, ...(apiKey === undefined ? {} : { apiKey }) }, context));
		};
		const provider = create();
		made.set(key, provider);
		// The next call may find the keyring unlocked.
		provider.catch(() => made.delete(key));
		return provider;
	};
};
