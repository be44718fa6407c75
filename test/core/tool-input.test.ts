import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonValue } from "../../src/contracts/json.js";
import { defineTool } from "../../src/contracts/tool.js";
import { parseToolInput } from "../../src/core/tool-input.js";

const tool = defineTool({
	name: "try_it",
	category: "tools",
	description: "For the test.",
	effects: [],
	input: z.object({
		language: z.enum(["javascript", "python"]),
		count: z.number().min(1).max(9).default(2),
		names: z.array(z.string()).max(2).optional(),
		edits: z.array(z.strictObject({ from: z.string().min(1), to: z.string() })).optional(),
		amount: z.union([z.number(), z.string()]).optional(),
		ratio: z.number().gt(0).optional(),
		code: z
			.string()
			.regex(/^[a-z]+$/, "small letters")
			.optional(),
		whole: z.int().optional(),
	}),
	title: () => "",
	run: async () => ({ content: "" }),
});

const message = (input: JsonValue): string => {
	const parsed = parseToolInput(tool, input);
	return parsed.ok ? "fits" : parsed.message;
};

test.each<[JsonValue, string]>([
	[{ language: "pyhton" }, 'language must be one of javascript, python; it is "pyhton"; did you mean python?'],
	[{ language: 7 }, "language must be one of javascript, python; it is 7"],
	[{}, "language is missing"],
	[{ language: "python", count: 0 }, "count must be at least 1; it is 0"],
	[{ language: "python", count: 10 }, "count must be at most 9; it is 10"],
	[{ language: "python", count: "many" }, 'count must be a number; it is "many"'],
	[{ language: "python", names: "a" }, 'names must be a list; it is "a"'],
	[{ language: "python", names: ["a", "b", "c"] }, "names must have at most 2 items; it is a list of 3"],
	[{ language: "python", names: ["a", 1] }, "names.1 must be a string; it is 1"],
	[{ language: "python", edits: [{ from: "", to: "b" }] }, "edits.0.from must have at least 1 character; it is empty"],
	[{ language: "python", edits: [{ from: "a" }] }, "edits.0.to is missing"],
	[{ language: "python", edits: [{ from: "a", to: "b", all: true }] }, "edits.0 has no all"],
	[{ language: "python", amount: [] }, "amount is of no type that fits; it is an empty list"],
	[{ language: "python", ratio: 0 }, "ratio must be more than 0; it is 0"],
	[{ language: "python", code: "A1" }, 'code: small letters; it is "A1"'],
	[{ language: "python", whole: 1.5 }, "whole must be a whole number; it is 1.5"],
	[{ language: "python", langage: "x" }, "there is no field langage (did you mean language?)"],
	["text", 'the input must be an object; it is "text"'],
])("%j: %s", (input, says) => {
	expect(message(input)).toContain(`try_it was called wrong: ${says}. It takes { language: javascript | python; `);
});

test("a long value is not repeated whole", () => {
	expect(message({ language: "x".repeat(10_000) }).length).toBeLessThan(500);
});

describe("what it takes, in one line", () => {
	test("types, defaults, what may be left out", () => {
		expect(message({})).toMatch(
			/It takes \{ language: javascript \| python; count\?: number, default 2; names\?: list of string; edits\?: list of \{from, to\}; /,
		);
	});
});
