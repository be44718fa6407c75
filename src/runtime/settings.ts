// Reads the configuration, folder trust and permission rules of this run.
import { join } from "node:path";
import { createNodeFs } from "../adapters/node-fs.js";
import { type LoadedConfig, loadConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { toErrorData } from "../contracts/errors.js";
import type { Rule } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import { createRedactor, type KnownSecrets, secretsIn } from "../security/redact.js";
import { parseRule } from "../security/rule.js";
import { createTrust } from "../security/trust.js";
import type { Home } from "./home.js";
import type { RuntimeOptions } from "./options.js";

export interface Settings {
	readonly config: Config;
	/** The same, key by key. */
	readonly entries: LoadedConfig["entries"];
	/** From the configuration and the flags. */
	readonly rules: readonly Rule[];
	readonly trust: {
		readonly folder: string;
		/** As it was at the start: what a folder configures is read once. */
		readonly isTrusted: boolean;
		set(isTrusted: boolean): Promise<void>;
	};
	/** Takes known secrets out of what is stored or shown. */
	readonly redactor: KnownSecrets;
	/** Files of the project that were not read because the folder is not trusted. */
	readonly ignored: readonly string[];
	reload(): Promise<LoadedConfig>;
}

export const loadSettings = async (
	home: Home,
	options: RuntimeOptions,
	clock: Clock,
	warn: (message: string) => void,
	/** By which redacted secrets are marked. */
	markKey: () => Uint8Array,
): Promise<Settings> => {
	const { cwd } = options;
	const fs = createNodeFs({ cwd });
	const trust = createTrust(home.folder);
	const isTrusted = await trust.isTrusted(cwd).catch((error: unknown) => {
		warn(toErrorData(error).message);
		return false;
	});
	const projectFolder = join(cwd, ".nexus");
	const files = {
		user: home.config,
		projectFolder: projectFolder === home.folder ? undefined : projectFolder,
		isTrusted,
		extra: options.configFile,
	};
	const reload = () => loadConfig(fs, files, {});
	const { config, entries, rules, problems, ignored } = await reload();
	for (const problem of problems) warn(problem.message);
	for (const path of ignored) {
		warn(`${path} is ignored: this folder is not trusted (/permissions trust makes it so)`);
	}
	return {
		config,
		entries,
		rules: [...rules, ...flagRules(options)],
		trust: { folder: cwd, isTrusted, set: (trusted) => trust.setTrusted(cwd, trusted, clock.now()) },
		redactor: createRedactor(
			[...secretsIn(options.env), ...headerValues(config), ...namedKeys(config, options.env)],
			markKey,
		),
		ignored,
		reload,
	};
};

const flagRules = (options: RuntimeOptions): readonly Rule[] => {
	const of = (action: Rule["action"], texts: readonly string[] = []) =>
		texts.map((text) => ({ action, text, source: "flag" as const }));
	const flags = [...of("allow", options.allow), ...of("deny", options.deny)];
	// The person has just typed these: one that is no rule must not be found out only when it would have counted.
	for (const rule of flags) parseRule(rule);
	return flags;
};

const headerValues = (config: Config): readonly string[] =>
	Object.values(config.providers).flatMap((provider) => Object.values(provider.headers ?? {}));

/** Keys in variables that the configuration names, whatever they are called. */
const namedKeys = ({ providers, web }: Config, env: RuntimeOptions["env"]): readonly string[] => {
	const names = [web.search.apiKeyVariable, ...Object.values(providers).map((provider) => provider.apiKeyVariable)];
	return names.flatMap((name) => (name === undefined ? [] : (env[name] ?? [])));
};
