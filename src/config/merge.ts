import type { ConfigEntry } from "../contracts/client.js";
import type { JsonValue } from "../contracts/json.js";
import { type Rule, type RuleSource, ruleActions } from "../contracts/permission.js";
import { configKeys } from "./keys.js";
import { type ConfigLayer, valueAt, withValue } from "./layer.js";
import { type Config, configSchema } from "./schema.js";

export interface MergedConfig {
	readonly config: Config;
	readonly entries: readonly ConfigEntry[];
	/** Of `permissions.*`, each with the layer that it is from; what the person names on the command line counts as a flag. */
	readonly rules: readonly Rule[];
}

const ruleSources: Readonly<Record<ConfigLayer["source"], RuleSource>> = {
	default: "built-in",
	user: "user",
	file: "flag",
	project: "project",
	environment: "flag",
	flag: "flag",
};

/** Lists of rules add up over the layers; any other value of a later layer replaces that of an earlier one. */
const addedUp = new Set(["permissions.allow", "permissions.ask", "permissions.deny", "network.allow"]);

/** @param layers weakest first, without the defaults */
export const mergeConfig = (layers: readonly ConfigLayer[]): MergedConfig => {
	let values: Record<string, unknown> = {};
	const sources = new Map<string, ConfigEntry["source"]>();
	for (const layer of layers) {
		for (const { key } of configKeys()) {
			const path = key.split(".");
			const value = valueAt(layer.values, path);
			if (value === undefined) continue;
			const before = valueAt(values, path);
			const joined = addedUp.has(key) && Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
			values = withValue(values, path, joined);
			sources.set(key, layer.source);
		}
	}
	const config = configSchema.parse(values);
	const entries = configKeys().map(({ key, description }): ConfigEntry => {
		const value = (valueAt(config, key.split(".")) ?? null) as JsonValue;
		return { key, value, source: sources.get(key) ?? "default", description };
	});
	const rules = layers.flatMap(({ source, values: own }) =>
		ruleActions.flatMap((action) => {
			const texts = valueAt(own, ["permissions", action]);
			return Array.isArray(texts)
				? texts.map((text) => ({ action, text: String(text), source: ruleSources[source] }))
				: [];
		}),
	);
	return { config, entries, rules };
};
