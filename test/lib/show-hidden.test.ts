import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasHidden, showHidden } from "../../src/lib/show-hidden.js";

const cases: readonly (readonly [name: string, input: string, output: string])[] = [
	["D11 right-to-left override", "ls \u202e; mr", "ls <U+202E>; mr"],
	["D11 isolates", "a\u2066b\u2069", "a<U+2066>b<U+2069>"],
	["D11 zero width", "r\u200bm", "r<U+200B>m"],
	["D11 2,000 blanks", `echo hi${" ".repeat(2000)}; rm x`, "echo hi<2000 blanks>; rm x"],
	["D11 tabs count as blanks", `a${"\t".repeat(40)}b`, "a<40 blanks>b"],
	["D11 empty lines", `a${"\n".repeat(50)}b`, "a\n<49 empty lines>\nb"],
	["escape", "\x1b[2J", "␛[2J"],
	["carriage return", "good\rbad", "good␍bad"],
	["DEL and C1", "\x7f\x9b", "␡<U+009B>"],
	["no-break and wide blanks", "a\u00a0b\u3000c", "a<U+00A0>b<U+3000>c"],
	["tags", "a\u{e0041}b", "a<U+E0041>b"],
	["soft hyphen, BOM, filler", "\u00ad\ufeff\u3164", "<U+00AD><U+FEFF><U+3164>"],
];

describe("showHidden", () => {
	it.each(cases)("%s", (_name, input, output) => {
		expect(showHidden(input)).toBe(output);
		expect(hasHidden(input)).toBe(true);
	});

	it("leaves ordinary text, code and emoji alone", () => {
		const text = "\tif (a < b) {\n        return 'é漢👍🏽';\n\n}\r\n";
		expect(showHidden(text)).toBe(text.replace("\r\n", "\n"));
		expect(hasHidden(text)).toBe(false);
	});

	it("is stable and leaves nothing hidden", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const shown = showHidden(text);
				expect(showHidden(shown)).toBe(shown);
				expect(shown).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
			}),
		);
	});
});
