// The adapters that tools run on, made from the person's settings. Heavy ones open with their first use.
import { createCachedHttp } from "../adapters/cached-http.js";
import { createProcesses } from "../adapters/execa-processes.js";
import { createGuardedHttp } from "../adapters/guarded-http.js";
import { createNodeFs } from "../adapters/node-fs.js";
import { createNodeWorkers } from "../adapters/node-workers.js";
import { createSystemLoad } from "../adapters/system-load.js";
import { systemTimeZone } from "../adapters/system-time-zone.js";
import { createWebServices } from "../adapters/web/web-services.js";
import type { Clock } from "../contracts/ports.js";
import type { Home } from "./home.js";
import { lazyJobs, lazyKeyValue, lazyNotes } from "./lazy-stores.js";
import type { LogFile } from "./log-file.js";
import type { RuntimeOptions } from "./options.js";
import { createOutputs } from "./outputs.js";
import { watchedReminders } from "./reminders.js";
import type { Settings } from "./settings.js";
import { ownServiceHosts, webSettings } from "./web-settings.js";

export interface ToolPortsOptions {
	readonly home: Home;
	readonly options: Pick<RuntimeOptions, "cwd" | "env" | "addDirs">;
	readonly settings: Pick<Settings, "config" | "redactor">;
	readonly clock: Clock;
	readonly nextId: () => string;
	/** Keep nothing on disk. */
	readonly isEphemeral: boolean;
	readonly log: LogFile;
}

export type ToolPorts = ReturnType<typeof openToolPorts>["ports"];

/** Characters of a result that a model may get: about 10,000 tokens. */
export const maxResultCharacters = 40_000;

/** `ports` is what every call gets alike; `disk` is not guarded yet. */
export const openToolPorts = ({ home, options, settings, clock, nextId, isEphemeral, log }: ToolPortsOptions) => {
	const { cwd, env } = options;
	const { config, redactor } = settings;
	const kept = (path: string): string | undefined => (isEphemeral ? undefined : path);
	const timeZone = config.timeZone ?? systemTimeZone(env);
	const { enabled, network: _, memoryMb, ...others } = config.sandbox;
	const processes = createProcesses({
		...{ workspace: cwd, clock, env, home: home.folder, network: proxyOf(env) },
		sandbox: enabled ? "auto" : "off",
		limits: { ...others, ...(memoryMb === undefined ? {} : { memoryMb }) },
	});
	const jobs = lazyJobs({
		folder: kept(home.jobs),
		launcher: processes.launcher,
		clock,
		maxKeptBytes: config.retention.jobsMb * 1e6,
	});
	const system = createSystemLoad({ cwd, env });
	const workers = createNodeWorkers();
	const guardedHttp = createGuardedHttp({
		allow: [...config.network.allow, ...ownServiceHosts(config)],
		...proxyOf(env),
	});
	const notes = lazyNotes(kept(home.notes), clock, log.warn);
	const reminders = watchedReminders(kept(home.reminders), clock, timeZone);
	const cache = lazyKeyValue(kept(home.cache), log.warn);
	return {
		ports: {
			cwd,
			roots: [cwd, ...(options.addDirs ?? [])],
			processes,
			jobs,
			http: createCachedHttp(guardedHttp, { cache, clock }),
			clock,
			system,
			workers,
			notes,
			reminders,
			cache,
			outputs: createOutputs(
				kept(home.artifacts),
				redactor,
				maxResultCharacters,
				nextId,
				config.retention.artifactsMb * 1e6,
			),
			services: createWebServices(webSettings(config, env), { http: guardedHttp, clock }),
			timeZone,
		},
		disk: createNodeFs({ cwd, env }),
		close: async (): Promise<void> => {
			system.close();
			await Promise.all([jobs.close(), processes.close(), workers.close(), cache.close()]);
			notes.close();
			reminders.close();
		},
	};
};

/** HTTPS_PROXY in either case; tools use it for every address, each of which is checked before it is asked for. */
const proxyOf = (env: RuntimeOptions["env"]): { proxy?: string } => {
	const proxy = env.https_proxy || env.HTTPS_PROXY;
	return proxy === undefined || proxy === "" ? {} : { proxy };
};
