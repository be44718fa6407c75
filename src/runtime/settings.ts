// Reads the configuration, folder trust and permission rules of this run.
import { join } from "node:path";
import { createNodeFs } from "../adapters/node-fs.js";
import { type LoadedConfig, loadConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import type { Rule, RuleSource } from "../contracts/permission.js";
import type { Home } from "./home.js";
import type { RuntimeOptions } from "./options.js";
import { createSecrets, type Secrets } from "./secrets.js";
import { openTrust, type Trust } from "./trust.js";

export interface Settings {
	readonly config: Config;
	readonly rules: readonly Rule[];
	readonly trust: Trust;
	readonly secrets: Secrets;
	/** Files of the project that were not read because the folder is not trusted. */
	readonly ignored: readonly string[];
	reload(): Promise<LoadedConfig>;
}

export const loadSettings = async (
	home: Home,
	options: RuntimeOptions,
	warn: (message: string) => void,
): Promise<Settings> => {
	const fs = createNodeFs({ cwd: options.cwd });
	const trust = await openTrust(home.trust, options.cwd);
	const projectFolder = join(options.cwd, ".nexus");
	const reload = () =>
		loadConfig(
			fs,
			{
				user: home.config,
				projectFolder: projectFolder === home.folder ? undefined : projectFolder,
				isTrusted: trust.isTrusted,
				extra: options.configFile,
			},
			{},
		);
	const loaded = await reload();
	for (const problem of loaded.problems) warn(problem.message);
	for (const path of loaded.ignored)
		warn(`${path} is ignored: this folder is not trusted (/permissions trust, or remove it)`);
	const { permissions } = loaded.config;
	const rules = [
		...rulesOf("allow", permissions.allow, "user"),
		...rulesOf("ask", permissions.ask, "user"),
		...rulesOf("deny", permissions.deny, "user"),
		...rulesOf("allow", options.allow ?? [], "flag"),
		...rulesOf("deny", options.deny ?? [], "flag"),
	];
	return {
		config: loaded.config,
		rules,
		trust,
		secrets: createSecrets(options.env, loaded.config),
		ignored: loaded.ignored,
		reload,
	};
};

const rulesOf = (action: Rule["action"], texts: readonly string[], source: RuleSource): readonly Rule[] =>
	texts.map((text) => ({ action, text, source }));
