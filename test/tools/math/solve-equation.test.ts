import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solveAll } from "../../../src/adapters/math/algebra.js";
import type { Workers } from "../../../src/contracts/ports.js";
import { solveEquationTool } from "../../../tools/math/solve-equation.js";
import { pureToolContext, runTool } from "../../helpers/pure-tool-context.js";

const solve = (...equations: readonly string[]): string =>
	solveAll(equations, undefined)
		.solutions.map((solution) =>
			Object.entries(solution)
				.map(([name, { value }]) => `${name}=${value}`)
				.join(" "),
		)
		.join("; ");

describe("one unknown", () => {
	test.each([
		["2x + 3 = 7", "x=2"],
		["x/3 + 1/2 = 1", "x=3/2"],
		["x^2 - 5x + 6 = 0", "x=2; x=3"],
		["x^2 = 2", "x=-sqrt(2); x=sqrt(2)"],
		["x^2 - x - 1 = 0", "x=(1 - sqrt(5))/2; x=(1 + sqrt(5))/2"],
		["2x^2 + 4x + 1", "x=(-2 - sqrt(2))/2; x=(-2 + sqrt(2))/2"],
		["x^2 + 1 = 0", "x=-i; x=i"],
		["x^2 - 2x + 5 = 0", "x=1 - 2i; x=1 + 2i"],
		["x^2 + x + 1 = 0", "x=(-1 - sqrt(3)*i)/2; x=(-1 + sqrt(3)*i)/2"],
		["x^3 - 6x^2 + 11x - 6 = 0", "x=1; x=2; x=3"],
		["(x-1)^2 (x+2) = 0", "x=-2; x=1"],
		["x^4 - 16 = 0", "x=-2; x=2; x=-2i; x=2i"],
		["6x^2 - 5x + 1 = 0", "x=1/3; x=1/2"],
		["0.1x = 0.3", "x=3"],
		["1/x = 4", "x=1/4"],
		["(x^2-1)/(x-1) = 0", "x=-1"],
		[
			"x^3 - 2 = 0",
			"x=1.25992104989487; x=-0.629960524947437 - 1.09112363597172i; x=-0.629960524947437 + 1.09112363597172i",
		],
		["12345678901234567890 x = 24691357802469135780", "x=2"],
		["x + 1 = x", ""],
		["t^2 = 9", "t=-3; t=3"],
	])("%s", (equation, expected) => {
		expect(solve(equation)).toBe(expected);
	});

	test("roots that occur more than once say how often", () => {
		expect(solveAll(["(x-1)^3 = 0"], undefined).solutions).toMatchObject([{ x: { value: "1", multiplicity: 3 } }]);
	});

	test.each([
		["cos(x) = x", ["0.739085133215161"]],
		["e^x = 5", ["1.6094379124341"]],
		["sin(x) = 2", []],
		["sqrt(x) = 3", ["9"]],
		["ln(x) = 1", [expect.stringMatching(/^2.7182818284590/)]],
		["1/(x - pi) = 0", []],
	])("%s by numbers, and it says so", (equation, expected) => {
		const { solutions, isComplete, note } = solveAll([equation], undefined);
		expect(solutions.map(({ x }) => x?.value)).toEqual(expected);
		expect([isComplete, note]).toEqual([false, expect.stringContaining("between")]);
	});
});

describe("systems", () => {
	test.each([
		[["x + y = 10", "x - y = 2"], "x=6 y=4"],
		[["2x + 3y - z = 5", "x + y + z = 6", "x - y + 2z = 5"], "x=1 y=2 z=3"],
		[["x + y = 1", "x + y = 2"], ""],
		[["x + y = 7", "x y = 12"].map((text) => text.replace("x y", "x*y")), "x=3 y=4; x=4 y=3"],
		[["x^2 + y^2 = 25", "y = x + 1"], "x=-4 y=-3; x=3 y=4"],
		[["x^2 + y^2 = 25", "x^2 - y^2 = 7"], "x=-4 y=-3; x=4 y=-3; x=-4 y=3; x=4 y=3"],
		[["a + b = 3", "b + c = 5", "a + c = 4"], "a=1 b=2 c=3"],
	])("%j", (equations, expected) => {
		const sorted = (text: string) => text.split("; ").sort();
		expect(sorted(solve(...equations))).toEqual(sorted(expected));
	});

	test("free unknowns are said as such", () => {
		const { kind, solutions } = solveAll(["x + y = 1"], undefined);
		expect(kind).toBe("infinite");
		expect(Object.values(solutions[0] ?? {}).map(({ value }) => value)).toEqual(["-x + 1"]);
	});

	test("any linear system with one solution gives it back exactly", () => {
		const small = fc.integer({ min: -50, max: 50 });
		const row = fc.tuple(small, small, small);
		fc.assert(
			fc.property(fc.tuple(row, row, row), row, (rows, [x, y, z]) => {
				const [[a, b, c], [d, e, f], [g, h, i]] = rows;
				fc.pre(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) !== 0);
				const equations = rows.map(([p, q, r]) => `${p}*x + ${q}*y + ${r}*z = ${p * x + q * y + r * z}`);
				expect(solve(...equations)).toBe(`x=${x} y=${y} z=${z}`);
			}),
			{ numRuns: 40 },
		);
	});

	test("any polynomial made of rational roots has exactly these", () => {
		const root = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 9 }));
		fc.assert(
			fc.property(fc.uniqueArray(root, { minLength: 1, maxLength: 5, selector: ([n, d]) => n / d }), (roots) => {
				const text = roots.map(([n, d]) => `(${d}*x - (${n}))`).join(" * ");
				const found = solveAll([`${text} = 0`], undefined).solutions.map(({ x }) => {
					const [n = 0, d = 1] = (x?.value ?? "").split("/").map(Number);
					return n / d;
				});
				expect(found).toEqual(roots.map(([n, d]) => n / d).sort((a, b) => a - b));
			}),
			{ numRuns: 60 },
		);
	});
});

test.each([
	["x = 1 = 2", /more than one equals/],
	["2 + 2 = 4", /no unknown/],
	["= 3", /empty|no unknown/],
	["import(x) = 1", /Unknown function/],
	["x.constructor = 1", /not arithmetic/],
	["sin(x) + y = 1; x", /./],
])("%s is refused", (equation, message) => {
	expect(() => solve(equation)).toThrow(message);
});

test("the answer in words", async () => {
	const workers = {
		run: async (_: string, { equations }: { equations: string[] }) =>
			JSON.parse(JSON.stringify(solveAll(equations, undefined))),
	} as unknown as Workers;
	const output = await runTool(solveEquationTool, { equations: ["x^2 = 1/4"] }, pureToolContext({ workers }));
	expect(output.content).toBe("x = -1/2 (-0.5)\nx = 1/2 (0.5)");
	expect(solveEquationTool.output?.safeParse(output.details).success).toBe(true);
	expect((await runTool(solveEquationTool, { equations: ["x = x + 1"] }, pureToolContext({ workers }))).content).toBe(
		"There is no solution.",
	);
	expect((await runTool(solveEquationTool, { equations: ["x + y = 1"] }, pureToolContext({ workers }))).content).toBe(
		"y = -x + 1\nx may be anything",
	);
});
