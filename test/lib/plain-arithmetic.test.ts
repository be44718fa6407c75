import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createNodeWorkers } from "../../src/adapters/node-workers.js";
import { plainArithmetic } from "../../src/lib/plain-arithmetic.js";

const workers = createNodeWorkers();
afterAll(() => workers.close());

test.each([
	["2+3", "5"],
	["(1 + 2) * 3", "9"],
	["15% of 240", "36"],
	["7.5% of 40", "3"],
	["2^100", "1267650600228229401496703205376"],
	["-3^2", "-9"],
	["2^3^2", "512"],
	["0.1 + 0.2", "0.3"],
	["19.99 * 3", "59.97"],
	["10 / 4 * 2", "5"],
	["1.5 / -4", "-0.375"],
	["--5", "5"],
])("%s = %s", (expression, result) => {
	expect(plainArithmetic(expression)?.result).toBe(result);
});

test.each([
	...["1/3", "7/4", "1/0", "2^-1", "2^0.5", "100 - 10%", "5!", "1,000", "1e3", "x", "2 3", "(1", "1)", "", "of", "%"],
	...["3 % 2", "2**3", "1..2", "2^99999999", "1.0/3", `${"1+".repeat(200)}1`, "1_000", "٣+٣", "5 of 3", "sqrt(2)"],
])("%s is left to the library", (expression) => {
	expect(plainArithmetic(expression)).toBeUndefined();
});

const number = fc.oneof(
	fc.nat(1000).map(String),
	fc.tuple(fc.nat(99), fc.stringMatching(/^\d{1,3}$/)).map(([whole, decimals]) => `${whole}.${decimals}`),
);
const { sum } = fc.letrec<{ sum: string }>((tie) => ({
	sum: fc.oneof(
		{ depthSize: "small" },
		number,
		fc.tuple(tie("sum"), fc.constantFrom("+", "-", "*", "/"), tie("sum")).map((parts) => parts.join(" ")),
		tie("sum").map((inner) => `(${inner})`),
		tie("sum").map((inner) => `-${inner}`),
		fc.tuple(number, fc.nat(6)).map((parts) => parts.join("^")),
		fc.tuple(number, number).map((parts) => parts.join("% of ")),
	),
}));

test("what it answers, the library answers too", async () => {
	let answered = 0;
	await fc.assert(
		fc.asyncProperty(sum, async (expression) => {
			const plain = plainArithmetic(expression);
			if (plain === undefined) return;
			answered++;
			const input = { kind: "calculate", expression };
			const limits = { timeoutMs: 5000, memoryMb: 192 };
			expect(await workers.run("math", input, limits)).toEqual({ expression, ...plain });
		}),
		{ numRuns: 300, seed: 7 },
	);
	expect(answered).toBeGreaterThan(100);
});
