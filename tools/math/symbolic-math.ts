import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { mathTrouble } from "../../src/lib/math-trouble.js";

const operations = ["simplify", "expand", "factor", "derive", "integrate"] as const;
const outcome = z.object({ result: z.string(), isExact: z.boolean(), approximate: z.string().optional() });

const example = 'Write e.g. operation "derive", expression "x^3 + sin(x)", variable "x".';

/**
 * An antiderivative is told only when its derivative is proven to be the expression; where no rule gives one, a definite
 * integral is computed by numbers. Throws NexusError `math.invalid` or `math.too-large`.
 */
export const symbolicMathTool = defineTool({
	name: "symbolic_math",
	category: "math",
	description: "Simplify, expand, factor, derive or integrate an expression.",
	keywords: ["derivative", "integral", "antiderivative", "differentiate", "calculus", "algebra", "factorise", "area"],
	effects: [],
	isPure: true,
	input: z.object({
		operation: z.enum(operations).describe("What to do"),
		expression: z.string().min(1).max(2000).describe('e.g. "x^2 * sin(x)"'),
		variable: z.string().max(20).optional().describe("Default: its letter"),
		from: z.string().max(100).optional().describe("Integrate from, e.g. 0, -infinity"),
		to: z.string().max(100).optional().describe("to"),
		order: z.int().min(1).max(20).default(1).describe("Of the derivative"),
		at: z.string().max(100).optional().describe("Value of the derivative there"),
	}),
	output: outcome.extend({ operation: z.enum(operations), expression: z.string() }),
	title: ({ operation, expression }) => `${operation} ${expression}`,
	async run(input, { workers, signal }) {
		const { operation, expression, from, to } = input;
		if (operation === "integrate" && (from === undefined) !== (to === undefined)) {
			throw new NexusError("math.invalid", "A definite integral needs both from and to", { hint: example });
		}
		const request = JSON.parse(JSON.stringify({ kind: "symbolic", ...input }));
		const { approximate, ...found } = await workers
			.run("math", request, { timeoutMs: 5000, memoryMb: 192, signal })
			.then((value) => outcome.parse(value))
			.catch((error: unknown) => {
				const trouble = mathTrouble(error, example);
				throw trouble === undefined
					? error
					: new NexusError(trouble.code, trouble.message, { hint: trouble.hint, cause: error });
			});
		const constant = operation === "integrate" && from === undefined ? " + C" : "";
		const { result } = found;
		return {
			content: `${found.isExact ? "" : "≈ "}${result}${constant}${approximate === undefined ? "" : ` (${approximate})`}`,
			details: { operation, expression, ...found, ...(approximate === undefined ? {} : { approximate }) },
			summary: result.length > 60 ? operation : result,
		};
	},
});
