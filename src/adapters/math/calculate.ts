// One expression in, its value as text out. Exact fractions are tried first, then decimals of 64 digits, then
// floating point for what only that offers.
import type { BigNumber, Fraction, MathJsInstance } from "mathjs";
import { checkExpression } from "./allowed.ts";
import { createDecimalEngine, createExactEngine, NotExact } from "./engine.ts";
import { decimalOf, defaultDigits, formatValue, terminating } from "./format.ts";
import { TooLarge } from "./integers.ts";
import { lazy } from "./lazy.ts";
import { callOf, derive, expand, simplify, solve } from "./symbolic.ts";
import { toMathSyntax } from "./syntax.ts";

export interface Calculation {
	readonly expression: string;
	readonly result: string;
	readonly approximate?: string;
	readonly type: "integer" | "fraction" | "decimal" | "complex" | "matrix" | "boolean" | "unit" | "text" | "expression";
}

const exactEngine = lazy(createExactEngine);
const decimalEngine = lazy(createDecimalEngine);

/** What is wrong with the input rather than with the way it was evaluated; the next pass would say the same. */
const isFinal = (error: unknown): boolean =>
	error instanceof TooLarge ||
	(error instanceof Error &&
		/dimension|divides by zero|singular|inverse|no digit|base is|may have at most|whole number|not defined|counted/i.test(
			error.message,
		));

function evaluate(math: MathJsInstance, text: string): unknown {
	const value: unknown = checkExpression(math, math.parse(text)).compile().evaluate({});
	// Several statements: the last one counts.
	return math.typeOf(value) === "ResultSet" ? (value as { entries: readonly unknown[] }).entries.at(-1) : value;
}

/** A floating-point number in a result of the exact engine means that something was rounded on the way. */
const isExact = (math: MathJsInstance, value: unknown): boolean => {
	if (Array.isArray(value)) return value.every((element) => isExact(math, element));
	const type = math.typeOf(value);
	return type !== "number" && type !== "Unit";
};

const isDecimalText = (text: string): boolean => /\d\.\d|%|\bround\b|\bmean\b|\baverage\b|\bstd|\bvar/i.test(text);

function describeExact(expression: string, text: string, value: unknown, digits: number): Calculation {
	const { math } = exactEngine();
	const type = math.typeOf(value);
	if (type === "Fraction") {
		const fraction = value as Fraction;
		const result = formatValue(math, fraction, digits, false);
		if (fraction.d === 1n) return { expression, result, type: "integer" };
		const whole = terminating(fraction);
		if (whole !== undefined && isDecimalText(text)) return { expression, result: whole, type: "decimal" };
		return { expression, result, approximate: decimalOf(math, fraction, digits), type: "fraction" };
	}
	if (type === "Array" || type === "DenseMatrix") {
		const result = formatValue(math, value, digits, isDecimalText(text));
		const approximate = formatValue(math, value, 6, true);
		return { expression, result, type: "matrix", ...(result.includes("/") ? { approximate } : {}) };
	}
	return { expression, result: formatValue(math, value, digits, false), type: plainType(type) };
}

const plainType = (type: string): Calculation["type"] => {
	if (type === "Complex") return "complex";
	if (type === "boolean") return "boolean";
	if (type === "Unit") return "unit";
	if (type === "Array" || type === "DenseMatrix") return "matrix";
	return "text";
};

function describeDecimal(expression: string, value: unknown, digits: number): Calculation {
	const { math } = decimalEngine();
	const type = math.typeOf(value);
	if (type === "undefined" || type === "function" || type === "Object") throw new Error("It has no value");
	if (type !== "BigNumber" && type !== "number") {
		const result = formatValue(math, value, digits, true);
		return { expression, result, type: type === "Complex" && !result.includes("i") ? "decimal" : plainType(type) };
	}
	const big = math.bignumber(value as BigNumber);
	if (big.isNaN()) throw new Error("It is not defined");
	if (!big.isFinite()) throw new Error("It has no finite value: a division by zero, or a result too large");
	// What is left of a rounding error at the 64th digit.
	const tidy = big.abs().lt("1e-50") ? math.bignumber(0) : big.toSignificantDigits(Math.max(50, digits));
	if (tidy.isInteger() && tidy.e < 50) return { expression, result: tidy.toFixed(), type: "integer" };
	return { expression, result: formatValue(math, tidy, digits, true), type: "decimal" };
}

function symbolic(expression: string, text: string): Calculation | undefined {
	const { math } = decimalEngine();
	const described = (result: string): Calculation => ({ expression, result, type: "expression" });
	// Symbolic work is done over plain numbers, whose coefficients print as people write them.
	const derivative = callOf(text, /^(derivative|diff|derive|differentiate)$/i);
	if (derivative !== undefined)
		return described(derive(exactEngine().math, derivative[0] ?? "", derivative[1], derivative[2]));
	const simplified = callOf(text, /^(simplify)$/i);
	if (simplified !== undefined) return described(simplify(exactEngine().math, simplified[0] ?? ""));
	const expanded = callOf(text, /^(expand|rationalize)$/i);
	if (expanded !== undefined) return described(expand(math, expanded[0] ?? ""));
	const solved = callOf(text, /^solve$/i);
	if (solved !== undefined) return described(solve(math, solved[0] ?? "", solved[1]));
	return undefined;
}

/**
 * `digits`: significant digits of a rounded result, 1 to 1000. Throws an Error that says in one line what is wrong
 * with the expression.
 */
export function calculate(request: { readonly expression: string; readonly digits?: number }): Calculation {
	const { expression } = request;
	const digits = Math.min(1000, Math.max(1, request.digits ?? defaultDigits));
	const text = toMathSyntax(expression);
	if (text === "") throw new Error("There is nothing to calculate");
	const known = symbolic(expression, text);
	if (known !== undefined) return known;
	try {
		const value = evaluate(exactEngine().math, text);
		if (isExact(exactEngine().math, value)) return describeExact(expression, text, value, digits);
	} catch (error) {
		if (!(error instanceof NotExact) && isFinal(error)) throw error;
	}
	decimalEngine().math.config({ precision: Math.max(64, digits + 10) });
	return describeDecimal(expression, evaluate(decimalEngine().math, text), digits);
}
