import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { correlation } from "../../src/lib/least-squares.js";

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

/** Fisher's, of a sample (type 2 of Joanes and Gill, "Comparing measures of sample skewness", 1998). */
const skewnessOf = (values: readonly number[], mean: number, deviation: number): number | null => {
	const count = values.length;
	if (count < 3 || deviation === 0) return null;
	const cubes = sumOf(values.map((value) => ((value - mean) / deviation) ** 3)) / count;
	return Number(((cubes * Math.sqrt(count * (count - 1))) / (count - 2)).toPrecision(12));
};

/** Bins of the same width; their number by Sturges' rule ("The choice of a class interval", 1926) unless it is said. */
const histogramOf = (sorted: readonly number[], wanted: number | undefined) => {
	const [min, max] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
	if (min === max) return [{ from: min, to: max, count: sorted.length }];
	const bins = wanted ?? Math.min(20, Math.ceil(Math.log2(sorted.length)) + 1);
	const counts = Array.from({ length: bins }, () => 0);
	for (const value of sorted) {
		const bin = Math.min(bins - 1, Math.floor(((value - min) / (max - min)) * bins));
		counts[bin] = (counts[bin] ?? 0) + 1;
	}
	const edge = (index: number): number => Number((min + ((max - min) * index) / bins).toPrecision(6));
	return counts.map((count, index) => ({ from: edge(index), to: edge(index + 1), count }));
};

const togetherOf = (values: readonly number[], other: readonly number[]) => {
	const count = values.length;
	const [meanA, meanB] = [sumOf(values) / count, sumOf(other) / count];
	const products = sumOf(values.map((value, index) => (value - meanA) * ((other[index] ?? 0) - meanB)));
	const found = correlation(values, other);
	return {
		correlation: Number.isFinite(found) ? Number(found.toPrecision(12)) : null,
		covariance: count > 1 ? Number((products / (count - 1)).toPrecision(12)) : null,
	};
};

const show = (value: number | readonly number[] | null): string => (value === null ? "-" : String(value));

/** Describes a list of numbers. Variance and `stdev` are of a sample (n - 1); null for a single value. */
export const statisticsTool = defineTool({
	name: "statistics",
	category: "math",
	description:
		"Count, sum, mean, median, mode, variance, standard deviation, quartiles and percentiles of a list of numbers.",
	keywords: ["average", "deviation", "histogram", "correlation", "distribution", "spread", "summary"],
	effects: [],
	isPure: true,
	input: z.object({
		values: z.array(z.number()).min(1).max(100_000),
		percentiles: z.array(z.number().min(0).max(100)).max(100).optional(),
		with: z.array(z.number()).max(100_000).optional().describe("Second list: correlation and covariance"),
		bins: z.int().min(1).max(100).optional().describe("Of the histogram"),
	}),
	output: z.object({
		count: z.int(),
		sum: z.number(),
		min: z.number(),
		max: z.number(),
		mean: z.number(),
		median: z.number(),
		mode: z.array(z.number()),
		variance: z.number().nullable(),
		stdev: z.number().nullable(),
		populationVariance: z.number(),
		populationStdev: z.number(),
		range: z.number(),
		skewness: z.number().nullable(),
		quartiles: z.object({ q1: z.number(), q2: z.number(), q3: z.number() }),
		percentiles: z.record(z.string(), z.number()),
		histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.int() })),
		correlation: z.number().nullable().optional(),
		covariance: z.number().nullable().optional(),
	}),
	title: ({ values }) => (values.length <= 8 ? values.join(", ") : `${values.length} values`),
	async run({ values, percentiles = [], with: other, bins }) {
		if (other !== undefined && other.length !== values.length) {
			throw new NexusError("math.invalid", `The lists have ${values.length} and ${other.length} values`, {
				hint: "Correlation needs a value in each list for each thing that was measured.",
			});
		}
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
			skewness: skewnessOf(values, mean, Math.sqrt(squares / count)),
			quartiles: { q1: percentileOf(sorted, 25), q2: percentileOf(sorted, 50), q3: percentileOf(sorted, 75) },
			percentiles: Object.fromEntries(percentiles.map((percent) => [String(percent), percentileOf(sorted, percent)])),
			histogram: histogramOf(sorted, bins),
			...(other === undefined ? {} : togetherOf(values, other)),
		};
		const { quartiles, percentiles: asked, histogram, ...plain } = details;
		const lines = Object.entries({ ...plain, ...quartiles }).map(([name, value]) => `${name}: ${show(value)}`);
		const extra = Object.entries(asked).map(([percent, value]) => `p${percent}: ${value}`);
		return {
			content: [...lines, ...extra].join("\n"),
			details,
			summary: `mean ${details.mean} of ${count}`,
			view: {
				kind: "chart",
				title: `${count} values`,
				labels: histogram.map(({ from, to }) => `${from} to ${to}`),
				series: [{ name: "count", values: histogram.map((bin) => bin.count) }],
			},
		};
	},
});
