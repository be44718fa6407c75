import fc from "fast-check";
import { expect, test } from "vitest";
import { requiredText } from "../../src/lib/required-text.js";

test.each([
	["needle", "needle"],
	["a needle.*in", "a needle"],
	["foo\\(bar", "foo(bar"],
	["colou?r", "colo"],
	["ab+cd", "ab"],
	["x{2}yzz", "yzz"],
	["(?:one|two) three", " three"],
	["[abc]def[^)(]gh", "def"],
	["^export function$", "export function"],
	["\\bword\\b", "word"],
	["one|two", undefined],
	["(one)", undefined],
	["\\d+", undefined],
	["a", undefined],
	["größe", "gr"],
	["\\u0061bcd", undefined],
	["abc\\1de", "abc"],
	["a(?!bcd)ef", "ef"],
])("%s needs %j", (source, text) => {
	expect(requiredText(source)).toBe(text);
});

test("it is in whatever matches", () => {
	const part = fc.constantFrom(
		"a",
		"b",
		"ab",
		"\\.",
		".",
		"a*",
		"b+",
		"ab?",
		"(a|b)",
		"(?:ab)+",
		"[ab]",
		"a{2}",
		"b{0,1}",
		"^",
		"$",
		"\\w",
		"|",
		"\\b",
	);
	fc.assert(
		fc.property(
			fc.array(part, { maxLength: 6 }),
			fc.string({ unit: fc.constantFrom("a", "b", ".", " "), maxLength: 12 }),
			(parts, text) => {
				let expression: RegExp;
				try {
					expression = new RegExp(parts.join(""), "s");
				} catch {
					return;
				}
				const required = requiredText(parts.join(""));
				if (required !== undefined && expression.test(text)) expect(text).toContain(required);
			},
		),
		{ numRuns: 3000 },
	);
});
