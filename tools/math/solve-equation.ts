import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";
import { mathTrouble } from "../../src/lib/math-trouble.js";
import { plural } from "../../src/lib/plural.js";

const value = z.object({
	value: z.string(),
	approximate: z.string().optional(),
	isExact: z.boolean(),
	isReal: z.boolean(),
	multiplicity: z.int().optional(),
});
const solved = z.object({
	unknowns: z.array(z.string()),
	solutions: z.array(z.record(z.string(), value)),
	kind: z.enum(["unique", "several", "none", "infinite"]),
	isComplete: z.boolean(),
	note: z.string().optional(),
});
type Solved = z.output<typeof solved>;

const example = 'Write equations such as "x^2 - 5x + 6 = 0" or ["x + y = 10", "x - y = 2"].';

const lineOf = (solution: Solved["solutions"][number]): string =>
	Object.entries(solution)
		.map(([name, { value: text, approximate, multiplicity, isExact }]) => {
			const decimals = approximate === undefined ? "" : ` (${approximate})`;
			return `${name} ${isExact ? "=" : "≈"} ${text}${decimals}${multiplicity === undefined ? "" : `, ${multiplicity} times`}`;
		})
		.join(", ");

const describe = ({ solutions, kind, unknowns, note }: Solved): string => {
	if (kind === "none") return note === undefined ? "There is no solution." : `No solution was ${note}.`;
	const lines = solutions.map(lineOf);
	const free = unknowns.filter((name) => solutions.every((solution) => !Object.hasOwn(solution, name)));
	const anything = free.length === 0 ? [] : [`${free.join(" and ")} may be anything`];
	return [...lines, ...anything, ...(note === undefined ? [] : [`(${note})`])].join("\n");
};

/**
 * All roots: rational ones and those of quadratics exactly, others to 15 digits; complex ones too. Throws NexusError
 * `math.invalid` or `math.too-large`.
 */
export const solveEquationTool = defineTool({
	name: "solve_equation",
	category: "math",
	description: "Solve one equation or a system: all roots, exact where possible, real and complex.",
	keywords: [
		"roots",
		"zeros",
		"algebra",
		"quadratic",
		"cubic",
		"polynomial",
		"linear",
		"simultaneous",
		"unknown",
		"find x",
	],
	effects: [],
	isPure: true,
	input: z.object({
		equations: z.array(z.string().min(1).max(2000)).min(1).max(20).describe('e.g. ["x + y = 10", "x*y = 21"]'),
		unknowns: z
			.array(z.string().regex(/^[A-Za-z]\w{0,20}$/))
			.max(20)
			.optional()
			.describe("Default: all names"),
	}),
	output: solved,
	title: ({ equations }) => equations.join("; "),
	async run({ equations, unknowns }, { workers, signal }) {
		const request = { kind: "solve", equations, ...(unknowns === undefined ? {} : { unknowns }) };
		const answer = await workers
			.run("math", request, { timeoutMs: 5000, memoryMb: 192, signal })
			.then((found) => solved.parse(found))
			.catch((error: unknown) => {
				const trouble = mathTrouble(error, example);
				throw trouble === undefined
					? error
					: new NexusError(trouble.code, trouble.message, { hint: trouble.hint, cause: error });
			});
		const { note, solutions, ...rest } = answer;
		const content = describe(answer);
		return {
			content,
			details: JSON.parse(JSON.stringify({ ...rest, solutions, ...(note === undefined ? {} : { note }) })),
			summary: solutions.length <= 1 && content.length <= 40 ? content : plural(solutions.length, "solution"),
		};
	},
});
