import type { ConfigClient, PermissionsClient } from "../contracts/client.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { RuleBook } from "./rule-book.js";
import type { Settings } from "./settings.js";

export interface PermissionsClientOptions {
	readonly mode: (sessionId: string | undefined) => PermissionMode;
	readonly rules: RuleBook;
	readonly settings: Settings;
	readonly config: ConfigClient;
	readonly test: PermissionsClient["test"];
}

export const createPermissionsClient = ({
	mode,
	rules,
	settings,
	config,
	test,
}: PermissionsClientOptions): PermissionsClient => ({
	mode: async (sessionId) => mode(sessionId),
	rules: async () => rules.all(),
	add: async ({ action, text, scope }) => {
		if (scope === "session") return rules.addForSession({ action, text });
		if (scope === "project") return rules.addForProject({ action, text });
		const key = `permissions.${action}`;
		const entry = await config.get(key);
		const known = Array.isArray(entry.value) ? entry.value : [];
		await config.set(key, JSON.stringify([...new Set([...known, text])]));
	},
	remove: (text) => rules.remove(text),
	test,
	trust: async () => ({ folder: settings.trust.folder, trusted: settings.trust.isTrusted, ignored: settings.ignored }),
	setTrust: (trusted) => settings.trust.set(trusted),
});
