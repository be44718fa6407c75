// What the agents of one session share: its log, its ledger, its mark, and the rights of the one above each of them.

import type { Ledger } from "../agents/ledger.js";
import type { Place, WaitingLine } from "../agents/waiting-line.js";
import type { AgentDefinition } from "../contracts/agent.js";
import type { AgentRunner } from "../contracts/agent-run.js";
import type { AgentReceipt } from "../contracts/agent-task.js";
import type { EventDraft } from "../contracts/event.js";
import type { JsonValue } from "../contracts/json.js";
import type { NoteOrigin } from "../contracts/note-origin.js";
import type { Access, PermissionMode } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import type { ToolEntry } from "../contracts/tool.js";
import type { LoopResult } from "../core/loop.js";
import type { ToolCallEnvironment } from "../core/tool-call.js";
import type { SessionLog } from "../session/log.js";
import type { Budget } from "./budget.js";
import type { AgentCaller } from "./environment.js";
import type { ModelAccess } from "./model-access.js";
import type { OpenTurn } from "./turn-snapshots.js";

/** Who may put agents to work: the session's own agent, or one below it. */
export interface AgentParent {
	/** `main`, or the id of a task. */
	readonly id: string;
	readonly runId: string | undefined;
	readonly model: string;
	readonly mode: PermissionMode;
	/** Agents that may be below it, one below another. */
	readonly depth: number;
	readonly budget: Budget;
	/** Where it works; undefined for the session's own, which never waits. */
	readonly place: Place | undefined;
	tools(): ReadonlyMap<string, ToolEntry>;
	/** What changes of files belong to. */
	turn(): OpenTurn;
}

export interface AgentSession {
	readonly log: SessionLog;
	readonly ledger: Ledger;
	/** The session's own agent. */
	readonly main: AgentParent;
	/** One mark for all: they work in the same folder, so what one has read may be in what another reads (SECURITY R25). */
	readonly isTainted: boolean;
	readonly taintedBy: string | undefined;
	taint(by: string): void;
	/** Of what its agents write down. */
	origin(): NoteOrigin;
	/** Stores it, and counts what it costs. */
	emit(draft: EventDraft): number | undefined;
	isKnownCall(callId: string): boolean;
	/** What its session began with, ISO 8601. */
	readonly startedAt: string;
	/** A background agent has ended: whoever is in front is told with the next prompt. */
	onBackgroundEnd(receipt: AgentReceipt): void;
}

/** The same for all sessions of a nexus. */
export interface AgentServices {
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly models: ModelAccess;
	readonly fallbackModels: readonly string[];
	readonly line: WaitingLine;
	/** As they are on disk now. */
	definitions(): Promise<readonly AgentDefinition[]>;
	/** `isBelow`: it answers to another agent. */
	system(facts: { agent: AgentDefinition; startedAt: string; mode: PermissionMode; isBelow?: boolean }): string;
	environment(agent: AgentCaller): ToolCallEnvironment;
	/** What a call touches, as its tool says. */
	accessesOf(tool: string, input: JsonValue): Promise<readonly Access[]>;
	resolvePath(path: string): string;
	finishTurn(key: string): void;
	logFailure(error: unknown): void;
	/** What a service tells of its rate limits. */
	onLimits(limits: readonly { readonly limit: number; readonly remaining: number }[]): void;
	/** It works from now on. */
	onBegin(agent: {
		readonly sessionId: string;
		readonly id: string;
		readonly name: string;
		readonly task: string;
	}): void;
	/** Keeps what came of an agent, for figures and the list of errors. */
	onEnd(end: AgentEnd): void;
}

export interface AgentEnd {
	readonly sessionId: string;
	readonly agentType: string;
	readonly task: string;
	readonly receipt: AgentReceipt;
}

/** How a run of the loop ended, or what kept it from beginning. */
export type Ended = Partial<LoopResult> & { readonly isTimeout?: boolean };

export interface SessionAgents extends AgentRunner {
	/** An id that no agent of the session has: `analyzer-2`. */
	idFor(name: string): string;
	/** Stops those that work, in the background too. Nothing can be started afterwards. */
	close(): Promise<void>;
}
