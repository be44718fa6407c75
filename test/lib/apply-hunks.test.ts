import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyHunks } from "../../src/lib/apply-hunks.js";
import { parsePatch } from "../../src/lib/patch-text.js";
import { isInstalled } from "../helpers/installed.js";
import { temporaryFolder } from "../helpers/tool-context.js";

const apply = (text: string, patch: string, lineEnd: "\n" | "\r\n" = "\n") => {
	const [file] = parsePatch(`--- a/f\n+++ b/f\n${patch}`);
	return applyHunks(text, file?.hunks ?? [], lineEnd);
};
const numbers = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join("");

describe("where a hunk goes", () => {
	const hunk = " 4\n-5\n+five\n 6\n";
	test.each([
		["where it says", numbers(1, 9), `@@ -4,3 +4,3 @@\n${hunk}`, [{ offset: 0, fuzz: 0 }]],
		["further down", `0\n0\n${numbers(1, 9)}`, `@@ -4,3 +4,3 @@\n${hunk}`, [{ offset: 2, fuzz: 0 }]],
		["further up", numbers(3, 9), `@@ -4,3 +4,3 @@\n${hunk}`, [{ offset: -2, fuzz: 0 }]],
		[
			"the nearest of several",
			`${numbers(1, 9)}${numbers(1, 9)}`,
			`@@ -14,3 +14,3 @@\n${hunk}`,
			[{ offset: -1, fuzz: 0 }],
		],
		[
			"with context that is not there",
			numbers(1, 9),
			"@@ -3,5 +3,5 @@\n x\n 4\n-5\n+five\n 6\n y\n",
			[{ offset: 0, fuzz: 1 }],
		],
		["without numbers, where it fits", numbers(1, 9), `@@ @@\n${hunk}`, [{ offset: 0, fuzz: 0 }]],
		["with wrong counts", numbers(1, 9), `@@ -4,9 +4,1 @@\n${hunk}`, [{ offset: 0, fuzz: 0 }]],
	])("%s", (_name, text, patch, hunks) => {
		const at =
			text.lastIndexOf("4\n5\n6") < 0
				? 0
				: text === `${numbers(1, 9)}${numbers(1, 9)}`
					? text.lastIndexOf("5\n")
					: text.indexOf("5\n");
		expect(apply(text, patch)).toEqual({ ok: true, text: `${text.slice(0, at)}five\n${text.slice(at + 2)}`, hunks });
	});

	test.each([
		["a line that is nowhere", "@@ -4,2 +4,2 @@\n 4\n-fife\n+five\n", 'it has no line "fife" near line 4'],
		[
			"lines that are not together",
			"@@ -4,2 +4,1 @@\n 4\n-7\n",
			"the lines are there, but not together as in the hunk near line 4",
		],
		[
			"too much context that is not there",
			"@@ -1,7 +1,6 @@\n x\n y\n z\n-5\n 6\n 7\n 8\n",
			'it has no line "x" near line 1',
		],
	])("refused: %s", (_name, patch, reason) => {
		expect(apply(numbers(1, 9), patch)).toEqual({ ok: false, index: 0, reason });
	});

	test("refused: several places and no number", () => {
		expect(apply("a\nb\na\nb\n", "@@\n-b\n+c\n")).toMatchObject({
			ok: false,
			reason: expect.stringMatching(/more than once/),
		});
	});
});

test.each([
	["lines put in at the start", "a\n", "@@ -0,0 +1,2 @@\n+x\n+y\n", "x\ny\na\n"],
	["lines put in after a line", "a\nb\n", "@@ -1,0 +2 @@\n+x\n", "a\nx\nb\n"],
	["into an empty file", "", "@@ -0,0 +1 @@\n+x\n", "x\n"],
	["the end of the last line taken away", "a\n", "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n", "a"],
	["and given back", "a", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", "a\n"],
	["a line after a last one without end", "a", "@@ -1 +1,2 @@\n a\n+b\n", "a\nb\n"],
	["a removed line that looks like a header", "-- a\n++ b\nx\n", "@@ -1,3 +1,1 @@\n--- a\n-++ b\n x\n", "x\n"],
	["the blank of an empty line lost", "a\n\nb\n", "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n", "a\n\nc\n"],
	["all", "a\nb\n", "@@ -1,2 +0,0 @@\n-a\n-b\n", ""],
])("%s", (_name, text, patch, after) => {
	expect(apply(text, patch)).toMatchObject({ ok: true, text: after });
});

test("line ends of the file are kept and given to what is put in", () => {
	expect(apply("a\r\nb\r\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n", "\r\n")).toMatchObject({ text: "a\r\nx\r\nc\n" });
});

const text = fc
	.array(fc.constantFrom("a", "b", "c", "", " d", "-- e", "++ f"), { maxLength: 30 })
	.chain((lines) => fc.boolean().map((isEnded) => lines.join("\n") + (isEnded && lines.length > 0 ? "\n" : "")));

test("a diff applied gives the other text, and its reverse the first", () => {
	fc.assert(
		fc.property(text, text, fc.integer({ min: 0, max: 4 }), (one, other, context) => {
			fc.pre(one !== other);
			const there = createTwoFilesPatch("a/f", "b/f", one, other, "", "", { context });
			const back = createTwoFilesPatch("a/f", "b/f", other, one, "", "", { context });
			const hunksOf = (patch: string) => parsePatch(patch)[0]?.hunks ?? [];
			const result = applyHunks(one, hunksOf(there), "\n");
			expect(result).toMatchObject({ ok: true, text: other });
			expect(applyHunks(other, hunksOf(back), "\n")).toMatchObject({ ok: true, text: one });
		}),
		{ numRuns: 300 },
	);
});

test.runIf(isInstalled("patch"))("where patch(1) finds a hunk that has moved, so is it here", () => {
	const folder = temporaryFolder();
	const file = join(folder, "f");
	fc.assert(
		fc.property(text, text, fc.array(fc.constantFrom("x", "y", "a"), { maxLength: 6 }), (one, other, prefix) => {
			fc.pre(one !== other && one !== "" && other !== "" && one.endsWith("\n") && other.endsWith("\n"));
			const patch = createTwoFilesPatch("a/f", "b/f", one, other, "", "", { context: 3 });
			const moved = prefix.map((line) => `${line}\n`).join("") + one;
			writeFileSync(file, moved);
			let expected: string | undefined;
			try {
				execFileSync("patch", ["-s", "-f", "--fuzz=0", "--no-backup-if-mismatch", file], {
					input: patch,
					stdio: ["pipe", "ignore", "ignore"],
				});
				expected = readFileSync(file, "utf8");
			} catch {
				return;
			}
			expect(applyHunks(moved, parsePatch(patch)[0]?.hunks ?? [], "\n")).toMatchObject({ ok: true, text: expected });
		}),
		{ numRuns: 60 },
	);
});
