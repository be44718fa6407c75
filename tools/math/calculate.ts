import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolOutput } from "../../src/contracts/tool.js";
import { mathTrouble } from "../../src/lib/math-trouble.js";
import { plainArithmetic } from "../../src/lib/plain-arithmetic.js";

const calculation = z.object({
	expression: z.string(),
	result: z.string(),
	approximate: z.string().optional(),
	type: z.enum(["integer", "fraction", "decimal", "complex", "matrix", "boolean", "unit", "text", "expression"]),
});

const example = 'Write plain maths, e.g. "15% of 240", "2^64", "sqrt(2)", "derivative(x^2, x)".';

/**
 * Exact where the result is (integers of any size, fractions, decimals), else rounded to `digits` significant digits.
 * Throws NexusError `math.invalid` or `math.too-large`. No code is ever evaluated (SECURITY R16, D16).
 */
export const calculateTool = defineTool({
	name: "calculate",
	category: "math",
	description:
		"Evaluate a maths expression exactly: integers of any size, fractions, decimals, percent (15% of 240), complex numbers, matrices, units, gcd, lcm, primeFactors, isPrime, derivative(x^2, x), simplify, solve(2x=6), hex, bin, toBase.",
	keywords: ["arithmetic", "percent", "compute", "eigenvalues", "determinant", "factorial", "log", "base", "binary"],
	effects: [],
	isPure: true,
	isCore: true,
	input: z.object({
		expression: z.string().min(1).max(10_000),
		digits: z.int().min(1).max(1000).optional().describe("significant digits of a rounded result; default 16"),
	}),
	output: calculation,
	title: ({ expression }) => expression,
	async run({ expression, digits }, { workers, signal }) {
		const plain = digits === undefined ? plainArithmetic(expression) : undefined;
		if (plain !== undefined) return told({ expression, ...plain });
		const input = { kind: "calculate", expression, ...(digits === undefined ? {} : { digits }) };
		const details = await workers
			.run("math", input, { timeoutMs: 1500, memoryMb: 192, signal })
			.then((value) => calculation.parse(value))
			.catch((error: unknown) => {
				const trouble = mathTrouble(error, example);
				throw trouble === undefined
					? error
					: new NexusError(trouble.code, trouble.message, { hint: trouble.hint, cause: error });
			});
		return told(details);
	},
});

const told = ({ approximate, ...exact }: z.output<typeof calculation>): ToolOutput => {
	const { result } = exact;
	return {
		content: approximate === undefined ? result : `${result} (${approximate})`,
		details: approximate === undefined ? exact : { ...exact, approximate },
		summary: result.length > 40 ? `${result.length} characters` : result,
	};
};
