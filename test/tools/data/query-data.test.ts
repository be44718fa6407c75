import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { queryDataTool } from "../../../tools/data/query-data.js";
import { contextWithFiles, threads } from "../../helpers/query.js";
import { detailsOf, runTool } from "../../helpers/tool-context.js";

type Input = z.input<typeof queryDataTool.input>;

const sales = `id,date,country,amount,who
1,2026-01-05,DE,10.10,Ann
2,2026-01-06,FR,20.20,bob
3,2026-02-01,DE,0.10,"Ann, B"
4,2026-02-03,US,,Cid
5,2026-03-09,DE,007,Ann
`;
const people = "name,age\nAnn,30\nbob,41\n";
const rows = '[{"id":1,"tags":["a"],"p":{"x":1.5}},{"id":2,"p":{"x":2.5},"n":null},{"id":12345678901234567890}]';
const files = {
	"sales.csv": sales,
	"people.csv": people,
	"rows.json": rows,
	"rows.jsonl": '{"id":1,"a":{"b":2}}\n\n{"id":2}\n',
};

const query = async (input: Omit<Input, "path"> & { readonly path?: string }) => {
	const output = await runTool(queryDataTool, { path: "sales.csv", ...input }, contextWithFiles(files));
	expect(queryDataTool.output?.safeParse(output.details).error).toBeUndefined();
	return { ...detailsOf(output), content: output.content, view: output.view };
};
const ids = async (where: string) => (await query({ where, select: "id" })).rows.flat();

describe("where", () => {
	test.each([
		["amount > 10", [1, 2]],
		["amount = 7", [5]],
		["amount = '007'", [5]],
		["amount >= 0.1 and amount < 10.2", [1, 3, 5]],
		["amount is empty", [4]],
		["amount is not empty and not country = 'DE'", [2]],
		["amount != 7", [1, 2, 3, 4]],
		["country in ('US', 'FR')", [2, 4]],
		["country not in ('US', 'FR')", [1, 3, 5]],
		["who contains 'ANN'", [1, 3, 5]],
		["who starts with 'B' or who ends with 'id'", [2, 4]],
		["who matches /^[A-C]/", [1, 3, 4, 5]],
		["who matches /^B/i", [2]],
		["amount between 0.1 and 10.1", [1, 3, 5]],
		["date >= '2026-02-01' and date < '2026-03-01'", [3, 4]],
		["year(date) = 2026 and month(date) = 2", [3, 4]],
		["amount * 2 + 1 > 40", [2]],
		["-amount < -15", [2]],
		["(id = 1 or id = 2) and country = 'FR'", [2]],
		["10 < amount", [1, 2]],
		["`id` = 3", [3]],
		["ID = 3", [3]],
		["lower(who) = 'bob'", [2]],
		["length(who) > 3", [3]],
		["coalesce(amount, 99) = 99", [4]],
		["who = 'Ann, B'", [3]],
		["who = \"it''s\"", []],
		["true", [1, 2, 3, 4, 5]],
	] as const)("%s", async (where, expected) => {
		expect(await ids(where)).toEqual(expected);
	});

	test("a mistake says what there is instead", async () => {
		const context = contextWithFiles(files, { workers: threads });
		const asked = (where: string) => runTool(queryDataTool, { path: "sales.csv", where }, context);
		await expect(asked("amont > 1")).rejects.toMatchObject({
			code: "data.no-column",
			hint: "There are: id, date, country, amount, who.",
		});
		await expect(asked("amount >")).rejects.toMatchObject({
			code: "data.expression",
			hint: expect.stringContaining("backticks"),
		});
		expect(detailsOf(await asked("amount > 10"))).toMatchObject({ matched: 2, scanned: 5 });
	});

	test.each([
		["amount >", "data.expression", /missing at the end/],
		["amount > 1 1", "data.expression", /"1" is not expected/],
		["amount # 1", "data.expression", /# 1/],
		["amont > 1", "data.no-column", /no column amont/],
		["sqrt(amount) > 1", "data.no-function", /no function sqrt/],
		["who matches /(/", "data.expression", /no pattern/],
		[`${"(".repeat(100)}id${")".repeat(100)}`, "data.expression", /deep/],
		["process.exit(1) = 1", "data.no-function", /process.exit/],
	] as const)("%s is %s", async (where, code, message) => {
		await expect(query({ where })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
	});

	test("long integers are compared by all their digits", async () => {
		const big = await query({ path: "rows.json", where: "id = 12345678901234567890", select: "id" });
		expect(big.rows).toEqual([["12345678901234567890"]]);
		expect((await query({ path: "rows.json", where: "id = 12345678901234567891" })).rows).toEqual([]);
	});
});

describe("shapes of a result", () => {
	test("columns, expressions, names, order and cuts", async () => {
		const result = await query({
			select: "id, amount * 2 as twice, upper(who) as `the name`",
			sort: "twice desc",
			limit: 2,
			offset: 1,
		});
		expect(result).toMatchObject({
			columns: ["id", "twice", "the name"],
			rows: [
				[1, 20.2, "ANN"],
				[5, 14, "ANN"],
			],
			total: 5,
		});
		expect(result.view).toMatchObject({ kind: "table" });
	});

	test("empty cells come last, ascending or descending", async () => {
		expect((await query({ select: "id", sort: "amount" })).rows.flat()).toEqual([3, 5, 1, 2, 4]);
		expect((await query({ select: "id", sort: "amount desc" })).rows.flat()).toEqual([2, 1, 5, 3, 4]);
	});

	test("without a filter reading ends when there are enough rows, and it is said", async () => {
		expect(await query({ limit: 2 })).toMatchObject({
			isWhole: false,
			total: 3,
			rows: [[1, expect.anything(), "DE", "10.10", "Ann"], expect.anything()],
		});
	});

	test("groups, with exact sums, shown as a chart", async () => {
		const result = await query({
			group_by: "country",
			aggregate: "count, sum(amount), mean(amount) as average, min(who), max(date), median(amount), distinct(who)",
			sort: "country",
		});
		expect(result.columns).toEqual([
			"country",
			"count",
			"sum(amount)",
			"average",
			"min(who)",
			"max(date)",
			"median(amount)",
			"distinct(who)",
		]);
		expect(result.rows).toEqual([
			["DE", 3, 17.2, 5.73333333333333, "Ann", "2026-03-09", 7, 2],
			["FR", 1, 20.2, 20.2, "bob", "2026-01-06", 20.2, 1],
			["US", 1, 0, null, "Cid", "2026-02-03", null, 1],
		]);
		expect(result.view).toMatchObject({ kind: "chart", labels: ["DE", "FR", "US"] });
	});

	test("a total of everything, of nothing, and groups that pass a test", async () => {
		expect((await query({ aggregate: "count, sum(amount)" })).rows).toEqual([[5, 37.4]]);
		expect((await query({ aggregate: "count, sum(amount)", where: "id > 99" })).rows).toEqual([[0, 0]]);
		expect((await query({ group_by: "country", having: "count > 1" })).rows).toEqual([["DE", 3]]);
		expect((await query({ group_by: "month(date) as m", sort: "m" })).rows).toEqual([
			[1, 2],
			[2, 2],
			[3, 1],
		]);
	});

	test("each row once", async () => {
		expect((await query({ select: "country", distinct: true, sort: "country" })).rows).toEqual([
			["DE"],
			["FR"],
			["US"],
		]);
	});

	test.each([
		[
			"inner",
			[
				[1, 30],
				[2, 41],
				[5, 30],
			],
		],
		[
			"left",
			[
				[1, 30],
				[2, 41],
				[3, null],
				[4, null],
				[5, 30],
			],
		],
	] as const)("an %s join", async (kind, expected) => {
		expect((await query({ join: { path: "people.csv", on: "who = name", kind }, select: "id, age" })).rows).toEqual(
			expected,
		);
	});

	test("what has no match in another file, and columns of the same name", async () => {
		expect((await query({ join: { path: "people.csv", on: "who = name", kind: "anti" }, select: "id" })).rows).toEqual([
			[3],
			[4],
		]);
		const self = await query({ join: { path: "sales.csv", on: "id" }, where: "id = 1" });
		expect(self.columns).toEqual([
			"id",
			"date",
			"country",
			"amount",
			"who",
			"sales.date",
			"sales.country",
			"sales.amount",
			"sales.who",
		]);
	});

	test("JSON and JSONL, with names of nested values", async () => {
		expect(await query({ path: "rows.json", select: "id, p.x", where: "p.x > 2" })).toMatchObject({ rows: [[2, 2.5]] });
		expect(await query({ path: "rows.json", limit: 2 })).toMatchObject({
			columns: ["id", "tags", "p.x", "n"],
			rows: [
				[1, '["a"]', 1.5, null],
				[2, null, 2.5, null],
			],
		});
		expect((await query({ path: "rows.jsonl", aggregate: "sum(a.b), count" })).rows).toEqual([[2, 2]]);
		await expect(query({ path: "rows.json", where: "q = 1" })).rejects.toMatchObject({ code: "data.no-column" });
	});
});

test("into a file, in the format of its name", async () => {
	const context = contextWithFiles(files);
	for (const [output, expected] of [
		["out/a.csv", 'id,who\n3,"Ann, B"\n5,Ann\n'],
		["b.tsv", "id\twho\n3\tAnn, B\n5\tAnn\n"],
		["c.jsonl", '{"id":3,"who":"Ann, B"}\n{"id":5,"who":"Ann"}\n'],
		["d.json", '[\n{"id":3,"who":"Ann, B"},\n{"id":5,"who":"Ann"}\n]\n'],
	] as const) {
		const done = await runTool(
			queryDataTool,
			{ path: "sales.csv", select: "id, who", where: "country = 'DE' and id > 1", output },
			context,
		);
		expect(readFileSync(join(context.cwd, output), "utf8")).toBe(expected);
		expect(done.content).toContain(`Wrote 2 rows to ${output}`);
	}
});

describe("bad files", () => {
	const failing = (name: string, content: string | Uint8Array) =>
		runTool(queryDataTool, { path: name, limit: 1 }, contextWithFiles({ [name]: content }));

	test.each([
		["open.csv", 'a,b\n1,"x\n', "data.invalid", /never closed/],
		["bad.jsonl", '{"a":1}\n{bad\n', "data.invalid", /line 2/],
		["open.json", '[{"a":1},', "data.invalid", /not closed/],
		["deep.json", `[${"[".repeat(50_000)}${"]".repeat(50_000)}]`, "data.invalid", /nested too deeply/],
		["a.yaml", "a: 1", "data.invalid", /YAML/],
		["a.csv", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), "data.invalid", /ZIP/],
	] as const)("%s", async (name, content, code, message) => {
		await expect(failing(name, content)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
	});

	test("a folder, no file, a file that changes meanwhile", async () => {
		const context = contextWithFiles(files);
		mkdirSync(join(context.cwd, "folder"));
		await expect(runTool(queryDataTool, { path: "folder" }, context)).rejects.toMatchObject({
			code: "data.invalid",
		});
		await expect(runTool(queryDataTool, { path: "salse.csv" }, context)).rejects.toMatchObject({
			code: "file.not-found",
		});
		const { readBytes } = context.fs;
		let reads = 0;
		const fs = {
			...context.fs,
			readBytes: (async (path, options) => {
				if (++reads === 2) writeFileSync(join(context.cwd, "sales.csv"), `${sales}6,,,,\n`);
				return readBytes(path, options);
			}) satisfies typeof readBytes,
		};
		await expect(
			runTool(queryDataTool, { path: "sales.csv", aggregate: "count" }, { ...context, fs }),
		).rejects.toMatchObject({ code: "file.changed" });
	});

	test("empty ones have no rows", async () => {
		for (const [name, content] of [
			["e.csv", ""],
			["h.csv", "a,b\n"],
			["e.jsonl", ""],
			["e.json", "[]"],
		] as const)
			expect(detailsOf(await failing(name, content)).rows).toEqual([]);
	});

	test("other encodings and ends of lines", async () => {
		for (const bytes of [
			Buffer.from("\uFEFFé\nü\n", "utf16le"),
			Buffer.from("\xe9\n\xfc\n", "latin1"),
			Buffer.from("\uFEFFé\r\nü\r\n"),
		]) {
			const output = await runTool(
				queryDataTool,
				{ path: "a.csv", where: "é = 'ü'" },
				contextWithFiles({ "a.csv": bytes }),
			);
			expect(detailsOf(output)).toMatchObject({ columns: ["é"], rows: [["ü"]] });
		}
	});
});

test("a pattern that never ends is ended with its call, within 200 ms", async () => {
	const abort = new AbortController();
	const context = contextWithFiles({ "a.csv": `a\n${"a".repeat(40)}!\n` }, { signal: abort.signal, workers: threads });
	const work = runTool(queryDataTool, { path: "a.csv", where: "a matches /^(a+)+$/" }, context);
	setTimeout(() => abort.abort(), 300);
	await expect(work).rejects.toMatchObject({ name: "AbortError" });
});
