import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { regressionTool } from "../../../tools/math/regression.js";
import { statisticsTool } from "../../../tools/math/statistics.js";
import { pureToolContext, runTool } from "../../helpers/pure-tool-context.js";

// biome-ignore lint/suspicious/noExplicitAny: tests look into what they expect
const fitted = async (input: object): Promise<any> => {
	const output = await runTool(regressionTool, input, pureToolContext());
	expect(regressionTool.output?.safeParse(output.details).success).toBe(true);
	return output.details;
};

describe("regression", () => {
	// Anscombe, "Graphs in Statistical Analysis", The American Statistician 27 (1973): the first data set.
	test("a line through points of the literature", async () => {
		const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
		const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
		const found = await fitted({ x, y, predict: [20] });
		expect(found.coefficients[0]).toBeCloseTo(3.0000909, 6);
		expect(found.coefficients[1]).toBeCloseTo(0.5000909, 6);
		expect(found.rSquared).toBeCloseTo(0.66654246, 6);
		expect(found.predictions[0].y).toBeCloseTo(13.0019091, 6);
	});

	test.each([
		["polynomial", [1, -2, 0.5], (x: number) => 1 - 2 * x + 0.5 * x * x],
		["exponential", [2, 0.3], (x: number) => 2 * Math.exp(0.3 * x)],
		["power", [3, 1.5], (x: number) => 3 * x ** 1.5],
		["logarithmic", [1, 2], (x: number) => 1 + 2 * Math.log(x)],
	] as const)("%s curves are found again", async (model, coefficients, f) => {
		const x = [1, 2, 3, 4, 5, 6, 7];
		const found = await fitted({ x, y: x.map(f), model });
		for (const [index, value] of coefficients.entries()) expect(found.coefficients[index]).toBeCloseTo(value, 8);
		expect(found.rSquared).toBeCloseTo(1, 9);
	});

	test("x far from zero does not cost digits", async () => {
		const x = Array.from({ length: 20 }, (_, index) => 2000 + index);
		const found = await fitted({ x, y: x.map((at) => (at - 2010) ** 2), model: "polynomial", predict: [2030] });
		expect(found.predictions[0].y).toBeCloseTo(400, 4);
	});

	test.each([
		[{ x: [1, 2, 3], y: [1, 2] }, /3 x and 2 y/],
		[{ x: [1, 1, 1], y: [1, 2, 3] }, /different x/],
		[{ x: [1, 2], y: [1, 2], model: "polynomial", degree: 3 }, /at least 4/],
		[{ x: [1, 2], y: [0, 2], model: "exponential" }, /above 0/],
	])("%j is refused", async (input, message) => {
		await expect(fitted(input)).rejects.toMatchObject({
			code: "math.invalid",
			message: expect.stringMatching(message),
		});
	});
});

describe("statistics of two lists and their shape", () => {
	// biome-ignore lint/suspicious/noExplicitAny: tests look into what they expect
	const describeValues = async (input: object): Promise<any> => {
		const output = await runTool(statisticsTool, input, pureToolContext());
		expect(statisticsTool.output?.safeParse(output.details).success).toBe(true);
		return output.details;
	};

	test("correlation and covariance", async () => {
		expect(await describeValues({ values: [1, 2, 3, 4], with: [2, 4, 6, 8] })).toMatchObject({
			correlation: 1,
			covariance: 3.33333333333,
		});
		expect(await describeValues({ values: [1, 2, 3], with: [3, 2, 1] })).toMatchObject({ correlation: -1 });
		expect(await describeValues({ values: [1, 2, 3], with: [5, 5, 5] })).toMatchObject({ correlation: null });
		await expect(describeValues({ values: [1, 2], with: [1] })).rejects.toMatchObject({ code: "math.invalid" });
	});

	test("a histogram holds every value once", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
				async (values) => {
					const { histogram } = await describeValues({ values });
					expect(histogram.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(values.length);
				},
			),
			{ numRuns: 50 },
		);
		expect((await describeValues({ values: [1, 2, 3, 4], bins: 2 })).histogram).toEqual([
			{ from: 1, to: 2.5, count: 2 },
			{ from: 2.5, to: 4, count: 2 },
		]);
	});

	test("skewness", async () => {
		expect((await describeValues({ values: [1, 2, 3] })).skewness).toBe(0);
		expect((await describeValues({ values: [1, 1, 1, 10] })).skewness).toBeCloseTo(2, 9);
	});
});
