import { z } from "zod";
import { defineTool } from "../../src/contracts/tool.js";

/** Drops what floating point adds in the last digits: 0.6000000000000001 becomes 0.6. */
const tidy = (value: number): number => Number(value.toPrecision(15));

/** Neumaier's compensated sum ("Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", 1974). */
const sumOf = (values: readonly number[]): number => {
	let [sum, lost] = [0, 0];
	for (const value of values) {
		const next = sum + value;
		lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
		sum = next;
	}
	return sum + lost;
};

/** Linear interpolation between the closest ranks (method 7 of Hyndman and Fan, 1996; the default of R, NumPy, Excel). */
const percentileOf = (sorted: readonly number[], percent: number): number => {
	const rank = (percent / 100) * (sorted.length - 1);
	const [low, high] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
	return tidy(low + (high - low) * (rank - Math.floor(rank)));
};

/** The values that occur most often; none when all occur once. */
const modeOf = (values: readonly number[]): number[] => {
	const counts = new Map<number, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	const most = Math.max(...counts.values());
	return most === 1 ? [] : [...counts].filter(([, count]) => count === most).map(([value]) => value);
};

const show = (value: number | readonly number[] | null): string => (value === null ? "-" : String(value));

/** Describes a list of numbers. Variance and `stdev` are of a sample (n - 1); null for a single value. */
export const statisticsTool = defineTool({
	name: "statistics",
	category: "math",
	description:
		"Count, sum, mean, median, mode, variance, standard deviation, quartiles and percentiles of a list of numbers.",
	effects: [],
	input: z.object({
		values: z.array(z.number()).min(1).max(100_000),
		percentiles: z.array(z.number().min(0).max(100)).max(100).optional(),
	}),
	title: ({ values }) => (values.length <= 8 ? values.join(", ") : `${values.length} values`),
	async run({ values, percentiles = [] }) {
		const sorted = [...values].sort((a, b) => a - b);
		const count = values.length;
		const sum = sumOf(values);
		const mean = sum / count;
		const squares = sumOf(values.map((value) => (value - mean) ** 2));
		const [min, max] = [sorted[0] ?? 0, sorted[count - 1] ?? 0];
		const details = {
			count,
			sum: tidy(sum),
			min,
			max,
			mean: tidy(mean),
			median: percentileOf(sorted, 50),
			mode: modeOf(values),
			variance: count > 1 ? tidy(squares / (count - 1)) : null,
			stdev: count > 1 ? tidy(Math.sqrt(squares / (count - 1))) : null,
			populationVariance: tidy(squares / count),
			populationStdev: tidy(Math.sqrt(squares / count)),
			range: tidy(max - min),
			quartiles: { q1: percentileOf(sorted, 25), q2: percentileOf(sorted, 50), q3: percentileOf(sorted, 75) },
			percentiles: Object.fromEntries(percentiles.map((percent) => [String(percent), percentileOf(sorted, percent)])),
		};
		const { quartiles, percentiles: asked, ...plain } = details;
		const lines = Object.entries({ ...plain, ...quartiles }).map(([name, value]) => `${name}: ${show(value)}`);
		const extra = Object.entries(asked).map(([percent, value]) => `p${percent}: ${value}`);
		return { content: [...lines, ...extra].join("\n"), details, summary: `mean ${details.mean} of ${count}` };
	},
});
