import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits } from "../../src/lib/apply-edits.js";

const line = fc.string({ unit: fc.constantFrom("a", "b", " ", "\t", "é", "$", "\\"), maxLength: 6 });
const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join("\n"));

test("a piece that is there once is replaced there and nowhere else", () => {
	fc.assert(
		fc.property(text, text, text, line, (before, after, quote, newText) => {
			const middle = `<${quote}>`;
			const result = applyEdits(before + middle + after, [{ oldText: middle, newText, replaceAll: false }]);
			expect(result).toMatchObject({ ok: true, text: before + newText + after, replacements: 1, tolerant: 0 });
		}),
	);
});

test("an edit and its reverse give the text back", () => {
	fc.assert(
		fc.property(text, text, (before, after) => {
			const there = applyEdits(`${before}<one>${after}`, [{ oldText: "<one>", newText: "<two>", replaceAll: false }]);
			const back = there.ok && applyEdits(there.text, [{ oldText: "<two>", newText: "<one>", replaceAll: false }]);
			expect(back).toMatchObject({ ok: true, text: `${before}<one>${after}` });
		}),
	);
});

test("whatever is quoted, nothing is changed when it fails, and it never takes long", () => {
	fc.assert(
		fc.property(text, text, text, (source, oldText, newText) => {
			const result = applyEdits(source, [{ oldText, newText, replaceAll: false }]);
			if (!result.ok) expect(result.reason.length).toBeGreaterThan(0);
			else expect(result.replacements).toBe(1);
		}),
	);
});
