// One agent at work: from its task to its receipt, every step of it in the log of the session.
import type { AgentFacts } from "../agents/facts.js";
import type { Lifecycle } from "../agents/lifecycle.js";
import type { Place } from "../agents/waiting-line.js";
import type { AgentDefinition } from "../contracts/agent.js";
import type { AgentHandle, AgentStatus } from "../contracts/agent-run.js";
import type { AgentReceipt, AgentTask } from "../contracts/agent-task.js";
import { type ErrorData, isAbortError, toErrorData } from "../contracts/errors.js";
import { type AgentState, agentOf, type EventDraft, type NexusEvent } from "../contracts/event.js";
import type { UserMessage } from "../contracts/message.js";
import type { LoopResult } from "../core/loop.js";
import { conversation, messageParts } from "../session/history.js";
import { runAgentLoop } from "./agent-loop.js";
import { fitsSchema, receiptOf } from "./agent-receipt.js";
import { createAgentRights } from "./agent-rights.js";
import type { AgentParent, AgentServices, AgentSession, Ended, SessionAgents } from "./agent-session.js";
import { findDefinition, notFound, statusOf } from "./agent-status.js";

export interface AgentWork {
	readonly task: AgentTask;
	readonly handle: AgentHandle;
	/** It has ended its work; it may be told something and go on. */
	readonly isOver: boolean;
	/** Undefined before it is known what it may do. */
	readonly asParent: AgentParent | undefined;
}

export interface AgentWorkOptions {
	readonly task: AgentTask;
	readonly parent: AgentParent;
	readonly session: AgentSession;
	readonly services: AgentServices;
	readonly runner: SessionAgents;
	readonly signal: AbortSignal;
	/** Its own events so far, when it goes on. */
	readonly past: readonly NexusEvent[] | undefined;
	lifecycle(onChange: (state: AgentState, detail: string | undefined) => void): Lifecycle;
	readonly facts: AgentFacts;
}

const defaultMinutes = 30;
const defaultRecoveries = 2;
const defaultTurns = 50;
const recoveryDelayMs = (attempt: number): number => 1000 * 2 ** attempt;
const taskCharacters = 200;

const goOn =
	"You were stopped. Go on from where you were: calls may have been interrupted, so check what was done before doing it again.";

export const workOn = (options: AgentWorkOptions): AgentWork => {
	const { task, parent, session, services, facts } = options;
	const { clock } = services;
	const startedMs = clock.monotonicMs();
	// A run is a tree of agents: what they do belongs to the run that asked for it.
	const runId = parent.runId ?? services.nextId();
	let agentType = "";
	let rights: ReturnType<typeof createAgentRights> | undefined;
	let place: Place | undefined;
	let waitsFor: string | undefined;
	let firstSeq: number | undefined;
	let turns = 0;
	let isOver = false;
	let last: AgentReceipt | undefined;
	let abort = new AbortController();
	let stopReason: string | undefined;
	let inbox: { readonly messageId: string; readonly text: string }[] = [];
	let resumed: PromiseWithResolvers<void> | undefined;

	const emit = (draft: EventDraft): void => {
		facts.note(draft);
		if (draft.type === "model.limits") services.onLimits(draft.data.limits);
		const seq = session.emit({ runId, agentId: task.id, ...draft });
		firstSeq ??= seq;
	};
	const emitCall = (draft: EventDraft): void => {
		lifecycle.follow(draft);
		emit(draft);
	};
	const lifecycle = options.lifecycle((state, detail) =>
		emit({
			type: "agent.update",
			data: {
				name: task.agent,
				agentType,
				state,
				task: task.task.slice(0, taskCharacters).toWellFormed(),
				...(detail === undefined ? {} : { detail }),
			},
		}),
	);

	/** Reads what it was told, and waits while it is paused. */
	const incoming = async (): Promise<readonly UserMessage[]> => {
		while (resumed !== undefined && !abort.signal.aborted) {
			lifecycle.to("paused");
			await Promise.race([resumed.promise, aborted(abort.signal)]);
			if (!abort.signal.aborted) lifecycle.to("processing");
		}
		const read = inbox;
		inbox = [];
		for (const { messageId } of read) emit({ type: "agent.read", data: { messageId } });
		return read.map((message) => ({ role: "user", parts: messageParts(message) }));
	};

	const tell = (from: string, text: string): void => {
		const messageId = services.nextId();
		inbox.push({ messageId, text });
		emit({ type: "agent.message", data: { messageId, from, text } });
	};

	const loop = async (definition: AgentDefinition, signal: AbortSignal): Promise<LoopResult> => {
		rights = createAgentRights({ ...options, definition, runId, place: () => place });
		const { caller, model, fallbackModels } = rights;
		const result = await runAgentLoop({
			models: services.models,
			candidates: [model, ...fallbackModels],
			request: {
				system: services.system({ agent: definition, startedAt: session.startedAt, mode: caller.mode, isBelow: true }),
				cacheKey: `${session.log.sessionId}/${task.id}`,
				agent: { id: task.id, name: task.agent },
			},
			outputSchema: () => task.outputSchema,
			beginning: () => ({ messages: conversation(session.log.read(), task.id) }),
			tools: rights.specs,
			environment: services.environment(caller),
			budget: rights.budget,
			signal,
			clock,
			nextId: services.nextId,
			maxTurns: task.limits?.maxTurns ?? definition.limits.turns ?? defaultTurns,
			isKnownCall: (callId) => session.isKnownCall(callId),
			incoming,
			emit: emitCall,
			onFallback: (failed, next, error) =>
				emit({
					type: "notice.show",
					data: { level: "warn", text: `${failed} failed (${error.message}); ${task.id} goes on with ${next}` },
				}),
			logFailure: services.logFailure,
		});
		turns += result.turns;
		return result;
	};

	/** Again after a failure that may pass, from where the log stands. */
	const withRecovery = async (definition: AgentDefinition, signal: AbortSignal): Promise<LoopResult> => {
		const most = task.limits?.maxRecoveries ?? definition.limits.recoveries ?? defaultRecoveries;
		for (let attempt = 1; ; attempt++) {
			lifecycle.to("initializing");
			lifecycle.to("idle");
			lifecycle.to("processing");
			const result = await loop(definition, signal);
			const { error } = result;
			if (result.stopReason !== "failed" || error?.retryable !== true || attempt > most || signal.aborted)
				return result;
			const delayMs = error.retryAfterMs ?? recoveryDelayMs(attempt);
			lifecycle.to("error", `${error.message}; tries again in ${delayMs / 1000} s (${attempt} of ${most})`);
			await clock.sleep(delayMs, signal).catch(() => undefined);
		}
	};

	const work = async (definition: AgentDefinition, signal: AbortSignal): Promise<LoopResult> => {
		place = await services.line.enter(signal, (reason) => {
			if (waitsFor === undefined) emit(waiting(task, agentType, reason));
			waitsFor = reason;
		});
		waitsFor = undefined;
		try {
			let result = await withRecovery(definition, signal);
			const problem = result.stopReason === "done" ? await fitsSchema(facts.text(), task.outputSchema) : undefined;
			if (problem === undefined) return result;
			tell("nexus", `Your answer must be JSON that fits the schema, and nothing else. It does not: ${problem}`);
			lifecycle.to("idle");
			result = await withRecovery(definition, signal);
			const still = result.stopReason === "done" ? await fitsSchema(facts.text(), task.outputSchema) : undefined;
			if (still === undefined) return result;
			const error = {
				code: "answer.schema",
				message: `its answer does not fit the schema: ${still}`,
				exitCode: 7 as const,
			};
			return { ...result, stopReason: "failed", error };
		} finally {
			place.leave();
			place = undefined;
		}
	};

	const run = async (past: readonly NexusEvent[] | undefined): Promise<AgentReceipt> => {
		isOver = false;
		services.onBegin({ sessionId: session.log.sessionId, id: task.id, name: task.agent, task: task.task });
		abort = new AbortController();
		const { signal, dispose } = limitedSignal(options.signal, abort.signal);
		let ended: Ended;
		try {
			const definition = findDefinition(await services.definitions(), task.agent);
			agentType = definition?.type ?? "";
			if (task.taintedBy !== undefined) session.taint(task.taintedBy);
			if (past === undefined) {
				const model = task.model ?? definition?.model ?? parent.model;
				emit({ type: "agent.start", data: { task, agentType, model, mode: parent.mode } });
			}
			// What a model is sent ends with something to answer.
			else if (past.length > 0) tell("nexus", goOn);
			if (definition === undefined) ended = { error: await unknownAgent(task.agent, services) };
			else {
				const minutes = definition.limits.minutes ?? defaultMinutes;
				const timeoutMs = task.limits?.timeoutMs ?? minutes * 60_000;
				ended = await withDeadline(timeoutMs, signal, (both) => work(definition, both));
			}
		} catch (error) {
			if (!isAbortError(error)) services.logFailure(error);
			ended = { error: toErrorData(error) };
		}
		const wasStopped = signal.aborted;
		dispose();
		const receipt = await receiptOf({
			task,
			ended,
			wasStopped,
			stopReason,
			facts,
			turns,
			session,
			durationMs: clock.monotonicMs() - startedMs,
		});
		if (rights?.turnKey !== undefined) services.finishTurn(rights.turnKey);
		lifecycle.to(endState(receipt), receipt.error?.message);
		last = receipt;
		isOver = true;
		emit({ type: "agent.end", data: { receipt } });
		services.onEnd({ sessionId: session.log.sessionId, agentType, receipt, task: task.task });
		if (task.isBackground === true) session.onBackgroundEnd(receipt);
		return receipt;
	};

	let receipt = run(options.past);

	const handle: AgentHandle = {
		id: task.id,
		get status(): AgentStatus {
			return { ...statusOf(task), state: lifecycle.state, waitsFor, receipt: isOver ? last : undefined };
		},
		get receipt() {
			return receipt;
		},
		events: (signal) => ownEvents(session, task.id, firstSeq ?? 0, () => isOver, signal),
		send: (text) => {
			if (isOver && lifecycle.state !== "idle") return false;
			tell("person", text);
			// It had ended: what it is told is its next work, with all that it knows.
			if (isOver) {
				receipt = run([]);
			}
			return true;
		},
		pause: () => {
			if (!isOver) resumed ??= Promise.withResolvers();
		},
		resume: () => {
			resumed?.resolve();
			resumed = undefined;
		},
		stop: async (reason) => {
			stopReason = reason;
			abort.abort();
			return receipt;
		},
	};

	return {
		task,
		handle,
		get isOver() {
			return isOver;
		},
		get asParent() {
			return rights?.asParent;
		},
	};
};

const endState = ({ status }: AgentReceipt): AgentState =>
	status === "done" ? "idle" : status === "failed" ? "error" : "stopped";

const waiting = (task: AgentTask, agentType: string, detail: string): EventDraft => ({
	type: "agent.update",
	data: {
		name: task.agent,
		agentType,
		state: "created",
		task: task.task.slice(0, taskCharacters).toWellFormed(),
		detail,
	},
});

const unknownAgent = async (name: string, services: AgentServices): Promise<ErrorData> => {
	return toErrorData(
		notFound(
			name,
			(await services.definitions()).map((definition) => definition.name),
		),
	);
};

const aborted = (signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener("abort", () => resolve(), { once: true });
	});

/** Aborts with either; `dispose` lets go of the one that lives longer. */
const limitedSignal = (outer: AbortSignal, own: AbortSignal): { signal: AbortSignal; dispose(): void } => {
	const both = new AbortController();
	const onAbort = () => both.abort();
	for (const signal of [outer, own]) {
		if (signal.aborted) onAbort();
		else signal.addEventListener("abort", onAbort, { once: true });
	}
	return {
		signal: both.signal,
		dispose: () => {
			for (const signal of [outer, own]) signal.removeEventListener("abort", onAbort);
		},
	};
};

const withDeadline = async (
	timeoutMs: number,
	signal: AbortSignal,
	run: (signal: AbortSignal) => Promise<LoopResult>,
): Promise<Ended> => {
	const deadline = new AbortController();
	const timer = setTimeout(() => deadline.abort(), Math.min(timeoutMs, 2 ** 31 - 1));
	try {
		const result = await run(AbortSignal.any([signal, deadline.signal]));
		return deadline.signal.aborted && !signal.aborted ? { ...result, ...timedOut(timeoutMs) } : result;
	} catch (error) {
		if (deadline.signal.aborted && !signal.aborted) return timedOut(timeoutMs);
		throw error;
	} finally {
		clearTimeout(timer);
	}
};

const timedOut = (timeoutMs: number): Ended => ({
	isTimeout: true,
	error: { code: "limit.timeout", message: `stopped after ${Math.round(timeoutMs / 1000)} s`, exitCode: 5 },
});

async function* ownEvents(
	session: AgentSession,
	agentId: string,
	firstSeq: number,
	isOver: () => boolean,
	signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<NexusEvent> {
	for await (const event of session.log.subscribe(Math.max(0, firstSeq - 1), signal)) {
		if (agentOf(event) !== agentId) continue;
		yield event;
		if (event.type === "agent.end" && isOver()) return;
	}
}
