// Templates and conditions of a workflow.
import { describe, expect, test } from "vitest";
import { parseCondition } from "../../../src/agents/flow/condition.js";
import { fillIn } from "../../../src/agents/flow/template.js";

const values = {
	inputs: { name: "Ada", count: 3, list: ["a", "b"], none: null },
	steps: { build: { status: "done", text: "ok {{inputs.name}}", output: { files: [{ path: "x.ts" }] } } },
};

describe("a template", () => {
	test.each([
		["no braces", "no braces"],
		["hello {{inputs.name}}", "hello Ada"],
		["{{ inputs.count }} of {{inputs.list}}", '3 of ["a","b"]'],
		["{{steps.build.output.files[0].path}}", "x.ts"],
		["{{steps.build.output.files.0.path}}", "x.ts"],
		['{{"{{"}}x}}', "{{x}}"],
		["{{inputs.list.length}}", "2"],
		["", ""],
		// What is filled in is text: it is not read as a template again.
		["{{steps.build.text}}", "ok {{inputs.name}}"],
	])("%s", (text, expected) => expect(fillIn(text, values)).toEqual({ ok: true, text: expected }));

	test.each([
		["{{inputs.nobody}}", "inputs.nobody"],
		["{{inputs.constructor}}", "inputs.constructor"],
		["{{inputs.__proto__}}", "inputs.__proto__"],
		["{{inputs.list[2]}}", "inputs.list[2]"],
	])("%s has nothing in it", (text, missing) => expect(fillIn(text, values)).toEqual({ ok: false, missing }));

	test.each(["{{inputs.name", "{{}}", "{{1+1}}", "{{process.exit()}}", "{{a b}}"])("%s is none", (text) =>
		expect(fillIn(text, values).ok).toBe(false),
	);
});

describe("a condition", () => {
	test.each([
		["inputs.name == 'Ada'", true],
		['inputs.name != "Ada"', false],
		["{{steps.build.status}} == 'done' and inputs.count > 2", true],
		["inputs.count >= 4 or inputs.count <= 3", true],
		["not inputs.none", true],
		["not not inputs.name", true],
		["not (inputs.count < 2 or inputs.count > 9)", true],
		["inputs.list contains 'b'", true],
		["inputs.list contains 'c'", false],
		["steps.build.text contains 'ok'", true],
		["steps.nobody.text", false],
		["steps.nobody.text == null", true],
		["inputs.name < 3", false],
		["true and false or true", true],
		["steps.build.output", true],
		["inputs.count == -3.5", false],
		['"a\\"b" == \'a"b\'', true],
	])("%s", (text, expected) => {
		const parsed = parseCondition(text);
		expect(typeof parsed === "string" ? parsed : parsed.holds(values)).toBe(expected);
	});

	test.each([
		["", /too early/],
		["a ==", /too early/],
		["(a", /without/],
		["a b", /not expected/],
		["a == 'x", /cannot be read/],
		["process.exit()", /not expected/],
		["a; b", /cannot be read/],
		["and", /not expected/],
		["(".repeat(60), /brackets/],
		["x".repeat(2001), /2,000/],
	])("%s is none", (text, problem) => expect(parseCondition(text)).toMatch(problem));
});
