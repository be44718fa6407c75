import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineCommand } from "../../../../src/contracts/command.js";
import { splitWords } from "../../../../src/frontends/tui/commands/parse.js";
import { argumentAt, choiceSuggestions, pathSuggestions } from "../../../../src/frontends/tui/composer/arguments.js";
import { move, rankCommands, triggerAt } from "../../../../src/frontends/tui/composer/completion.js";

const base = { description: "", surfaces: ["slash"] as const, run: async () => ({ type: "quit" as const }) };
const commands = [
	defineCommand({
		...base,
		name: "theme",
		args: z.object({ theme: z.enum(["dark", "light"]) }),
		positional: ["theme"],
	}),
	defineCommand({
		...base,
		name: "rules",
		aliases: ["r"],
		args: z.object({ action: z.enum(["add", "drop"]).default("add"), rule: z.string().optional() }),
		positional: ["action", "rule"],
		values: { rule: async ({ given }) => given.map((value) => ({ value, label: value })) },
	}),
	defineCommand({
		...base,
		name: "export list",
		aliases: ["export"],
		args: z.object({ path: z.string(), force: z.boolean().default(false) }),
		positional: ["path"],
		values: { path: "path" },
	}),
	defineCommand({ ...base, name: "free", args: z.object({ text: z.string() }), positional: ["text"] }),
];

describe("the argument at the cursor", () => {
	test.each([
		["/theme ", { query: "", from: 7, to: 7, given: [] }],
		["/theme   da", { query: "da", from: 9, to: 11, given: [] }],
		["/rules add ", { query: "", from: 11, given: ["add"] }],
		["/r drop run", { query: "run", from: 8, given: ["drop"] }],
		["/r drop 'run_command(git l", { query: "run_command(git l", from: 8, to: 26 }],
		["/export do", { query: "do", from: 8, values: "path" }],
		['/export "my do', { query: "my do", from: 8, to: 14 }],
		["/export my\\ do", { query: "my do", from: 8, to: 14 }],
	])("%j", (text, found) => expect(argumentAt(commands, text, text.length)).toMatchObject(found));

	test.each([
		["/theme", "the name itself"],
		["/theme dark ", "an argument too many"],
		["/nothing ", "an unknown command"],
		["/free ", "values that nobody knows"],
		["/export --force ", "behind an option"],
		["theme ", "no command"],
		["see /theme ", "not at the start"],
	])("none for %j: %s", (text) => expect(argumentAt(commands, text, text.length)).toBeUndefined());

	test("only what stands before the cursor counts", () => {
		expect(argumentAt(commands, "/theme dark", 9)).toMatchObject({ query: "da", from: 7, to: 9 });
		expect(argumentAt(commands, "/theme dark", 4)).toBeUndefined();
	});

	test("values of the schema, and those of the command by what was given", async () => {
		const valuesAt = async (text: string) => {
			const found = argumentAt(commands, text, text.length);
			if (found === undefined || found.values === "path") return [];
			const choices = await found.values({ client: {} as never, given: found.given });
			return choices.map(({ value }) => value);
		};
		expect(await valuesAt("/theme ")).toEqual(["dark", "light"]);
		expect(await valuesAt("/rules ")).toEqual(["add", "drop"]);
		expect(await valuesAt("/rules drop ")).toEqual(["drop"]);
	});
});

describe("suggestions", () => {
	const choices = [
		{ value: "01B", label: "Fix the light", detail: "today" },
		{ value: "01A", label: "light the fire" },
		{ value: "dark", label: "dark" },
	];
	test.each([
		["", ["01B ", "01A ", "dark "]],
		["d", ["dark "]],
		["light", ["01A ", "01B "]],
		["01b", ["01B "]],
		["dark", []],
		["q", []],
	])("%j", (query, values) => expect(choiceSuggestions(choices, query).map(({ value }) => value)).toEqual(values));

	test.each(["plain", "two words", 'a "b" c', "it's", "back\\slash", "run_command(git log *)"])(
		"%j is put in as one word",
		(value) => {
			const [suggestion] = choiceSuggestions([{ value, label: "x" }], "");
			expect(splitWords(suggestion?.value ?? "")).toEqual([value]);
		},
	);

	test("paths: the folders first, which stay open", () => {
		const paths = ["docs/a.md", "my docs/b c.md", "top.md"];
		const suggestions = pathSuggestions(paths, "docs/");
		expect(suggestions.map(({ label }) => label)).toEqual(["my docs/", ...paths]);
		expect(suggestions.map(({ value }) => value)).toEqual(['"my docs/', "docs/a.md ", '"my docs/b c.md" ', "top.md "]);
		expect(pathSuggestions(["top.md"], "top.md")).toEqual([]);
	});

	test("commands by name and alias, best first", () => {
		expect(rankCommands(commands, "e").map(({ value }) => value)).toEqual(["/export ", "/free ", "/theme ", "/rules "]);
		expect(rankCommands(commands, "R")[0]?.value).toBe("/rules ");
	});
});

test.each([
	["/th", { kind: "command", query: "th" }],
	["see @src/a", { kind: "file", query: "src/a", from: 4 }],
	["!cat @a", undefined],
	["a@b", undefined],
])("%j triggers %j", (text, trigger) => {
	const found = triggerAt(text, text.length);
	if (trigger === undefined) expect(found).toBeUndefined();
	else expect(found).toMatchObject(trigger);
});

test.each([
	[-1, 1, 0],
	[-1, -1, 2],
	[2, 1, 0],
	[0, -1, 2],
] as const)("from %i by %i to %i", (selected, direction, next) => {
	const items = ["a", "b", "c"].map((value) => ({ value, label: value, detail: "" }));
	const completion = { kind: "argument" as const, from: 0, to: 0, query: "", items, selected };
	expect(move(completion, direction).selected).toBe(next);
});
