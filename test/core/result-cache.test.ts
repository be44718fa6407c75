import { expect, test } from "vitest";
import { z } from "zod";
import { defineTool, type ToolOutput } from "../../src/contracts/tool.js";
import { createResultCache } from "../../src/core/result-cache.js";

const tool = defineTool({
	name: "double",
	category: "math",
	description: "Doubles a number.",
	effects: [],
	isPure: true,
	input: z.object({ n: z.number() }),
	title: ({ n }) => String(n),
	run: async ({ n }) => ({ content: String(2 * n) }),
});

const counting = (output: ToolOutput) => {
	const counter = { runs: 0 };
	const work = async () => {
		counter.runs++;
		return output;
	};
	return { counter, work };
};

test("the same input is computed once, whatever the order of its fields", async () => {
	const cache = createResultCache();
	const { counter, work } = counting({ content: "4" });
	await cache.through(tool, { n: 2, m: 1 }, work);
	expect(await cache.through(tool, { m: 1, n: 2 }, work)).toEqual({ content: "4" });
	expect(counter.runs).toBe(1);
	await cache.through(tool, { n: 3, m: 1 }, work);
	expect(counter.runs).toBe(2);
});

test.each([
	["a tool that is not pure", { ...tool, isPure: false }, { content: "4" }],
	["a failure", tool, { content: "no", isError: true }],
	["a result too long to keep", tool, { content: "x".repeat(30_000) }],
])("%s is computed each time", async (_, computed, output) => {
	const cache = createResultCache();
	const { counter, work } = counting(output);
	await cache.through(computed, { n: 2 }, work);
	await cache.through(computed, { n: 2 }, work);
	expect(counter.runs).toBe(2);
});

test("the oldest goes when there are too many", async () => {
	const cache = createResultCache();
	for (let n = 0; n <= 500; n++) await cache.through(tool, { n }, async () => ({ content: String(n) }));
	const { counter, work } = counting({ content: "0" });
	await cache.through(tool, { n: 500 }, work);
	expect(counter.runs).toBe(0);
	await cache.through(tool, { n: 0 }, work);
	expect(counter.runs).toBe(1);
});
