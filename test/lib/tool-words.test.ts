import { describe, expect, test } from "vitest";
import { fieldsHelp } from "../../src/lib/schema-help.js";
import { flagsToAssignments, readReferences } from "../../src/lib/tool-words.js";

const properties = { value: { type: "number" }, from_unit: { type: "string" }, deep: { type: "boolean" } };

test.each([
	[["value=3"], ["value=3"]],
	[["--value", "3"], ["value=3"]],
	[["--value=3"], ["value=3"]],
	[["--from-unit", "km"], ["from_unit=km"]],
	[
		["--deep", "value=1"],
		["deep=true", "value=1"],
	],
	[["--deep=false"], ["deep=false"]],
	[["--value", "-3"], ["value=-3"]],
	[["--value"], ["value="]],
	[
		["--other", "x"],
		["--other", "x"],
	],
	[["2^10"], ["2^10"]],
])("%j → %j", (words, assignments) => {
	expect(flagsToAssignments(words, properties)).toEqual(assignments);
});

test.each([
	["text=@-", "text=from stdin"],
	["text=@notes.txt", "text=from notes.txt"],
	["text=@@name", "text=@name"],
	["text=a@b", "text=a@b"],
	["text=@", "text=@"],
	["@notes.txt", "@notes.txt"],
])("%s → %s", async (word, expected) => {
	const readers = { stdin: async () => "from stdin\n", file: async (path: string) => `from ${path}\r\n` };
	expect(await readReferences([word], readers)).toEqual([expected]);
});

describe("fields in words", () => {
	const schema = {
		type: "object",
		required: ["name", "mode"],
		properties: {
			limit: { type: "integer", minimum: 1, maximum: 20, default: 5, description: "Most" },
			name: { type: "string" },
			mode: { enum: ["a", "b"] },
			amount: { anyOf: [{ type: "number" }, { type: "string" }], minimum: 0 },
			tags: { type: "array", items: { type: "string" } },
			edits: {
				type: "array",
				items: { type: "object", properties: { to: {}, from: {} }, required: ["from"] },
			},
		},
	};
	test.each([
		["name", "required, string"],
		["mode", "required, a | b"],
		["limit", "integer, 1 to 20, default 5"],
		["amount", "number or string, at least 0"],
		["tags", "list of string"],
		["edits", "list of {from, to?}"],
	])("%s: %s", (name, type) => {
		expect(fieldsHelp(schema).find((field) => field.name === name)?.type).toBe(type);
	});
	test("required ones first", () => {
		expect(fieldsHelp(schema).map((field) => field.name)).toEqual(["name", "mode", "limit", "amount", "tags", "edits"]);
	});
	test("a schema without fields", () => expect(fieldsHelp({ type: "object" })).toEqual([]));
});
