// What a screen needs to know of one session: a fold of its events. No React, no I/O, plain data.

import type { ErrorData } from "../contracts/errors.js";
import { type AgentState, mainAgent, type StopReason, type ToolStatus } from "../contracts/event.js";
import type { JsonValue } from "../contracts/json.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { LoadSample } from "../contracts/ports.js";
import type { RestoreFile } from "../contracts/snapshots.js";
import type { ToolView } from "../contracts/tool.js";

export type ToolBlockStatus = "requested" | "waiting" | "running" | ToolStatus;

export interface PromptBlock {
	readonly kind: "prompt";
	readonly id: string;
	readonly text: string;
	readonly images: number;
}
/** One stretch of text or reasoning of an assistant message; `id` is `<messageId>:<index>`. */
export interface TextBlock {
	readonly kind: "text" | "reasoning";
	readonly id: string;
	readonly messageId: string;
	readonly text: string;
	/** Still being written: only the last block of an unfinished message is. */
	readonly isOpen: boolean;
	readonly isInterrupted: boolean;
}
export interface ToolBlock {
	readonly kind: "tool";
	/** The call's id. */
	readonly id: string;
	readonly name: string;
	readonly title: string;
	readonly input: JsonValue;
	readonly status: ToolBlockStatus;
	/** ISO time of the start, once it runs. */
	readonly startedAt: string | undefined;
	/** The end of its live output; at most 4,000 characters. */
	readonly tail: string;
	readonly result:
		| {
				readonly content: string;
				readonly summary: string;
				readonly view: ToolView | undefined;
				readonly error: ErrorData | undefined;
				readonly artifact: string | undefined;
				readonly durationMs: number;
		  }
		| undefined;
}
export interface NoticeBlock {
	readonly kind: "notice";
	readonly id: string;
	readonly level: "info" | "warn" | "error";
	readonly text: string;
	readonly hint: string | undefined;
}
/** Something the person put into the context, e.g. the output of a `!` command. */
export interface ContextBlock {
	readonly kind: "context";
	readonly id: string;
	readonly title: string;
	readonly text: string;
}
/** What an undo or a redo did to files. */
export interface RestoreBlock {
	readonly kind: "restore";
	readonly id: string;
	readonly direction: "undo" | "redo";
	readonly turns: readonly { readonly id: number; readonly title: string }[];
	/** Paths as they are shown. */
	readonly files: readonly RestoreFile[];
	readonly more: number;
	readonly keptIn: string | undefined;
}
export type Block = PromptBlock | TextBlock | ToolBlock | NoticeBlock | ContextBlock | RestoreBlock;

export interface Approval {
	readonly approvalId: string;
	readonly callId: string;
	readonly agentId: string;
	readonly tool: string;
	readonly title: string;
	readonly reason: string;
	readonly warnings: readonly string[];
	readonly offers: readonly { readonly scope: "session" | "project"; readonly rule: string }[];
	readonly view: ToolView | undefined;
	readonly requestedAt: string;
}

export interface AgentView {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly state: AgentState;
	readonly task: string;
	/** ISO time at which its current task began. */
	readonly startedAt: string | undefined;
	/** Undefined: nobody is above it. */
	readonly parentId: string | undefined;
	readonly isBackground: boolean;
	/** Calls that have not ended, in the order in which they were asked for. */
	readonly calls: readonly {
		readonly callId: string;
		readonly tool: string;
		readonly title: string;
		readonly startedAt: string | undefined;
	}[];
	/** Questions of it that wait for a person. */
	readonly asks: number;
	/** ISO time of its last sign of life, to the second. */
	readonly lastAt: string;
	/** Why it is in its state, or what it waits for. */
	readonly detail: string | undefined;
	/** Its last result. */
	readonly said: string | undefined;
	readonly tokens: number;
	/** Null as soon as one call's price is unknown. */
	readonly costMicroUsd: number | null;
}

export interface TokenTotals {
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly cacheReadTokens: number;
	readonly cacheWriteTokens: number;
	readonly reasoningTokens: number;
	readonly calls: number;
	/** Sum of the known costs. */
	readonly costMicroUsd: number;
	/** Calls whose price is not known; with any, the sum is a lower bound. */
	readonly unpricedCalls: number;
}

export interface RunView {
	readonly runId: string;
	readonly model: string;
	readonly startedAt: string;
}

/** What the run waits for right now, and since when. */
export interface Wait {
	readonly kind: "model" | "stream" | "draft" | "retry" | "tool" | "approval";
	readonly detail: string;
	/** ISO time. */
	readonly since: string;
	/** For a retry: how long from `since`, in milliseconds. */
	readonly forMs: number | undefined;
}

/** What only a live screen has; a replay of the log leaves it empty. */
export interface LiveState {
	readonly wait: Wait | undefined;
	/** Estimated output tokens of the last 30 seconds in which something streamed, oldest first. */
	readonly tokensPerSecond: readonly { readonly second: number; readonly tokens: number }[];
	/** Newest last, at most 60. */
	readonly load: readonly LoadSample[];
	readonly limits: readonly { readonly kind: string; readonly limit: number; readonly remaining: number }[];
}

export interface SessionState {
	readonly sessionId: string;
	/** The agent whose transcript is shown. */
	readonly focus: string;
	/** Number of the last durable event. */
	readonly seq: number;
	readonly cwd: string;
	readonly title: string;
	readonly model: string;
	readonly mode: PermissionMode;
	readonly agent: string;
	/** In the order in which they are shown. */
	readonly blocks: readonly Block[];
	readonly approvals: readonly Approval[];
	/** Prompts that wait for the run that goes on. */
	readonly queue: readonly { readonly promptId: string; readonly text: string; readonly images: number }[];
	readonly run: RunView | undefined;
	readonly lastRun:
		| { readonly stopReason: StopReason; readonly error: ErrorData | undefined; readonly durationMs: number }
		| undefined;
	readonly agents: readonly AgentView[];
	readonly tokens: {
		readonly session: TokenTotals;
		readonly turn: TokenTotals;
		readonly perModel: Readonly<Record<string, TokenTotals>>;
		/** Tokens in the window after the last answer. */
		readonly contextUsed: number;
		readonly contextWindow: number | undefined;
	};
	readonly live: LiveState;
}

export const noTokens: TokenTotals = {
	inputTokens: 0,
	outputTokens: 0,
	cacheReadTokens: 0,
	cacheWriteTokens: 0,
	reasoningTokens: 0,
	calls: 0,
	costMicroUsd: 0,
	unpricedCalls: 0,
};

export const noLive: LiveState = { wait: undefined, tokensPerSecond: [], load: [], limits: [] };

export const initialState = (sessionId: string, focus = mainAgent): SessionState => ({
	sessionId,
	focus,
	seq: 0,
	cwd: "",
	title: "",
	model: "",
	mode: "ask",
	agent: "",
	blocks: [],
	approvals: [],
	queue: [],
	run: undefined,
	lastRun: undefined,
	agents: [],
	tokens: { session: noTokens, turn: noTokens, perModel: {}, contextUsed: 0, contextWindow: undefined },
	live: noLive,
});
