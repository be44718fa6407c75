// The words of an expression.
import { QueryProblem } from "./cell.ts";

export interface Token {
	readonly kind: "name" | "number" | "text" | "pattern" | "sign" | "end";
	/** Names and words as written; texts and patterns without their quotes. */
	readonly text: string;
	/** A name in backticks is never a keyword. */
	readonly isQuoted: boolean;
	readonly at: number;
}

const lexer =
	/\s*(?:(?<number>\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?|\.\d+)|(?<name>[\p{L}_][\p{L}\p{N}_.]*)|`(?<column>[^`]+)`|'(?<single>(?:[^'\\]|\\.|'')*)'|"(?<double>(?:[^"\\]|\\.|"")*)"|(?<sign><=|>=|!=|<>|==|=|<|>|\+|-|\*|%|\(|\)|,|\/))/uy;

const withoutEscapes = (text: string, quote: string): string =>
	text
		.replaceAll(quote + quote, quote)
		.replace(/\\([\\'"nt])/g, (_, letter: string) => ({ n: "\n", t: "\t" })[letter] ?? letter);

/** Throws QueryProblem naming the place of what is no word. A `/` after `matches` begins a pattern. */
export function tokenize(text: string): readonly Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (text.slice(at).trim() !== "") {
		const before = tokens.at(-1);
		const pattern = before?.text.toLowerCase() === "matches" ? /\s*\/((?:[^/\\]|\\.)+)\/(i?)/y : undefined;
		if (pattern !== undefined) {
			pattern.lastIndex = at;
			const found = pattern.exec(text);
			if (found !== null) {
				tokens.push({
					kind: "pattern",
					text: `${found[2] === "i" ? "(?i:" : ""}${found[1]}${found[2] === "i" ? ")" : ""}`,
					isQuoted: true,
					at,
				});
				at = pattern.lastIndex;
				continue;
			}
		}
		const word = new RegExp(lexer);
		word.lastIndex = at;
		const groups = word.exec(text)?.groups;
		if (groups === undefined) {
			throw new QueryProblem(
				"data.expression",
				`"${text.slice(at).trim().slice(0, 20)}" is not understood in "${text.slice(0, 80)}"`,
			);
		}
		const { number, name, column, single, double, sign } = groups;
		if (number !== undefined) tokens.push({ kind: "number", text: number, isQuoted: false, at });
		else if (name !== undefined) tokens.push({ kind: "name", text: name, isQuoted: false, at });
		else if (column !== undefined) tokens.push({ kind: "name", text: column, isQuoted: true, at });
		else if (single !== undefined) tokens.push({ kind: "text", text: withoutEscapes(single, "'"), isQuoted: true, at });
		else if (double !== undefined) tokens.push({ kind: "text", text: withoutEscapes(double, '"'), isQuoted: true, at });
		else tokens.push({ kind: "sign", text: sign ?? "", isQuoted: false, at });
		at = word.lastIndex;
	}
	return [...tokens, { kind: "end", text: "", isQuoted: false, at }];
}
