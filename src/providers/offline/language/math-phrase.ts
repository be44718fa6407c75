import { Parser } from "./math-parser.js";
import { tokenize } from "./math-tokens.js";

export interface MathPhrase {
	readonly expression: string;
	/** Holds `ans`, the earlier result. */
	readonly usesEarlier: boolean;
}

/** The expression that `text` says, or undefined when any part of it is not arithmetic. */
export function parseMath(text: string): MathPhrase | undefined {
	if (text.length > 500) return undefined;
	const tokens = tokenize(text.trim());
	if (tokens === undefined || tokens.length === 0) return undefined;
	const expression = new Parser(tokens).all();
	return expression === undefined ? undefined : { expression, usesEarlier: /\bans\b/.test(expression) };
}

/** "3, 5 and 9" as its members, each an expression. A number alone is a list of one. */
export function parseMathList(text: string): readonly string[] | undefined {
	const members = text
		.replace(/(?<=\d),(?=\d{3}(?!\d))(?=.*(?:, | and ))/g, "")
		.split(/\s*(?:,\s*(?:and|&)\s+|,\s*|;\s*|\s+and\s+|\s*&\s*|\s+(?=[\d-]))\s*/i)
		.filter((member) => member !== "");
	const expressions = members.map((member) => parseMath(member)?.expression);
	return expressions.length > 0 && expressions.every((expression) => expression !== undefined)
		? (expressions as string[])
		: undefined;
}
