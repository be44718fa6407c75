// The calculator against what must hold for numbers of any size.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calculate } from "../../../src/adapters/math/calculate.js";

const value = (expression: string): string => calculate({ expression }).result;
const big = fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 40n });
const check = (property: fc.IProperty<unknown[]>, numRuns = 60) =>
	fc.assert(property as fc.IProperty<[unknown]>, { numRuns });

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
/** `n/d` in lowest terms, as it is printed. */
const fraction = (n: bigint, d: bigint): string => {
	const sign = n < 0n !== d < 0n && n !== 0n ? "-" : "";
	const [top, bottom] = [n < 0n ? -n : n, d < 0n ? -d : d];
	const common = gcd(top, bottom);
	return bottom / common === 1n ? `${sign}${top / common}` : `${sign}${top / common}/${bottom / common}`;
};

describe("integers of any size", () => {
	test("sums, products and powers are those of BigInt", () =>
		check(
			fc.property(big, big, fc.integer({ min: 0, max: 30 }), (a, b, n) => {
				expect(value(`(${a}) + (${b})`)).toBe(`${a + b}`);
				expect(value(`(${a}) - (${b})`)).toBe(`${a - b}`);
				expect(value(`(${a}) * (${b})`)).toBe(`${a * b}`);
				expect(value(`(${a})^${n}`)).toBe(`${a ** BigInt(n)}`);
			}),
		));

	test("the laws of brackets, and of squares", () =>
		check(
			fc.property(big, big, big, (a, b, c) => {
				expect(value(`(${a}) * ((${b}) + (${c}))`)).toBe(value(`(${a}) * (${b}) + (${a}) * (${c})`));
				expect(value(`((${a}) + (${b}))^2 - ((${a}) - (${b}))^2 - 4 * (${a}) * (${b})`)).toBe("0");
			}),
		));

	test("roots of powers", () =>
		check(
			fc.property(positive, fc.integer({ min: 2, max: 7 }), (a, n) => {
				expect(value(`nthRoot(${a ** BigInt(n)}, ${n})`)).toBe(`${a}`);
				expect(value(`sqrt(${a * a})`)).toBe(`${a}`);
			}),
		));

	test("gcd times lcm is the product", () =>
		check(
			fc.property(positive, positive, (a, b) => {
				expect(value(`gcd(${a}, ${b})`)).toBe(`${gcd(a, b)}`);
				expect(value(`gcd(${a}, ${b}) * lcm(${a}, ${b})`)).toBe(`${a * b}`);
			}),
		));

	test("factorials, binomials and Fibonacci numbers", () =>
		check(
			fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }), (n, k) => {
				expect(value(`${n}! / ${n - 1}!`)).toBe(`${n}`);
				// Pascal's rule and Cassini's identity.
				expect(value(`combinations(${n}, ${k}) + combinations(${n}, ${k + 1})`)).toBe(
					value(`combinations(${n + 1}, ${k + 1})`),
				);
				expect(value(`fibonacci(${n - 1}) * fibonacci(${n + 1}) - fibonacci(${n})^2`)).toBe(n % 2 === 0 ? "1" : "-1");
			}),
			40,
		));

	test("bases there and back", () =>
		check(
			fc.property(positive, fc.integer({ min: 2, max: 36 }), (a, base) => {
				expect(value(`toBase(${a}, ${base})`)).toBe(a.toString(base));
				expect(value(`fromBase("${a.toString(base)}", ${base})`)).toBe(`${a}`);
				expect(value(`0x${a.toString(16)} + 0`)).toBe(`${a}`);
			}),
		));

	test("prime factors multiply to the number", () =>
		check(
			fc.property(fc.integer({ min: 2, max: 2 ** 40 }), (n) => {
				expect(value(value(`primeFactors(${n})`))).toBe(`${n}`);
			}),
		));
});

describe("fractions and decimals", () => {
	test("are exact and in lowest terms", () =>
		check(
			fc.property(big, positive, big, positive, (a, b, c, d) => {
				expect(value(`(${a})/${b} + (${c})/${d}`)).toBe(fraction(a * d + c * b, b * d));
				expect(value(`((${a})/${b}) * ((${c})/${d})`)).toBe(fraction(a * c, b * d));
			}),
		));

	test("cents add up", () =>
		check(
			fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 20 }), (cents) => {
				const text = (value_: number) =>
					`${value_ < 0 ? "-" : ""}${Math.floor(Math.abs(value_) / 100)}.${String(Math.abs(value_) % 100).padStart(2, "0")}`;
				const total = cents.reduce((sum, one) => sum + one, 0);
				expect(Number(value(cents.map((one) => `(${text(one)})`).join(" + ")))).toBe(Number(text(total)));
			}),
		));

	test("functions and their reverses", () =>
		check(
			fc.property(fc.integer({ min: 1, max: 1000 }), (n) => {
				for (const expression of [
					`e^(ln(${n}))`,
					`10^(log10(${n}))`,
					`sqrt(${n})^2`,
					`${n} * (sin(${n})^2 + cos(${n})^2)`,
				])
					expect(Number(calculate({ expression, digits: 30 }).result)).toBeCloseTo(n, 12);
			}),
			40,
		));
});

describe("matrices", () => {
	const matrix = fc.tuple(...Array.from({ length: 9 }, () => fc.integer({ min: -9, max: 9 })));
	const text = (cells: readonly number[]) => `[[${cells.slice(0, 3)}], [${cells.slice(3, 6)}], [${cells.slice(6)}]]`;

	test("determinants multiply, and an inverse undoes its matrix", () =>
		check(
			fc.property(matrix, matrix, (a, b) => {
				expect(value(`det(${text(a)} * ${text(b)})`)).toBe(value(`det(${text(a)}) * det(${text(b)})`));
				if (value(`det(${text(a)})`) === "0") return;
				expect(value(`${text(a)} * inv(${text(a)})`)).toBe("[[1, 0, 0], [0, 1, 0], [0, 0, 1]]");
			}),
			30,
		));

	test("a solution of a system, and eigenvalues", () => {
		expect(value("lusolve([[2, 1], [1, 3]], [3, 5])")).toBe("[[4/5], [7/5]]");
		expect(value("eigenvalues([[2, 0], [0, 3]])")).toBe("[2, 3]");
	});
});
