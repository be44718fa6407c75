import { type EventData, type EventOf, mainAgent } from "../contracts/event.js";
import { firstLine } from "../lib/first-line.js";
import { type AgentView, type NoticeBlock, noTokens, type SessionState, type TokenTotals } from "./state.js";

type RunEvent = EventOf<
	"prompt.submit" | "prompt.start" | "prompt.withdraw" | "run.start" | "run.end" | "model.retry" | "usage.record"
>;

export const reduceRun = (state: SessionState, event: RunEvent): SessionState => {
	switch (event.type) {
		case "prompt.submit": {
			const { promptId, text, images } = event.data;
			return { ...state, queue: [...state.queue, { promptId, text, images: images?.length ?? 0 }] };
		}
		case "prompt.withdraw":
			return { ...state, queue: state.queue.filter((prompt) => prompt.promptId !== event.data.promptId) };
		case "prompt.start": {
			const prompt = state.queue.find((queued) => queued.promptId === event.data.promptId);
			if (prompt === undefined) return state;
			const block = { kind: "prompt" as const, id: prompt.promptId, text: prompt.text, images: prompt.images };
			return {
				...state,
				title: state.title === "" ? titleOf(prompt.text) : state.title,
				queue: state.queue.filter((queued) => queued !== prompt),
				blocks: [...state.blocks, block],
			};
		}
		case "run.start":
			return {
				...state,
				run: { runId: event.runId ?? event.id, model: event.data.model, startedAt: event.time },
				tokens: { ...state.tokens, turn: noTokens },
			};
		case "run.end": {
			const { stopReason, error, durationMs } = event.data;
			const notice = endNotice(event);
			return {
				...state,
				run: undefined,
				lastRun: { stopReason, error, durationMs },
				agents: state.agents.map((agent) => (agent.id === mainAgent ? atEnd(agent, stopReason) : agent)),
				blocks: notice === undefined ? state.blocks : [...state.blocks, notice],
			};
		}
		case "model.retry": {
			const { error, delayMs, attempt } = event.data;
			const text = `${error.message}; try ${attempt + 1} in ${(delayMs / 1000).toFixed(1)} s`;
			return {
				...state,
				blocks: [...state.blocks, { kind: "notice", id: event.id, level: "warn", text, hint: undefined }],
			};
		}
		case "usage.record":
			return withContext(state, event.data);
	}
};

/** With its run the session's own agent has ended, also one that was killed before it could say so; others may go on. */
const atEnd = (agent: AgentView, stopReason: EventData<"run.end">["stopReason"]): AgentView =>
	agent.state === "processing" || agent.state === "waiting-for-tool" || agent.state === "waiting-for-approval"
		? { ...agent, state: stopReason === "done" || stopReason === "cancelled" ? "idle" : "error" }
		: agent;

/** The first line of the first prompt, at most 60 characters. */
export const titleOf = (text: string): string => firstLine(text, 60);

const endNotice = (event: EventOf<"run.end">): NoticeBlock | undefined => {
	const { stopReason, error } = event.data;
	if (stopReason === "done") return undefined;
	const level = stopReason === "cancelled" ? "info" : "error";
	const text = error?.message ?? (stopReason === "cancelled" ? "interrupted" : `stopped: ${stopReason}`);
	return { kind: "notice", id: event.id, level, text, hint: error?.hint };
};

const addTotals = (totals: TokenTotals, { usage, costMicroUsd }: EventData<"usage.record">): TokenTotals => ({
	inputTokens: totals.inputTokens + usage.inputTokens,
	outputTokens: totals.outputTokens + usage.outputTokens,
	cacheReadTokens: totals.cacheReadTokens + usage.cacheReadTokens,
	cacheWriteTokens: totals.cacheWriteTokens + usage.cacheWriteTokens,
	reasoningTokens: totals.reasoningTokens + usage.reasoningTokens,
	calls: totals.calls + 1,
	costMicroUsd: totals.costMicroUsd + (costMicroUsd ?? 0),
	unpricedCalls: totals.unpricedCalls + (costMicroUsd === null ? 1 : 0),
});

/** Of all agents: what a session costs is what all of them cost. */
export const addUsage = (tokens: SessionState["tokens"], data: EventData<"usage.record">): SessionState["tokens"] => ({
	...tokens,
	session: addTotals(tokens.session, data),
	turn: addTotals(tokens.turn, data),
	perModel: { ...tokens.perModel, [data.model]: addTotals(tokens.perModel[data.model] ?? noTokens, data) },
});

/** The window is that of the agent that is shown. */
const withContext = (state: SessionState, { usage, contextWindow }: EventData<"usage.record">): SessionState => ({
	...state,
	tokens: {
		...state.tokens,
		contextUsed: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens,
		contextWindow: contextWindow ?? state.tokens.contextWindow,
	},
});
