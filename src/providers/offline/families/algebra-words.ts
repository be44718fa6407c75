// Expressions in letters, as they are written and as they are said.
import { unquote } from "../language/clean.js";
import { call, detailsOf, type Outcome, type Step, step, textOf } from "../plan.js";

const looksAlgebraic = /^[\w\s.+\-*/^()=,'"[\]²³]+$/;

/** "x squared plus 3x" as `x^2 + 3x`, else as written. */
export const asExpression = (text: string): string =>
	unquote(text)
		.replace(/^(?:the )?(?:function|expression|equation|polynomial|fraction)[: ]+/i, "")
		.replace(/^(?:f\(x\)|y)\s*=\s*/i, "")
		.replace(/\s+squared/gi, "^2")
		.replace(/\s+cubed/gi, "^3")
		.replace(/\s+to the (?:power (?:of )?)?(\d+)(?:st|nd|rd|th)?(?: power)?/gi, "^$1")
		.replace(/\bplus\b/gi, "+")
		.replace(/\bminus\b/gi, "-")
		.replace(/\btimes\b/gi, "*")
		.replace(/\b(?:divided by|over)\b/gi, "/")
		.replace(/\bequals?(?: to)?\b/gi, "=")
		.replace(/²/g, "^2")
		.replace(/³/g, "^3")
		.replace(/\b(sin|cos|tan|ln|log|exp|sqrt) (?:of )?([a-z])\b/gi, "$1($2)")
		.trim();

export const words = /[a-z]{2,}/gi;

const known = /^(?:sin|cos|tan|ln|log|exp|sqrt|abs|asin|acos|atan|pi|cosh|sinh|tanh)$/i;

export const isAlgebra = (text: string): boolean =>
	looksAlgebraic.test(text) && (text.match(words) ?? []).every((word) => known.test(word) || /^[xyz]{2}$/i.test(word));

export const calculate = (expression: string, answer: (result: string, outcomes: readonly Outcome[]) => string): Step =>
	step(call("calculate", { expression }), (outcomes) => answer(textOf(detailsOf(outcomes[0]).result), outcomes));
