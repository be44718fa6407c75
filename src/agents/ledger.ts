// What the agents of a session have spent: each for itself, and with all below it. One sum, kept as events come (SPEC 17.6).
import { agentOf, type EventData, mainAgent } from "../contracts/event.js";

export interface Spent {
	/** Input with what was cached. */
	readonly inputTokens: number;
	readonly outputTokens: number;
	/** Sum of the known costs. */
	readonly costMicroUsd: number;
	readonly unpricedCalls: number;
}

/** The events that count here, stored or about to be. */
export type LedgerEvent =
	| { readonly type: "agent.start"; readonly agentId?: string | undefined; readonly data: EventData<"agent.start"> }
	| { readonly type: "usage.record"; readonly agentId?: string | undefined; readonly data: EventData<"usage.record"> };

export interface Ledger {
	note(event: LedgerEvent): void;
	/** Of an agent and of all below it; of the main agent: of the session. */
	of(agentId: string): Spent;
}

export const noSpending: Spent = { inputTokens: 0, outputTokens: 0, costMicroUsd: 0, unpricedCalls: 0 };

export const createLedger = (): Ledger => {
	const parents = new Map<string, string>();
	const spent = new Map<string, Spent>();
	const add = (agentId: string, { usage, costMicroUsd }: EventData<"usage.record">): void => {
		const before = spent.get(agentId) ?? noSpending;
		spent.set(agentId, {
			inputTokens: before.inputTokens + usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
			outputTokens: before.outputTokens + usage.outputTokens,
			costMicroUsd: before.costMicroUsd + (costMicroUsd ?? 0),
			unpricedCalls: before.unpricedCalls + (costMicroUsd === null ? 1 : 0),
		});
	};
	return {
		note: (event) => {
			const agentId = agentOf(event);
			if (event.type === "agent.start") {
				parents.set(agentId, event.data.task.parent?.agentId ?? mainAgent);
				return;
			}
			for (let id: string | undefined = agentId; id !== undefined; id = parents.get(id)) add(id, event.data);
			if (agentId !== mainAgent && !parents.has(agentId)) add(mainAgent, event.data);
		},
		of: (agentId) => spent.get(agentId) ?? noSpending,
	};
};
