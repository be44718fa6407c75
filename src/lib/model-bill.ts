import { plural } from "./plural.js";

interface Bill {
	readonly usage: {
		readonly inputTokens: number;
		readonly outputTokens: number;
		readonly cacheReadTokens: number;
		readonly cacheWriteTokens: number;
	};
	readonly costMicroUsd: number | null;
	readonly durationMs: number;
}

export const inputTokensOf = ({ usage }: Bill): number =>
	usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;

/** `$0.0012`, `$0` or `price unknown`. */
export const costInWords = ({ costMicroUsd }: Pick<Bill, "costMicroUsd">): string => {
	if (costMicroUsd === null) return "price unknown";
	if (costMicroUsd === 0) return "$0";
	return `$${costMicroUsd < 100 ? (costMicroUsd / 1e6).toFixed(6) : (costMicroUsd / 1e6).toFixed(4)}`;
};

export const secondsInWords = ({ durationMs }: Pick<Bill, "durationMs">): string =>
	`${(durationMs / 1000).toFixed(1)} s`;

/** `120 tokens, $0.0012, 1.4 s`. */
export const billInWords = (bill: Bill): string =>
	[plural(inputTokensOf(bill) + bill.usage.outputTokens, "token"), costInWords(bill), secondsInWords(bill)].join(", ");
