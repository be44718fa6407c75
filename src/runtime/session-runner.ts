// One open session: its log, its queue of prompts, and the run that goes on.
import { createLedger, type Ledger } from "../agents/ledger.js";
import type { MailUser } from "../agents/mail.js";
import type { AgentDefinition } from "../contracts/agent.js";
import type { Agents } from "../contracts/agent-run.js";
import type { AgentReceipt } from "../contracts/agent-task.js";
import { toErrorData } from "../contracts/errors.js";
import { type EventDraft, mainAgent, type NexusEvent, type StopReason } from "../contracts/event.js";
import type { ImagePart } from "../contracts/message.js";
import type { NoteOrigin } from "../contracts/note-origin.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import { receiptText, receiptTitle } from "../contracts/receipt-text.js";
import type { SessionLimits, SessionType } from "../contracts/session-type.js";
import type { ToolEntry } from "../contracts/tool.js";
import type { LoopInput, LoopResult } from "../core/loop.js";
import type { ToolCallEnvironment } from "../core/tool-call.js";
import { createToolbox, type Toolbox, toSpec } from "../core/toolbox.js";
import type { Continuation } from "../session/continuation.js";
import { conversation } from "../session/history.js";
import { sessionLimit } from "../session/limits.js";
import type { SessionLog } from "../session/log.js";
import { runAgentLoop } from "./agent-loop.js";
import { createAgentRunner } from "./agent-runner.js";
import type { AgentParent, AgentServices, SessionAgents } from "./agent-session.js";
import { createAgents } from "./agents-port.js";
import { type Budget, createBudget } from "./budget.js";
import type { AgentCaller } from "./environment.js";
import type { ModelAccess } from "./model-access.js";
import type { ModelAccount } from "./model-calls.js";
import type { OpenTurn } from "./turn-snapshots.js";

export interface RunnerServices {
	readonly clock: Clock;
	readonly nextId: () => string;
	readonly models: ModelAccess;
	/** Tried in order when the session's model fails for good. */
	readonly fallbackModels: readonly string[];
	/** A model of a local server that answers, asked for once, before the first run of a session nobody chose a model for. */
	findModel(): Promise<string | undefined>;
	readonly agent: AgentDefinition;
	readonly version: string;
	readonly cwd: string;
	/** A person can answer questions. */
	readonly canAsk: boolean;
	limits(type: SessionType): SessionLimits;
	readonly maxTurns: number;
	readonly maxBudgetMicroUsd: number | undefined;
	system(session: { startedAt: string; mode: PermissionMode }): string;
	/** The tools of the session's agent, by name. */
	tools(): ReadonlyMap<string, ToolEntry>;
	/** Looks for changes of the person's own tools; gives what is newly wrong with them. */
	refreshTools(): Promise<readonly string[]>;
	environment(agent: AgentCaller): ToolCallEnvironment;
	/** What agents below the session's are started with. */
	readonly agents: AgentServices;
	/** Nothing of this run changes files any more. */
	finishTurn(runId: string): void;
	/** Writes a failure of nexus itself to the log file. */
	logFailure(error: unknown): void;
}

interface Prompt {
	readonly promptId: string;
	readonly text: string;
}

export class SessionRunner {
	readonly log: SessionLog;
	readonly type: SessionType;
	model: string;
	mode: PermissionMode;
	/** Content from outside is in the conversation (SECURITY R25). */
	isTainted: boolean;
	/** The call that read it. */
	taintedBy: string | undefined;
	/** Real path → version of files that were read or shown in this session (SECURITY R19). */
	readonly seen = new Map<string, string>();
	readonly toolbox: Toolbox;
	/** For the calls of models that tools make: in this session's ledger, within its budget. */
	readonly account: ModelAccount = {
		model: () => this.model,
		admit: async (inputTokens, price) => {
			const held = await this.#budget.hold(inputTokens, price);
			if ("refusal" in held) return held;
			return {
				settle: (record) => {
					if (record !== undefined) {
						const run = this.#runId === undefined ? {} : { runId: this.#runId, agentId: mainAgent };
						this.emit({ type: "usage.record", data: record, ...run });
					}
					held.release();
				},
			};
		},
	};
	/** Who it is to other agents: the same each time the session is gone on with. */
	readonly mailUser: MailUser;
	/** Agents below the session's own. */
	readonly runner: SessionAgents;
	readonly agents: Agents;
	readonly ledger: Ledger = createLedger();
	/** The session's own agent as the parent of others. */
	readonly main: AgentParent;
	/** Ids of calls, whichever agent made them: each is given once. */
	readonly #callIds = new Set<string>();
	/** Of agents that ended in the background and that nobody waited for. */
	#news: AgentReceipt[] = [];
	readonly #budget: Budget;
	#runId: string | undefined;
	#task = "";
	readonly #services: RunnerServices;
	/** Nobody has chosen the model: a local server that answers is better than none. */
	#mayFindModel: boolean;
	#startedAt: string | undefined;
	#queue: Prompt[] = [];
	/** A run that an earlier process left where it can go on. */
	#left: Continuation | undefined;
	#abort: AbortController | undefined;
	#running: Promise<void> | undefined;
	/** Ends the person's own shell commands. */
	#shell = new AbortController();

	constructor(
		log: SessionLog,
		services: RunnerServices,
		state: {
			model: string;
			mode: PermissionMode;
			type: SessionType;
			isTainted: boolean;
			taintedBy?: string | undefined;
			startedAt?: string;
			mayFindModel?: boolean;
			usedTools?: Iterable<string>;
			left?: Continuation | undefined;
			/** What the log holds. */
			past?: readonly NexusEvent[];
			/** What waits for the end of the run that was left. */
			queue?: readonly Prompt[];
		},
	) {
		this.log = log;
		this.#services = services;
		const { name } = services.agent;
		this.mailUser = {
			identity: { address: `${name}-${log.sessionId.slice(-6).toLowerCase()}`, name, space: log.sessionId },
			taintedBy: () => (this.isTainted ? (this.taintedBy ?? "content from outside") : undefined),
			taint: (by) => this.taint(by),
		};
		this.type = state.type;
		for (const event of state.past ?? []) this.#count(event);
		const budget = createBudget({
			most: services.maxBudgetMicroUsd,
			spent: () => this.ledger.of(mainAgent).costMicroUsd,
		});
		this.#budget = {
			hold: async (inputTokens, price) => {
				const reached = sessionLimit(services.limits(this.type), log.read, services.clock.now());
				return reached === undefined ? budget.hold(inputTokens, price) : { refusal: reached };
			},
		};
		this.toolbox = createToolbox(services.tools, state.usedTools);
		this.model = state.model;
		this.mode = state.mode;
		this.main = this.#asParent();
		this.runner = createAgentRunner(this, services.agents, state.past);
		this.agents = createAgents({
			parent: () => this.main,
			runner: this.runner,
			session: this,
			services: services.agents,
		});
		this.#mayFindModel = state.mayFindModel === true;
		this.isTainted = state.isTainted;
		this.taintedBy = state.taintedBy;
		this.#startedAt = state.startedAt;
		this.#left = state.left;
		this.#queue = [...(state.queue ?? [])];
	}

	get isRunning(): boolean {
		return this.#running !== undefined;
	}

	get startedAt(): string {
		return this.#startedAt ?? "";
	}

	tools(): ReadonlyMap<string, ToolEntry> {
		return this.#services.tools();
	}

	/** Stores an event of any agent of the session, and counts it. */
	emit(draft: EventDraft): number | undefined {
		this.begin();
		this.#count(draft);
		return this.log.emit(draft);
	}

	/** Taken with the question: two agents never get the same one. */
	isKnownCall(callId: string): boolean {
		const isKnown = this.#callIds.has(callId);
		this.#callIds.add(callId);
		return isKnown;
	}

	onBackgroundEnd(receipt: AgentReceipt): void {
		this.#news.push(receipt);
	}

	/** Its receipt was given to whoever waited for it. */
	tookReceipt(agentId: string): void {
		this.#news = this.#news.filter((receipt) => receipt.taskId !== agentId);
	}

	submit(input: { text: string; images?: readonly ImagePart[] }): string {
		const promptId = this.#services.nextId();
		const images = input.images === undefined || input.images.length === 0 ? {} : { images: [...input.images] };
		this.begin();
		this.log.emit({ type: "prompt.submit", data: { promptId, text: input.text, ...images } });
		this.#queue.push({ promptId, text: input.text });
		this.#running ??= this.#drain();
		return promptId;
	}

	/** Goes on with the run that was left; false where there is none. A prompt does the same before it is taken up. */
	resume(): boolean {
		if (this.#left === undefined) return false;
		this.#running ??= this.#drain();
		return true;
	}

	withdraw(promptId: string): boolean {
		if (!this.#queue.some((prompt) => prompt.promptId === promptId)) return false;
		this.#queue = this.#queue.filter((prompt) => prompt.promptId !== promptId);
		this.log.emit({ type: "prompt.withdraw", data: { promptId } });
		return true;
	}

	/** The first event of a session says what it runs with. */
	begin(): void {
		if (this.#startedAt !== undefined) return;
		const { agent, cwd, version, clock } = this.#services;
		this.#startedAt = clock.now().toISOString();
		this.log.emit({
			type: "session.start",
			data: {
				...{ cwd, model: this.model, agent: agent.name, mode: this.mode, version },
				...(this.type === "chat" ? {} : { sessionType: this.type }),
			},
		});
	}

	#count(event: EventDraft | NexusEvent): void {
		if (event.type === "usage.record" || event.type === "agent.start") this.ledger.note(event);
		if (event.type === "tool.request") this.#callIds.add(event.data.callId);
	}

	#asParent(): AgentParent {
		const runner = this;
		return {
			id: mainAgent,
			depth: maxAgentDepth,
			place: undefined,
			tools: () => runner.tools(),
			turn: () => runner.turn(),
			get runId() {
				return runner.#runId;
			},
			get model() {
				return runner.model;
			},
			get mode() {
				return runner.mode;
			},
			get budget() {
				return runner.#budget;
			},
		};
	}

	/** What agents in the background have come to, for the model that reads on. */
	#tellNews(): void {
		for (const receipt of this.#news)
			this.log.emit({ type: "context.add", data: { title: receiptTitle(receipt), text: receiptText(receipt) } });
		this.#news = [];
	}

	/** What changes of files belong to now. */
	turn(): OpenTurn {
		const { clock, nextId } = this.#services;
		const key = this.#runId ?? nextId();
		return { key, sessionId: this.log.sessionId, title: this.#task, time: clock.now().toISOString() };
	}

	/** Where what is kept now comes from. */
	origin(): NoteOrigin {
		return {
			by: "session",
			sessionId: this.log.sessionId,
			...(this.#runId === undefined ? {} : { runId: this.#runId }),
			...(this.isTainted ? { taintedBy: this.taintedBy ?? "an imported session" } : {}),
		};
	}

	setModel(model: string): void {
		this.#mayFindModel = false;
		this.model = model;
		if (this.#startedAt !== undefined) this.log.emit({ type: "session.update", data: { model } });
	}

	/** Marks the session, for as long as it is gone on with. `by` is the call that read from outside. */
	taint(by: string): void {
		if (this.isTainted) return;
		this.isTainted = true;
		this.taintedBy = by;
		this.log.emit({ type: "session.update", data: { taintedBy: by } });
	}

	tell(text: string, level: "info" | "warn" = "info"): void {
		this.emit({ type: "notice.show", data: { level, text } });
	}

	setMode(mode: PermissionMode): void {
		this.mode = mode;
		if (this.#startedAt !== undefined) this.log.emit({ type: "session.update", data: { mode } });
	}

	shellSignal(): AbortSignal {
		return this.#shell.signal;
	}

	async cancel(): Promise<void> {
		this.#shell.abort();
		this.#shell = new AbortController();
		const abort = this.#abort;
		if (abort === undefined) return;
		abort.abort();
		while (this.#abort === abort) await this.#services.clock.sleep(5);
	}

	async idle(): Promise<void> {
		while (this.#running !== undefined) await this.#running;
	}

	/** Ends the run and forgets what waits, so that the process can leave. */
	async close(): Promise<void> {
		for (const prompt of [...this.#queue]) this.withdraw(prompt.promptId);
		await Promise.all([this.cancel(), this.runner.close()]);
		await this.idle();
		this.log.close();
	}

	async #drain(): Promise<void> {
		const left = this.#left;
		this.#left = undefined;
		if (left !== undefined) await this.#run(left, left);
		for (let prompt = this.#queue.shift(); prompt !== undefined; prompt = this.#queue.shift()) {
			await this.#run(prompt);
		}
		this.#running = undefined;
	}

	async #run(prompt: Prompt, left?: Continuation): Promise<void> {
		const { clock, nextId } = this.#services;
		const abort = new AbortController();
		this.#abort = abort;
		const runId = left?.runId ?? nextId();
		this.#runId = runId;
		this.#task = prompt.text.slice(0, 200);
		const emit = (draft: EventDraft) => void this.emit({ runId, agentId: mainAgent, ...draft });
		const startedMs = clock.monotonicMs();
		this.#tellNews();
		if (left === undefined) emit({ type: "prompt.start", data: { promptId: prompt.promptId } });
		// Asked for now: in a replay they are those of this very run.
		const { agent, maxTurns } = this.#services;
		const agentUpdate = (state: "processing" | "idle" | "error") =>
			emit({
				type: "agent.update",
				data: { name: agent.name, agentType: agent.type, state, task: prompt.text.slice(0, 200) },
			});
		for (const text of await this.#services.refreshTools())
			emit({ type: "notice.show", data: { level: "warn", text } });
		await this.#findModel(emit);
		if (left === undefined)
			emit({ type: "run.start", data: { promptId: prompt.promptId, model: this.model, maxTurns } });
		agentUpdate("processing");
		let result: LoopResult;
		try {
			result = await this.#loop(emit, abort.signal, left);
		} catch (error) {
			this.#services.logFailure(error);
			result = { stopReason: abort.signal.aborted ? "cancelled" : "failed", error: toErrorData(error), turns: 0 };
		}
		this.#services.finishTurn(runId);
		agentUpdate(result.stopReason === "failed" ? "error" : "idle");
		const durationMs = Math.max(0, Math.round(clock.monotonicMs() - startedMs));
		const error = result.error === undefined || result.stopReason === "cancelled" ? {} : { error: result.error };
		emit({
			type: "run.end",
			data: { stopReason: result.stopReason satisfies StopReason, ...error, turns: result.turns, durationMs },
		});
		this.#abort = undefined;
		this.#runId = undefined;
	}

	async #findModel(emit: (draft: EventDraft) => void): Promise<void> {
		if (!this.#mayFindModel) return;
		this.#mayFindModel = false;
		const found = await this.#services.findModel();
		if (found === undefined) return;
		this.setModel(found);
		emit({
			type: "notice.show",
			data: { level: "info", text: `answered by ${found}, which was found on this machine` },
		});
	}

	#loop(emit: (draft: EventDraft) => void, signal: AbortSignal, left: Continuation | undefined): Promise<LoopResult> {
		const services = this.#services;
		let open = left;
		return runAgentLoop({
			models: services.models,
			candidates: [this.model, ...services.fallbackModels.filter((model) => model !== this.model)],
			request: {
				system: services.system({ startedAt: this.startedAt, mode: this.mode }),
				cacheKey: this.log.sessionId,
			},
			outputSchema: (model) => model.outputSchema,
			beginning: () => {
				const from = beginning(this.log.read(), open);
				// The next model goes on from what the log says by then.
				open = undefined;
				return from;
			},
			tools: ({ takesAllTools }) => (takesAllTools ? [...this.tools().values()].map(toSpec) : this.toolbox.specs()),
			environment: services.environment(this),
			budget: this.#budget,
			signal,
			clock: services.clock,
			nextId: services.nextId,
			maxTurns: services.maxTurns,
			isKnownCall: (callId) => this.isKnownCall(callId),
			emit: (draft) => {
				if (draft.type === "model.limits") services.agents.onLimits(draft.data.limits);
				emit(draft);
			},
			onFallback: (model, next, error) => {
				const text = `${model} failed (${error.message}); going on with ${next}`;
				emit({ type: "notice.show", data: { level: "warn", text } });
				this.model = next;
				emit({ type: "session.update", data: { model: next } });
			},
			logFailure: services.logFailure,
		});
	}
}

/** Agents below the session's own, one below another. */
const maxAgentDepth = 3;

/** What is sent first: all that was said, or, where an answer's calls have not all ended, all before that answer. */
const beginning = (
	events: readonly NexusEvent[],
	left: Continuation | undefined,
): Pick<LoopInput, "messages" | "open"> => {
	const messages = conversation(events);
	if (left?.answer === undefined) return { messages };
	const ended = new Set(events.flatMap((event) => (event.type === "tool.result" ? [event.data.callId] : [])));
	const results = messages.at(-1);
	const known = results?.role === "tool" ? results.parts.filter(({ callId }) => ended.has(callId)) : [];
	return {
		messages: messages.slice(0, -2),
		open: { parts: left.answer, results: known, requested: left.requested },
	};
};
