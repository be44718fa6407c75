import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { toolCategories } from "../../src/contracts/tool.js";
import { builtinTools } from "../../tools/index.js";

const folder = new URL("../../tools/", import.meta.url);
/** Descriptions and schemas of all tools together, in bytes (UTF-8): they are sent with every request. */
const budgetBytes = 8192;

const describeTool = (tool: (typeof builtinTools)[number]): string => {
	const { $schema, ...parameters } = z.toJSONSchema(tool.input, { io: "input" });
	expect($schema).toContain("json-schema.org");
	return tool.description + JSON.stringify(parameters);
};

test("each file is a tool, named as its path says, and each is in the index", () => {
	const files = toolCategories.flatMap((category) => {
		const names = readdirSync(folder).includes(category) ? readdirSync(new URL(category, folder)) : [];
		return names
			.filter((name) => name.endsWith(".ts"))
			.map((name) => `${category}/${name.slice(0, -3).replaceAll("-", "_")}`);
	});
	expect(files.length).toBeGreaterThan(15);
	const indexed = builtinTools.map((tool) => `${tool.category}/${tool.name}`);
	const ours = files.filter((file) => !file.startsWith("math/") && !file.startsWith("time/"));
	expect(indexed.filter((name) => !name.startsWith("math/") && !name.startsWith("time/")).sort()).toEqual(ours.sort());
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
	];
	const undescribed = builtinTools.flatMap((tool) => fields(z.toJSONSchema(tool.input, { io: "input" }), tool.name));
	expect(undescribed.filter((field) => !plain.includes(field))).toEqual([]);
	for (const tool of builtinTools) expect(tool.description.length).toBeGreaterThan(15);
});

test("together they leave the window to the conversation", () => {
	const bytes = builtinTools.reduce((sum, tool) => sum + Buffer.byteLength(describeTool(tool)), 0);
	expect(bytes).toBeLessThan(budgetBytes);
	expect(
		builtinTools.map((tool) => [tool.name, describeTool(tool).length]).filter(([, size]) => Number(size) > 800),
	).toEqual([]);
});

test("calls that touch nothing declare so, and names are unique", () => {
	expect(new Set(builtinTools.map((tool) => tool.name)).size).toBe(builtinTools.length);
	for (const tool of builtinTools) {
		const isHarmless = tool.effects.every((effect) => effect === "read");
		if (!isHarmless) expect([tool.name, tool.access]).not.toEqual([tool.name, undefined]);
	}
});
