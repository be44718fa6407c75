// Sums of a session's ledger, for commands.

interface UsageRecord {
	readonly model: string;
	readonly usage: {
		readonly inputTokens: number;
		readonly outputTokens: number;
		readonly cacheReadTokens: number;
		readonly cacheWriteTokens: number;
		readonly reasoningTokens: number;
	};
	readonly costMicroUsd: number | null;
}

export interface ModelTotals {
	readonly model: string;
	readonly calls: number;
	readonly inputTokens: number;
	readonly cacheReadTokens: number;
	readonly cacheWriteTokens: number;
	readonly outputTokens: number;
	/** Sum of the known costs in millionths of a US dollar. */
	readonly costMicroUsd: number;
	/** Calls whose price is not known. */
	readonly unpricedCalls: number;
}

export const totalsByModel = (records: Iterable<UsageRecord>): readonly ModelTotals[] => {
	const totals = new Map<string, ModelTotals>();
	for (const { model, usage, costMicroUsd } of records) {
		const before = totals.get(model);
		totals.set(model, {
			model,
			calls: (before?.calls ?? 0) + 1,
			inputTokens: (before?.inputTokens ?? 0) + usage.inputTokens,
			cacheReadTokens: (before?.cacheReadTokens ?? 0) + usage.cacheReadTokens,
			cacheWriteTokens: (before?.cacheWriteTokens ?? 0) + usage.cacheWriteTokens,
			outputTokens: (before?.outputTokens ?? 0) + usage.outputTokens,
			costMicroUsd: (before?.costMicroUsd ?? 0) + (costMicroUsd ?? 0),
			unpricedCalls: (before?.unpricedCalls ?? 0) + (costMicroUsd === null ? 1 : 0),
		});
	}
	return [...totals.values()];
};

/** `$0.0213`, `at least $0.02` where some price is missing, `unknown` where all are. */
export const costText = (totals: Pick<ModelTotals, "calls" | "costMicroUsd" | "unpricedCalls">): string => {
	if (totals.calls > 0 && totals.unpricedCalls === totals.calls) return "unknown";
	const dollars = `$${(totals.costMicroUsd / 1e6).toFixed(4)}`;
	return totals.unpricedCalls === 0 ? dollars : `at least ${dollars}`;
};
