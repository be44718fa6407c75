// The agent loop: messages, tools, a provider and a signal in; events out. It writes no file and draws nothing.
import type { ErrorData } from "../contracts/errors.js";
import type { EventDraft, StopReason } from "../contracts/event.js";
import type {
	AssistantPart,
	Message,
	ToolCallPart,
	ToolMessage,
	ToolResultPart,
	UserMessage,
} from "../contracts/message.js";
import type { ModelEvent, ModelRequest, ToolSpec, Usage } from "../contracts/model.js";
import type { Clock } from "../contracts/ports.js";
import { mergeAsync } from "../lib/merge-async.js";
import { type Answer, readAnswer } from "./answer.js";
import { estimateMessages, estimateTokens, estimateUsage, fitMessages } from "./fit.js";
import { preloadTool } from "./prepare-call.js";
import { createRepetitionGuard, maxRepetitions, type RepetitionGuard, warnRepetitions } from "./repetition.js";
import { runToolCall, type ToolCallEnvironment } from "./tool-call.js";
import { recordUsage, type Used } from "./usage.js";

export interface LoopInput {
	/** `provider/model`, for events. */
	readonly model: string;
	readonly request: Omit<ModelRequest, "messages" | "tools">;
	/** Asked before each request: a call may have found further ones. */
	readonly tools: () => readonly ToolSpec[];
	readonly messages: readonly Message[];
	/** The answer with which a run goes on: its calls that have no result yet are made first. `messages` end before it. */
	readonly open?: {
		readonly parts: readonly AssistantPart[];
		readonly results: readonly ToolResultPart[];
		/** Ids of calls that the log has already. */
		readonly requested: ReadonlySet<string>;
	};
	/** Never throws; see the provider port. */
	readonly stream: (request: ModelRequest, signal: AbortSignal) => AsyncIterable<ModelEvent>;
	readonly environment: ToolCallEnvironment;
	readonly signal: AbortSignal;
	readonly clock: Clock;
	readonly nextId: () => string;
	/** Most requests to the model in one run. */
	readonly maxTurns: number;
	/** Asked before each request: it may become known only with the first answer. */
	readonly contextWindow: () => number | undefined;
	/** What one call's tokens cost; null when the price is not known. */
	readonly price: (usage: Usage) => Promise<{ costMicroUsd: number | null; priceSource?: string }>;
	/**
	 * Asked before each request with its estimated input tokens; a refusal ends the run instead. What is admitted is held
	 * until the request is in the ledger.
	 */
	readonly admit?: (inputTokens: number) => Promise<{ readonly refusal: ErrorData } | { readonly release: () => void }>;
	/** Whether a call's id is in use beyond these messages, e.g. by another agent of the session. */
	readonly isKnownCall?: (callId: string) => boolean;
	/** Asked before each request and before the end: what has been said to the agent meanwhile. May wait. */
	readonly incoming?: () => Promise<readonly UserMessage[]>;
}

export interface LoopResult {
	readonly stopReason: StopReason;
	readonly error?: ErrorData;
	readonly turns: number;
}

/** Tokens kept free for the answer when the window is known. */
const refusals: Readonly<Record<string, StopReason>> = { "limit.budget": "budget", "limit.session": "limit" };
const answerReserve = 0.2;
/** Calls of one answer that are run. */
const maxCalls = 128;

export async function* runLoop(input: LoopInput): AsyncGenerator<EventDraft, LoopResult> {
	const repetition = createRepetitionGuard();
	let messages = input.messages;
	if (input.open !== undefined) {
		messages = yield* finishOpen(input.open, input);
		if (input.signal.aborted) return { stopReason: "cancelled", turns: 1 };
	}
	for (let turn = 1; ; turn++) {
		if (turn > input.maxTurns) return maxTurns(input.maxTurns);
		messages = await withIncoming(messages, input);
		const { answer, used } = yield* ask(input, messages, turn);
		const calls = answer.parts.filter((part) => part.type === "tool-call");
		if (calls.length === 0 || input.signal.aborted || answer.error !== undefined) yield* recordUsage(used, input);
		if (input.signal.aborted) {
			yield* cancelCalls(calls, input);
			return { stopReason: "cancelled", turns: turn };
		}
		if (answer.error !== undefined) {
			yield* cancelCalls(calls, input);
			return { stopReason: refusals[answer.error.code] ?? "failed", error: answer.error, turns: turn };
		}
		if (calls.length === 0) {
			if (answer.finishReason === "length") yield cutNotice;
			const end = endOf(answer);
			const said = end.stopReason === "done" ? await withIncoming(messages, input) : messages;
			if (said === messages) return { ...end, turns: turn };
			messages = [
				...messages,
				{ role: "assistant", parts: answer.parts, model: input.model },
				...said.slice(messages.length),
			];
			continue;
		}
		// What it costs is found out beside the calls: they need not wait for the price table.
		const [results = []] = yield* mergeAsync([runCalls(calls, input), recordUsage(used, input)]);
		messages = [
			...messages,
			{ role: "assistant", parts: answer.parts, model: input.model },
			{ role: "tool", parts: results },
		];
		if (input.signal.aborted) return { stopReason: "cancelled", turns: turn };
		const circling = countRepetitions(repetition, calls, results);
		if (circling.most >= maxRepetitions) return looping(circling.name, turn);
		messages = circling.most >= warnRepetitions ? warned(messages) : messages;
	}
}

/** The conversation up to and with the results of an answer whose calls had not all ended. */
async function* finishOpen(
	{ parts, results, requested }: NonNullable<LoopInput["open"]>,
	input: LoopInput,
): AsyncGenerator<EventDraft, readonly Message[]> {
	const calls = parts.filter((part) => part.type === "tool-call");
	const known = new Map(results.map((result) => [result.callId, result]));
	const made = yield* runCalls(
		calls.filter(({ callId }) => !known.has(callId)),
		input,
		requested,
	);
	for (const result of made) known.set(result.callId, result);
	return [
		...input.messages,
		{ role: "assistant", parts, model: input.model },
		{ role: "tool", parts: calls.flatMap(({ callId }) => known.get(callId) ?? []) },
	];
}

const withIncoming = async (messages: readonly Message[], input: LoopInput): Promise<readonly Message[]> => {
	const said = (await input.incoming?.()) ?? [];
	return said.length === 0 ? messages : [...messages, ...said];
};

async function* ask(
	input: LoopInput,
	messages: readonly Message[],
	turn: number,
): AsyncGenerator<EventDraft, { readonly answer: Answer; readonly used: Used | undefined }> {
	const { clock, model, request, signal } = input;
	const tools = input.tools();
	const overhead = estimateTokens(request.system) + estimateTokens(JSON.stringify(tools));
	const window = input.contextWindow();
	const budget = window === undefined ? Number.POSITIVE_INFINITY : window * (1 - answerReserve) - overhead;
	const fitted = fitMessages(messages, budget);
	const inputTokensEstimate = overhead + estimateMessages(fitted);
	const admission = await input.admit?.(inputTokensEstimate);
	if (admission !== undefined && "refusal" in admission) return { answer: refused(admission.refusal), used: undefined };
	yield { type: "model.request", data: { model, turn, inputTokensEstimate } };
	const startedMs = clock.monotonicMs();
	const messageId = input.nextId();
	const known = knownCalls(messages);
	const answer = yield* readAnswer(input.stream({ ...request, tools, messages: fitted }, signal), {
		messageId,
		model,
		isKnownCall: (callId) => known.has(callId) || input.isKnownCall?.(callId) === true,
		nextId: input.nextId,
		nowMs: () => clock.monotonicMs(),
		onCallStart: (name) => preloadTool(input.environment.tools.get(name)),
	});
	const interrupted = answer.error !== undefined || answer.finishReason === "interrupted";
	if (answer.parts.length > 0 || !interrupted) {
		yield {
			type: "message.end",
			data: {
				messageId,
				model,
				parts: [...answer.parts],
				finishReason: answer.finishReason,
				...(interrupted ? { interrupted } : {}),
			},
		};
	}
	const usage =
		answer.usage ?? (answer.parts.length > 0 ? estimateUsage(inputTokensEstimate, answer.parts) : undefined);
	const durationMs = clock.monotonicMs() - startedMs;
	if (usage === undefined) {
		admission?.release();
		return { answer, used: undefined };
	}
	const settled = admission === undefined ? {} : { onRecorded: admission.release };
	return { answer, used: { usage, durationMs, firstTokenMs: answer.firstTokenMs, ...settled } };
}

const refused = (error: ErrorData): Answer => ({
	parts: [],
	finishReason: "interrupted",
	usage: undefined,
	error,
	firstTokenMs: undefined,
});

/** Consecutive calls that only read run at once; one that changes something runs alone, in its place. */
async function* runCalls(
	calls: readonly ToolCallPart[],
	input: LoopInput,
	requested: ReadonlySet<string> = new Set(),
): AsyncGenerator<EventDraft, ToolResultPart[]> {
	const results: ToolResultPart[] = [];
	for (const group of groupCalls(calls.slice(0, maxCalls), input.environment)) {
		const running = group.map((call) => runToolCall(call, input.environment, input.signal, requested.has(call.callId)));
		results.push(...(yield* mergeAsync(running)));
	}
	for (const call of calls.slice(maxCalls)) results.push(yield* refuseCall(call));
	return results;
}

/** A call too many is answered, so that the conversation stays sendable, and not run (SECURITY Q10). */
async function* refuseCall({ callId, name, input }: ToolCallPart): AsyncGenerator<EventDraft, ToolResultPart> {
	const content = `Not run: at most ${maxCalls} calls fit into one answer. Ask for the rest in the next one.`;
	yield { type: "tool.request", data: { callId, name, title: "", input } };
	yield {
		type: "tool.result",
		data: { callId, name, status: "failed", content, summary: "too many calls", durationMs: 0 },
	};
	return { type: "tool-result", callId, name, content, isError: true };
}

const groupCalls = (
	calls: readonly ToolCallPart[],
	environment: ToolCallEnvironment,
): readonly (readonly ToolCallPart[])[] => {
	const groups: ToolCallPart[][] = [];
	let lastIsShared = false;
	for (const call of calls) {
		const effects = environment.tools.get(call.name)?.effects ?? [];
		const isShared = effects.every((effect) => effect === "read" || effect === "network");
		const last = groups.at(-1);
		if (isShared && lastIsShared && last !== undefined) last.push(call);
		else groups.push([call]);
		lastIsShared = isShared;
	}
	return groups;
};

/** Calls that will not run any more still get their events, so that the log stays sendable. */
async function* cancelCalls(calls: readonly ToolCallPart[], input: LoopInput): AsyncGenerator<EventDraft, void> {
	const stopped = AbortSignal.abort();
	for (const call of calls) yield* runToolCall(call, input.environment, stopped);
}

const knownCalls = (messages: readonly Message[]): ReadonlySet<string> =>
	new Set(
		messages.flatMap((message) => message.parts.flatMap((part) => (part.type === "tool-call" ? [part.callId] : []))),
	);

const countRepetitions = (
	guard: RepetitionGuard,
	calls: readonly ToolCallPart[],
	results: readonly ToolResultPart[],
): { most: number; name: string } => {
	let most = { most: 0, name: "" };
	for (const [index, call] of calls.entries()) {
		const result = results[index];
		const count = result === undefined ? 0 : guard.count(call, result);
		if (count > most.most) most = { most: count, name: call.name };
	}
	return most;
};

const warned = (messages: readonly Message[]): readonly Message[] => {
	const last = messages.at(-1);
	if (last?.role !== "tool") return messages;
	const note = "\n[This same call has given this same result before. Do something else, or answer with what is known.]";
	const parts = last.parts.map((part) => ({ ...part, content: part.content + note }));
	const tool: ToolMessage = { role: "tool", parts };
	return messages.with(-1, tool);
};

const cutNotice: EventDraft = {
	type: "notice.show",
	data: { level: "warn", text: "the answer was cut at the model's output limit", hint: "ask it to go on" },
};

const endOf = (answer: Answer): Omit<LoopResult, "turns"> => {
	if (answer.finishReason === "refusal" || answer.finishReason === "content-filter") {
		const message = "the model refused to answer";
		return {
			stopReason: "failed",
			error: { code: "provider.refused", message, hint: "put it differently, or try another model", exitCode: 1 },
		};
	}
	if (answer.parts.length === 0) {
		const message = "the model ended without an answer";
		return {
			stopReason: "failed",
			error: { code: "provider.malformed", message, hint: "ask again, or try another model", exitCode: 6 },
		};
	}
	return { stopReason: "done" };
};

const maxTurns = (turns: number): LoopResult => ({
	stopReason: "max-turns",
	error: {
		code: "limit.turns",
		message: `stopped after ${turns} turns`,
		hint: "ask again to go on, or raise --max-turns",
		exitCode: 5,
	},
	turns,
});

const looping = (name: string, turns: number): LoopResult => ({
	stopReason: "loop",
	error: {
		code: "limit.loop",
		message: `stopped: ${name} was called with the same arguments and gave the same result ${maxRepetitions} times`,
		hint: "say what to do differently",
		exitCode: 5,
	},
	turns,
});
