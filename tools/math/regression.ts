import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { fitCurve, regressionModels } from "../../src/lib/least-squares.js";

const maxPoints = 100_000;
/** Points that a chart shows. */
const maxShown = 200;

const numbers = z.array(z.number()).min(2).max(maxPoints);

const curveOf = (given: {
	model: (typeof regressionModels)[number];
	x: readonly number[];
	y: readonly number[];
	degree: number;
}) => {
	try {
		return fitCurve(given.model, given.x, given.y, given.degree);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new NexusError("math.invalid", error.message, { hint: "Give more points, or another model." });
	}
};

/** Throws NexusError `math.invalid`. */
export const regressionTool = defineTool({
	name: "regression",
	category: "math",
	description: "Fit a curve to points: linear, polynomial, exponential, power or logarithmic, with R² and predictions.",
	keywords: ["trend", "least squares", "fit", "line", "forecast", "extrapolate", "predict", "slope"],
	effects: [],
	isPure: true,
	input: z.object({
		x: numbers.describe("Values of x"),
		y: numbers.describe("Values of y"),
		model: z.enum(regressionModels).default("linear").describe("Kind of curve"),
		degree: z.int().min(1).max(10).default(2).describe("Of a polynomial"),
		predict: z.array(z.number()).max(1000).optional().describe("x to say y for"),
	}),
	output: z.object({
		model: z.enum(regressionModels),
		equation: z.string(),
		coefficients: z.array(z.number()),
		rSquared: z.number(),
		rootMeanSquareError: z.number(),
		points: z.int(),
		predictions: z.array(z.object({ x: z.number(), y: z.number() })),
	}),
	title: ({ model, x }) => `${model}, ${x.length} points`,
	async run({ x, y, model, degree, predict = [] }) {
		if (x.length !== y.length) {
			throw new NexusError("math.invalid", `There are ${x.length} x and ${y.length} y`, {
				hint: "Give one y for each x.",
			});
		}
		const found = curveOf({ model, x, y, degree });
		const predictions = predict.map((at) => ({ x: at, y: Number(found.at(at).toPrecision(12)) }));
		const order = x.map((_, index) => index).sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
		const step = Math.ceil(order.length / maxShown);
		const shown = order.filter((_, index) => index % step === 0);
		const lines = predictions.map((point) => `x = ${point.x}: y = ${point.y}`);
		const { equation, coefficients, rSquared, rootMeanSquareError } = found;
		return {
			content: [
				`${equation}`,
				`R² = ${rSquared}, root mean square error ${rootMeanSquareError}, ${x.length} points`,
				...lines,
			].join("\n"),
			details: {
				model,
				equation,
				coefficients: [...coefficients],
				rSquared,
				rootMeanSquareError,
				points: x.length,
				predictions,
			},
			summary: `${equation}, R² ${Number(rSquared.toPrecision(4))}`,
			view: {
				kind: "chart",
				title: equation,
				labels: shown.map((index) => String(x[index])),
				series: [
					{ name: "y", values: shown.map((index) => y[index] ?? 0) },
					{ name: "fit", values: shown.map((index) => found.at(x[index] ?? 0)) },
				],
			},
		};
	},
});
