// The composition root: adapters, decorators and services become one client.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { systemClock } from "../adapters/system-clock.js";
import type { AgentDefinition } from "../contracts/agent.js";
import type { NexusClient } from "../contracts/client.js";
import { type ErrorData, toErrorData } from "../contracts/errors.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import { sessionDefaults } from "../contracts/session-type.js";
import { systemPrompt } from "../core/system-prompt.js";
import { createUlids } from "../lib/ulid.js";
import { homeKey } from "../security/home-key.js";
import { createKeptKeys } from "../security/kept-keys.js";
import { agentFiles } from "./agent-files.js";
import { createAgentLine } from "./agent-line.js";
import { createKeptAgents } from "./agent-records.js";
import { createAgentCatalogue, findAgent } from "./agents.js";
import { createAgentsClient } from "./agents-client.js";
import { openEnvironment } from "./environment.js";
import { ensurePrivateFolder, type Home, homeFolder, homePaths } from "./home.js";
import { createKeys } from "./keys.js";
import { lazyBackups } from "./lazy-backups.js";
import { lazyWorkflows } from "./lazy-workflows.js";
import { createLocalClient } from "./local-client.js";
import { createLogFile } from "./log-file.js";
import { createModelCalls } from "./model-calls.js";
import { type ChosenModel, createModelStack, type ModelStack } from "./model-stack.js";
import { offlineModel } from "./models.js";
import { createOpenSessions } from "./open-sessions.js";
import type { Catalogues, RuntimeOptions } from "./options.js";
import { ownToolFiles } from "./own-tool-files.js";
import { createOwnTools } from "./own-tools.js";
import { personAccount, personAgents } from "./person-account.js";
import { openSessionStore } from "./session-store.js";
import { loadSettings } from "./settings.js";
import { createToolCatalogue } from "./tool-catalogue.js";
import { countCall } from "./tool-figures.js";

/**
 * Builds everything that one nexus needs and nothing that its first step does not: libraries load on first use.
 * @throws NexusError for what the person must put right first: `home.*`, `store.newer`, `config.*`, `model.*`, `agent.not-found`
 */
export const createRuntime = async (catalogues: Catalogues, options: RuntimeOptions): Promise<NexusClient> => {
	const clock = systemClock;
	const nextId = createUlids(() => clock.now().getTime());
	const home = homePaths(homeFolder(options.env));
	const warnings: string[] = [];
	const warn = (message: string): void => void warnings.push(message);
	const homeError = prepareHome(home.folder, options.isEphemeral === true, warn);
	const isEphemeral = options.isEphemeral === true || homeError !== undefined;

	// Before any configuration is read, so that nothing a job has left there is taken for some.
	if (existsSync(home.restoreJournal)) await finishRestore(home, clock);
	if (existsSync(home.jobs)) (await import("../adapters/job-records.js")).settleLeftJobs(home.jobs);
	const settings = await loadSettings(home, options, clock, warn, () => markKey(isEphemeral ? undefined : home.key));
	const keys = createKeys({
		files: createKeptKeys(home.credentials, home.key),
		isReadOnly: isEphemeral,
		keyring: async () => (await import("../adapters/os-keyring.js")).createOsKeyring({ env: options.env }),
		hide: settings.redactor.add,
		warn: (message) => log.warn(message),
	});
	const log = createLogFile(home.log, () => clock.now(), settings.redactor.text);
	const openStore = () => openSessionStore(isEphemeral ? ":memory:" : home.sessions, clock, warn);
	let opened = openStore();
	// A restore that has begun meanwhile does not go on while the store is open, and must not see it open from here on.
	if (existsSync(home.restoreJournal)) {
		opened.close();
		await finishRestore(home, clock);
		opened = openStore();
	}
	const projectAgents = join(options.cwd, ".nexus", "agents");
	const catalogue = createAgentCatalogue([
		{ path: catalogues.agentsFolder, source: "built-in" },
		{ path: home.agents, source: "user" },
		...(settings.trust.isTrusted ? [{ path: projectAgents, source: "project" as const }] : []),
	]);
	const agent: AgentDefinition = findAgent(await catalogue.all(), options.agent ?? "nexus");
	for (const problem of catalogue.problems()) warn(problem);
	if (!settings.trust.isTrusted && agentFiles(projectAgents, "project").length > 0)
		warn(`${projectAgents} is ignored: this folder is not trusted (/permissions trust makes it so)`);
	const projectTools = join(options.cwd, ".nexus", "tools");
	if (!settings.trust.isTrusted && ownToolFiles(projectTools).length > 0)
		warn(`${projectTools} is ignored: this folder is not trusted (/permissions trust makes it so)`);
	const ownTools = createOwnTools(
		[
			{ path: home.tools, source: "user" },
			...(settings.trust.isTrusted ? [{ path: projectTools, source: "project" as const }] : []),
		],
		new Set(catalogues.tools.map((tool) => tool.name)),
	);
	for (const problem of await ownTools.refresh()) warn(problem);
	const tools = createToolCatalogue(catalogues.tools, ownTools.entries, agent.tools);

	const models = createModelStack({
		definitions: catalogues.providers,
		env: options.env,
		config: settings.config,
		kept: keys,
		clock,
		outputSchema: options.outputSchema,
		warn: log.warn,
	});
	const { model, isOffline, mayFindModel } = chooseModel(models, agent, settings.config.model, options, warn);

	const type = options.sessionType ?? "chat";
	const mode = options.mode ?? sessionDefaults[type].mode ?? settings.config.permissions.mode;
	const environment = openEnvironment({
		...{ home, options, settings, clock, nextId, tools, isEphemeral, log, warn },
		beforeCalls: keys.load,
		onCallEnd: (call) => countCall(opened, call, clock, log.warn),
		models: {
			calls: (account) => createModelCalls({ models, account, clock, nextId }),
			address: models.address,
			imageModel: models.imageModel,
			person: personAccount(model, () => {
				const row = sessions.create({ model, mode, agent: agent.name, type, mayFindModel: false });
				return sessions.runner(row.id);
			}),
		},
		personAgents: personAgents(() => {
			const row = sessions.create({ model, mode, agent: agent.name, type: "task", mayFindModel: false });
			return sessions.runner(row.id).agents;
		}),
	});
	const kept = createKeptAgents({
		...{ clock, cwd: options.cwd, warn: log.warn },
		path: isEphemeral ? undefined : home.agentRecords,
		onWish: ({ id, sessionId, wish }) => {
			agents.tell(sessionId, id, wish).catch(log.failure);
		},
	});
	const line = createAgentLine(environment.system, clock);
	const systemFor = (of: { agent: AgentDefinition; startedAt: string; mode: PermissionMode; isBelow?: boolean }) =>
		systemPrompt({
			agent: of.agent,
			cwd: options.cwd,
			platform: `${process.platform} ${process.arch}`,
			day: of.startedAt.slice(0, 10),
			timeZone: environment.timeZone,
			isReadOnly: of.mode === "plan",
			isBelow: of.isBelow === true,
			// What the person says about the prompt is said to the agent that they talk to.
			override: of.isBelow === true ? undefined : options.systemPrompt,
			append: of.isBelow === true ? undefined : options.appendSystemPrompt,
		});
	// Read now, so that a rule that cannot be understood is said before anything runs.
	await environment.rules.all();
	const sessions = createOpenSessions({
		store: opened,
		clock,
		nextId,
		redact: settings.redactor.text,
		mayBecomeSecret: settings.redactor.beginning,
		onStoreError: (error: ErrorData) => log.warn(error.message),
		isTainting: (name) => tools().get(name)?.effects.includes("network") === true,
		services: {
			clock,
			nextId,
			models: models.access,
			findModel: () => models.findLocal(AbortSignal.timeout(discoveryDeadlineMs)),
			fallbackModels: options.fallbackModels ?? settings.config.fallbackModels,
			agent,
			version: catalogues.version,
			cwd: options.cwd,
			canAsk: options.canAsk,
			limits: (of) => ({
				maxMessages: settings.config.limits.maxMessages ?? sessionDefaults[of].maxMessages,
				maxHours: settings.config.limits.maxHours ?? sessionDefaults[of].maxHours,
			}),
			maxTurns: options.maxTurns ?? settings.config.limits.maxTurns,
			maxBudgetMicroUsd: options.maxBudgetUsd === undefined ? undefined : options.maxBudgetUsd * 1e6,
			system: (session) => systemFor({ ...session, agent }),
			tools,
			agents: {
				clock,
				nextId,
				models: models.access,
				fallbackModels: options.fallbackModels ?? settings.config.fallbackModels,
				line: line.line,
				definitions: catalogue.all,
				system: systemFor,
				environment: (caller) => environment.forAgent(caller),
				accessesOf: environment.accessesOf,
				resolvePath: (path) => resolve(options.cwd, path),
				finishTurn: (key) => environment.turns.finish(key),
				logFailure: log.failure,
				onLimits: line.onLimits,
				onBegin: kept.onBegin,
				onEnd: kept.onEnd,
			},
			refreshTools: ownTools.refresh,
			environment: (caller) => environment.forAgent(caller),
			finishTurn: (runId) => environment.turns.finish(runId),
			logFailure: log.failure,
		},
	});

	const agents = createAgentsClient({
		catalogue,
		agentName: agent.name,
		folders: { user: home.agents, project: projectAgents },
		isTrusted: settings.trust.isTrusted,
		runner: (id) => sessions.runner(id),
		records: kept.records,
		redact: settings.redactor.text,
		read: (path) => environment.personFs.readText(path),
	});

	const newSession = () => {
		const row = sessions.create({ model, mode, agent: agent.name, type: "task", mayFindModel });
		return sessions.runner(row.id);
	};
	const workflows = lazyWorkflows(isEphemeral ? undefined : home.workflowRuns, {
		...{ clock, nextId, model, newSession },
		cwd: options.cwd,
		agentName: agent.name,
		isOffline: isOffline || model === offlineModel,
		definitions: catalogue.all,
		figures: () => agents.stats(),
		modelInfo: models.client.info,
		session: (id) => {
			const runner = sessions.runner(id);
			// What is named on this command line holds for a run that goes on, too.
			if (options.model !== undefined || options.isOffline === true) runner.model = model;
			return runner;
		},
		respond: (approvalId, answer) => environment.gate.respond(approvalId, answer),
	});

	return createLocalClient({
		isEphemeral,
		workflows,
		info: {
			version: catalogues.version,
			home: home.folder,
			cwd: options.cwd,
			model,
			isOffline: isOffline || model === offlineModel,
			agent: agent.name,
			warnings,
		},
		clock,
		nextId,
		home,
		mode,
		type,
		agents,
		closeAgents: kept.close,
		agentName: agent.name,
		mayFindModel,
		tools,
		store: opened,
		sessions,
		models,
		keys,
		settings,
		environment,
		backup: lazyBackups({
			...{ home, clock, nextId, timeZone: environment.timeZone, isEphemeral },
			cwd: options.cwd,
			env: options.env,
			config: settings.config.backup,
			version: catalogues.version,
			readFile: (path) => environment.personFs.readText(path, { maxBytes: 4096 }),
			closeStores: async () => opened.close(),
		}),
	});
};

/**
 * A model named on the command line must work; one that is only configured stops a one-shot run, but not the screen
 * or a command, where it can be put right.
 */
const chooseModel = (
	models: ModelStack,
	agent: AgentDefinition,
	configured: string | undefined,
	options: RuntimeOptions,
	warn: (message: string) => void,
): ChosenModel => {
	const isOffline = options.isOffline === true;
	if (options.model !== undefined || isOffline) return models.choose({ named: options.model, isOffline });
	try {
		return models.choose({ named: agent.model ?? configured, isOffline });
	} catch (error) {
		if (options.isModelNeeded === true) throw error;
		const { message, hint } = toErrorData(error);
		warn(`${message}: running offline${hint === undefined ? "" : ` (${hint})`}`);
		return models.choose({ named: undefined, isOffline: true });
	}
};

/** Of this home where it has one, so that the same secret is marked alike in every run. */
const markKey = (path: string | undefined): Uint8Array => {
	try {
		return path === undefined ? randomBytes(32) : homeKey(path, "redaction");
	} catch {
		// What a key file is needed for says what is wrong with it.
		return randomBytes(32);
	}
};

/** Finding a local server and asking for its models must not hold up the first answer. */
const discoveryDeadlineMs = 1000;

const finishRestore = async (home: Home, clock: Clock): Promise<void> =>
	(await import("./backup-lock.js")).finishRestore(home, clock);

/** An unwritable home does not stop the work: this run keeps its state in memory and says so. */
const prepareHome = (folder: string, isEphemeral: boolean, warn: (message: string) => void): ErrorData | undefined => {
	if (isEphemeral) return undefined;
	try {
		ensurePrivateFolder(folder, { mayBeLink: true });
		ensurePrivateFolder(join(folder, "artifacts"), { mayBeLink: false });
		return undefined;
	} catch (error) {
		if (!(error instanceof Error) || !("code" in error) || error.code !== "home.unwritable") throw error;
		warn(`${error.message}: nothing of this session will be kept (set NEXUS_HOME to a folder that you can write to)`);
		return { code: "home.unwritable", message: error.message };
	}
};
