import { describe, expect, test } from "vitest";
import { budgets } from "../../bench/budgets.js";
import { chooseParts } from "../../bench/choose.js";
import { suites } from "../../bench/suites/index.js";

const all = suites.flatMap((suite) => suite.parts);

test("each row of the table is measured by one part, and each floor is given by one", () => {
	const ids = budgets.map((budget) => budget.id);
	expect(all.flatMap((part) => part.rows).toSorted()).toEqual(ids.toSorted());
	const floors = all.flatMap((part) => part.floors ?? []);
	const needed = budgets.flatMap((budget) => (budget.floor === undefined ? [] : [budget.floor.id]));
	expect(needed.filter((floor) => !floors.includes(floor))).toEqual([]);
	expect(new Set(floors).size).toBe(floors.length);
});

describe("--only", () => {
	const rows = (...wanted: string[]) => chooseParts(suites, wanted).flatMap((part) => part.rows);

	test("nothing named is everything", () => {
		expect(chooseParts(suites, undefined)).toEqual(all);
	});

	test.each(budgets.map((budget) => budget.id))("the row %s", (id) => {
		expect(rows(id)).toContain(id);
	});

	test.each([
		["idle", ["idle.memory", "idle.cpu", "idle.bytes"]],
		["failures.down", ["failures.down"]],
		["reducer", ["reducer.rate"]],
	])("%s", (name, expected) => {
		expect(rows(name)).toEqual(expected);
	});

	test("the floor of a row comes with it", () => {
		expect(rows("one-shot.tool-round")).toEqual(["version", "help", "one-shot.tool-round"]);
	});

	test("a name that is none says what there is", () => {
		expect(() => rows("nothing")).toThrow(/there is no nothing; there are start, one-shot, .*install\.files/);
	});
});
