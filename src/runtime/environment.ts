// What tools run in, for a session and for a person who calls one without a session: ports, the judge, approvals.
import { realpathSync } from "node:fs";
import type { MailUser } from "../agents/mail.js";
import type { Agents } from "../contracts/agent-run.js";
import type { Jobs } from "../contracts/jobs.js";
import type { JsonValue } from "../contracts/json.js";
import type { NoteOrigin } from "../contracts/note-origin.js";
import type { Access, ApprovalAnswer, PermissionMode, PermissionTest } from "../contracts/permission.js";
import type { FileSystem, Processes, System } from "../contracts/ports.js";
import type { AnyTool, ToolEntry, ToolFinder } from "../contracts/tool.js";
import type { ModelCalls } from "../contracts/tool-services.js";
import { type ApprovalGate, createApprovalGate } from "../core/approvals.js";
import { prepareFrom } from "../core/prepare-call.js";
import { createResultCache } from "../core/result-cache.js";
import type { ToolCallEnvironment } from "../core/tool-call.js";
import { parseToolInput } from "../core/tool-input.js";
import { createToolbox } from "../core/toolbox.js";
import { createRulesFile } from "../security/rules-file.js";
import { type AgentNetwork, createAgentNetwork } from "./agent-network.js";
import { createCallJudge, type Judged } from "./call-judge.js";
import { networkOf } from "./call-network.js";
import { lazySnapshots } from "./lazy-stores.js";
import type { ModelAccount } from "./model-calls.js";
import { type NoteReader, notesFor } from "./note-origins.js";
import type { RuntimeOptions } from "./options.js";
import type { WatchedReminders } from "./reminders.js";
import { createRuleBook, type RuleBook } from "./rule-book.js";
import type { Settings } from "./settings.js";
import { maxResultCharacters, openToolPorts, type ToolPortsOptions } from "./tool-ports.js";
import { createTurnSnapshots, type OpenTurn, type TurnSnapshots } from "./turn-snapshots.js";

export interface ToolEnvironment {
	readonly cwd: string;
	readonly timeZone: string;
	readonly gate: ApprovalGate;
	readonly rules: RuleBook;
	readonly processes: Processes;
	readonly system: System;
	readonly reminders: WatchedReminders;
	readonly jobs: Jobs;
	readonly turns: TurnSnapshots;
	/** What agents share with those of other processes. */
	readonly network: AgentNetwork;
	/** Files as the person may touch them: what they name themselves needs no permission. */
	readonly personFs: FileSystem;
	forAgent(agent: AgentCaller): ToolCallEnvironment;
	/** For calls that a person makes with `nexus tools run`. */
	forPerson(gate: ApprovalGate, canAsk: boolean, mode: PermissionMode): ToolCallEnvironment;
	/** What a call touches, as its tool says; nothing where the call is wrong. */
	accessesOf(tool: string, input: JsonValue): Promise<readonly Access[]>;
	/** What would be decided about a call: of a session, or of a person with that mode. */
	explain(tool: AnyTool, input: Record<string, unknown>, caller: AgentCaller | PermissionMode): Promise<PermissionTest>;
	close(): Promise<void>;
}

/** An agent, as far as its calls depend on it: that of a session, or one below it. */
export interface AgentCaller {
	readonly mode: PermissionMode;
	readonly isTainted: boolean;
	readonly taintedBy: string | undefined;
	readonly seen: Map<string, string>;
	readonly toolbox: ToolFinder;
	readonly account: ModelAccount;
	readonly agents: Agents;
	/** Who it is to other agents. */
	readonly mailUser: MailUser;
	/** All that it may call. */
	tools(): ReadonlyMap<string, ToolEntry>;
	turn(): OpenTurn;
	taint(by: string): void;
	/** Of what it writes down. */
	origin(): NoteOrigin;
	/** Something that the person is told, and that stays in the log. */
	tell(text: string, level?: "info" | "warn"): void;
}

export interface ToolEnvironmentOptions extends ToolPortsOptions {
	readonly options: RuntimeOptions;
	readonly settings: Settings;
	readonly tools: () => ReadonlyMap<string, ToolEntry>;
	/** Awaited before a tool runs: from then on every kept key is known to the redactor. */
	readonly beforeCalls: () => Promise<void>;
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
	/** Agents that a person's own tool calls put to work. */
	readonly personAgents: Agents;
	/** Said to the person at the start. */
	readonly warn: (message: string) => void;
}

/** What a call depends on beside its arguments. */
interface Caller extends NoteReader {
	mode(): PermissionMode;
	isTainted(): boolean;
	taintedBy?(): string | undefined;
	readonly seen: Map<string, string>;
	readonly finder: ToolFinder;
	readonly tools: () => ReadonlyMap<string, ToolEntry>;
	readonly account: ModelAccount;
	/** Who it is to other agents. */
	readonly user: MailUser;
	readonly agents: Agents;
	/** What its changes of files belong to. */
	turn(): OpenTurn;
	/** A command has reached a host, the first time in this call. */
	onReached(call: string, host: string, reason: string): void;
}

export const openEnvironment = (given: ToolEnvironmentOptions): ToolEnvironment => {
	const { home, options, settings, clock, nextId, isEphemeral, tools, models } = given;
	const { cwd } = options;
	const { ports, disk, close } = openToolPorts(given);
	const network = createAgentNetwork({
		busPath: isEphemeral ? undefined : home.bus,
		sharedPath: isEphemeral ? undefined : home.shared,
		clock,
		nextId,
		redact: settings.redactor.text,
		warn: given.log.warn,
	});
	const gate = createApprovalGate();
	const personTurn = nextId();
	const results = createResultCache();
	const rules = createRuleBook(settings.rules, createRulesFile(home.folder, cwd), given.warn);
	const turns = createTurnSnapshots({
		store: isEphemeral
			? undefined
			: lazySnapshots({
					folder: home.snapshots,
					without: [home.folder, realPathOrSelf(home.folder)],
					limits: { maxStoreBytes: settings.config.retention.snapshotsMb * 1e6 },
				}),
		cwd,
		roots: ports.roots,
		disk,
		redact: settings.redactor.text,
		warn: given.log.warn,
	});
	const judge = createCallJudge({
		cwd,
		readable: isEphemeral ? ports.roots : [...ports.roots, home.artifacts, home.jobs],
		home: home.folder,
		disk,
		rules,
		settings,
		sandbox: () => ports.processes.sandbox(),
	});

	const saveRule = async ({ answer, rule }: ApprovalAnswer): Promise<void> => {
		if (rule === undefined) return;
		if (answer === "project") await rules.addForProject({ action: "allow", text: rule });
		else rules.addForSession({ action: "allow", text: rule });
	};

	const keepArtifact = async (_callId: string, text: string): Promise<string | undefined> => {
		return ports.outputs.keep(text);
	};

	/** Hosts that the person has been told of in this turn. */
	let told: { readonly turn: string; readonly hosts: Set<string> } = { turn: "", hosts: new Set() };

	const judgedOf = (caller: Caller): Judged => ({
		...caller,
		access: {
			cwd,
			services: ports.services,
			modelAddress: (model, use) =>
				models.address(use === "image" ? models.imageModel(model) : (model ?? caller.account.model())),
		},
	});

	type Shared = Omit<ToolCallEnvironment, "maxResultCharacters" | "onDone">;
	const forCaller = (caller: Caller, approvals: ApprovalGate, canAsk: boolean): Shared => {
		const judged = judgedOf(caller);
		const all = caller.tools();
		return {
			tools: all,
			prepare: prepareFrom(all),
			clock,
			nextId,
			approvals,
			canAsk,
			results,
			onEnd: given.onCallEnd,
			saveRule,
			keepArtifact,
			decide: (tool, input) => judge.decide(tool, input, judged),
			beforeEffect: (tool, input) => turns.before(caller.turn(), tool, input, judged.access),
			contextFor: async (tool, input, running) => {
				await given.beforeCalls();
				return {
					...ports,
					...networkOf(
						{
							...{ tool, input, running, decision: judge.decided(input), mode: caller.mode() },
							...{ isTainted: caller.isTainted(), taintedBy: caller.taintedBy?.() },
							onReached: (host, reason) => {
								judge.reached(input);
								caller.onReached(nameOf(tool, input), host, reason);
							},
						},
						ports,
						{ rules, settings, clock, canAsk },
					),
					notes: notesFor(ports.notes, caller),
					fs: await judge.filesFor(tool, input, judged),
					http: judge.httpFor(tool, input, ports.http),
					models: models.calls(caller.account),
					seen: caller.seen,
					mail: network.mail(caller.user),
					shared: network.shared(caller.user),
					tools: caller.finder,
					agents: caller.agents,
					signal: running.signal,
					progress: running.progress,
				};
			},
		};
	};

	let isMissingSandboxTold = false;
	/** That no sandbox works here is said once, before the first question that it makes. */
	const sayingSo = (shared: Shared, agent: AgentCaller): Shared => ({
		...shared,
		decide: async (tool, input) => {
			if (tool.effects.includes("execute") && settings.config.sandbox.enabled && !isMissingSandboxTold) {
				const { works, reason } = await ports.processes.sandbox();
				isMissingSandboxTold = true;
				if (!works) {
					const text = `no sandbox works here: ${reason}; commands and code run with all your rights`;
					agent.tell(text, "warn");
				}
			}
			return shared.decide(tool, input);
		},
	});

	const ofAgent = (agent: AgentCaller): Caller => ({
		mode: () => agent.mode,
		isTainted: () => agent.isTainted,
		taintedBy: () => agent.taintedBy,
		seen: agent.seen,
		finder: agent.toolbox,
		tools: () => agent.tools(),
		account: agent.account,
		user: agent.mailUser,
		agents: agent.agents,
		turn: () => agent.turn(),
		onReached: (call, host, reason) => {
			agent.taint(call);
			const { key } = agent.turn();
			if (told.turn !== key) told = { turn: key, hosts: new Set() };
			if (told.hosts.has(host)) return;
			told.hosts.add(host);
			agent.tell(`${host} may be reached from the sandbox (${reason})`);
		},
		origin: () => {
			const { taintedBy, ...origin } = agent.origin();
			return taintedBy === undefined ? origin : { ...origin, taintedBy: settings.redactor.text(taintedBy) };
		},
		taint: (by) => agent.taint(by),
	});
	const ofPerson = (mode: PermissionMode): Caller => ({
		mode: () => mode,
		isTainted: () => false,
		seen: new Map(),
		finder: createToolbox(tools),
		tools,
		account: models.person,
		onReached: () => {},
		user: personMail(cwd),
		origin: () => ({ by: "person" }),
		taint: () => {},
		agents: given.personAgents,
		turn: () => ({ key: personTurn, sessionId: "", title: "nexus tools run", time: clock.now().toISOString() }),
	});

	return {
		cwd,
		timeZone: ports.timeZone,
		gate,
		rules,
		processes: ports.processes,
		system: ports.system,
		reminders: ports.reminders,
		jobs: ports.jobs,
		turns,
		network,
		personFs: disk,
		forAgent: (agent) => ({
			...sayingSo(forCaller(ofAgent(agent), gate, options.canAsk), agent),
			maxResultCharacters,
			onDone: (tool, input) => {
				if (judge.readFromOutside(tool, input)) agent.taint(nameOf(tool, input));
			},
		}),
		forPerson: (approvals, canAsk, mode) => ({
			...forCaller(ofPerson(mode), approvals, canAsk),
			maxResultCharacters: Number.POSITIVE_INFINITY,
			onDone: () => {},
		}),
		accessesOf: async (name, input) => {
			const entry = tools().get(name);
			if (entry === undefined || !entry.effects.some((effect) => effect === "write" || effect === "execute")) return [];
			const tool = await entry.load();
			const parsed = parseToolInput(tool, input);
			if (!parsed.ok || tool.access === undefined) return [];
			return tool.access(parsed.value, { cwd, services: ports.services, modelAddress: () => undefined });
		},
		explain: (tool, input, caller) =>
			judge.explain(tool, input, judgedOf(typeof caller === "string" ? ofPerson(caller) : ofAgent(caller))),
		close: async () => {
			await turns.close();
			await network.close();
			await close();
		},
	};
};

/** A call on one line, as the cause of a mark. */
const nameOf = (tool: AnyTool, input: Record<string, unknown>): string =>
	`${tool.name} ${tool.title(input)}`.replaceAll(/\s+/g, " ").slice(0, 200);

/** Calls that a person makes with no session share what is of their folder. */
const personMail = (cwd: string): MailUser => ({
	identity: { address: "person", name: "person", space: cwd },
	taintedBy: () => undefined,
	taint: () => undefined,
});

const realPathOrSelf = (path: string): string => {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
};
