// Derivatives, simplification and equations in one unknown.
import type { BigNumber, MathJsInstance, MathNode } from "mathjs";
import { checkExpression } from "./allowed.ts";
import { formatValue } from "./format.ts";

const unknowns = /(?<![A-Za-z_\d])[a-zA-Z](?![A-Za-z_(])/g;

/** Single letters that can stand for an unknown in this text. */
export const lettersOf = (text: string): readonly string[] =>
	[...new Set(text.match(/(?<![A-Za-z_])[a-zA-Z](?![A-Za-z_(])/g) ?? text.match(unknowns) ?? [])].filter(
		(letter) => letter !== "e" && letter !== "i",
	);

/** Arguments of `name( … )` split at commas outside brackets, or undefined when the text is something else. */
export function callOf(text: string, name: RegExp): readonly string[] | undefined {
	const match = /^([a-z]+)\s*\((.*)\)$/is.exec(text.trim());
	if (match === null || !name.test(match[1] ?? "")) return undefined;
	const parts = [""];
	let depth = 0;
	for (const character of match[2] ?? "") {
		if ("([".includes(character)) depth++;
		if (")]".includes(character)) depth--;
		if (depth < 0) return undefined;
		if (character === "," && depth === 0) parts.push("");
		else parts[parts.length - 1] += character;
	}
	return parts.map((part) => part.trim().replace(/^(["'])(.*)\1$/s, "$2"));
}

const checked = (math: MathJsInstance, text: string): MathNode =>
	checkExpression(math, math.parse(text), new Set(lettersOf(text)));

/** How people write it: `2 * x` stays, `3 * x ^ 2` becomes `3 * x^2`. */
export const tidy = (node: MathNode): string =>
	node
		.toString({ parenthesis: "auto", implicit: "hide" } as never)
		.replace(/ \^ /g, "^")
		.replace(/(\d) ([a-z(])/gi, "$1*$2")
		.replace(/\+ -(\d)/g, "- $1");

/** d/d`variable` of the expression; with `at`, its value there. */
export function derive(
	math: MathJsInstance,
	text: string,
	variable: string | undefined,
	at: string | undefined,
): string {
	const letter = variable ?? lettersOf(text)[0] ?? "x";
	if (!/^[a-z]\w*$/i.test(letter)) throw new Error(`"${letter}" cannot be a variable`);
	const node = checkExpression(math, math.parse(text), new Set([...lettersOf(text), letter]));
	const result = math.simplify(math.derivative(node, letter));
	if (at === undefined) return tidy(result);
	return formatValue(math, result.compile().evaluate({ [letter]: math.evaluate(at) }), 16, true);
}

export const simplify = (math: MathJsInstance, text: string): string => tidy(math.simplify(checked(math, text)));

export const expand = (math: MathJsInstance, text: string): string =>
	tidy(math.rationalize(checked(math, text)) as MathNode);

/** Roots of a polynomial equation up to the third degree, as `x = 2` or `x = 2 or x = 3`. */
export function solve(math: MathJsInstance, text: string, variable: string | undefined): string {
	const [left = "", right = "0", more] = text.split(/==?/);
	if (more !== undefined) throw new Error("An equation has one equals sign");
	const letter = variable ?? lettersOf(text)[0];
	if (letter === undefined) throw new Error("The equation has no unknown");
	const node = checked(math, `(${left}) - (${right})`);
	const { coefficients } = math.rationalize(node, {}, true) as unknown as { coefficients: readonly number[] };
	const degree = coefficients.length - 1;
	if (degree < 1) throw new Error(`${letter} does not matter in this equation`);
	if (degree > 3) throw new Error("Equations are solved here up to the third degree");
	const roots = math.polynomialRoot(...(coefficients as [number, number])) as readonly (number | BigNumber)[];
	const shown = [...new Set(roots.map((root) => formatValue(math, root, 12, true)))];
	return shown.map((root) => `${letter} = ${root}`).join(" or ");
}
