// Whatever is written in one format and read again is the same data.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatData, parseData } from "../../../src/lib/data-formats.js";
import type { DataFormat, DataValue, TableDialect } from "../../../src/lib/data-values.js";

const back = async (value: DataValue, format: DataFormat, dialect: TableDialect = {}): Promise<DataValue> =>
	parseData((await formatData(value, format, dialect)).text, format, dialect);

const key = fc.string({ unit: "grapheme", maxLength: 8 }).filter((name) => name !== "__proto__");
const integer = fc.oneof(
	fc.maxSafeInteger(),
	fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => !Number.isSafeInteger(Number(value))),
);
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
/** Doubles that look like integers beyond 2^53 are read as what they look like. */
const number = fc.oneof(
	integer,
	double.filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value)),
);
const text = fc.string({ unit: "binary", maxLength: 12 }).map((value) => value.toWellFormed());
const { tree } = fc.letrec<{ tree: DataValue; leaf: DataValue; list: DataValue; object: DataValue }>((tie) => ({
	leaf: fc.oneof(fc.constant(null), fc.boolean(), number, text),
	list: fc.array(tie("tree"), { maxLength: 4 }),
	object: fc.dictionary(key, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
	tree: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("list"), tie("object")),
}));

describe("there and back", () => {
	test.each(["json", "yaml"] as const)("any data in %s", async (format) => {
		await fc.assert(
			fc.asyncProperty(tree, async (value) => {
				expect(await back(value, format)).toEqual(value);
			}),
			{ numRuns: 300 },
		);
	});

	test("any list in JSONL", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(tree, { maxLength: 5 }), async (rows) => {
				expect(await back(rows, "jsonl")).toEqual(rows);
			}),
		);
	});

	test("any table without null in TOML", async () => {
		const withoutNull = (value: DataValue): boolean =>
			value !== null && (typeof value !== "object" || Object.values(value).every(withoutNull));
		const table = fc.dictionary(key, tree, { maxKeys: 4, noNullPrototype: true }).filter(withoutNull);
		await fc.assert(
			fc.asyncProperty(table, async (value) => {
				expect(await back(value, "toml")).toEqual(value);
			}),
			{ numRuns: 200 },
		);
	});

	// Text that is spelled like a number or a list is one when it is read: a table has no types.
	const cell = fc.oneof(
		fc.boolean(),
		fc.maxSafeInteger(),
		text.filter((value) => !/^-?\d|^[[{]|^true$|^false$/.test(value)),
	);
	const column = key.filter((name) => name.trim() === name && name !== "" && !name.includes("."));
	const tables = fc
		.uniqueArray(column, { minLength: 1, maxLength: 5 })
		.chain((columns) =>
			fc.array(fc.record(Object.fromEntries(columns.map((name) => [name, cell]))), { minLength: 1, maxLength: 6 }),
		);

	test.each([
		["csv", ","],
		["csv", ";"],
		["csv", "|"],
		["tsv", "\t"],
	] as const)("any table in %s with %j", async (format, separator) => {
		await fc.assert(
			fc.asyncProperty(tables, async (rows) => {
				expect(await back(rows, format, { separator })).toEqual(rows);
			}),
			{ numRuns: 200 },
		);
	});

	test("nested rows as dotted columns", async () => {
		const nested = fc
			.tuple(column, column, column)
			.chain(([a, b, c]) =>
				fc.array(fc.record({ [`1${a}`]: cell, [`2${b}`]: fc.record({ [c]: cell, d: fc.record({ e: cell }) }) }), {
					minLength: 1,
					maxLength: 4,
				}),
			)
			.filter((rows) =>
				rows.every((row) =>
					Object.values(row).every((value) => typeof value !== "object" || Object.keys(value).length === 2),
				),
			);
		await fc.assert(
			fc.asyncProperty(nested, async (rows) => {
				expect(await back(rows, "csv", { nested: "dotted" })).toEqual(rows);
			}),
		);
	});
});
