import { expect, test } from "vitest";
import type { Usage } from "../../src/contracts/model.js";
import { createBudget } from "../../src/runtime/budget.js";

/** A micro-dollar a token. */
const price = async ({ inputTokens }: Usage) => ({ costMicroUsd: inputTokens });
const unknown = async () => ({ costMicroUsd: null });

test("without a budget everything goes, whatever it costs", async () => {
	expect(await createBudget({ most: undefined, spent: () => 1e9 }).hold(1e9, unknown)).toHaveProperty("release");
});

test("what was spent counts, up to the last micro-dollar", async () => {
	const budget = createBudget({ most: 100, spent: () => 60 });
	expect(await budget.hold(40, price)).toHaveProperty("release");
	const other = createBudget({ most: 100, spent: () => 61 });
	expect(await other.hold(40, price)).toMatchObject({
		refusal: { code: "limit.budget", exitCode: 5, message: expect.stringContaining("is used up") },
	});
});

test("requests side by side do not share what is left", async () => {
	const budget = createBudget({ most: 100, spent: () => 0 });
	const asked = await Promise.all([60, 30, 20, 10].map((tokens) => budget.hold(tokens, price)));
	expect(asked.map((answer) => "release" in answer)).toEqual([true, true, false, true]);
	for (const answer of asked) {
		// Giving back twice gives back once.
		for (let count = 0; count < 2; count++) if ("release" in answer) answer.release();
	}
	expect(await budget.hold(101, price)).toHaveProperty("refusal");
	expect(await budget.hold(100, price)).toHaveProperty("release");
});

test("a price that is not known keeps no budget", async () => {
	expect(await createBudget({ most: 100, spent: () => 0 }).hold(1, unknown)).toMatchObject({
		refusal: { message: expect.stringContaining("price of this model is not known") },
	});
});
