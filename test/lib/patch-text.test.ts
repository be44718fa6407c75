import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PatchSyntaxError, parsePatch } from "../../src/lib/patch-text.js";

const hunk = "@@ -1 +1 @@\n-a\n+b\n";
const names = (patch: string) => parsePatch(patch).map(({ oldPath, newPath }) => [oldPath, newPath]);

describe("names", () => {
	test.each([
		["plain", `--- x/f\n+++ x/f\n${hunk}`, "x/f", "x/f"],
		["git's prefixes", `--- a/x/f\n+++ b/x/f\n${hunk}`, "x/f", "x/f"],
		["a folder called a", `--- a/f\n+++ a/f\n${hunk}`, "a/f", "a/f"],
		["times after a tab", `--- f\t2026-01-01 00:00:00\n+++ f\t2026-01-01\n${hunk}`, "f", "f"],
		["blanks", `--- a/a b.txt\n+++ b/a b.txt\n${hunk}`, "a b.txt", "a b.txt"],
		[
			"quoted",
			`--- "a/gr\\303\\266\\303\\237e\\t\\"1\\""\n+++ "b/gr\\303\\266\\303\\237e\\t\\"1\\""\n${hunk}`,
			'größe\t"1"',
			'größe\t"1"',
		],
		["created", `--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n`, undefined, "f"],
		["deleted", `--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n`, "f", undefined],
		["renamed", "diff --git a/f b/g\nsimilarity index 100%\nrename from f\nrename to g\n", "f", "g"],
		["created empty", "diff --git a/f b/f\nnew file mode 100644\nindex 0000000..e69de29\n", undefined, "f"],
		["deleted empty", "diff --git a/f b/f\ndeleted file mode 100644\nindex e69de29..0000000\n", "f", undefined],
		["in a fence, with words around it", `Here it is:\n\`\`\`diff\n--- a/f\n+++ b/f\n${hunk}\`\`\`\nDone.\n`, "f", "f"],
		["with the line ends of Windows", `--- a/f\r\n+++ b/f\r\n${hunk.replaceAll("\n", "\r\n")}`, "f", "f"],
	])("%s", (_name, patch, oldPath, newPath) => {
		expect(names(patch)).toEqual([[oldPath, newPath]]);
	});

	test("several files", () => {
		const patch = `diff --git a/f b/f\nindex 1..2 100644\n--- a/f\n+++ b/f\n${hunk}diff --git a/g b/h\nrename from g\nrename to h\n--- a/g\n+++ b/h\n${hunk}--- i\n+++ i\n${hunk}`;
		expect(names(patch)).toEqual([
			["f", "f"],
			["g", "h"],
			["i", "i"],
		]);
		expect(parsePatch(patch).map(({ hunks }) => hunks[0]?.lines.length)).toEqual([2, 2, 2]);
	});
});

test.each([
	["nothing", "hello", /no file in it/],
	["no names", hunk, /line 1: a hunk without the names/],
	["no hunk", "--- a/f\n+++ b/f\n", /f: no hunk/],
	["a hunk of context alone", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n a\n", /line 3: a hunk that changes nothing/],
	["two times /dev/null", `--- /dev/null\n+++ /dev/null\n${hunk}`, /no file is named/],
	["binary", "diff --git a/f b/f\nindex 1..2\nBinary files a/f and b/f differ\n", /binary/],
	["copies", "diff --git a/f b/g\ncopy from f\ncopy to g\n", /copies/],
])("refused: %s", (_name, patch, message) => {
	expect(() => parsePatch(patch)).toThrow(message);
});

test("whatever it is given, it answers or says that it is no patch", () => {
	const part = fc.constantFrom(
		"--- a/f\n",
		"+++ b/f\n",
		"@@ -1,2 +3 @@\n",
		"@@\n",
		"-x\n",
		"+x\n",
		" x\n",
		"\n",
		"\\ No\n",
		"diff --git a/f b/f\n",
		"x",
		'--- "a\\',
		"rename from x\n",
	);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
			try {
				expect(parsePatch(parts.join("")).length).toBeGreaterThan(0);
			} catch (error) {
				expect(error).toBeInstanceOf(PatchSyntaxError);
			}
		}),
		{ numRuns: 1000 },
	);
});
