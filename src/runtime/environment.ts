// What tools run in: their ports, the policy, approvals.
import { writeFile } from "node:fs/promises";
import { createProcesses } from "../adapters/execa-processes.js";
import { createGuardedHttp } from "../adapters/guarded-http.js";
import { createNodeFs } from "../adapters/node-fs.js";
import { createNodeWorkers } from "../adapters/node-workers.js";
import { createSystemLoad } from "../adapters/system-load.js";
import type { PermissionDecision, PermissionMode } from "../contracts/permission.js";
import type { Clock, FileSystem, KeyValue, Processes, System } from "../contracts/ports.js";
import type { AnyTool, Notes, ToolContext } from "../contracts/tool.js";
import { type ApprovalGate, createApprovalGate } from "../core/approvals.js";
import type { ToolCallEnvironment } from "../core/tool-call.js";
import type { Home } from "./home.js";
import { artifactPath } from "./home.js";
import { lazyKeyValue, lazyNotes } from "./lazy-stores.js";
import type { LogFile } from "./log-file.js";
import type { RuntimeOptions } from "./options.js";
import { createRuleBook, type RuleBook } from "./rule-book.js";
import type { SessionRunner } from "./session-runner.js";
import type { Settings } from "./settings.js";

export interface ToolEnvironment {
	readonly cwd: string;
	readonly timeZone: string;
	readonly gate: ApprovalGate;
	readonly rules: RuleBook;
	readonly processes: Processes;
	readonly system: System;
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
	readonly tools: readonly AnyTool[];
	readonly isEphemeral: boolean;
	readonly log: LogFile;
}

/** Characters of a result that a model may get: about 10,000 tokens. */
const maxResultCharacters = 40_000;

export const openEnvironment = ({
	home,
	options,
	settings,
	clock,
	nextId,
	tools,
	isEphemeral,
	log,
}: ToolEnvironmentOptions): ToolEnvironment => {
	const { cwd, env } = options;
	const roots = [cwd, ...(options.addDirs ?? [])];
	const timeZone = settings.config.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
	const processes = createProcesses({
		workspace: cwd,
		clock,
		env,
		home: home.folder,
		sandbox: settings.config.sandbox.enabled ? "auto" : "off",
	});
	const system = createSystemLoad({ cwd });
	const workers = createNodeWorkers();
	const http = createGuardedHttp({ allow: settings.config.network.allow });
	const notes: Notes & { close(): void } = lazyNotes(isEphemeral ? undefined : home.notes, clock);
	const cache: KeyValue = lazyKeyValue(isEphemeral ? undefined : home.cache, log.warn);
	const gate = createApprovalGate();
	const rules = createRuleBook(settings.rules);
	const personFs = createNodeFs({ cwd });
	const byName = new Map(tools.map((tool) => [tool.name, tool]));

	const shared = (
		askGate: ApprovalGate,
		canAsk: boolean,
		mode: () => PermissionMode,
	): Omit<ToolCallEnvironment, "onDone" | "maxResultCharacters"> => ({
		tools: byName,
		clock,
		nextId,
		approvals: askGate,
		canAsk,
		decide: async (tool) => decideByEffect(tool, mode()),
		saveRule: async (answer) => {
			if (answer.rule === undefined) return;
			if (answer.answer === "project") await rules.addForProject({ action: "allow", text: answer.rule });
			else rules.addForSession({ action: "allow", text: answer.rule });
		},
		contextFor: async (_tool, _input, signal, progress): Promise<ToolContext> => ({
			cwd,
			roots,
			fs: personFs,
			processes,
			http,
			clock,
			system,
			workers,
			notes,
			cache,
			signal,
			timeZone,
			progress,
		}),
		keepArtifact: async (callId, text) => {
			if (isEphemeral) return "";
			const path = artifactPath(home, callId);
			await writeFile(path, settings.secrets.redact(text), { mode: 0o600, flag: "wx" });
			return path;
		},
	});

	return {
		cwd,
		timeZone,
		gate,
		rules,
		processes,
		system,
		personFs,
		forSession: (runner) => ({
			...shared(gate, options.canAsk, () => runner.mode),
			maxResultCharacters,
			onDone: (tool) => {
				if (tool.effects.includes("network")) runner.isTainted = true;
			},
		}),
		forPerson: (personGate, canAsk, mode) => ({
			...shared(personGate, canAsk, () => mode),
			maxResultCharacters: Number.POSITIVE_INFINITY,
			onDone: () => {},
		}),
		close: async () => {
			system.close();
			await Promise.all([processes.close(), workers.close(), cache.close()]);
			notes.close();
		},
	};
};

const decideByEffect = (tool: AnyTool, mode: PermissionMode): PermissionDecision => {
	const isRead = tool.effects.every((effect) => effect === "read" || effect === "state");
	return {
		decision: isRead || mode === "yolo" ? "allow" : "ask",
		reason: `mode ${mode}`,
		source: "mode",
		offers: [{ scope: "session", rule: tool.name }],
		warnings: [],
	};
};
