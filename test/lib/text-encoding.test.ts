import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText, encodeText, lineEndOf, withLineEnd } from "../../src/lib/text-encoding.js";

test("text survives each encoding, with a mark and without", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("utf-8", "utf-16le", "utf-16be"), (text, encoding) => {
			const decoded = decodeText(encodeText(text, encoding, true));
			expect(decoded).toEqual({ text, encoding, hasBom: true, hasInvalidBytes: false });
			if (encoding === "utf-8" && !text.startsWith("\uFEFF")) {
				expect(decodeText(encodeText(text, encoding, false))).toMatchObject({ text, hasBom: false });
			}
		}),
	);
});

test.each([
	["half a character", [0x61, 0xe2, 0x82], "a\uFFFD"],
	["an overlong slash", [0xc0, 0xaf], "\uFFFD\uFFFD"],
	["half a pair in UTF-16", [0xff, 0xfe, 0x3d, 0xd8, 0x61, 0x00], "\uFFFDa"],
])("%s is replaced and said", (_name, bytes, text) => {
	expect(decodeText(Uint8Array.from(bytes))).toMatchObject({ text, hasInvalidBytes: true });
});

test.each([
	["a\nb\n", "\n"],
	["a\r\nb\r\n", "\r\n"],
	["a\r\nb\nc\n", "\n"],
	["none", "\n"],
	["", "\n"],
])("line ends of %j", (text, expected) => {
	expect(lineEndOf(text)).toBe(expected);
});

test("line ends are never doubled", () => {
	expect(withLineEnd("a\r\nb\nc", "\r\n")).toBe("a\r\nb\r\nc");
	expect(withLineEnd("a\r\nb", "\n")).toBe("a\r\nb");
});
