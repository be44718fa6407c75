import { expect, test } from "vitest";
import { describeDataTool } from "../../../tools/data/describe-data.js";
import { contextWithFiles } from "../../helpers/query.js";
import { detailsOf, runTool } from "../../helpers/tool-context.js";

const table = `n,d,zip,when,ok,empty,mixed,text
1,1.50,007,2026-01-01,true,,1,b
2,2.50,010,2026-02-01,false,,x,a
2,-3,010,2026-03-01,true,,,a
`;

test("types, gaps, ranges, different values", async () => {
	const context = contextWithFiles({ "a.csv": table });
	const output = await runTool(describeDataTool, { path: "a.csv" }, context);
	expect(describeDataTool.output?.safeParse(output.details).error).toBeUndefined();
	const { rows, columns } = detailsOf(output);
	expect(rows).toBe(3);
	expect(
		columns.map(({ name, type, missing, distinct, min, max, mean }: Record<string, unknown>) => [
			name,
			type,
			missing,
			distinct,
			min,
			max,
			mean,
		]),
	).toEqual([
		["n", "integer", 0, 2, 1, 2, 1.66666666666667],
		["d", "decimal", 0, 3, -3, "2.50", 0.333333333333333],
		["zip", "text", 0, 2, "007", "010", null],
		["when", "date", 0, 3, "2026-01-01", "2026-03-01", null],
		["ok", "boolean", 0, 2, false, true, null],
		["empty", "empty", 3, 0, null, null, null],
		["mixed", "text", 1, 2, "x", "x", null],
		["text", "text", 0, 2, "a", "b", null],
	]);
	expect(columns[7]).toMatchObject({ top: [{ value: "a", count: 2 }], examples: ["b", "a"] });
	expect(output.view).toMatchObject({ kind: "table" });
});

test("JSON with nested values and lists, and only the first rows", async () => {
	const context = contextWithFiles({ "a.jsonl": '{"a":{"b":1},"l":[1]}\n{"a":{"b":"x"}}\n{"c":true}\n' });
	const { columns } = detailsOf(await runTool(describeDataTool, { path: "a.jsonl" }, context));
	expect(columns.map(({ name, type, missing }: Record<string, unknown>) => [name, type, missing])).toEqual([
		["a.b", "text", 1],
		["l", "list", 2],
		["c", "boolean", 2],
	]);
	expect(detailsOf(await runTool(describeDataTool, { path: "a.jsonl", max_rows: 2 }, context))).toMatchObject({
		rows: 2,
		isWhole: false,
	});
});
