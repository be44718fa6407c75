// The client in process: what every frontend holds.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { AgentsClient } from "../contracts/agents-client.js";
import type { BackupClient } from "../contracts/backup.js";
import type { NexusClient } from "../contracts/client.js";
import { NexusError } from "../contracts/errors.js";
import type { NexusEvent } from "../contracts/event.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import type { SessionType } from "../contracts/session-type.js";
import type { SessionStore } from "../contracts/store.js";
import type { ToolEntry } from "../contracts/tool.js";
import { createApprovalGate } from "../core/approvals.js";
import { createConfigClient } from "./config-client.js";
import { createDiskClient } from "./disk-client.js";
import type { ToolEnvironment } from "./environment.js";
import { completeFiles } from "./file-completion.js";
import { healthChecks } from "./health.js";
import type { Home } from "./home.js";
import type { Keys } from "./keys.js";
import type { LazyWorkflows } from "./lazy-workflows.js";
import { watchLoad } from "./load-watch.js";
import { readMentions } from "./mentions.js";
import type { ModelStack } from "./model-stack.js";
import type { OpenSessions } from "./open-sessions.js";
import { createPermissionTest } from "./permission-test.js";
import { createPermissionsClient } from "./permissions-client.js";
import { withReplays } from "./replay/replays-client.js";
import { keepRetention, overdueSessions } from "./session-retention.js";
import { createSessionsClient } from "./sessions-client.js";
import type { Settings } from "./settings.js";
import { runShellCommand } from "./shell-command.js";
import { createToolsClient } from "./tools-client.js";
import { createUndoClient } from "./undo-client.js";

export interface LocalClientOptions {
	readonly info: NexusClient["info"];
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly home: Home;
	readonly isEphemeral: boolean;
	readonly mode: PermissionMode;
	/** Of sessions that begin. */
	readonly type: SessionType;
	readonly agents: AgentsClient;
	readonly workflows: LazyWorkflows;
	/** Writes what is left to be kept of agents. */
	closeAgents(): Promise<void>;
	readonly agentName: string;
	/** No model was named and no key is there: a local server may answer instead of the interpreter. */
	readonly mayFindModel: boolean;
	readonly tools: () => ReadonlyMap<string, ToolEntry>;
	readonly store: SessionStore;
	readonly sessions: OpenSessions;
	readonly models: ModelStack;
	readonly keys: Keys;
	readonly settings: Settings;
	readonly environment: ToolEnvironment;
	readonly backup: BackupClient;
}

export const createLocalClient = (options: LocalClientOptions): NexusClient => {
	const { info, sessions, store, models, settings, environment } = options;
	const config = createConfigClient({
		path: options.home.config,
		entries: settings.entries,
		reload: settings.reload,
		writer: () => settingsWriter(options.home.config),
	});

	const sessionsClient = createSessionsClient(options);
	const overdue = (limit: number) =>
		overdueSessions(store, settings.config.retention.sessions, options.clock.now(), limit);

	const live: Omit<NexusClient, "replays"> = {
		info,
		sessions: sessionsClient,
		runs: {
			cancel: async (id) => sessions.runner(id).cancel(),
			idle: async (id) => sessions.runner(id).idle(),
			resume: async (id) => sessions.runner(id).resume(),
		},
		approvals: { respond: async (approvalId, answer) => environment.gate.respond(approvalId, answer) },
		tools: createToolsClient({
			tools: options.tools,
			stats: async (days) => {
				const since = new Date(options.clock.now().getTime() - days * 86_400_000);
				return store.toolCalls(since.toISOString().slice(0, 10));
			},
			nextId: options.nextId,
			createGate: createApprovalGate,
			environment: (gate, canAsk) => environment.forPerson(gate, canAsk, options.mode),
		}),
		models: models.client,
		keys: options.keys.client(models.settings),
		undo: createUndoClient(environment.turns, sessions, store),
		backup: options.backup,
		disk: createDiskClient({
			home: options.home,
			isEphemeral: options.isEphemeral,
			store,
			overdue: () => overdue(-1),
			deleteSessions: async (ids) => (await sessionsClient.remove(ids)).deleted.length,
			forgetTurns: async () => environment.turns.store?.forgetAll(),
			clearCache: async () => {
				if (!existsSync(options.home.cache)) return;
				(await import("../adapters/sqlite-empty.js")).emptyDatabase(options.home.cache);
			},
		}),
		permissions: createPermissionsClient({
			mode: (sessionId) => (sessionId === undefined ? options.mode : sessions.runner(sessionId).mode),
			rules: environment.rules,
			settings,
			config,
			test: createPermissionTest({
				tools: options.tools,
				explain: environment.explain,
				runner: (sessionId) => sessions.runner(sessionId),
				mode: options.mode,
			}),
		}),
		config,
		agents: options.agents,
		workflows: options.workflows.client,
		bus: environment.network.client,
		history: { list: async (limit) => store.promptHistory(limit) },
		files: {
			complete: (query, limit) => completeFiles(environment.personFs, query, limit),
			read: (path) => environment.personFs.readText(path),
			write: async (path, text) => {
				await environment.personFs.writeFile(path, text, { ifVersion: null }).catch(rejectExisting(path));
				return resolve(info.cwd, path);
			},
		},
		health: {
			checks: ({ isStoreFull = false } = {}) =>
				healthChecks({
					isStoreFull,
					info,
					store,
					models,
					settings,
					processes: environment.processes,
					home: options.home,
				}),
			sandbox: () => environment.processes.sandbox(),
		},
		prompt: async (id, input) => {
			const runner = sessions.runner(id);
			runner.begin();
			for (const attachment of await readMentions(input.typed ?? input.text, environment.personFs)) {
				runner.log.emit({ type: "context.add", data: attachment });
			}
			return { promptId: runner.submit(input) };
		},
		withdraw: async (id, promptId) => sessions.runner(id).withdraw(promptId),
		shell: (id, command) => runShellCommand(sessions.runner(id), command, environment, options.nextId),
		events: ({ sessionId, after = 0, signal }): AsyncIterable<NexusEvent> =>
			sessions.runner(sessionId).log.subscribe(after, signal),
		watchReminders: (signal) => environment.reminders.watch(signal, options.nextId),
		watchLoad: (signal, everyMs) => watchLoad(environment.system, options.clock, options.nextId, signal, everyMs),
		close: async () => {
			await sessions.close();
			await options.closeAgents();
			await options.workflows.close();
			if (!options.isEphemeral) await keepRetention(overdue, sessionsClient.remove);
			await environment.close();
			store.close();
		},
	};
	const { clock, nextId } = options;
	return withReplays(live, { store, sessions, clock, nextId, redact: settings.redactor.text, cwd: info.cwd });
};

const settingsWriter = async (path: string) => {
	const { createSettingsWriter } = await import("../adapters/conf-settings.js");
	return createSettingsWriter(path);
};

/** What is written for a person goes to a new file: one that is there was not read before. */
const rejectExisting =
	(path: string) =>
	(error: unknown): never => {
		if (!(error instanceof NexusError) || error.code !== "file.changed") throw error;
		throw new NexusError("file.exists", `${path} exists already; nothing was written`, {
			hint: "name a new file",
			exitCode: 2,
		});
	};
