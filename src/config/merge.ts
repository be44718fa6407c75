import type { ConfigEntry } from "../contracts/client.js";
import type { JsonValue } from "../contracts/json.js";
import { configKeys } from "./keys.js";
import { type ConfigLayer, valueAt, withValue } from "./layer.js";
import { type Config, configSchema } from "./schema.js";

export interface MergedConfig {
	readonly config: Config;
	readonly entries: readonly ConfigEntry[];
}

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
	return { config, entries };
};
