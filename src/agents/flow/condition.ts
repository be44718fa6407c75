/**
 * Conditions of a workflow, a small language of its own:
 *
 *     or      = and { "or" and }
 *     and     = not { "and" not }
 *     not     = "not" not | compare
 *     compare = value [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "contains") value ]
 *     value   = "(" or ")" | text in quotes | number | true | false | null | place
 *
 * A place with nothing in it is null. null, false, 0, "", [] and {} do not hold, all else does.
 */
import type { JsonValue } from "../../contracts/json.js";
import { canonicalJson } from "../../lib/canonical-json.js";
import { lookUp, parsePath, type ValuePath } from "./path.js";

export type Condition = (values: JsonValue) => boolean;
export interface ParsedCondition {
	readonly holds: Condition;
	readonly paths: readonly ValuePath[];
}

type Term = (values: JsonValue) => JsonValue;

const tokenPattern =
	/\s*(?:("(?:[^"\\]|\\.)*"|'[^']*')|(==|!=|<=|>=|<|>|\(|\))|(-?\d+(?:\.\d+)?)(?![\w.])|([a-z_][\w.[\]-]*))/iy;
const maxCharacters = 2000;
const maxDepth = 50;

/** @returns the condition, or what is wrong with it. `{{` and `}}` around a place are allowed. */
export const parseCondition = (source: string): ParsedCondition | string => {
	if (source.length > maxCharacters) return "the condition is longer than 2,000 characters";
	const text = source.replaceAll(/\{\{\s*|\s*\}\}/g, " ");
	const tokens: string[] = [];
	const pattern = new RegExp(tokenPattern);
	for (pattern.lastIndex = 0; text.slice(pattern.lastIndex).trim() !== ""; ) {
		const from = pattern.lastIndex;
		const found = pattern.exec(text);
		if (found === null) return `cannot be read from here on: ${text.slice(from).trim().slice(0, 40)}`;
		tokens.push(found[0].trim());
	}
	const paths: ValuePath[] = [];
	try {
		const reader = new Reader(tokens, paths);
		const term = reader.or(0);
		reader.end();
		return { holds: (values) => isTrue(term(values)), paths };
	} catch (error) {
		if (error instanceof ConditionProblem) return error.message;
		throw error;
	}
};

class ConditionProblem extends Error {}

class Reader {
	private at = 0;
	private readonly tokens: readonly string[];
	private readonly paths: ValuePath[];
	constructor(tokens: readonly string[], paths: ValuePath[]) {
		this.tokens = tokens;
		this.paths = paths;
	}

	or(depth: number): Term {
		if (depth > maxDepth) throw new ConditionProblem("too many brackets");
		let left = this.and(depth);
		while (this.take("or")) {
			const [a, b] = [left, this.and(depth)];
			left = (values) => isTrue(a(values)) || isTrue(b(values));
		}
		return left;
	}

	end(): void {
		const token = this.tokens[this.at];
		if (token !== undefined) throw new ConditionProblem(`${token} is not expected there`);
	}

	private and(depth: number): Term {
		let left = this.not(depth);
		while (this.take("and")) {
			const [a, b] = [left, this.not(depth)];
			left = (values) => isTrue(a(values)) && isTrue(b(values));
		}
		return left;
	}

	private not(depth: number): Term {
		let isNegated = false;
		let isPlain = true;
		while (this.take("not")) {
			isNegated = !isNegated;
			isPlain = false;
		}
		const term = this.compare(depth);
		return isPlain ? term : (values) => isTrue(term(values)) !== isNegated;
	}

	private compare(depth: number): Term {
		const left = this.value(depth);
		const operator = this.tokens[this.at];
		const compare = operator === undefined ? undefined : comparison(operator);
		if (compare === undefined) return left;
		this.at++;
		const right = this.value(depth);
		return (values) => compare(left(values), right(values));
	}

	private value(depth: number): Term {
		const token = this.tokens[this.at++];
		if (token === undefined) throw new ConditionProblem("it ends too early");
		if (token === "(") {
			const inner = this.or(depth + 1);
			if (!this.take(")")) throw new ConditionProblem("( without )");
			return inner;
		}
		if (token.startsWith("'")) return constant(token.slice(1, -1));
		if (token.startsWith('"')) return constant(quoted(token));
		if (/^-?\d/.test(token)) return constant(Number(token));
		if (token === "true" || token === "false") return constant(token === "true");
		if (token === "null") return constant(null);
		const path = parsePath(token);
		if (path === undefined || ["and", "or", "not", "contains"].includes(token))
			throw new ConditionProblem(`${token} is not expected there`);
		this.paths.push(path);
		return (values) => lookUp(values, path) ?? null;
	}

	private take(word: string): boolean {
		if (this.tokens[this.at] !== word) return false;
		this.at++;
		return true;
	}
}

const constant =
	(value: JsonValue): Term =>
	() =>
		value;

const quoted = (token: string): string => {
	try {
		return String(JSON.parse(token));
	} catch {
		throw new ConditionProblem(`${token} is no text in quotes`);
	}
};

const comparison = (operator: string): ((a: JsonValue, b: JsonValue) => boolean) | undefined => {
	switch (operator) {
		case "==":
			return isEqual;
		case "!=":
			return (a, b) => !isEqual(a, b);
		case "<":
			return (a, b) => order(a, b) < 0;
		case "<=":
			return (a, b) => order(a, b) <= 0;
		case ">":
			return (a, b) => order(a, b) > 0;
		case ">=":
			return (a, b) => order(a, b) >= 0;
		case "contains":
			return (a, b) => (Array.isArray(a) ? a.some((item) => isEqual(item, b)) : textOf(a).includes(textOf(b)));
		default:
			return undefined;
	}
};

const isEqual = (a: JsonValue, b: JsonValue): boolean => canonicalJson(a) === canonicalJson(b);

/** Numbers by size, texts by their letters; NaN, which nothing holds of, for anything else. */
const order = (a: JsonValue, b: JsonValue): number => {
	if (typeof a === "number" && typeof b === "number") return a - b;
	if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
	return Number.NaN;
};

const textOf = (value: JsonValue): string => (typeof value === "string" ? value : canonicalJson(value));

const isTrue = (value: JsonValue): boolean =>
	typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
