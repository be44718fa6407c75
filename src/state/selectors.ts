import type { SessionState, TokenTotals } from "./state.js";

export const totalInput = (totals: TokenTotals): number =>
	totals.inputTokens + totals.cacheReadTokens + totals.cacheWriteTokens;

/** Filled share of the context window, 0 to 1; undefined when the window is not known. */
export const contextShare = (state: SessionState): number | undefined => {
	const { contextUsed, contextWindow } = state.tokens;
	return contextWindow === undefined || contextWindow === 0 ? undefined : Math.min(1, contextUsed / contextWindow);
};

/** Agents that do something now. */
export const workingAgents = (state: SessionState): number =>
	state.agents.filter((agent) => agent.state !== "idle" && agent.state !== "stopped" && agent.state !== "created")
		.length;
