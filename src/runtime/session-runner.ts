// One open session: its log, its queue of prompts, and the run that goes on.
import type { MailUser } from "../agents/mail.js";
import type { AgentDefinition } from "../contracts/agent.js";
import type { ErrorData } from "../contracts/errors.js";
import { toErrorData } from "../contracts/errors.js";
import type { EventDraft, NexusEvent, StopReason } from "../contracts/event.js";
import type { ImagePart } from "../contracts/message.js";
import type { ToolSpec } from "../contracts/model.js";
import type { NoteOrigin } from "../contracts/note-origin.js";
import type { PermissionMode } from "../contracts/permission.js";
import type { Clock } from "../contracts/ports.js";
import type { SessionLimits, SessionType } from "../contracts/session-type.js";
import { type LoopInput, type LoopResult, runLoop } from "../core/loop.js";
import type { ToolCallEnvironment } from "../core/tool-call.js";
import type { Toolbox } from "../core/toolbox.js";
import type { Continuation } from "../session/continuation.js";
import { conversation } from "../session/history.js";
import { sessionLimit } from "../session/limits.js";
import type { SessionLog } from "../session/log.js";
import { type Budget, createBudget, type PriceOf } from "./budget.js";
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
	/** The tools of a session that has used the named ones before. */
	toolbox(used: Iterable<string>): Toolbox;
	allTools(): readonly ToolSpec[];
	/** Looks for changes of the person's own tools; gives what is newly wrong with them. */
	refreshTools(): Promise<readonly string[]>;
	environment(runner: SessionRunner): ToolCallEnvironment;
	/** Nothing of this run changes files any more. */
	finishTurn(runId: string): void;
	/** Writes a failure of nexus itself to the log file. */
	logFailure(error: unknown): void;
}

interface Prompt {
	readonly promptId: string;
	readonly text: string;
}

/** Errors after which another model may do better. */
const fallbackCodes = new Set([
	"provider.authentication",
	"provider.permission",
	"provider.not-found",
	"provider.rate-limited",
	"provider.quota",
	"provider.overloaded",
	"provider.network",
	"provider.timeout",
	"provider.server",
	"provider.malformed",
	"model.no-key",
]);

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
					held.release();
					if (record === undefined) return;
					this.begin();
					const run = this.#runId === undefined ? {} : { runId: this.#runId, agentId: "main" };
					this.log.emit({ type: "usage.record", data: record, ...run });
				},
			};
		},
	};
	/** Who it is to other agents: the same each time the session is gone on with. */
	readonly mailUser: MailUser;
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
		const spent = () => log.read().reduce((sum, event) => sum + costOf(event), 0);
		this.#budget = createBudget(services.maxBudgetMicroUsd, spent);
		this.toolbox = services.toolbox(state.usedTools ?? []);
		this.type = state.type;
		this.model = state.model;
		this.mode = state.mode;
		this.#mayFindModel = state.mayFindModel === true;
		this.isTainted = state.isTainted;
		this.taintedBy = state.taintedBy;
		this.#startedAt = state.startedAt;
		this.#left = state.left;
	}

	get isRunning(): boolean {
		return this.#running !== undefined;
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
		await this.cancel();
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
		const emit = (draft: EventDraft) => this.log.emit({ runId, agentId: "main", ...draft });
		const startedMs = clock.monotonicMs();
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
			result = await this.#loopWithFallback(emit, abort.signal, left);
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

	async #loopWithFallback(
		emit: (draft: EventDraft) => void,
		signal: AbortSignal,
		left: Continuation | undefined,
	): Promise<LoopResult> {
		const models = [this.model, ...this.#services.fallbackModels.filter((model) => model !== this.model)];
		for (const [index, model] of models.entries()) {
			const result = await this.#loop(model, emit, signal, index === 0 ? left : undefined);
			const next = models[index + 1];
			const code = result.error?.code ?? "";
			if (next === undefined || !fallbackCodes.has(code) || signal.aborted) return result;
			const text = `${model} failed (${result.error?.message}); going on with ${next}`;
			emit({ type: "notice.show", data: { level: "warn", text } });
			this.model = next;
			emit({ type: "session.update", data: { model: next } });
		}
		return { stopReason: "failed", turns: 0 };
	}

	async #loop(
		model: string,
		emit: (draft: EventDraft) => void,
		signal: AbortSignal,
		left: Continuation | undefined,
	): Promise<LoopResult> {
		const services = this.#services;
		try {
			const access = await services.models.open(model);
			const environment = services.environment(this);
			const loop = runLoop({
				model,
				request: {
					model: access.name,
					system: services.system({ startedAt: this.#startedAt ?? "", mode: this.mode }),
					cacheKey: this.log.sessionId,
					...(access.outputSchema === undefined ? {} : { outputSchema: access.outputSchema }),
				},
				tools: () => (access.takesAllTools ? services.allTools() : this.toolbox.specs()),
				...beginning(this.log.read(), left),
				stream: access.stream,
				environment,
				signal,
				clock: services.clock,
				nextId: services.nextId,
				maxTurns: services.maxTurns,
				contextWindow: access.contextWindow,
				price: access.price,
				admit: (inputTokens) => this.#admit(inputTokens, access.price),
			});
			for (let step = await loop.next(); ; step = await loop.next()) {
				if (step.done === true) return step.value;
				emit(step.value);
			}
		} catch (error) {
			services.logFailure(error);
			return { stopReason: signal.aborted ? "cancelled" : "failed", error: toErrorData(error), turns: 0 };
		}
	}

	async #admit(inputTokens: number, price: PriceOf): Promise<ErrorData | undefined> {
		const { clock, limits } = this.#services;
		const reached = sessionLimit(limits(this.type), this.log.read(), clock.now());
		if (reached !== undefined) return reached;
		const held = await this.#budget.hold(inputTokens, price);
		if ("refusal" in held) return held.refusal;
		held.release();
		return undefined;
	}
}

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

const costOf = (event: NexusEvent): number => (event.type === "usage.record" ? (event.data.costMicroUsd ?? 0) : 0);
