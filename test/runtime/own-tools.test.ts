import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createOwnTools } from "../../src/runtime/own-tools.js";
import { createToolContext, temporaryFolder } from "../helpers/tool-context.js";

const moduleText = (name: string, answer: string, extra = "") => `
	import { defineTool, z } from "nexus";
	interface Input { readonly who: string }
	export const tool = defineTool({
		name: "${name}",
		category: "memory",
		description: "Greets somebody.",
		effects: [],
		input: z.object({ who: z.string() }),
		title: ({ who }: Input) => who,
		run: async ({ who }: Input) => ({ content: "${answer} " + who }),
		${extra}
	});`;

const manifestText = (fields: object) =>
	JSON.stringify({
		name: "shout",
		description: "Shouts.",
		input: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
		command: ["node", "./shout.mjs"],
		...fields,
	});

const folderWith = (files: Readonly<Record<string, string>>): string => {
	const folder = join(temporaryFolder(), "tools");
	mkdirSync(folder);
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
};

const open = (folder: string, source: "user" | "project" = "user", taken: readonly string[] = []) =>
	createOwnTools([{ path: folder, source }], new Set(taken));

const call = async (tools: ReturnType<typeof open>, name: string, input: Record<string, unknown>) => {
	const tool = await tools.entries().get(name)?.load();
	if (tool === undefined) throw new Error(`no ${name}`);
	return tool.run(tool.input.parse(input), createToolContext());
};

test("a TypeScript file with defineTool", async () => {
	const tools = open(folderWith({ "greet.ts": moduleText("greet", "Hello") }));
	expect(await tools.refresh()).toEqual([]);
	expect(tools.entries().get("greet")).toMatchObject({
		source: "user",
		category: "memory",
		effects: [],
		inputSchema: { type: "object", required: ["who"] },
	});
	expect(await call(tools, "greet", { who: "Ann" })).toEqual({ content: "Hello Ann" });
});

describe("a program with a manifest", () => {
	const echo = (print: string) => `
		let text = "";
		for await (const chunk of process.stdin) text += chunk;
		const input = JSON.parse(text);
		${print}`;

	test.each([
		[
			"content and details",
			"console.log(JSON.stringify({ content: input.text + '!', details: { n: 1 } }))",
			{
				content: "hi!",
				details: { n: 1 },
			},
		],
		[
			"other JSON is the details",
			"console.log(JSON.stringify({ up: input.text.toUpperCase() }))",
			{
				content: '{"up":"HI"}',
				details: { up: "HI" },
			},
		],
		["plain text", "console.log(input.text.repeat(2))", { content: "hihi" }],
		[
			"a failure",
			"console.error('no such thing'); process.exit(3)",
			{
				content: "shout failed (exit 3): no such thing",
				isError: true,
			},
		],
	])("%s", async (_, print, output) => {
		const tools = open(folderWith({ "shout.json": manifestText({}), "shout.mjs": echo(print) }));
		await tools.refresh();
		// The program is beside the manifest; it is no tool of its own.
		expect([...tools.entries().keys()]).toEqual(["shout"]);
		expect(await call(tools, "shout", { text: "hi" })).toEqual(output);
	});

	test("without effects it may do anything", async () => {
		const tools = open(folderWith({ "shout.json": manifestText({}) }));
		await tools.refresh();
		expect(tools.entries().get("shout")?.effects).toEqual(["execute"]);
	});
});

test.each([
	["a.ts", "export const x = {};", /a\.ts is no tool: it exports no tool/],
	["a.ts", "export const x = {", /a\.ts is no tool: /],
	["a.ts", moduleText("Bad Name", "x"), /a tool needs a name of small letters/],
	["a.ts", moduleText("greet", "x", 'description: "",'), /the tool greet has no description/],
	["a.ts", moduleText("greet", "x", 'effects: ["fly"],'), /the tool greet has effects that are none of .*: fly/],
	["a.ts", moduleText("greet", "x", 'category: "toys",'), /has a category that is none of/],
	["a.ts", moduleText("greet", "x", "input: {},"), /has an input that is not a z\.object/],
	["a.js", "throw new Error('boom')", /a\.js is no tool: boom/],
	["a.json", "{", /a\.json is no tool: .*JSON/],
	["a.json", manifestText({ command: [] }), /a\.json is no tool: command/],
	["a.json", manifestText({ name: "No" }), /a tool needs a name/],
	["a.json", manifestText({ colour: "red" }), /colour/],
	["a.json", manifestText({ input: { type: "string" } }), /input: it must be the schema of an object/],
])("%s that is broken is named, and the others work: %s", async (name, text, says) => {
	const tools = open(folderWith({ [name]: text, "good.ts": moduleText("good", "Hello") }));
	const problems = await tools.refresh();
	expect(problems).toEqual([expect.stringMatching(says)]);
	expect([...tools.entries().keys()]).toEqual(["good"]);
	expect(await tools.refresh()).toEqual([]);
});

test("a changed file is another tool from the next look on, one that is gone is none", async () => {
	const folder = folderWith({ "greet.ts": moduleText("greet", "Hello") });
	const tools = open(folder);
	await tools.refresh();
	writeFileSync(join(folder, "greet.ts"), moduleText("greet", "Good morning"));
	expect(await tools.refresh()).toEqual([]);
	expect(await call(tools, "greet", { who: "Ann" })).toEqual({ content: "Good morning Ann" });
	writeFileSync(join(folder, "greet.ts"), "export {}");
	expect(await tools.refresh()).toHaveLength(1);
	rmSync(join(folder, "greet.ts"));
	expect(await tools.refresh()).toEqual([]);
	expect(tools.entries().size).toBe(0);
});

test("nothing stands in for a tool that nexus brings, nor for another one of the person's", async () => {
	const folder = folderWith({
		"a.ts": moduleText("read_file", "x"),
		"b.ts": moduleText("greet", "first"),
		"c.ts": moduleText("greet", "second"),
	});
	const tools = open(folder, "user", ["read_file"]);
	expect(await tools.refresh()).toEqual([
		expect.stringMatching(/a\.ts: there is a tool read_file already/),
		expect.stringMatching(/c\.ts: there is a tool greet already/),
	]);
	expect(await call(tools, "greet", { who: "Ann" })).toEqual({ content: "first Ann" });
});

test("R4: a project's tool is asked about whatever it says of itself", async () => {
	const text = moduleText("greet", "Hello", "access: () => [],");
	const tools = open(folderWith({ "greet.ts": text }), "project");
	await tools.refresh();
	const tool = await tools.entries().get("greet")?.load();
	expect(tool?.effects).toEqual(["execute"]);
	expect(tool?.access).toBeUndefined();
});

test("no folder, no tools", async () => {
	const tools = open("/nowhere/tools");
	expect(await tools.refresh()).toEqual([]);
	expect(tools.entries().size).toBe(0);
});
