// Arithmetic in whole phrases: "20% off 80", "the remainder of 17 divided by 5", "how many ways to choose 3 of 10".
import { parseMath, parseMathList } from "./math-phrase.js";
import { forms, places } from "./number-forms.js";
import { type Build, group, percentForms } from "./percent-forms.js";
import { createRules, type Rule } from "./rules.js";

/** Functions of a list: their words, and how the call is written. */
const lists: readonly (readonly [RegExp, (values: readonly string[]) => string])[] = [
	[
		/^(?:the )?(?:sum|total)(?: total)? (?:of|from) (?:the numbers? )?(?:from )?(\d+) (?:to|through|until) (\d+)$/,
		([range]) => range ?? "",
	],
	[
		/^(?:add|sum)(?: up)?(?: together)?(?: of)?(?: the)?(?: numbers?)?:? (.+?)(?: together| up)?$|^(?:the )?(?:sum|total) (?:of|for) (?:the )?(?:numbers? )?(.+)$/,
		(values) => values.join(" + "),
	],
	[
		/^(?:multiply)(?: together)?(?: the)?(?: numbers?)? (.+?)(?: together)?$|^(?:the )?product (?:of|from) (?:the )?(?:numbers? )?(.+)$/,
		(values) => values.map(group).join(" * "),
	],
	[
		/^(?:the )?(?:gcd|gcf|hcf|greatest common (?:divisor|factor|denominator)|highest common (?:factor|divisor)|largest common (?:factor|divisor)|biggest common (?:factor|divisor))(?: (?:of|between|for))? (.+)$/,
		(values) => `gcd(${values.join(", ")})`,
	],
	[
		/^(?:the )?(?:lcm|least common (?:multiple|denominator)|lowest common (?:multiple|denominator)|smallest common multiple)(?: (?:of|between|for))? (.+)$/,
		(values) => `lcm(${values.join(", ")})`,
	],
];

export const parsed = ([pattern, build]: readonly [RegExp, Build]): Rule<string> => [
	pattern,
	(...values) => {
		const operands = values.map((value) =>
			/^(?:even|odd|sin|cos|tan)$/.test(value) || places[value] !== undefined ? value : expressionOf(value),
		);
		return operands.every((value) => value !== undefined) ? build(...operands) : undefined;
	},
];

const firstForm = createRules<string>(
	[{ needs: /%|per ?cent|pct/, rules: () => percentForms.map(parsed) }, { rules: () => forms.map(parsed) }],
	true,
);

function fromForms(lower: string): string | undefined {
	const range =
		/^(?:the )?(?:sum|total) of (?:all )?(?:the )?(?:numbers|integers|whole numbers)? ?(?:from|between) (\d+) (?:to|through|until|and) (\d+)$/.exec(
			lower,
		);
	if (range !== null) return `sum(${range[1]}:${range[2]})`;
	for (const [pattern, build] of lists.slice(1)) {
		const match = pattern.exec(lower);
		const text = match?.slice(1).find((found) => found !== undefined);
		const values = text === undefined ? undefined : parseMathList(text);
		if (values !== undefined && values.length > 1) return build(values);
	}
	return firstForm(lower);
}

/** What a lower-case phrase says as an expression; `ans` stands for the earlier result. */
export function expressionOf(lower: string): string | undefined {
	const text = lower.replace(/^of /, "");
	return parseMath(text)?.expression ?? fromForms(text);
}
