// An expression as a function of a row.
import { booleanOf, type Cell, compareCells, integerOf, isEmpty, numberOf, QueryProblem, textOf } from "./cell.ts";
import type { Comparison, Expression, TextTest } from "./parse-expression.ts";

export interface Row {
	/** By the number that the scope gave to the column. */
	get(column: number): Cell;
}

export interface Scope {
	/** Throws QueryProblem `data.no-column` with the columns there are. */
	column(name: string): number;
}

export type Value = (row: Row) => Cell;
export type Test = (row: Row) => boolean;

type Literal = Extract<Expression, { kind: "literal" }>;

/** What the expression is worth in a row; a condition is worth true or false. */
export function compileValue(expression: Expression, scope: Scope): Value {
	switch (expression.kind) {
		case "column": {
			const column = scope.column(expression.name);
			return (row) => row.get(column);
		}
		case "literal":
			return () => expression.value;
		case "call":
			return compileCall(expression.name, expression.args, scope);
		case "arithmetic":
			return compileArithmetic(
				expression.sign,
				compileValue(expression.left, scope),
				compileValue(expression.right, scope),
			);
		default:
			return compileTest(expression, scope);
	}
}

export function compileTest(expression: Expression, scope: Scope): Test {
	switch (expression.kind) {
		case "and":
		case "or": {
			const [left, right] = [compileTest(expression.left, scope), compileTest(expression.right, scope)];
			return expression.kind === "and" ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
		}
		case "not": {
			const inner = compileTest(expression.value, scope);
			return (row) => !inner(row);
		}
		case "compare":
			return compileComparison(expression, scope);
		case "test":
			return compileTextTest(expression.test, compileValue(expression.left, scope), expression.right, scope);
		case "in": {
			const value = compileValue(expression.value, scope);
			const tests = expression.list.map((item) => comparison("=", value, compileValue(item, scope), asLiteral(item)));
			return (row) => tests.some((test) => test(row));
		}
		case "empty": {
			const value = compileValue(expression.value, scope);
			return (row) => isEmpty(value(row));
		}
		default: {
			const value = compileValue(expression, scope);
			return (row) => booleanOf(value(row)) === true;
		}
	}
}

const asLiteral = (expression: Expression): Literal | undefined =>
	expression.kind === "literal" ? expression : undefined;

const signs: Readonly<Record<Comparison, (order: number) => boolean>> = {
	"=": (order) => order === 0,
	"!=": (order) => order !== 0,
	"<": (order) => order < 0,
	"<=": (order) => order <= 0,
	">": (order) => order > 0,
	">=": (order) => order >= 0,
};
const mirrored: Readonly<Record<Comparison, Comparison>> = {
	"=": "=",
	"!=": "!=",
	"<": ">",
	"<=": ">=",
	">": "<",
	">=": "<=",
};

function compileComparison({ sign, left, right }: Extract<Expression, { kind: "compare" }>, scope: Scope): Test {
	const [leftValue, rightValue] = [compileValue(left, scope), compileValue(right, scope)];
	if (asLiteral(left) !== undefined && asLiteral(right) === undefined)
		return comparison(mirrored[sign], rightValue, leftValue, asLiteral(left));
	return comparison(sign, leftValue, rightValue, asLiteral(right));
}

/** With a plain number on one side numbers are compared, with a text on one side texts; empty cells equal only empty ones. */
function comparison(sign: Comparison, left: Value, right: Value, literal: Literal | undefined): Test {
	const constant = literal?.value;
	const holds = signs[sign];
	if (typeof constant === "number") {
		const isNot = sign === "!=";
		return (row) => {
			const number = numberOf(left(row));
			return Number.isNaN(number) ? isNot : holds(number - constant);
		};
	}
	if (typeof constant === "bigint") {
		return (row) => {
			const integer = integerOf(left(row));
			return integer === undefined ? sign === "!=" : holds(integer < constant ? -1 : integer > constant ? 1 : 0);
		};
	}
	if (typeof constant === "string" && constant !== "") {
		return (row) => {
			const text = textOf(left(row));
			if (text === "") return sign === "!=";
			return holds(text < constant ? -1 : text > constant ? 1 : 0);
		};
	}
	return (row) => {
		const order = compareCells(left(row), right(row));
		return order === undefined ? sign === "!=" : holds(order);
	};
}

/** `contains`, `starts with` and `ends with` do not mind upper and lower case; a pattern does. */
function compileTextTest(test: TextTest, left: Value, right: Expression, scope: Scope): Test {
	if (test === "matches") {
		const pattern = toPattern(String((right as Literal).value));
		return (row) => pattern.test(textOf(left(row)));
	}
	const part = compileValue(right, scope);
	const method = ({ contains: "includes", starts: "startsWith", ends: "endsWith" } as const)[test];
	return (row) =>
		textOf(left(row))
			.toLowerCase()
			[method](textOf(part(row)).toLowerCase());
}

const toPattern = (source: string): RegExp => {
	try {
		return new RegExp(source, "u");
	} catch (error) {
		throw new QueryProblem(
			"data.expression",
			`/${source.slice(0, 80)}/ is no pattern: ${error instanceof Error ? error.message : ""}`,
		);
	}
};

const finite = (value: number): Cell => (Number.isFinite(value) ? Number(value.toPrecision(15)) : null);

function compileArithmetic(sign: string, left: Value, right: Value): Value {
	const work: Readonly<Record<string, (a: number, b: number) => number>> = {
		"+": (a, b) => a + b,
		"-": (a, b) => a - b,
		"*": (a, b) => a * b,
		"/": (a, b) => a / b,
		"%": (a, b) => a % b,
	};
	const calculate = work[sign] ?? (() => Number.NaN);
	return (row) => finite(calculate(numberOf(left(row)), numberOf(right(row))));
}

const dateOf = (cell: Cell): RegExpExecArray | null => /^(\d{4})-(\d{2})-(\d{2})(?=$|[T ])/.exec(textOf(cell));
const datePart =
	(part: number) =>
	(cell: Cell): Cell => {
		const found = dateOf(cell);
		return found === null ? null : Number(found[part]);
	};

const functions: Readonly<Record<string, (cell: Cell, more: Cell) => Cell>> = {
	lower: (cell) => textOf(cell).toLowerCase(),
	upper: (cell) => textOf(cell).toUpperCase(),
	trim: (cell) => textOf(cell).trim(),
	length: (cell) => [...textOf(cell)].length,
	abs: (cell) => finite(Math.abs(numberOf(cell))),
	round: (cell, places) => {
		const scale = 10 ** Math.min(15, Math.max(0, isEmpty(places) ? 0 : numberOf(places)));
		const number = numberOf(cell);
		return finite((Math.sign(number) * Math.round(Math.abs(number) * scale * (1 + Number.EPSILON))) / scale);
	},
	floor: (cell) => finite(Math.floor(numberOf(cell))),
	number: (cell) => finite(numberOf(textOf(cell).replaceAll(/[,_\s]/g, ""))),
	year: datePart(1),
	month: datePart(2),
	day: datePart(3),
	date: (cell) => dateOf(cell)?.[0] ?? null,
	empty: (cell) => isEmpty(cell),
	coalesce: (cell, instead) => (isEmpty(cell) ? instead : cell),
};

function compileCall(name: string, args: readonly Expression[], scope: Scope): Value {
	const known = functions[name];
	if (known === undefined)
		throw new QueryProblem("data.no-function", `There is no function ${name}`, name, Object.keys(functions));
	const [first, second, ...others] = args.map((arg) => compileValue(arg, scope));
	if (first === undefined || others.length > 0)
		throw new QueryProblem(
			"data.expression",
			`${name} takes one value${name === "round" || name === "coalesce" ? " or two" : ""}`,
		);
	return (row) => known(first(row), second?.(row));
}
