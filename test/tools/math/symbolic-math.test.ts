import { expect, test } from "vitest";
import { type SymbolicRequest, symbolicMath } from "../../../src/adapters/math/algebra.js";

const run = (operation: SymbolicRequest["operation"], expression: string, more: Partial<SymbolicRequest> = {}) =>
	symbolicMath({ operation, expression, ...more });

test.each([
	["simplify", "2x + 3x", "5 * x"],
	["expand", "(x+1)^3", "x^3 + 3*x^2 + 3*x + 1"],
	["expand", "(x + y)(x - y)", "x^2 - y^2"],
	["factor", "x^2 - 5x + 6", "(x - 2) * (x - 3)"],
	["factor", "2x^3 - 2x", "2 * (x + 1) * x * (x - 1)"],
	["factor", "6x^2 - 5x + 1", "(3*x - 1) * (2*x - 1)"],
	["factor", "x^4 + x^2", "x^2 * (x^2 + 1)"],
	["factor", "x^2 + 1", "(x^2 + 1)"],
	["derive", "x^3 + sin(x)", "3*x^2 + cos(x)"],
	["derive", "ln(x)", "1 / x"],
] as const)("%s %s", (operation, expression, expected) => {
	const plain = (text: string) => text.replace(/\s|\*/g, "");
	expect(plain(run(operation, expression).result)).toBe(plain(expected));
});

test("higher derivatives, and their value at a place", () => {
	expect(run("derive", "x^4", { order: 2 }).result.replace(/\s/g, "")).toBe("12*x^2");
	expect(run("derive", "x^3", { at: "2/3" })).toEqual({
		result: "4/3",
		isExact: true,
		approximate: "1.333333333333333",
	});
});

test.each([
	["x^2", "0", "1", "1/3"],
	["3x^2 + 2x", "-1", "2", "12"],
	["sin(x)", "0", "pi", "2"],
	["1/x", "1", "e", "1"],
	["e^(-x^2)", "-infinity", "infinity", "1.77245385090552"],
	["exp(-x)", "0", "infinity", "1"],
	["sqrt(1 - x^2)", "-1", "1", "1.5707963267949"],
	["x", "1", "0", "-1/2"],
])("the integral of %s from %s to %s is %s", (expression, from, to, expected) => {
	const { result } = run("integrate", expression, { from, to });
	const number = (text: string) =>
		text
			.split("/")
			.map(Number)
			.reduce((a, b) => a / b);
	if (expected.includes("/")) expect(result).toBe(expected);
	expect(number(result)).toBeCloseTo(number(expected), 9);
});

// Each antiderivative is proven by its derivative before it is told.
test.each([
	"x^2",
	"3",
	"1/x",
	"1/(2x + 1)^2",
	"sin(3x)",
	"cos(x) + x",
	"e^(2x)",
	"2^x",
	"5 exp(-x/2)",
	"sqrt(x + 1)",
	"ln(x)",
	"a x^2 + b",
	"tan(x)",
	"(x+1)(x-2)",
])("there is an antiderivative of %s", (expression) => {
	expect(run("integrate", expression, { variable: "x" }).result).toMatch(/x/);
});

test.each([
	["integrate", "e^(x^2)", {}, /No antiderivative/],
	["integrate", "1/x", { from: "-1", to: "1" }, /does not settle/],
	["integrate", "x", { from: "zebra", to: "1" }, /zebra/],
	["factor", "x y + 1", {}, /one unknown|polynomials|Unknown/],
	["expand", "sin(x)", {}, /polynomials/],
	["derive", "import(x)", {}, /Unknown function/],
	["simplify", 'x.constructor("x")', {}, /not arithmetic|Unknown function/],
] as const)("%s %s %j is refused", (operation, expression, more, message) => {
	expect(() => run(operation, expression, more)).toThrow(message);
});
