import { diffLines } from "diff";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diffCounts } from "../../src/lib/diff-counts.js";

test.each([
	["a\nb\nc\n", "a\nx\nc\n", 1, 1],
	["a\nb\n", "a\nb\n", 0, 0],
	["", "a\nb\n", 2, 0],
	["a\nb", "", 0, 2],
	["a\na\na\n", "a\na\n", 0, 1],
	["ab\n", "cb\n", 1, 1],
	["a\nb", "a\nb\n", 1, 1],
	["x\nb\ny\n", "z\nb\nw\n", 2, 2],
])("%j to %j: +%d -%d", async (before, after, added, removed) => {
	expect(await diffCounts(before, after)).toEqual({ added, removed });
});

test("as comparing the whole texts", async () => {
	const text = fc
		.array(fc.constantFrom("a\n", "b\n", "ab\n", "\n", "a"), { maxLength: 8 })
		.map((lines) => lines.join(""));
	await fc.assert(
		fc.asyncProperty(text, text, async (before, after) => {
			const changes = diffLines(before, after);
			const count = (kind: "added" | "removed") =>
				changes.reduce((sum, change) => sum + (change[kind] ? change.count : 0), 0);
			const counted = await diffCounts(before, after);
			expect(counted.added - counted.removed).toBe(count("added") - count("removed"));
			expect(counted.added).toBe(count("added"));
		}),
		{ numRuns: 500 },
	);
});
