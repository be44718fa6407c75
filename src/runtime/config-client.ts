import { type ConfigKey, configKeys } from "../config/keys.js";
import { isKeyName, notHere, withValue } from "../config/layer.js";
import type { LoadedConfig } from "../config/load.js";
import { configSchema } from "../config/schema.js";
import type { ConfigClient, ConfigEntry } from "../contracts/client.js";
import { type ErrorData, NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import { didYouMean } from "../lib/nearest.js";

export interface SettingsWriter {
	set(key: string, value: JsonValue): Promise<void>;
	delete(key: string): Promise<void>;
}

export interface ConfigClientOptions {
	readonly path: string;
	/** As they were read at the start. */
	readonly entries: readonly ConfigEntry[];
	readonly reload: () => Promise<LoadedConfig>;
	/** Imported on first use. */
	readonly writer: () => Promise<SettingsWriter>;
}

export const createConfigClient = (options: ConfigClientOptions): ConfigClient => {
	const keyOf = (key: string): ConfigKey => {
		const keys = configKeys();
		const parent = keys.find((known) => key === known.key || key.startsWith(`${known.key}.`));
		if (parent !== undefined) return parent;
		throw new NexusError(
			"config.unknown-key",
			`there is no setting ${key}${didYouMean(
				key,
				keys.map((known) => known.key),
			)}`,
			{
				hint: "`nexus config` lists them",
				exitCode: 2,
			},
		);
	};

	const entryOf = async (key: string): Promise<ConfigEntry> => {
		const known = keyOf(key);
		const entry = (await options.reload()).entries.find((candidate) => candidate.key === known.key);
		if (entry === undefined) throw new NexusError("config.unknown-key", `there is no setting ${key}`, { exitCode: 2 });
		if (known.key === key) return entry;
		const inner = key.slice(known.key.length + 1).split(".");
		return { ...entry, key, value: inner.reduce<JsonValue>(memberOf, entry.value) };
	};

	const refuseBroken = async (): Promise<void> => {
		const { problems } = await options.reload();
		const broken = problems.find(
			(problem) => problem.code === "config.syntax" && problem.message.startsWith(options.path),
		);
		if (broken !== undefined)
			throw new NexusError(broken.code, broken.message, {
				hint: "correct it first, so that nothing in it is lost",
				exitCode: 2,
			});
	};

	return {
		atStart: (key) => options.entries.find((entry) => entry.key === key)?.value,
		list: async () => (await options.reload()).entries,
		get: entryOf,
		set: async (key, text) => {
			keyOf(key);
			await refuseBroken();
			const value = checkedValue(key, text);
			await (await options.writer()).set(key, value);
			return entryOf(key);
		},
		unset: async (key) => {
			keyOf(key);
			await refuseBroken();
			await (await options.writer()).delete(key);
		},
		validate: async (): Promise<{ path: string; problems: readonly ErrorData[] }> => ({
			path: options.path,
			problems: (await options.reload()).problems,
		}),
	};
};

/** The typed text as the first reading that the schema takes: JSON, else plain text. */
const checkedValue = (key: string, text: string): JsonValue => {
	const readings = [jsonOf(text), text].filter((reading) => reading !== undefined);
	for (const reading of readings) {
		if (configSchema.safeParse(withValue({}, key.split("."), reading)).success) return reading;
	}
	const checked = configSchema.safeParse(withValue({}, key.split("."), readings[0]));
	const path = key.split(".");
	const last = checked.success ? undefined : checked.error.issues[0];
	if (last?.code === "unrecognized_keys" && isKeyName(path.at(-1) ?? ""))
		throw new NexusError("config.secret", notHere(key, path), {
			hint: "what was typed here may be in the shell's history: take it out of there too",
			exitCode: 2,
		});
	const problem = checked.success ? "wrong value" : (checked.error.issues[0]?.message ?? "wrong value");
	throw new NexusError("config.wrong-type", `${key}: ${problem}`, {
		hint: `\`nexus config get ${key}\` shows what it is now`,
		exitCode: 2,
	});
};

const jsonOf = (text: string): JsonValue | undefined => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

const memberOf = (value: JsonValue, key: string): JsonValue =>
	typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
		? ((value as { [key: string]: JsonValue })[key] ?? null)
		: null;
