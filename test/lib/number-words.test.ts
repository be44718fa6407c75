import { expect, test } from "vitest";
import { replaceNumberWords } from "../../src/lib/number-words.js";

test.each([
	["twelve hundred", "1200"],
	["a dozen eggs", "12 eggs"],
	["half a dozen", "6"],
	["two dozen", "24"],
	["one hundred and five", "105"],
	["three point one four", "3.14"],
	["twenty-five plus forty two", "25 plus 42"],
	["two and a half million", "2500000"],
	["5 million", "5000000"],
	["2.5 thousand", "2500"],
	["nineteen eighty-four", "1984"],
	["twenty twenty six", "2026"],
	["one million two hundred thousand", "1200000"],
	["five and six", "5 and 6"],
	["the first one", "the first one"],
	["a hundred", "100"],
	["zero", "0"],
	["no numbers here", "no numbers here"],
	["a couple of weeks", "2 weeks"],
	["three hundred sixty five days", "365 days"],
])("%s is %s", (text, expected) => {
	expect(replaceNumberWords(text)).toBe(expected);
});
