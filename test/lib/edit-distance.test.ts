import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearestNames } from "../../src/lib/edit-distance.js";
import { cpuMs } from "../helpers/cpu-time.js";

test.each([
	["", "", 0],
	["a", "", 1],
	["kitten", "sitting", 3],
	["abc", "acb", 1],
	["same", "same", 0],
	["ab", "ba", 1],
])("%j to %j: %d", (a, b, distance) => {
	expect(editDistance(a, b)).toBe(distance);
});

test("the same both ways, and a limit only says that it is more", () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), fc.nat(6), (a, b, limit) => {
			const distance = editDistance(a, b);
			expect(editDistance(b, a)).toBe(distance);
			expect(distance === 0).toBe(a === b);
			expect(editDistance(a, b, limit)).toBe(distance <= limit ? distance : limit + 1);
		}),
	);
});

test.each([
	["raed_file", ["read_file", "write_file", "remember"], ["read_file"]],
	["README", ["readme.md", "reads", "x"], ["readme.md", "reads"]],
	["config", ["my-config.json", "config.ts", "other"], ["config.ts", "my-config.json"]],
	["zzz", ["abc"], []],
	["a", [], []],
	["", ["a", "b"], ["a", "b"]],
])("near %s", (name, candidates, expected) => {
	expect(nearestNames(name, candidates)).toEqual(expected);
});

test("long names cost little", () => {
	const started = cpuMs();
	nearestNames(
		"x".repeat(255),
		Array.from({ length: 2000 }, (_, index) => `${index}${"y".repeat(250)}`),
	);
	expect(cpuMs() - started).toBeLessThan(2000);
});
