import type { AgentView, SessionState, TokenTotals } from "./state.js";

export const totalInput = (totals: TokenTotals): number =>
	totals.inputTokens + totals.cacheReadTokens + totals.cacheWriteTokens;

/** Filled share of the context window, 0 to 1; undefined when the window is not known. */
export const contextShare = (state: SessionState): number | undefined => {
	const { contextUsed, contextWindow } = state.tokens;
	return contextWindow === undefined || contextWindow === 0 ? undefined : Math.min(1, contextUsed / contextWindow);
};

/** It does something now, or waits for something that it needs to go on. */
export const isAtWork = ({ state }: AgentView): boolean =>
	state !== "idle" && state !== "stopped" && state !== "error" && state !== "created";

/** Agents that do something now. */
export const workingAgents = (state: SessionState): number => state.agents.filter(isAtWork).length;

/** Each agent right behind the one that is above it, with its depth. One whose parent is not known is at the top. */
export const agentTree = (
	agents: readonly AgentView[],
): readonly { readonly agent: AgentView; readonly depth: number; readonly isLast: boolean }[] => {
	const ids = new Set(agents.map((agent) => agent.id));
	const below = Map.groupBy(agents, ({ parentId }) => (parentId !== undefined && ids.has(parentId) ? parentId : ""));
	const branch = (id: string, depth: number): ReturnType<typeof agentTree> => {
		const own = below.get(id) ?? [];
		return own.flatMap((agent, index) => [
			{ agent, depth, isLast: index === own.length - 1 },
			...branch(agent.id, depth + 1),
		]);
	};
	return branch("", 0);
};
