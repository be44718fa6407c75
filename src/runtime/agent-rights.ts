// What an agent may do: what its parent may, cut with what its definition and its task say (SECURITY R13).
import type { MailUser } from "../agents/mail.js";
import type { Place } from "../agents/waiting-line.js";
import type { AgentDefinition } from "../contracts/agent.js";
import type { AgentTask } from "../contracts/agent-task.js";
import type { ToolSpec } from "../contracts/model.js";
import { type PermissionMode, permissionModes } from "../contracts/permission.js";
import type { ToolEntry } from "../contracts/tool.js";
import { createToolbox, toSpec } from "../core/toolbox.js";
import type { AgentParent, AgentServices, AgentSession, SessionAgents } from "./agent-session.js";
import { createAgents } from "./agents-port.js";
import { type Budget, createBudget } from "./budget.js";
import type { AgentCaller } from "./environment.js";
import type { ModelAccount } from "./model-calls.js";
import type { OpenTurn } from "./turn-snapshots.js";

/** From the one that allows least. */
const strictness: readonly PermissionMode[] = ["plan", "ask", "edits", "auto", "yolo"];

/** The one that allows less. `plan` asks nothing and changes nothing, so it is the strictest. */
export const stricterMode = (a: PermissionMode, b: PermissionMode | undefined): PermissionMode =>
	b !== undefined && strictness.indexOf(b) < strictness.indexOf(a) ? b : a;

/** Each mode has its place. */
export const strictestFirst = (): readonly PermissionMode[] =>
	strictness.filter((mode) => permissionModes.includes(mode));

export interface AgentRightsOptions {
	readonly task: AgentTask;
	readonly definition: AgentDefinition;
	readonly parent: AgentParent;
	readonly session: AgentSession;
	readonly services: AgentServices;
	readonly runner: SessionAgents;
	readonly runId: string;
	place(): Place | undefined;
}

/** Tools that make no sense to one that may have no agent below it. */
const startsAgents: ReadonlySet<string> = new Set([
	"delegate_task",
	"spawn_agent",
	"wait_for_agent",
	"list_agents",
	"stop_agent",
]);

export const createAgentRights = (options: AgentRightsOptions) => {
	const { task, definition, parent, session, services, runId } = options;
	const model = task.model ?? definition.model ?? parent.model;
	const depth = Math.min(
		parent.depth - 1,
		definition.limits.depth ?? Number.POSITIVE_INFINITY,
		task.limits?.maxDepth ?? Number.POSITIVE_INFINITY,
	);
	const isAllowed = (name: string): boolean =>
		(definition.tools === "*" || definition.tools.includes(name)) &&
		(task.tools === undefined || task.tools.includes(name)) &&
		(depth > 0 || !startsAgents.has(name));

	let from: ReadonlyMap<string, ToolEntry> | undefined;
	let cut: ReadonlyMap<string, ToolEntry> = new Map();
	const tools = (): ReadonlyMap<string, ToolEntry> => {
		const now = parent.tools();
		if (now !== from) cut = new Map([...now].filter(([name]) => isAllowed(name)));
		from = now;
		return cut;
	};
	const toolbox = createToolbox(tools);
	const budget = budgetOf(options);
	// Work in front is undone with the turn that asked for it; what goes on behind it is a turn of its own.
	const turnKey = task.isBackground === true ? `${session.log.sessionId}/${task.id}` : undefined;
	const mode = (): PermissionMode => stricterMode(stricterMode(parent.mode, definition.mode), task.mode);
	const turn = (): OpenTurn =>
		turnKey === undefined
			? parent.turn()
			: {
					key: turnKey,
					sessionId: session.log.sessionId,
					title: task.task.slice(0, 200),
					time: services.clock.now().toISOString(),
				};
	const account: ModelAccount = {
		model: () => model,
		admit: async (inputTokens, price) => {
			const held = await budget.hold(inputTokens, price);
			if ("refusal" in held) return held;
			return {
				settle: (record) => {
					if (record !== undefined) session.emit({ type: "usage.record", data: record, runId, agentId: task.id });
					held.release();
				},
			};
		},
	};
	const asParent: AgentParent = {
		id: task.id,
		runId,
		model,
		depth,
		budget,
		tools,
		turn,
		get mode() {
			return mode();
		},
		get place() {
			return options.place();
		},
	};
	const mailUser: MailUser = {
		identity: {
			address: `${task.id}-${session.log.sessionId.slice(-6).toLowerCase()}`,
			name: task.agent,
			space: session.log.sessionId,
		},
		taintedBy: () => (session.isTainted ? (session.taintedBy ?? "content from outside") : undefined),
		taint: (by) => session.taint(by),
	};
	const caller: AgentCaller = {
		mailUser,
		origin: () => session.origin(),
		seen: new Map(),
		toolbox,
		account,
		tools,
		turn,
		agents: createAgents({ parent: () => asParent, runner: options.runner, session, services }),
		taint: (by) => session.taint(by),
		tell: (text, level = "info") =>
			void session.emit({ type: "notice.show", data: { level, text }, runId, agentId: task.id }),
		get mode() {
			return mode();
		},
		get isTainted() {
			return session.isTainted;
		},
		get taintedBy() {
			return session.taintedBy;
		},
	};
	return {
		model,
		fallbackModels: services.fallbackModels.filter((each) => each !== model),
		budget,
		turnKey,
		asParent,
		caller,
		specs: ({ takesAllTools }: { readonly takesAllTools: boolean }): readonly ToolSpec[] =>
			takesAllTools ? [...tools().values()].map(toSpec) : toolbox.specs(),
	};
};

/** The task's and the definition's, whichever is less, within what the parent has left. */
const budgetOf = ({ task, definition, parent, session }: AgentRightsOptions): Budget => {
	const least = (...amounts: readonly (number | undefined)[]): number | undefined => {
		const set = amounts.filter((amount) => amount !== undefined);
		return set.length === 0 ? undefined : Math.min(...set);
	};
	const { usd, tokens } = definition.budget;
	return createBudget(
		{
			most: least(task.budget?.maxCostMicroUsd, usd === undefined ? undefined : usd * 1e6),
			spent: () => session.ledger.of(task.id).costMicroUsd,
			mostTokens: least(task.budget?.maxTokens, tokens),
			spentTokens: () => {
				const { inputTokens, outputTokens } = session.ledger.of(task.id);
				return inputTokens + outputTokens;
			},
		},
		parent.budget,
	);
};
