import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createToolbox, maxFirstTools } from "../../src/core/toolbox.js";
import { builtinTools } from "../../tools/index.js";
import { root } from "../helpers/source-files.js";

const tools = await Promise.all(builtinTools.map((entry) => entry.load()));

test("the index is what the files say", () => {
	const node = join(root, "node_modules/.bin/node");
	const args = ["--import", "./test/helpers/typescript-hooks.mjs", "docs/generate-tools.ts", "--check"];
	const { status, stderr } = spawnSync(node, args, { cwd: root, encoding: "utf8" });
	expect([status, stderr]).toEqual([0, ""]);
	expect(builtinTools.length).toBeGreaterThan(20);
});

test("an entry loads the tool that it tells of", () => {
	expect(tools.map((tool) => tool.name)).toEqual(builtinTools.map((entry) => entry.name));
	expect(new Set(tools.map((tool) => tool.name)).size).toBe(tools.length);
});

test("every field that does not speak for itself says what it is, every tool what it does", () => {
	const fields = (schema: unknown, path: string): string[] => {
		const { properties = {}, items } = schema as {
			properties?: Record<string, { description?: string }>;
			items?: unknown;
		};
		const own = Object.entries(properties).flatMap(([name, field]) => [
			...(field.description ? [] : [`${path}.${name}`]),
			...fields(field, `${path}.${name}`),
		]);
		return items === undefined ? own : [...own, ...fields(items, `${path}[]`)];
	};
	const plain = [
		"calculate.expression",
		"statistics.values",
		"statistics.percentiles",
		"date_math.operation",
		"date_math.place",
		"crawl_site.max_pages",
		"get_weather.days",
		"get_weather.units",
		"web_search.query",
		"web_search.limit",
		"ask_model.question",
		"ask_model.max_output_tokens",
		"compare_models.prompt",
		"compare_models.max_output_tokens",
	];
	const undescribed = tools.flatMap((tool) => fields(z.toJSONSchema(tool.input, { io: "input" }), tool.name));
	expect(undescribed.filter((field) => !plain.includes(field))).toEqual([]);
	for (const tool of tools) expect(tool.description.length).toBeGreaterThan(15);
});

describe("what a model is sent", () => {
	const first = createToolbox(() => new Map(builtinTools.map((entry) => [entry.name, entry]))).specs();

	test("at first a few tools, the way to the others among them", () => {
		expect(first.length).toBeLessThanOrEqual(maxFirstTools);
		expect(first.map((spec) => spec.name)).toContain("find_tools");
		expect(first.map((spec) => spec.name)).toContain("run_command");
	});

	test("together they leave the window to the conversation", () => {
		expect(Buffer.byteLength(JSON.stringify(first))).toBeLessThan(6000);
		const large = builtinTools.filter(
			({ description, inputSchema }) => description.length + JSON.stringify(inputSchema).length > 1000,
		);
		// A whole query is one call of that one.
		expect(large.map((entry) => entry.name).filter((name) => name !== "query_data")).toEqual([]);
	});
});

test("calls that touch something declare what", () => {
	for (const tool of tools) {
		const isHarmless = tool.effects.every((effect) => effect === "read");
		if (!isHarmless) expect([tool.name, tool.access]).not.toEqual([tool.name, undefined]);
	}
});
