import { expect, test } from "vitest";
import { cutText } from "../../src/lib/count-text.js";
import { countLines, diffCounts } from "../../src/lib/diff-counts.js";
import { firstLine } from "../../src/lib/first-line.js";
import { decodeEntities } from "../../src/lib/html-tokens.js";
import { compilePattern, createLineMatcher, escapePattern, PatternTooSlowError } from "../../src/lib/line-matcher.js";
import { formatBytes, plural } from "../../src/lib/plural.js";
import { toRustPattern } from "../../src/lib/rust-pattern.js";
import { isSecretName } from "../../src/lib/secret-names.js";

test.each([
	[0, "0 B"],
	[999, "999 B"],
	[1000, "1.0 kB"],
	[1540, "1.5 kB"],
	[99_949, "99.9 kB"],
	[999_499, "999 kB"],
	[999_500, "1.0 MB"],
	[3.2e9, "3.2 GB"],
	[5e18, "5000 PB"],
])("%d bytes: %s", (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
});

test.each([
	["  one\ntwo", "one"],
	["twelve chars", "twelve chars"],
	["whole words only", "whole words…"],
	["anunbrokenword", "anunbrokenw…"],
	["0123456789🙂x", "0123456789…"],
	["a\u001b[31mred", "ared"],
	["", ""],
])("the first line of %j in 12 characters: %s", (text, line) => {
	expect(firstLine(text, 12)).toBe(line);
});

test("one and many", () => {
	expect([plural(0, "file"), plural(1, "file"), plural(2, "match", "matches")]).toEqual([
		"0 files",
		"1 file",
		"2 matches",
	]);
});

test.each([
	[".env", true],
	[".env.local", true],
	[".env.example", false],
	["environment.ts", false],
	["id_ed25519", true],
	["id_ed25519.pub", false],
	["server.PEM", true],
	["keys.ts", false],
	["credentials", true],
	[".npmrc", true],
	["monkey.txt", false],
])("%s a secret: %s", (name, expected) => {
	expect(isSecretName(name)).toBe(expected);
});

test.each([
	["a\\d+", "a[0-9]+"],
	["[\\d_]", "[0-9_]"],
	["\\bx", "(?-u:\\b)x"],
	["a|b", "a|b"],
	["[[]", "[\\[]"],
	["\\/", "/"],
	["(?:a)", "(?:a)"],
	["(?=a)", undefined],
	["(?<!a)b", undefined],
	["(a)\\1", undefined],
	["\\u0041", undefined],
	["[^]", undefined],
	["[\\D]", undefined],
	["(?i:a)", undefined],
	["a&&b", undefined],
	["\\p{Lu}", undefined],
])("%s for ripgrep: %s", (pattern, expected) => {
	expect(toRustPattern(pattern)).toBe(expected);
});

test("matching stops at its deadline and goes on with the next lines", () => {
	const matcher = createLineMatcher(compilePattern("^(a+)+$", true));
	expect(() => matcher.match([`${"a".repeat(40)}!`])).toThrow(PatternTooSlowError);
	expect(matcher.match(["aa", "b", "a"])).toEqual([0, 2]);
	expect(matcher.indexIn(`${"a".repeat(40)}!`)).toBe(0);
	expect(createLineMatcher(/b/).indexIn("aab")).toBe(2);
});

test("many lines keep their numbers", () => {
	const lines = Array.from({ length: 12_345 }, (_, index) => String(index));
	expect(createLineMatcher(/^\d*77$/).match(lines)).toEqual(
		lines.flatMap((line, index) => (line.endsWith("77") ? [index] : [])),
	);
});

test("any text is found as it is", () => {
	const text = "a.b*c+(d)[e]{f}|g^h$i\\j/k-l?";
	expect(compilePattern(escapePattern(text), true).test(`x${text}y`)).toBe(true);
});

test.each([
	["", "", 0, 0],
	["a\nb\n", "a\nc\n", 1, 1],
	["a\n", "a\nb\nc\n", 2, 0],
	["a\nb\nc", "", 0, 3],
])("from %j to %j: +%d -%d", async (before, after, added, removed) => {
	expect(await diffCounts(before, after)).toEqual({ added, removed });
});

test.each([
	["", 0],
	["a", 1],
	["a\n", 1],
	["\n\n", 2],
])("lines of %j: %d", (text, lines) => {
	expect(countLines(text)).toBe(lines);
});

test("text is cut between characters", () => {
	expect([cutText("a🙂b", 2), cutText("a🙂b", 3), cutText("ab", 5)]).toEqual(["a", "a🙂", "ab"]);
});

test.each([
	["&lt;&amp;&gt;", "<&>"],
	["&#65;&#x1F642;", "A🙂"],
	["&#0;&#xD800;&#9999999;", "\uFFFD\uFFFD\uFFFD"],
	["&unknown; &toString; &", "&unknown; &toString; &"],
])("%s is %s", (text, expected) => {
	expect(decodeEntities(text)).toBe(expected);
});
