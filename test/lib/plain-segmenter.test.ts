import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { PlainSegmenter, plainText } from "../../src/lib/plain-segmenter.js";

const real = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((one) =>
	plainText.test(one),
);

test("every plain character is one column wide", () => {
	expect(all.length).toBeGreaterThan(1000);
	expect(all.filter((one) => stringWidth(one) !== 1)).toEqual([]);
});

test("plain characters never join, in whatever order", () => {
	const forwards = all.join("");
	const backwards = all.toReversed().join("");
	const mixed = all.map((one, index) => one + all[(index * 7919) % all.length]).join("");
	for (const text of [forwards, backwards, mixed]) {
		expect([...new PlainSegmenter().segment(text)]).toEqual([...real.segment(text)]);
		expect(stringWidth(text)).toBe(text.length);
	}
});

test.each([
	"\u001b[1;31m├─ bold\u001b[22;39m",
	"\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007",
	"one\ntwo",
	"\u001b[2m…\u001b[0m\n\n\u001b",
])("sequences that style text join nothing: %j", (text) => {
	const segments = new PlainSegmenter().segment(text);
	// Those of Intl have no class of their own.
	expect(segments.constructor).not.toBe(Object);
	expect([...segments]).toEqual([...real.segment(text)]);
});

describe("other text is given to Intl", () => {
	test.each(["", "a", "├─ é", "e\u0301", "👍🏽", "你好", "a\r\nb", "x\u200dy", "\u00ad"])("%j", (text) => {
		expect([...new PlainSegmenter().segment(text)]).toEqual([...real.segment(text)]);
	});
});

test.each([-1, 0, 2, 3])("the segment at %d", (index) => {
	expect(new PlainSegmenter().segment("abc").containing(index)).toEqual(real.segment("abc").containing(index));
});
