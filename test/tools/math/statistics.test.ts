import { describe, expect, test } from "vitest";
import { statisticsTool } from "../../../tools/math/statistics.js";
import { pureToolContext, runTool } from "../../helpers/pure-tool-context.js";

const describeValues = async (values: readonly number[], percentiles?: readonly number[]) =>
	(await runTool(statisticsTool, { values, ...(percentiles === undefined ? {} : { percentiles }) }, pureToolContext()))
		.details;

describe("statistics", () => {
	test("describes a sample", async () => {
		expect(await describeValues([2, 4, 4, 4, 5, 5, 7, 9], [90])).toMatchObject({
			count: 8,
			sum: 40,
			mean: 5,
			median: 4.5,
			mode: [4],
			min: 2,
			max: 9,
			range: 7,
			populationStdev: 2,
			stdev: 2.1380899352994,
			quartiles: { q1: 4, q2: 4.5, q3: 5.5 },
			percentiles: { "90": 7.6 },
		});
	});

	test("sums decimals as people do", async () => {
		expect(await describeValues([0.1, 0.2, 0.3])).toMatchObject({ sum: 0.6, mean: 0.2 });
		expect(await describeValues([1e16, 1, -1e16])).toMatchObject({ sum: 1 });
	});

	test("a single value has no spread, distinct values no mode", async () => {
		expect(await describeValues([5])).toMatchObject({ stdev: null, variance: null, populationStdev: 0 });
		expect(await describeValues([1, 2])).toMatchObject({ mode: [] });
	});

	test("nothing to describe is refused", async () => {
		await expect(async () => describeValues([])).rejects.toThrow();
	});
});
