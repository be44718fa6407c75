// The person's settings file, written. The door for conf, which is loaded only when something is written.
import { realpath } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { NexusError } from "../contracts/errors.js";
import type { JsonValue } from "../contracts/json.js";
import { makeFolders } from "../lib/make-folders.js";

export interface SettingsWriter {
	/**
	 * `key` with dots between levels (`ui.theme`). What else is in the file stays, known or not. Throws `config.broken`
	 * when the file is no valid JSON, `config.failed` when it cannot be written; the file is then as it was.
	 */
	set(key: string, value: JsonValue): Promise<void>;
	/** A key that is not there is no error. */
	delete(key: string): Promise<void>;
}

type Settings = Record<string, unknown>;

const refuseUnsafe = (key: string): void => {
	const parts = key.split(".");
	if (key !== "" && parts.every((part) => part !== "" && !["__proto__", "constructor", "prototype"].includes(part)))
		return;
	throw new NexusError("config.unknown-key", `"${key}" is no name of a setting`, { exitCode: 2 });
};

/** `path`: a JSON file, made with mode 0600 when it is missing; a link is followed to its target. */
export function createSettingsWriter(path: string): SettingsWriter {
	const change = async (
		apply: (settings: { set(key: string, value: unknown): void; delete(key: string): void }) => void,
	) => {
		try {
			makeFolders(dirname(path), 0o700);
			const target = await realpath(path).catch(() => join(dirname(path), basename(path)));
			const { default: Conf } = await import("conf");
			const extension = extname(target);
			// Read anew each time, so that what another process wrote meanwhile stays.
			const settings = new Conf<Settings>({
				cwd: dirname(target),
				configName: basename(target, extension),
				fileExtension: extension.slice(1),
				configFileMode: 0o600,
				serialize: (value) => `${JSON.stringify(value, null, 2)}\n`,
			});
			apply(settings);
		} catch (error) {
			const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0];
			const isBroken = error instanceof SyntaxError;
			throw new NexusError(
				isBroken ? "config.broken" : "config.failed",
				isBroken ? `${path} is no valid JSON: ${reason}` : `${path} cannot be written: ${reason}`,
				{
					cause: error,
					exitCode: 2,
					hint: isBroken ? "Repair it or move it away; it was not changed." : "Check its mode and folder.",
				},
			);
		}
	};
	return {
		set: async (key, value) => {
			refuseUnsafe(key);
			await change((settings) => settings.set(key, value));
		},
		delete: async (key) => {
			refuseUnsafe(key);
			await change((settings) => settings.delete(key));
		},
	};
}
