// Expressions over the columns of a row: `amount > 100 and (country in ("DE", "FR") or name contains "x")`. Data, never
// code: it is parsed to a tree, and the tree to plain functions.
import { QueryProblem } from "./cell.ts";
import { type Token, tokenize } from "./tokens.ts";

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type TextTest = "contains" | "starts" | "ends" | "matches";

export type Expression =
	| { readonly kind: "column"; readonly name: string }
	| { readonly kind: "literal"; readonly value: string | number | bigint | boolean | null }
	| { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
	| { readonly kind: "arithmetic"; readonly sign: string; readonly left: Expression; readonly right: Expression }
	| { readonly kind: "compare"; readonly sign: Comparison; readonly left: Expression; readonly right: Expression }
	| { readonly kind: "test"; readonly test: TextTest; readonly left: Expression; readonly right: Expression }
	| { readonly kind: "in"; readonly value: Expression; readonly list: readonly Expression[] }
	| { readonly kind: "empty"; readonly value: Expression }
	| { readonly kind: "not"; readonly value: Expression }
	| { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression };

const keywords =
	"and or not in is between contains starts ends with matches like empty null true false as asc desc".split(" ");
const maxDepth = 60;
const maxTokens = 2000;

class Parser {
	private readonly source: string;
	private readonly tokens: readonly Token[];
	private at = 0;
	private depth = 0;

	constructor(source: string) {
		this.source = source;
		this.tokens = tokenize(source);
		if (this.tokens.length > maxTokens) throw this.problem("it is too long");
	}

	whole(): Expression {
		const expression = this.either();
		if (this.next.kind !== "end") throw this.unexpected();
		return expression;
	}

	private get next(): Token {
		return this.tokens[this.at] ?? { kind: "end", text: "", isQuoted: false, at: this.source.length };
	}

	private problem(what: string): QueryProblem {
		return new QueryProblem("data.expression", `In "${this.source.slice(0, 120)}" ${what}`);
	}

	private unexpected(): QueryProblem {
		return this.problem(
			this.next.kind === "end" ? "something is missing at the end" : `"${this.next.text}" is not expected`,
		);
	}

	private isWord(...words: readonly string[]): boolean {
		const { kind, text, isQuoted } = this.next;
		return (
			(kind === "name" && !isQuoted && words.includes(text.toLowerCase())) || (kind === "sign" && words.includes(text))
		);
	}

	private take(...words: readonly string[]): string | undefined {
		if (!this.isWord(...words)) return undefined;
		const { text } = this.next;
		this.at++;
		return text.toLowerCase();
	}

	private expect(word: string): void {
		if (this.take(word) === undefined) throw this.unexpected();
	}

	private either(): Expression {
		if (++this.depth > maxDepth) throw this.problem("brackets are nested too deeply");
		let left = this.both();
		while (this.take("or")) left = { kind: "or", left, right: this.both() };
		this.depth--;
		return left;
	}

	private both(): Expression {
		let left = this.negated();
		while (this.take("and")) left = { kind: "and", left, right: this.negated() };
		return left;
	}

	private negated(): Expression {
		if (!this.take("not")) return this.comparison();
		if (++this.depth > maxDepth) throw this.problem("it is nested too deeply");
		const value = this.negated();
		this.depth--;
		return { kind: "not", value };
	}

	private comparison(): Expression {
		const left = this.sum();
		const sign = this.take("=", "==", "!=", "<>", "<=", ">=", "<", ">");
		if (sign !== undefined) {
			const plain = ({ "==": "=", "<>": "!=" }[sign] ?? sign) as Comparison;
			return { kind: "compare", sign: plain, left, right: this.sum() };
		}
		if (this.take("is")) {
			const isNot = this.take("not") !== undefined;
			if (!this.take("empty", "null")) throw this.unexpected();
			return this.maybeNot(isNot, { kind: "empty", value: left });
		}
		const isNot = this.take("not") !== undefined;
		const tested = this.testOf(left);
		if (tested !== undefined) return this.maybeNot(isNot, tested);
		if (isNot) throw this.unexpected();
		return left;
	}

	private maybeNot(isNot: boolean, value: Expression): Expression {
		return isNot ? { kind: "not", value } : value;
	}

	private testOf(left: Expression): Expression | undefined {
		if (this.take("in")) {
			this.expect("(");
			return { kind: "in", value: left, list: this.list() };
		}
		if (this.take("between")) {
			const low = this.sum();
			this.expect("and");
			const lower: Expression = { kind: "compare", sign: ">=", left, right: low };
			return { kind: "and", left: lower, right: { kind: "compare", sign: "<=", left, right: this.sum() } };
		}
		const test = this.take("contains", "starts", "ends", "matches") as TextTest | undefined;
		if (test === undefined) return undefined;
		if (test === "starts" || test === "ends") this.take("with");
		if (test !== "matches") return { kind: "test", test, left, right: this.sum() };
		const { kind, text } = this.next;
		if (kind !== "pattern" && kind !== "text") throw this.problem("matches needs a pattern such as /^a.*z$/");
		this.at++;
		return { kind: "test", test, left, right: { kind: "literal", value: text } };
	}

	/** After its opening bracket. */
	private list(): readonly Expression[] {
		if (this.take(")")) return [];
		const items = [this.either()];
		while (this.take(",")) items.push(this.either());
		this.expect(")");
		return items;
	}

	private sum(): Expression {
		let left = this.product();
		for (let sign = this.take("+", "-"); sign !== undefined; sign = this.take("+", "-"))
			left = { kind: "arithmetic", sign, left, right: this.product() };
		return left;
	}

	private product(): Expression {
		let left = this.unary();
		for (let sign = this.take("*", "/", "%"); sign !== undefined; sign = this.take("*", "/", "%"))
			left = { kind: "arithmetic", sign, left, right: this.unary() };
		return left;
	}

	private unary(): Expression {
		if (!this.take("-")) return this.primary();
		const value = this.primary();
		if (value.kind === "literal" && (typeof value.value === "number" || typeof value.value === "bigint"))
			return { kind: "literal", value: -value.value };
		return { kind: "arithmetic", sign: "-", left: { kind: "literal", value: 0 }, right: value };
	}

	private primary(): Expression {
		if (this.take("(")) {
			const inner = this.either();
			this.expect(")");
			return inner;
		}
		const constant = this.take("true", "false", "null");
		if (constant !== undefined) return { kind: "literal", value: constant === "null" ? null : constant === "true" };
		const { kind, text, isQuoted } = this.next;
		if (kind === "end" || kind === "sign" || kind === "pattern") throw this.unexpected();
		if (kind === "name" && !isQuoted && keywords.includes(text.toLowerCase()) && this.tokens[this.at + 1]?.text !== "(")
			throw this.unexpected();
		this.at++;
		if (kind === "text") return { kind: "literal", value: text };
		if (kind === "number") {
			const isLong = /^\d+$/.test(text) && !Number.isSafeInteger(Number(text));
			return { kind: "literal", value: isLong ? BigInt(text) : Number(text) };
		}
		if (!isQuoted && this.take("(")) return { kind: "call", name: text.toLowerCase(), args: this.list() };
		return { kind: "column", name: text };
	}
}

/** Throws QueryProblem `data.expression`, quoting what is not understood. */
export const parseExpression = (source: string): Expression => new Parser(source).whole();
