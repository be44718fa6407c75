import fc from "fast-check";
import { expect, test } from "vitest";
import { createGlobMatcher, expandBraces } from "../../src/lib/glob-match.js";

test.each([
	["*.ts", "a.ts", true],
	["*.ts", "x/y/a.ts", true],
	["*.ts", "a.tsx", false],
	["src/*.ts", "src/a.ts", true],
	["src/*.ts", "src/x/a.ts", false],
	["src/*.ts", "lib/src/a.ts", false],
	["src/**", "src/a/b", true],
	["src/**/b", "src/b", true],
	["src/**/b", "src/x/y/b", true],
	["**/b", "b", true],
	["**", "a/b", true],
	["a?c", "abc", true],
	["a?c", "a🙂c", true],
	["a?c", "ac", false],
	["[a-c]x", "bx", true],
	["[!a-c]x", "bx", false],
	["[^a-c]x", "dx", true],
	["[]]", "]", true],
	["[a-]", "-", true],
	["[", "[", true],
	["[abc", "[abc", true],
	["a[", "a[", true],
	["\\*", "*", true],
	["\\*", "a", false],
	["{a,b}.{js,ts}", "b.ts", true],
	["{a,b}.{js,ts}", "c.ts", false],
	["x{,y}", "x", true],
	["{a}", "{a}", true],
	["{a", "{a", true],
	["{a,{b,c}}d", "cd", true],
	["*", "", true],
	["a*b*c", "aXbYbZc", true],
	["a*b*c", "aXbY", false],
	["*.*", "noext", false],
	["A.ts", "a.ts", false],
	["./a.ts", "a.ts", true],
	["/a.ts", "a.ts", true],
	["/a.ts", "x/a.ts", false],
	[".", "a", false],
	["a.c", "abc", false],
	["(a|b)+", "(a|b)+", true],
])("%s on %s: %s", (pattern, path, expected) => {
	expect(createGlobMatcher(pattern)(path)).toBe(expected);
});

test("any text matches itself when it is escaped", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
			const name = text.replaceAll("/", "_");
			expect(createGlobMatcher(name.replace(/[\\*?[\]{},!^-]/g, "\\$&").replace(/^\//, ""))(name)).toBe(
				name !== "" && !name.startsWith("./"),
			);
		}),
	);
});

test("stars are what a regular expression says they are", () => {
	const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
	fc.assert(
		fc.property(letters, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }), (pattern, name) => {
			const expected = new RegExp(`^${pattern.replace(/\*+/g, ".*")}$`).test(name);
			if (pattern !== "**") expect(createGlobMatcher(pattern)(name)).toBe(expected);
		}),
	);
});

test("braces", () => {
	expect(expandBraces("a{b,c{d,e}}f{g,h}")).toEqual(["abfg", "abfh", "acdfg", "acdfh", "acefg", "acefh"]);
	expect(() => expandBraces("{a,b}".repeat(9))).toThrow(RangeError);
});
