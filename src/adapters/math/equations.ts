// Equations and systems of them: linear ones and polynomials exactly where that can be written, everything else by
// numbers in a stated range.
import type { MathJsInstance } from "mathjs";
import { checkExpression } from "./allowed.ts";
import { constantOf, NotPolynomial, type Polynomial, powersOf, type Quotient, toQuotient } from "./polynomial.ts";
import { ratio, ratioText } from "./ratio.ts";
import { NotSolvable } from "./resultant.ts";
import { decimal } from "./roots.ts";
import { findRoots, type RealFunction, searchedRange } from "./scan-roots.ts";
import { type Found, isNearZero, type SolvedValue, solveAll } from "./solve-system.ts";
import { toMathSyntax } from "./syntax.ts";

const maxEquations = 20;
const maxSolutions = 200;

export interface Solved {
	readonly unknowns: readonly string[];
	/** By unknown; one that may be anything is absent, and others may be said by it. */
	readonly solutions: readonly Readonly<Record<string, SolvedValue>>[];
	/** `infinite`: some unknowns are free. */
	readonly kind: "unique" | "several" | "none" | "infinite";
	/** False: numbers were searched in a range; there may be more outside. */
	readonly isComplete: boolean;
	readonly note?: string;
}

const names = /[A-Za-z][A-Za-z0-9_]*/g;
const constants = new Set(["pi", "e", "i", "tau", "phi", "Infinity", "deg", "rad"]);

interface Parsed {
	readonly text: string;
	readonly quotient: Quotient | undefined;
}

function parse(math: MathJsInstance, text: string, unknowns: ReadonlySet<string>): Parsed {
	const sides = toMathSyntax(text.trim().replace(/[.;,]$/, "")).split(/==?/);
	if (sides.length > 2) throw new Error(`"${text.slice(0, 60)}" has more than one equals sign`);
	const [left = "", right = "0"] = sides;
	if (left.trim() === "" || right.trim() === "") throw new Error(`A side of "${text.slice(0, 60)}" is empty`);
	const difference = `(${left}) - (${right})`;
	const node = checkExpression(math, math.parse(difference), unknowns);
	try {
		return { text: difference, quotient: toQuotient(math, node) };
	} catch (error) {
		if (error instanceof NotPolynomial) return { text: difference, quotient: undefined };
		throw error;
	}
}

/** Names in the equations that are neither functions nor constants. */
function findUnknowns(equations: readonly string[]): readonly string[] {
	const found = new Set<string>();
	for (const text of equations) {
		const syntax = toMathSyntax(text);
		for (const match of syntax.matchAll(names)) {
			const [name] = match;
			// A name before a bracket is a function; a single letter is multiplied with it.
			const isFunction = name.length > 1 && /^\s*\(/.test(syntax.slice(match.index + name.length));
			if (!isFunction && !constants.has(name)) found.add(name);
		}
	}
	return [...found].sort();
}

/** Throws Error with what is wrong in one line. */
export function solveEquations(
	math: MathJsInstance,
	equations: readonly string[],
	asked: readonly string[] | undefined,
	toFunction: (text: string, unknown: string) => RealFunction,
): Solved {
	if (equations.length > maxEquations) throw new Error(`At most ${maxEquations} equations are solved at once`);
	const unknowns = asked ?? findUnknowns(equations);
	if (unknowns.length === 0) throw new Error("The equation has no unknown");
	const parsed = equations.map((text) => parse(math, text, new Set(unknowns)));
	const quotients = parsed.flatMap(({ quotient }) => (quotient === undefined ? [] : [quotient]));
	if (quotients.length < parsed.length) {
		const [only, another] = parsed;
		const [unknown = "", further] = unknowns;
		if (only === undefined || another !== undefined || further !== undefined)
			throw new Error("Systems are solved here only of polynomials; this one has other functions");
		return scanned(toFunction(only.text, unknown), unknown);
	}
	try {
		const found = solveAll(quotients.map(({ top }) => top)).filter(
			({ bindings, free }) =>
				free.size > 0 ||
				quotients.every(({ bottom }) => constantOf(bottom) !== undefined || !isNearZero(bottom, bindings)),
		);
		return report(unknowns, found.slice(0, maxSolutions));
	} catch (error) {
		throw error instanceof NotPolynomial || error instanceof NotSolvable
			? new Error(error.message || "This system is not solved here")
			: error;
	}
}

function report(unknowns: readonly string[], found: readonly Found[]): Solved {
	if (found.length === 0) return { unknowns, solutions: [], kind: "none", isComplete: true };
	const isFree = found.some(({ bindings }) => unknowns.some((name) => !bindings.has(name)));
	const solutions = found.map(({ bindings, free }) =>
		Object.fromEntries(
			unknowns.flatMap((name): readonly (readonly [string, SolvedValue])[] => {
				const bound = bindings.get(name);
				if (bound !== undefined) return [[name, bound.shown]];
				const expression = free.get(name);
				return expression === undefined
					? []
					: [[name, { value: polynomialText(expression), isExact: true, isReal: true }]];
			}),
		),
	);
	return {
		unknowns,
		solutions,
		kind: isFree ? "infinite" : solutions.length === 1 ? "unique" : "several",
		isComplete: true,
	};
}

/** `2*x^2 - 3/4*y + 1`. */
export function polynomialText(a: Polynomial): string {
	const degree = (key: string): number => [...powersOf(key).values()].reduce((sum, power) => sum + power, 0);
	const terms = [...a].sort(([x], [y]) => degree(y) - degree(x) || (x < y ? -1 : 1));
	if (terms.length === 0) return "0";
	return terms
		.map(([key, value], index) => {
			const size = ratioText(value.n < 0n ? ratio(-value.n, value.d) : value);
			const unknowns = key.replace(/\^1(?!\d)/g, "");
			const term = unknowns === "" ? size : size === "1" ? unknowns : `${size}*${unknowns}`;
			const sign = value.n < 0n ? "-" : "+";
			return index === 0 ? `${sign === "-" ? "-" : ""}${term}` : `${sign} ${term}`;
		})
		.join(" ");
}

function scanned(f: RealFunction, unknown: string): Solved {
	const roots = findRoots(f);
	const solutions = roots.map((root) => ({ [unknown]: { value: decimal(root), isExact: false, isReal: true } }));
	return {
		unknowns: [unknown],
		solutions,
		kind: roots.length === 0 ? "none" : roots.length === 1 ? "unique" : "several",
		isComplete: false,
		note: `found by numbers between -${searchedRange} and ${searchedRange}; there may be more elsewhere`,
	};
}
