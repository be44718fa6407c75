import type { EventData, EventOf } from "../contracts/event.js";
import { type AgentView, type NoticeBlock, noTokens, type SessionState, type TokenTotals } from "./state.js";

type RunEvent = EventOf<
	| "prompt.submit"
	| "prompt.start"
	| "prompt.withdraw"
	| "run.start"
	| "run.end"
	| "model.retry"
	| "usage.record"
	| "agent.update"
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
				approvals: [],
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
			return addUsage(state, event);
		case "agent.update":
			return { ...state, agents: updateAgent(state.agents, event) };
	}
};

/** The first line of the first prompt, at most 60 characters. */
export const titleOf = (text: string): string => {
	const line = text.trim().split("\n", 1)[0] ?? "";
	return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

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

const addUsage = (state: SessionState, event: EventOf<"usage.record">): SessionState => {
	const { model, usage, contextWindow, costMicroUsd } = event.data;
	const { tokens } = state;
	const total = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;
	const agents = state.agents.map((agent) =>
		agent.id === event.agentId
			? {
					...agent,
					tokens: agent.tokens + total,
					costMicroUsd: agent.costMicroUsd === null || costMicroUsd === null ? null : agent.costMicroUsd + costMicroUsd,
				}
			: agent,
	);
	return {
		...state,
		agents,
		tokens: {
			session: addTotals(tokens.session, event.data),
			turn: addTotals(tokens.turn, event.data),
			perModel: { ...tokens.perModel, [model]: addTotals(tokens.perModel[model] ?? noTokens, event.data) },
			contextUsed: total,
			contextWindow: contextWindow ?? tokens.contextWindow,
		},
	};
};

const updateAgent = (agents: readonly AgentView[], event: EventOf<"agent.update">): readonly AgentView[] => {
	const id = event.agentId ?? "main";
	const { name, agentType, state, task } = event.data;
	const known = agents.find((agent) => agent.id === id);
	const startedAt = state === "processing" ? event.time : known?.startedAt;
	const updated: AgentView = {
		id,
		name,
		type: agentType,
		state,
		task,
		startedAt,
		tokens: known?.tokens ?? 0,
		costMicroUsd: known === undefined ? 0 : known.costMicroUsd,
	};
	return known === undefined ? [...agents, updated] : agents.map((agent) => (agent === known ? updated : agent));
};
