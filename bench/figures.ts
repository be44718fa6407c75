/** The middle value; the mean of the two in the middle of an even number of values. */
export const median = (values: readonly number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	if (sorted.length === 0) return Number.NaN;
	return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
};

/** The smallest value that `share` (0 to 1) of the values do not exceed (nearest rank). */
export const percentile = (values: readonly number[], share: number): number => {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** Calls `once` one after the other and gives all results in order. */
export const repeat = async <T>(times: number, once: (index: number) => Promise<T>): Promise<readonly T[]> => {
	const results: T[] = [];
	for (let index = 0; index < times; index++) results.push(await once(index));
	return results;
};
