import { afterAll, describe, expect, test } from "vitest";
import { createNodeWorkers } from "../../../src/adapters/node-workers.js";
import { calculateTool } from "../../../tools/math/calculate.js";
import { pureToolContext, runTool } from "../../helpers/pure-tool-context.js";

const workers = createNodeWorkers();
afterAll(() => workers.close());
const calculate = async (expression: string, digits?: number) =>
	(
		await runTool(
			calculateTool,
			{ expression, ...(digits === undefined ? {} : { digits }) },
			pureToolContext({ workers }),
		)
	).details;

const hundredFactorial =
	"93326215443944152681699238856266700490715968264381621468592963895217599993229915608941463976156518286253697920827223758251185210916864000000000000000000000000";

describe("calculate", () => {
	test.each([
		["1/3+1/6", "1/2", "fraction"],
		["0.1+0.2", "0.3", "decimal"],
		["2^64", "18446744073709551616", "integer"],
		["2**64", "18446744073709551616", "integer"],
		["100!", hundredFactorial, "integer"],
		["10^40+1", `1${"0".repeat(39)}1`, "integer"],
		["123456789*987654321", "121932631112635269", "integer"],
		["1,234,567 + 1", "1234568", "integer"],
		["max(1,234)", "234", "integer"],
		["15% of 240", "36", "integer"],
		["12.5% of 80", "10", "integer"],
		["240 + 15%", "276", "integer"],
		["6 × 7 ÷ 2", "21", "integer"],
		["√16 + 2²", "8", "integer"],
		["3 + 4 =", "7", "integer"],
		["sqrt(2)", "1.414213562373095", "decimal"],
		["sqrt(1/4)", "1/2", "fraction"],
		["cbrt(27)", "3", "integer"],
		["nthRoot(81, 4)", "3", "integer"],
		["2^0.5 * 2^0.5", "2", "integer"],
		["log(8, 2)", "3", "integer"],
		["ln(e^2)", "2", "integer"],
		["sin(30 deg)", "0.5", "decimal"],
		["cos(pi/2)", "0", "integer"],
		["17 mod 5", "2", "integer"],
		["-7 mod 3", "2", "integer"],
		["gcd(12, 18)", "6", "integer"],
		["hcf(12, 18)", "6", "integer"],
		["lcm(4, 6)", "12", "integer"],
		["isPrime(97)", "true", "boolean"],
		["isPrime(2^127-1)", "true", "boolean"],
		["isPrime(561)", "false", "boolean"],
		["primeFactors(360)", "2^3 * 3^2 * 5", "text"],
		["factorise(1000000016000000063)", "1000000007 * 1000000009", "text"],
		["divisors(28)", "[1, 2, 4, 7, 14, 28]", "matrix"],
		["nthPrime(10)", "29", "integer"],
		["primes(10)", "[2, 3, 5, 7]", "matrix"],
		["fibonacci(100)", "354224848179261915075", "integer"],
		["combinations(52, 5)", "2598960", "integer"],
		["10 choose 3", "120", "integer"],
		["permutations(5, 2)", "20", "integer"],
		["hex(255)", "0xff", "text"],
		["bin(10)", "0b1010", "text"],
		["toBase(255, 16)", "ff", "text"],
		["fromBase('ff', 16)", "255", "integer"],
		["0xff + 0b11", "258", "integer"],
		["1e3 * 2", "2000", "integer"],
		["round(3.14159, 2)", "3.14", "decimal"],
		["round(2.5)", "3", "integer"],
		["round(1234, -2)", "1200", "integer"],
		["floor(-3.5)", "-4", "integer"],
		["(2+3i)*(1-i)", "5 + i", "complex"],
		["sqrt(-4)", "2i", "complex"],
		["e^(i*pi)", "-1", "complex"],
		["det([[1,2],[3,4]])", "-2", "integer"],
		["inv([[1,2],[3,4]])", "[[-2, 1], [3/2, -1/2]]", "matrix"],
		["[[1,2],[3,4]]*[[5,6],[7,8]]", "[[19, 22], [43, 50]]", "matrix"],
		["transpose([[1,2],[3,4]])", "[[1, 3], [2, 4]]", "matrix"],
		["derivative(x^2, x)", "2 * x", "expression"],
		['derivative("x^3 + 2x", "x")', "3 * x^2 + 2", "expression"],
		["derivative(x^2, x, 3)", "6", "expression"],
		["simplify(2x + 3x)", "5 * x", "expression"],
		["solve(2x + 3 = 7)", "x = 2", "expression"],
		["5 km + 300 m", "5.3 km", "unit"],
		["3 > 2", "true", "boolean"],
		["x = 3; x^2", "9", "integer"],
	])("%s = %s (%s)", async (expression, result, type) => {
		expect(await calculate(expression)).toMatchObject({ result, type });
	});

	test("a fraction also says its decimals, to as many digits as are asked for", async () => {
		expect(await calculate("1/7", 30)).toMatchObject({
			result: "1/7",
			approximate: "0.142857142857142857142857142857",
		});
		expect(await calculate("pi", 50)).toMatchObject({ result: "3.1415926535897932384626433832795028841971693993751" });
	});

	// SECURITY D16: whatever runs away or reaches for code ends with an error within 2 s, and the next call works.
	test.each([
		["9^9^9^9", /too large/],
		["factorial(1e9)", /too large/],
		["ones(1e5,1e5)", /at most 10000/],
		["1:1e9", /range/],
		["constructor", /Unknown name/],
		['import("fs")', /Unknown function/],
		['evaluate("1+1")', /Unknown function/],
		['parse("1+1")', /Unknown function/],
		['createUnit("a")', /Unknown function/],
		["cos.constructor", /not arithmetic/],
		['"a".constructor', /not arithmetic/],
		['simplify("x.constructor")', /not arithmetic/],
		["f(x) = f(x)", /not arithmetic/],
		['{a: 1}["a"]', /not arithmetic/],
		["1/0", /no finite value/],
		["0/0", /not defined/],
		["2 +", /end of expression/],
		["((((((((", /.+/],
	])("%s is refused", async (expression, message) => {
		const started = performance.now();
		await expect(calculate(expression)).rejects.toMatchObject({
			name: "NexusError",
			message: expect.stringMatching(message),
		});
		expect(performance.now() - started).toBeLessThan(2000);
	});

	test("a calculation that never ends is ended, and the next one works", async () => {
		await calculate("1+1");
		const started = performance.now();
		await expect(calculate(`primeFactors(${10n ** 60n + 7n} * ${10n ** 61n + 9n})`)).rejects.toMatchObject({
			code: "math.too-large",
		});
		expect(performance.now() - started).toBeLessThan(2500);
		expect(await calculate("1+1")).toMatchObject({ result: "2" });
	});

	test("a megabyte of text never reaches the thread", async () => {
		await expect(async () => calculate("1+".repeat(500_000))).rejects.toThrow();
	});
});
