// Integrals, factors of polynomials, systems of equations, and curves through points.
import { createRules } from "../language/rules.js";
import { call, detailsOf, type Family, listOf, type Outcome, objectOf, type Step, step, textOf } from "../plan.js";
import { asExpression, isAlgebra } from "./algebra-words.js";

const resultOf = ([outcome]: readonly Outcome[]): string => {
	const details = detailsOf(outcome);
	const approximate = textOf(details.approximate);
	return `${textOf(details.result)}${approximate === "" ? "" : ` (about ${approximate})`}`;
};

const boundOf = (text: string): string =>
	text
		.trim()
		.replace(/^(?:plus |positive )?infinity$|^∞$/i, "infinity")
		.replace(/^(?:minus|negative|-) ?(?:infinity|∞)$/i, "-infinity");

const integral = (text: string, from?: string, to?: string, variable?: string): Step | undefined => {
	const expression = asExpression(text)
		.replace(/ ?(?:d[a-z]|with respect to [a-z])$/i, "")
		.trim();
	if (expression === "" || !isAlgebra(expression) || !/[a-z\d]/i.test(expression)) return undefined;
	const range = from === undefined || to === undefined ? {} : { from: boundOf(from), to: boundOf(to) };
	const input = { operation: "integrate", expression, ...(variable === undefined ? {} : { variable }), ...range };
	return step(call("symbolic_math", input), (outcomes) =>
		"from" in range
			? `The integral of ${expression} from ${range.from} to ${range.to} is ${resultOf(outcomes)}.`
			: `The integral of ${expression} is ${resultOf(outcomes)} + C.`,
	);
};

const factor = (text: string): Step | undefined => {
	const expression = asExpression(text);
	// A lone letter is no polynomial, a number is for prime factors.
	if (
		!isAlgebra(expression) ||
		!/[a-z]/i.test(expression) ||
		!/[-+^*]|\d[a-z]/i.test(expression) ||
		/=/.test(expression)
	)
		return undefined;
	return step(
		call("symbolic_math", { operation: "factor", expression }),
		(outcomes) => `${expression} is ${resultOf(outcomes)}.`,
	);
};

const system = (text: string): Step | undefined => {
	const equations = text
		.replace(/,? (?:solve )?for [a-z](?:(?:, ?| and )[a-z])*$/i, "")
		.split(/\s*(?:;|,|\band\b)\s*/)
		.map((part) => asExpression(part))
		.filter((part) => part !== "");
	if (
		equations.length < 2 ||
		equations.length > 6 ||
		equations.some((one) => !/^[^=]+=[^=]+$/.test(one) || !isAlgebra(one))
	)
		return undefined;
	const letters = new Set(equations.flatMap((one) => one.match(/(?<![a-z])[a-z](?![a-z(])/gi) ?? []));
	if (letters.size < 2) return undefined;
	return step(call("solve_equation", { equations }), ([outcome]) => {
		const details = detailsOf(outcome);
		const told = listOf(details.solutions).map((solution) =>
			Object.entries(solution)
				.map(([name, value]) => `${name} = ${textOf(objectOf(value).value)}`)
				.join(", "),
		);
		if (details.kind === "infinite")
			return `There are infinitely many solutions${told.length === 0 ? "" : `: ${told.join("; or ")}`}.`;
		return told.length === 0 ? "There is no solution." : `${told.join("; or ")}.`;
	});
};

const numbersIn = (text: string): readonly number[] => (text.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);

const curve = (x: readonly number[], y: readonly number[], kind: string, at?: string): Step | undefined => {
	if (x.length < 2 || x.length !== y.length) return undefined;
	const models: Readonly<Record<string, string>> = {
		parabola: "polynomial",
		quadratic: "polynomial",
		polynomial: "polynomial",
		exponential: "exponential",
		power: "power",
		logarithmic: "logarithmic",
		log: "logarithmic",
	};
	const model = models[kind.toLowerCase()];
	const input = {
		x: [...x],
		y: [...y],
		...(model === undefined ? {} : { model }),
		...(at === undefined ? {} : { predict: [Number(at)] }),
	};
	return step(call("regression", input), ([outcome]) => {
		const details = detailsOf(outcome);
		const told = listOf(details.predictions).map((point) => ` At x = ${textOf(point.x)} it gives ${textOf(point.y)}.`);
		return `The best fit is ${textOf(details.equation)} (R² = ${Number(Number(details.rSquared).toPrecision(4))}).${told.join("")}`;
	});
};

const points = (text: string, kind: string, at?: string): Step | undefined => {
	const pairs = [...text.matchAll(/[([]\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*[)\]]/g)];
	return curve(
		pairs.map((pair) => Number(pair[1])),
		pairs.map((pair) => Number(pair[2])),
		kind,
		at,
	);
};

const ask = "(?:what is |find |calculate |compute |determine |evaluate |give me |work out |tell me )?(?:the )?";
const bounds =
	"(?: (?:from|between) (?:[a-z] ?= ?)?(\\S+|minus infinity) (?:to|and) (?:[a-z] ?= ?)?(\\S+|minus infinity))";
const fit =
	"(line|linear|straight line|trend ?line|parabola|quadratic|polynomial|exponential|power|logarithmic|log|regression|linear regression)(?: (?:curve|regression|function|model|fit|trend ?line|line))?";

const firstOf = createRules<Step>([
	{
		needs: /integra|antideriv|area under|∫/,
		rules: () => [
			[
				new RegExp(`^${ask}(?:definite )?(?:integral|integrate)(?: of)? (.+?)${bounds}$`, "i"),
				(text, from, to) => integral(text, from, to),
			],
			[
				new RegExp(`^(?:integrate|integrating)(?: the function)? (.+?)${bounds}$`, "i"),
				(text, from, to) => integral(text, from, to),
			],
			[
				new RegExp(`^${ask}(?:definite )?integral${bounds} of (.+)$`, "i"),
				(from, to, text) => integral(text, from, to),
			],
			[
				new RegExp(`^${ask}area under(?: the)?(?: (?:curve|graph|function))?(?: of)? (.+?)${bounds}$`, "i"),
				(text, from, to) => integral(text, from, to),
			],
			[
				new RegExp(
					`^${ask}(?:indefinite )?(?:integral|anti-?derivative|∫)(?: (?:of|for))? ?(.+?)(?: (?:with respect to|wrt|over) ([a-z]))?$`,
					"i",
				),
				(text, variable) => integral(text, undefined, undefined, variable),
			],
			[
				/^integrate(?: the (?:function|expression))? (.+?)(?: (?:with respect to|wrt|over) ([a-z]))?$/i,
				(text, variable) => integral(text, undefined, undefined, variable),
			],
			[/^∫ ?(.+)$/, (text) => integral(text)],
		],
	},
	{
		needs: /factor/,
		rules: () => [
			[
				/^(?:factor|factori[sz]e)(?: out)?(?: the)?(?: (?:polynomial|expression|quadratic|trinomial))?:? (.+?)(?: (?:completely|fully|into (?:linear )?factors))?$/i,
				(text) => factor(text),
			],
			[
				new RegExp(
					`^${ask}(?:factors|factori[sz]ation|factored form) of(?: the)?(?: (?:polynomial|expression|quadratic))?:? (.+)$`,
					"i",
				),
				(text) => factor(text),
			],
		],
	},
	{
		needs: /=.+=|equals.+equals/,
		rules: () => [
			[
				/^(?:solve|find the solutions? (?:of|to)|what is the solution (?:of|to))(?: (?:for [a-z](?:(?:, ?| and )[a-z])*|the|this|following|system|of|linear|simultaneous|equations?|pair))*:? (.+)$/i,
				(text) => system(text),
			],
			[
				/^(?:find|what are|determine) [a-z](?:(?:, ?| and )[a-z])+ (?:if|when|where|such that|given(?: that)?|with|so that) (.+)$/i,
				(text) => system(text),
			],
			[
				/^(?:if|given|when) (.+?),? (?:then )?(?:what (?:are|is)|find) [a-z](?:(?:, ?| and )[a-z])+$/i,
				(text) => system(text),
			],
			[/^([^=,;]+=[^=,;]+(?:[,;]| and )[^=]+=[^=]+)$/i, (text) => system(text)],
		],
	},
	{
		needs: /\bfit|regress|trend ?line|least squares/,
		rules: () => [
			[
				new RegExp(
					`^(?:(?:fit|find|calculate|do|run|compute|make|give me) )?(?:an? |the |me )?(?:best[- ]fit(?:ting)? )?${fit}(?: (?:to|through|for|of|on|from|with))?(?: the)?(?: (?:points|data(?: points)?))?:? ((?:[([][^()[\\]]+[)\\]](?:,? (?:and )?)?){2,})(?:,? (?:and )?(?:predict|what is y (?:at|for)|estimate)(?: y)?(?: (?:at|for|when))?(?: x)? ?=? ?(-?[\\d.]+))?$`,
					"i",
				),
				(kind, text, at) => points(text, kind, at),
			],
			[
				new RegExp(
					`^(?:(?:fit|find|calculate|do|run|compute) )?(?:an? |the )?(?:best[- ]fit(?:ting)? )?${fit}(?: (?:to|through|for|of|on|from|with|between))?(?: the)?(?: (?:points|data))?:? x ?[=:]? ?[([]?(-?[\\d., -]+?)[)\\]]?[,;]? (?:and |vs\\.? )?y ?[=:]? ?[([]?(-?[\\d., -]+?)[)\\]]?(?:,? (?:and )?predict(?: y)?(?: (?:at|for|when))?(?: x)? ?=? ?(-?[\\d.]+))?$`,
					"i",
				),
				(kind, x, y, at) => curve(numbersIn(x), numbersIn(y), kind, at),
			],
			[
				new RegExp(
					`^(?:fit|find|calculate|do|run|compute)(?: an?| the)?(?: best[- ]fit(?:ting)?)? ?${fit}(?: (?:to|through|for|of|on|from|with|between)) [([]?(-?[\\d., ]+?)[)\\]]? (?:and|vs\\.?|against|over) [([]?(-?[\\d., ]+?)[)\\]]?$`,
					"i",
				),
				(kind, x, y) => curve(numbersIn(x), numbersIn(y), kind),
			],
		],
	},
]);

export const symbolic: Family = {
	name: "symbolic",
	gate: /integra|antideriv|area under|∫|factor|=|equals|\bfit|regress|trend ?line|least squares/,
	match: (clause) => (clause.text.length > 400 ? undefined : firstOf(clause.text.trim())),
};
