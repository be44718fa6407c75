// Q1: what was acknowledged survives a loss of power. Here at some points; at each one in the long tests.
import { describe, expect, test } from "vitest";
import { afterCrash, type Kept, recordWrites } from "../helpers/power-loss.js";

const kept: readonly Kept[] = ["none", "all", 1];
const problemsOf = (steps: ReturnType<typeof recordWrites>, every: number) =>
	Array.from({ length: Math.floor(steps.length / every) }, (_, index) => 1 + index * every).flatMap((upTo) =>
		kept.flatMap((variant) => afterCrash(steps, upTo, variant)),
	);

describe("a loss of power at any time", { timeout: 60_000 }, () => {
	test("the store opens, is whole, and has all that was acknowledged", () => {
		const steps = recordWrites(3, 12);
		expect(steps.filter(({ kind }) => kind === "ack").length).toBeGreaterThan(9);
		expect(steps.filter(({ kind }) => kind === "sync").length).toBeGreaterThan(20);
		expect(problemsOf(steps, 23)).toEqual([]);
	});
	// Else the test above would prove nothing.
	test.each(["OFF", "NORMAL"])(
		"with synchronous = %s the same check finds acknowledged events missing",
		(synchronous) => {
			const problems = problemsOf(recordWrites(2, 1000, synchronous), 60);
			expect(problems.join("\n")).toMatch(/kept none: kept: \d+ of \d+ acknowledged events/);
		},
	);
});
