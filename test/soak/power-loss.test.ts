// Q1 at its full length: a loss of power before each of the steps that a store takes, with several choices of what the disk
// had kept by then.
import { describe, expect, test } from "vitest";
import { afterCrash, type Kept, recordWrites } from "../helpers/power-loss.js";

const kept: readonly Kept[] = ["none", "all", 1, 2, 3];

describe("a loss of power before each step", () => {
	test.each(kept)(
		"unsynced writes kept: %s",
		(variant) => {
			const steps = recordWrites(12, 20);
			expect(steps.length).toBeGreaterThan(500);
			expect(steps.flatMap((_, upTo) => afterCrash(steps, upTo, variant))).toEqual([]);
		},
		900_000,
	);
});
