// What tools run in: their ports, the policy, approvals.
import { writeFile } from "node:fs/promises";
import { createCachedHttp } from "../adapters/cached-http.js";
import { createProcesses } from "../adapters/execa-processes.js";
import { createGuardedHttp } from "../adapters/guarded-http.js";
import { createNodeFs } from "../adapters/node-fs.js";
import { createNodeWorkers } from "../adapters/node-workers.js";
import { createSystemLoad } from "../adapters/system-load.js";
import { systemTimeZone } from "../adapters/system-time-zone.js";
import { createWebServices } from "../adapters/web/web-services.js";
import type { Access, ApprovalAnswer, PermissionDecision, PermissionMode } from "../contracts/permission.js";
import type { Clock, FileSystem, Processes, SandboxStatus, System } from "../contracts/ports.js";
import type { AccessContext, AnyTool, ToolContext, ToolEntry, ToolFinder } from "../contracts/tool.js";
import type { ModelCalls } from "../contracts/tool-services.js";
import { type ApprovalGate, createApprovalGate } from "../core/approvals.js";
import { createResultCache } from "../core/result-cache.js";
import type { ToolCallEnvironment } from "../core/tool-call.js";
import { createToolbox } from "../core/toolbox.js";
import { isWithin } from "../lib/env-allow.js";
import { createGuardedFs } from "../security/guarded-fs.js";
import { createPolicy } from "../security/policy.js";
import { createRulesFile } from "../security/rules-file.js";
import { accessesOf } from "./accesses.js";
import { artifactPath, type Home } from "./home.js";
import { lazyJobs, lazyKeyValue, lazyNotes } from "./lazy-stores.js";
import type { LogFile } from "./log-file.js";
import type { ModelAccount } from "./model-calls.js";
import type { RuntimeOptions } from "./options.js";
import { createOutputs } from "./outputs.js";
import { type WatchedReminders, watchedReminders } from "./reminders.js";
import { createRuleBook, type RuleBook } from "./rule-book.js";
import type { SessionRunner } from "./session-runner.js";
import type { Settings } from "./settings.js";
import { ownServiceHosts, webSettings } from "./web-settings.js";

export interface ToolEnvironment {
	readonly cwd: string;
	readonly timeZone: string;
	readonly gate: ApprovalGate;
	readonly rules: RuleBook;
	readonly processes: Processes;
	readonly system: System;
	readonly reminders: WatchedReminders;
	/** Files as the person may touch them: what they name themselves needs no permission. */
	readonly personFs: FileSystem;
	forSession(runner: SessionRunner): ToolCallEnvironment;
	/** For calls that a person makes with `nexus tools run`. */
	forPerson(gate: ApprovalGate, canAsk: boolean, mode: PermissionMode): ToolCallEnvironment;
	close(): Promise<void>;
}

export interface ToolEnvironmentOptions {
	readonly home: Home;
	readonly options: RuntimeOptions;
	readonly settings: Settings;
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly tools: () => ReadonlyMap<string, ToolEntry>;
	readonly isEphemeral: boolean;
	readonly log: LogFile;
	/** Keeps the figures of each tool. */
	readonly onCallEnd: ToolCallEnvironment["onEnd"];
	readonly models: {
		calls(account: ModelAccount): ModelCalls;
		/** Where a model is reached; undefined for one that runs in this process. */
		address(model: string): string | undefined;
		/** The model that makes images, of what was asked for. Throws `model.*`. */
		imageModel(text: string | undefined): string;
		/** Who pays for what a person's own tool calls ask of models. */
		readonly person: ModelAccount;
	};
	/** Said to the person at the start. */
	readonly warn: (message: string) => void;
}

/** What the policy and the tools ask of the one who calls. */
interface Caller {
	mode(): PermissionMode;
	isTainted(): boolean;
	readonly seen: Map<string, string>;
	readonly tools: ToolFinder;
	readonly account: ModelAccount;
}

/** Characters of a result that a model may get: about 10,000 tokens. */
const maxResultCharacters = 40_000;
const notNeeded: SandboxStatus = { works: false, kind: "none", reason: "nothing is executed" };

export const openEnvironment = (given: ToolEnvironmentOptions): ToolEnvironment => {
	const { home, options, settings, clock, nextId, isEphemeral, log } = given;
	const { cwd, env } = options;
	const { config } = settings;
	const roots = [cwd, ...(options.addDirs ?? [])];
	const timeZone = config.timeZone ?? systemTimeZone(env);
	const disk = createNodeFs({ cwd });
	const sandbox = config.sandbox.enabled ? "auto" : "off";
	const processes = createProcesses({ workspace: cwd, clock, env, home: home.folder, sandbox });
	const jobs = lazyJobs({ folder: isEphemeral ? undefined : home.jobs, launcher: processes.launcher, clock });
	const system = createSystemLoad({ cwd, env });
	const workers = createNodeWorkers();
	const guardedHttp = createGuardedHttp({
		allow: [...config.network.allow, ...ownServiceHosts(config)],
		...proxyOf(env),
	});
	const services = createWebServices(webSettings(config, env), { http: guardedHttp, clock });
	const notes = lazyNotes(isEphemeral ? undefined : home.notes, clock);
	const reminders = watchedReminders(isEphemeral ? undefined : home.reminders, clock, timeZone);
	const cache = lazyKeyValue(isEphemeral ? undefined : home.cache, log.warn);
	const http = createCachedHttp(guardedHttp, { cache, clock });
	const gate = createApprovalGate();
	const rules = createRuleBook(settings.rules, createRulesFile(home.folder, cwd), given.warn);
	const policy = createPolicy();
	const { tools } = given;
	const results = createResultCache();
	const outputs = createOutputs(
		isEphemeral ? undefined : home.artifacts,
		settings.redactor,
		maxResultCharacters,
		nextId,
	);
	const ports = {
		cwd,
		roots,
		processes,
		jobs,
		http,
		clock,
		system,
		workers,
		notes,
		reminders,
		cache,
		outputs,
		services,
		timeZone,
	};

	/** What was judged for an input is what is granted to it, whatever its links lead to by then (SECURITY R17). */
	const judged = new WeakMap<object, readonly Access[]>();
	/** Read from the web or outside the folders: nobody here vouches for it (SECURITY R25). */
	const isFromOutside = (access: Access): boolean =>
		access.effect === "read" && !readable.some((root) => isWithin(access.path, root));
	/** Results that were too long for a model are kept for it to read. */
	const readable = isEphemeral ? roots : [...roots, home.artifacts, home.jobs];

	const accessContext = (caller: Caller): AccessContext => ({
		cwd,
		services,
		modelAddress: (model, use) =>
			given.models.address(use === "image" ? given.models.imageModel(model) : (model ?? caller.account.model())),
	});

	const decide = async (tool: AnyTool, input: Record<string, unknown>, caller: Caller): Promise<PermissionDecision> => {
		const accesses = await accessesOf(tool, input, accessContext(caller), disk);
		judged.set(input, accesses);
		const isExecuting = accesses.some((access) => access.effect === "execute");
		return policy.decide({
			tool,
			input,
			accesses,
			mode: caller.mode(),
			rules: await rules.all(),
			roots: readable,
			cwd,
			home: home.folder,
			sandbox: isExecuting ? await processes.sandbox() : notNeeded,
			network: config.network,
			isTainted: caller.isTainted(),
			isTrusted: settings.trust.isTrusted,
		});
	};

	/** Files cut down to what was judged for this call. */
	const filesFor = async (tool: AnyTool, input: Record<string, unknown>, caller: Caller): Promise<FileSystem> => {
		const accesses = judged.get(input) ?? (await accessesOf(tool, input, accessContext(caller), disk));
		const pathsOf = (effect: "read" | "write") =>
			accesses.flatMap((access) => (access.effect === effect ? [access.path] : []));
		return createGuardedFs({
			fs: disk,
			roots: await Promise.all(readable.map((root) => disk.realPath(root))),
			home: await disk.realPath(home.folder),
			reads: pathsOf("read"),
			writes: pathsOf("write"),
			readsSecrets: caller.mode() === "yolo",
		});
	};

	const saveRule = async ({ answer, rule }: ApprovalAnswer): Promise<void> => {
		if (rule === undefined) return;
		if (answer === "project") await rules.addForProject({ action: "allow", text: rule });
		else rules.addForSession({ action: "allow", text: rule });
	};

	const keepArtifact = async (callId: string, text: string): Promise<string | undefined> => {
		if (isEphemeral) return undefined;
		const path = artifactPath(home, `${callId}-${nextId()}`);
		await writeFile(path, settings.redactor.text(text), { mode: 0o600, flag: "wx" });
		return path;
	};

	const forCaller = (caller: Caller, approvals: ApprovalGate, canAsk: boolean) => ({
		tools: tools(),
		clock,
		nextId,
		approvals,
		canAsk,
		results,
		onEnd: given.onCallEnd,
		saveRule,
		keepArtifact,
		decide: (tool: AnyTool, input: Record<string, unknown>) => decide(tool, input, caller),
		contextFor: async (
			tool: AnyTool,
			input: Record<string, unknown>,
			signal: AbortSignal,
			progress: (text: string) => void,
		): Promise<ToolContext> => ({
			...ports,
			fs: await filesFor(tool, input, caller),
			models: given.models.calls(caller.account),
			seen: caller.seen,
			tools: caller.tools,
			signal,
			progress,
		}),
	});

	return {
		cwd,
		timeZone,
		gate,
		rules,
		processes,
		system,
		reminders,
		personFs: disk,
		forSession: (runner) => ({
			...forCaller(
				{
					mode: () => runner.mode,
					isTainted: () => runner.isTainted,
					seen: runner.seen,
					tools: runner.toolbox,
					account: runner.account,
				},
				gate,
				options.canAsk,
			),
			maxResultCharacters,
			onDone: (tool, input) => {
				const accesses = judged.get(input) ?? [];
				if (accesses.some(isFromOutside)) runner.isTainted = true;
				if (tool.effects.includes("network")) runner.isTainted = true;
			},
		}),
		forPerson: (approvals, canAsk, mode) => ({
			...forCaller(
				{
					mode: () => mode,
					isTainted: () => false,
					seen: new Map(),
					tools: createToolbox(tools),
					account: given.models.person,
				},
				approvals,
				canAsk,
			),
			maxResultCharacters: Number.POSITIVE_INFINITY,
			onDone: () => {},
		}),
		close: async () => {
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
