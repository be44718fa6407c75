// What does not fit into memory goes to the disk, and the answers are the same.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type QueryInput, runQuery } from "../../src/adapters/data/query.js";

const run = async (csv: string, query: Partial<QueryInput>, other = "") => {
	async function* bytes(text: string) {
		for (let at = 0; at < text.length; at += 1000) yield Buffer.from(text.slice(at, at + 1000));
	}
	const { columns, rows, matched, total } = await runQuery({ table: { name: "t", format: "csv" }, ...query }, (table) =>
		bytes(table === 0 ? csv : other),
	);
	return { columns, rows, matched, total };
};

const line = fc.tuple(
	fc.integer({ min: 0, max: 20 }),
	fc.integer({ min: -999, max: 999 }),
	fc.constantFrom("x", "y", "", "é", "Z"),
);
const tables = fc
	.array(line, { minLength: 1, maxLength: 200 })
	.map((rows) => `k,n,s\n${rows.map((row) => row.join(",")).join("\n")}\n`);

const queries: readonly Partial<QueryInput>[] = [
	{ sort: ["n desc", "s"] },
	{ sort: ["s desc", "n"], offset: 3 },
	{
		groupBy: ["k"],
		aggregate: ["count", "sum(n)", "mean(n)", "median(n)", "distinct(s)", "min(s)", "max(n)"],
		sort: ["k"],
	},
	{ aggregate: ["median(n)", "distinct(n)", "sum(n)"] },
	{ groupBy: ["s", "k"], aggregate: ["median(n)"], sort: ["s", "k"], having: "k > 3" },
	{ join: { table: { name: "o", format: "csv" }, stem: "o", on: ["k = id"], kind: "left" }, sort: ["n", "k"] },
];
const other = `id,name\n${Array.from({ length: 30 }, (_, index) => `${index % 15},name ${index}`).join("\n")}\n`;

test.each(queries.map((query) => [JSON.stringify(query), query] as const))("%s", async (_, query) => {
	await fc.assert(
		fc.asyncProperty(tables, async (csv) => {
			// A budget of a few rows, so that everything goes through the disk many times.
			expect(await run(csv, { ...query, memoryBudget: 200 }, other)).toEqual(await run(csv, query, other));
		}),
		{ numRuns: 25 },
	);
});
