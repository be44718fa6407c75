// A workflow file: what it may say, and where what is wrong stands.
import { describe, expect, test } from "vitest";
import { readWorkflow, toWorkflow } from "../../../src/agents/flow/read-workflow.js";
import { needsOf } from "../../../src/agents/flow/references.js";

const file = (...lines: string[]) => readWorkflow(lines.join("\n"), "flow.yaml");

test("a whole workflow", async () => {
	const workflow = await file(
		"name: release",
		"inputs: {version: {type: string}, dry: {type: boolean, default: false}}",
		"steps:",
		"  - {id: build, agent: worker, task: 'build {{inputs.version}}', retry: {times: 2}, timeout: 5m}",
		"  - id: check",
		"    strategy: parallel",
		"    join: {quorum: 1}",
		"    steps:",
		"      - {id: lint, task: 'lint {{steps.build.text}}'}",
		"      - {id: tests, task: test it}",
		"  - {id: ship, when: not inputs.dry, needs: [check], approval: 'Ship {{inputs.version}}?', task: ship it}",
	);
	expect(workflow.steps[0]?.retry).toEqual({ times: 2, delays: [2, 4, 8], on: "passing" });
	expect([...needsOf(workflow.steps)]).toEqual([
		["build", []],
		["check", ["build"]],
		["ship", ["check"]],
	]);
});

describe("what is wrong is named with its line", () => {
	const head = ["name: x", "steps:"];
	test.each([
		["syntax", ["name: x", "steps: [", "  a: b: c"], /flow\.yaml:3/],
		["no steps", ["name: x"], /flow\.yaml:1:1: steps: /],
		[
			"an unknown key",
			[...head, "  - {id: a, task: x}", "  - {id: b, tsk: y}"],
			/flow\.yaml:4:18: Unrecognized key: "tsk"/,
		],
		["a wrong type", [...head, "  - id: a", "    task: 7"], /flow\.yaml:4:11: task: /],
		[
			"two of a name",
			[...head, "  - {id: a, task: x}", "  - {id: a, task: y}"],
			/flow\.yaml:4:10: there are two steps a/,
		],
		[
			"a step that is not there",
			[...head, "  - {id: build, task: x}", "  - {id: b, task: '{{steps.biuld.text}}'}"],
			/flow\.yaml:4:\d+: there is no step biuld before this one; did you mean build/,
		],
		[
			"an input that is not there",
			[...head, "  - {id: a, task: '{{inputs.x}}'}"],
			/flow\.yaml:3:\d+: there is no input x/,
		],
		["a need that is not there", [...head, "  - {id: a, task: x, needs: [b]}"], /flow\.yaml:3:\d+: there is no step b/],
		["itself", [...head, "  - {id: a, task: '{{steps.a.text}}'}"], /of the step itself/],
		[
			"a circle",
			[...head, "  - {id: a, task: x, needs: [b]}", "  - {id: b, task: '{{steps.a.text}}'}"],
			/circle: a -> b -> a/,
		],
		["a condition", [...head, "  - {id: a, task: x, when: 'a ='}"], /flow\.yaml:3:\d+: cannot be read/],
		["no task", [...head, "  - {id: a}"], /needs a task/],
		["a join of one", [...head, "  - {id: a, task: x, join: any}"], /join is only for strategy: parallel/],
		[
			"a quorum of too many",
			[...head, "  - {id: a, strategy: parallel, join: {quorum: 3}, steps: [{id: b, task: x}]}"],
			/quorum of 3 of 1/,
		],
		["code", [...head, "  - {id: a, task: '{{1+1}}'}"], /no place of a value/],
	])("%s", async (_, lines, message) => {
		await expect(file(...lines)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
	});
});

test("one that was put together names the place", () => {
	expect(() => toWorkflow({ name: "x", steps: [{ id: "a", task: "{{inputs.y}}" }] }, "flow.ts")).toThrow(
		/flow\.ts, steps\[0\]\.task: there is no input y/,
	);
});
