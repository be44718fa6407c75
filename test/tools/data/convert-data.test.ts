import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { convertDataTool } from "../../../tools/data/convert-data.js";
import { cpuMs } from "../../helpers/cpu-time.js";
import { accessContext, createToolContext, detailsOf, runTool } from "../../helpers/tool-context.js";

type Input = z.input<typeof convertDataTool.input>;
const convert = (input: Input) => runTool(convertDataTool, input, createToolContext());
const textOf = async (input: Input): Promise<string> => detailsOf(await convert(input)).text;

describe("one into another", () => {
	test.each([
		["csv", "json", "a,b\n1,x\n2,y\n", '[{"a":1,"b":"x"},{"a":2,"b":"y"}]'],
		["csv", "json", "a;b\n1;x,z\n", '[{"a":1,"b":"x,z"}]'],
		["csv", "json", 'a,b\n"x ""q"" , y\nz",1\n', '[{"a":"x \\"q\\" , y\\nz","b":1}]'],
		["csv", "json", "zip,n,e,b,v\n007,1.0,1e3,true,-2.5\n", '[{"zip":"007","n":"1.0","e":"1e3","b":true,"v":-2.5}]'],
		["csv", "json", "id\n12345678901234567890\n", '[{"id":"12345678901234567890"}]'],
		["csv", "json", "a,a,\n1,2,3,4\n", '[{"a":1,"a_2":2,"column_3":3,"column_4":4}]'],
		["csv", "json", "a,b\n1\n", '[{"a":1,"b":""}]'],
		["csv", "json", "a,b\n", "[]"],
		["csv", "json", "constructor,toString\n1,2\n", '[{"constructor":1,"toString":2}]'],
		["csv", "json", 'a\n"{""k"":[1]}"\n', '[{"a":{"k":[1]}}]'],
		["tsv", "json", "a\tb\n1,5\tx\n", '[{"a":"1,5","b":"x"}]'],
		["json", "csv", '[{"a":1,"b":"x,y"},{"a":2,"c":null}]', 'a,b,c\n1,"x,y",\n2,,\n'],
		["json", "csv", '[{"a":{"k":[1,"z"]}}]', 'a.k\n"[1,""z""]"\n'],
		["json", "csv", '[{"a":{"b":{"c":1}}},{"a":{"d":2},"e":{}}]', "a.b.c,a.d,e\n1,,\n,2,{}\n"],
		["json", "csv", '[{"a.b":1,"c":{"d":2}}]', 'a.b,c\n1,"{""d"":2}"\n'],
		["json", "csv", '[{"a":""},{"a":"x"}]', 'a\n""\nx\n'],
		["json", "csv", "[[1,2],[3,4]]", "1,2\n3,4\n"],
		["json", "csv", "[1,2]", "value\n1\n2\n"],
		["json", "csv", '{"rows":[{"a":1}]}', "a\n1\n"],
		["json", "csv", '{"a":1,"b":2}', "a,b\n1,2\n"],
		["json", "tsv", '[{"a":"x y","b":1}]', "a\tb\nx y\t1\n"],
		["json", "yaml", '{"a":[1,{"b":null}],"c":"yes","d":"1"}', 'a:\n  - 1\n  - b: null\nc: yes\nd: "1"\n'],
		["json", "toml", '{"a":{"b":1},"l":[{"x":1.5},{"x":2}]}', "[a]\nb = 1\n\n[[l]]\nx = 1.5\n\n[[l]]\nx = 2\n"],
		["json", "jsonl", '[{"a":1},[2],"x"]', '{"a":1}\n[2]\n"x"\n'],
		["jsonl", "json", '{"a":1}\r\n\r\n{"a":2}\n', '[{"a":1},{"a":2}]'],
		[
			"yaml",
			"json",
			"a: &x {k: 1}\nb: *x\nc: 0x1f\nd: 2026-01-02\n",
			'{"a":{"k":1},"b":{"k":1},"c":31,"d":"2026-01-02"}',
		],
		["yaml", "json", "a: 1\n---\nb: 2\n", '[{"a":1},{"b":2}]'],
		["toml", "json", 'a = 1\nd = 2026-01-02\n[t.u]\nx = ["y"]\n', '{"a":1,"d":"2026-01-02","t":{"u":{"x":["y"]}}}'],
	] as const)("%s to %s: %j", async (from, to, text, expected) => {
		const result = await textOf({ from, to, text });
		expect(to === "json" ? JSON.stringify(JSON.parse(result)) : result).toBe(expected);
	});

	test.each([
		["json", '{"n":12345678901234567890,"m":-9007199254740993}'],
		["yaml", "n: 12345678901234567890\nm: -9007199254740993\n"],
		["toml", "n = 9223372036854775807\nm = -9007199254740993\n"],
	] as const)("integers keep their digits, from %s to each", async (from, text) => {
		const digits = text.match(/\d{10,}/g) ?? [];
		for (const to of ["json", "jsonl", "yaml", "csv"] as const) {
			const result = await textOf({ from, to, text });
			for (const figure of digits) expect(result).toContain(figure);
		}
	});

	test("there and back again", async () => {
		const data = [{ a: 1, b: 'x,\n"y"', c: { d: [1, null, true] }, e: "" }];
		const text = JSON.stringify(data);
		for (const format of ["yaml", "csv", "tsv", "jsonl"] as const) {
			const there = await textOf({ from: "json", to: format, text });
			const back = await textOf({ from: format, to: "json", text: there, nested: "dotted" });
			expect(JSON.parse(back)).toEqual(data);
		}
	});

	test("what the new format cannot hold is said", async () => {
		const list = await convert({ from: "json", to: "toml", text: '[{"a":null,"b":1}]' });
		expect(list.content).toContain('a list cannot be the top of a TOML file: it is under "rows"');
		expect(list.content).toContain("TOML has no null: 1 of them left out");
		expect((await convert({ from: "json", to: "csv", text: '[{"a":[1]}]' })).content).toContain("written as JSON");
	});
});

describe("the format of the input is guessed", () => {
	test.each([
		["json", '{"a": 1}'],
		["json", "[1, 2]"],
		["json", '[\n{"a": 1}\n]'],
		["jsonl", '{"a":1}\n{"a":2}'],
		["yaml", "a: 1\nb:\n  - x, y\n  - z"],
		["yaml", "- 1\n- 2"],
		["yaml", "name: a, b\nother: c, d"],
		["toml", 'a = 1\nb = "x"'],
		["toml", "[table]\na = 1"],
		["toml", "# comment\n\n[[list]]\na = 1"],
		["csv", "a,b\n1,2"],
		["csv", 'name,"x, y"\n1,2'],
		["csv", "a;b\n1,5;2"],
		["tsv", "a\tb\n1\t2"],
	])("%s: %j", async (format, text) => {
		expect(detailsOf(await convert({ text, to: "json" })).from).toBe(format);
	});

	test("by the name first", async () => {
		const context = createToolContext();
		writeFileSync(join(context.cwd, "data.csv"), "\uFEFFa: 1\nx\n");
		const output = await runTool(convertDataTool, { path: "data.csv", to: "json" }, context);
		expect(output.details).toMatchObject({ from: "csv", rows: 1, text: '[\n  {\n    "a: 1": "x"\n  }\n]\n' });
	});
});

test("into a file, with its folders; nothing is written when the data is wrong", async () => {
	const context = createToolContext();
	const at = (path: string) => join(context.cwd, path);
	writeFileSync(at("a.json"), '[{"a":1},{"a":2}]');
	const output = await runTool(convertDataTool, { path: "a.json", to: "csv", output: "out/a.csv" }, context);
	expect(readFileSync(at("out/a.csv"), "utf8")).toBe("a\n1\n2\n");
	expect(output).toMatchObject({ content: "Wrote out/a.csv (2 rows).", details: { output: "out/a.csv", rows: 2 } });
	writeFileSync(at("bad.json"), "[1,");
	const bad = runTool(convertDataTool, { path: "bad.json", to: "csv", output: "bad.csv" }, context);
	await expect(bad).rejects.toMatchObject({ code: "data.invalid", message: expect.stringContaining("bad.json") });
	expect(existsSync(at("bad.csv"))).toBe(false);
});

const aliasBomb = (levels: number): string =>
	["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
		.concat(Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]`))
		.join("\n");

describe("bad and hostile input: a clear error, quickly, and no prototype is touched", () => {
	test.each([
		["json", '{"__proto__":{"polluted":1}}', /__proto__/],
		["json", '[{"a":{"__proto__":null}}]', /__proto__/],
		["yaml", "__proto__:\n  polluted: 1\n", /__proto__/],
		["toml", "[__proto__]\npolluted = 1\n", /__proto__|unsafe/],
		["csv", "__proto__,b\n1,2\n", /__proto__/],
		["json", "[".repeat(100_000) + "]".repeat(100_000), /levels deep/],
		["json", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, /levels deep/],
		["yaml", "[".repeat(100_000), /levels deep/],
		["yaml", "- ".repeat(100_000), /levels deep/],
		["yaml", Array.from({ length: 3000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), /deep/],
		["yaml", aliasBomb(9), /alias/i],
		["toml", `a = ${"[".repeat(100_000)}`, /levels deep|TOML/],
		["toml", `[${"a.".repeat(50_000)}b]\nx = 1`, /deep|TOML/],
		["json", '{"a": 1,}', /line 1 column/],
		["json", "", /JSON/],
		["jsonl", '{"a":1}\n{bad}\n', /line 2/],
		["yaml", "a: [1, 2", /line 1/],
		["yaml", "a: 1\na: 2", /unique/],
		["toml", "a = \n", /line 1/],
		["csv", 'a,b\n"x,1\n', /quot/],
	] as const)("%s to be refused, %#", async (from, text, message) => {
		const started = cpuMs();
		await expect(convert({ from, to: "json", text })).rejects.toMatchObject({
			code: "data.invalid",
			message: expect.stringMatching(message),
		});
		expect(cpuMs() - started).toBeLessThan(3000);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test("what TOML cannot say", async () => {
		await expect(convert({ from: "json", to: "toml", text: "5" })).rejects.toMatchObject({ code: "data.invalid" });
	});

	test("neither or both of path and text", async () => {
		await expect(convert({ to: "json" })).rejects.toMatchObject({ code: "tool.bad-input" });
		await expect(convert({ to: "json", path: "a", text: "b" })).rejects.toMatchObject({ code: "tool.bad-input" });
	});
});

test("what a call touches", () => {
	const access = (input: Input) => convertDataTool.access?.(convertDataTool.input.parse(input), accessContext);
	expect(access({ text: "a", to: "json" })).toEqual([]);
	expect(access({ path: "a", to: "json", output: "b" })).toEqual([
		{ effect: "read", path: "a" },
		{ effect: "write", path: "b" },
	]);
});

describe("dialects of tables and encodings of files", () => {
	const inFile = async (bytes: Uint8Array | string, input: Partial<Input> = {}) => {
		const context = createToolContext();
		writeFileSync(join(context.cwd, "data.csv"), bytes);
		const output = await runTool(convertDataTool, { path: "data.csv", to: "json", ...input }, context);
		return { rows: JSON.parse(detailsOf(output).text), notes: detailsOf(output).notes };
	};

	test.each([
		["semicolons", "a;b\n1,5;2\n", {}, [{ a: "1,5", b: 2 }]],
		["bars", "a|b\n1|2\n", {}, [{ a: 1, b: 2 }]],
		["a separator that is said", "a#b,c\n1#2,3\n", { separator: "#" }, [{ a: 1, "b,c": "2,3" }]],
		[
			"no header",
			"1,2\n3,4\n",
			{ header: false },
			[
				{ column_1: 1, column_2: 2 },
				{ column_1: 3, column_2: 4 },
			],
		],
		[
			"Mac line ends",
			"a,b\r1,2\r3,4\r",
			{},
			[
				{ a: 1, b: 2 },
				{ a: 3, b: 4 },
			],
		],
		["a quote within a field", 'a,b\n5" disk,x\n', {}, [{ a: '5" disk', b: "x" }]],
		["dotted columns", "a.b,a.c\n1,2\n", { nested: "dotted" }, [{ a: { b: 1, c: 2 } }]],
		["UTF-16 with a BOM", Buffer.from("\uFEFFa,b\né,2\n", "utf16le"), {}, [{ a: "é", b: 2 }]],
		["Latin-1 when it is no UTF-8", Buffer.from("a\ncaf\xe9\n", "latin1"), {}, [{ a: "café" }]],
		["an encoding that is said", Buffer.from([0x61, 0x0a, 0x83, 0x65, 0x0a]), { encoding: "shift_jis" }, [{ a: "テ" }]],
	] as const)("%s", async (_name, bytes, input, rows) => {
		expect((await inFile(bytes, input)).rows).toEqual(rows);
	});

	test("an encoding that does not fit is named", async () => {
		await expect(inFile("a\n", { encoding: "klingon" })).rejects.toMatchObject({ code: "data.encoding" });
		await expect(inFile(Buffer.from("\xff\xfe\xfd", "latin1"), { encoding: "utf-8" })).rejects.toThrow(/utf-8/);
	});

	test("written with another separator and a mark for Excel", async () => {
		const context = createToolContext();
		const input = {
			text: '[{"a":"x;y","b":1}]',
			to: "csv",
			output: "o.csv",
			output_separator: ";",
			bom: true,
		} as const;
		await runTool(convertDataTool, input, context);
		expect(readFileSync(join(context.cwd, "o.csv"), "utf8")).toBe('\uFEFFa;b\n"x;y";1\n');
	});

	test("what JSON cannot say is said", async () => {
		expect((await convert({ from: "toml", to: "json", text: "a = inf" })).content).toContain("1 of them became null");
	});
});
