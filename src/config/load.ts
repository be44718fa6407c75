// Finds and reads the configuration files and merges them with what flags and the environment say.
import type { ErrorData } from "../contracts/errors.js";
import { NexusError, toErrorData } from "../contracts/errors.js";
import type { FileSystem } from "../contracts/ports.js";
import { type ConfigLayer, type ConfigSource, checkLayer } from "./layer.js";
import { type MergedConfig, mergeConfig } from "./merge.js";
import { parseConfigText } from "./parse-file.js";

export interface ConfigFiles {
	readonly user: string;
	/** `.nexus` in the working directory, without the file name; undefined when there is none to read. */
	readonly projectFolder: string | undefined;
	readonly isTrusted: boolean;
	/** Given with --config. */
	readonly extra: string | undefined;
}

export interface LoadedConfig extends MergedConfig {
	readonly problems: readonly ErrorData[];
	/** Files of the project that were not read because the folder is not trusted. */
	readonly ignored: readonly string[];
}

const projectNames = ["config.toml", "config.yaml", "config.yml", "config.json"];

/**
 * Reads all layers. A broken or wrong file of the user's or the project's is a problem, not a failure: what is valid
 * still counts. A broken `--config` file throws, since the person has just named it.
 * @throws NexusError `config.syntax`, `config.invalid` (exit 2)
 */
export const loadConfig = async (
	fs: FileSystem,
	files: ConfigFiles,
	flags: Record<string, unknown>,
): Promise<LoadedConfig> => {
	const user = await readLayer(fs, "user", files.user);
	const extra = files.extra === undefined ? undefined : await readLayer(fs, "file", files.extra, true);
	const project = await projectLayer(fs, files);
	const layers = [user, extra, project.layer, { source: "flag" as const, values: flags, problems: [] }].filter(
		(layer) => layer !== undefined,
	);
	const extraProblem = extra?.problems[0];
	if (extraProblem !== undefined)
		throw new NexusError(extraProblem.code, extraProblem.message, {
			exitCode: 2,
			hint: "correct the file given with --config",
		});
	return { ...mergeConfig(layers), problems: layers.flatMap((layer) => layer.problems), ignored: project.ignored };
};

const readLayer = async (
	fs: FileSystem,
	source: ConfigSource,
	path: string,
	mustExist = false,
): Promise<ConfigLayer | undefined> => {
	try {
		const text = await fs.readText(path, { maxBytes: 1_000_000 });
		return checkLayer(source, path, text, await parseConfigText(path, text));
	} catch (error) {
		const data = toErrorData(error);
		if (!mustExist && data.code === "file.not-found") return undefined;
		if (mustExist) {
			const hint = "correct --config, or leave it out";
			throw new NexusError(data.code, data.message, { hint, exitCode: 2, cause: error });
		}
		return { source, values: {}, problems: [data] };
	}
};

const projectLayer = async (
	fs: FileSystem,
	files: ConfigFiles,
): Promise<{ layer: ConfigLayer | undefined; ignored: readonly string[] }> => {
	if (files.projectFolder === undefined) return { layer: undefined, ignored: [] };
	for (const name of projectNames) {
		const path = `${files.projectFolder}/${name}`;
		if (!(await fs.exists(path))) continue;
		if (!files.isTrusted) return { layer: undefined, ignored: [path] };
		return { layer: await readLayer(fs, "project", path), ignored: [] };
	}
	return { layer: undefined, ignored: [] };
};
