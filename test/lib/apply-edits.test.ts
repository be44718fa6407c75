import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits } from "../../src/lib/apply-edits.js";
import { decodeText, encodeText } from "../../src/lib/text-encoding.js";

const line = fc.string({ unit: fc.constantFrom("a", "b", " ", "\t", "é", "$", "\\"), maxLength: 6 });
const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join("\n"));

test("a piece that is there once is replaced there and nowhere else", () => {
	fc.assert(
		fc.property(text, text, text, line, (before, after, quote, newText) => {
			const middle = `<${quote}>`;
			const result = applyEdits(before + middle + after, [{ oldText: middle, newText, replaceAll: false }]);
			expect(result).toMatchObject({ ok: true, text: before + newText + after, replacements: 1, tolerances: [] });
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

const bytes = fc.record({
	lines: fc.array(fc.string({ unit: fc.constantFrom("a", "b", " ", "\t", "“", "–", "é") }), {
		minLength: 3,
		maxLength: 9,
	}),
	end: fc.constantFrom("\n", "\r\n"),
	hasBom: fc.boolean(),
	isEnded: fc.boolean(),
	encoding: fc.constantFrom("utf-8", "utf-16le", "utf-16be"),
} as const);

test("an edit over lines and its inverse give the original bytes, with their encoding, mark and line ends", () => {
	fc.assert(
		fc.property(
			bytes,
			fc.array(line, { minLength: 1, maxLength: 3 }),
			({ lines, end, hasBom, isEnded, encoding }, changed) => {
				const source = lines.join(end) + (isEnded ? end : "");
				const original = encodeText(source, encoding, hasBom || encoding !== "utf-8");
				const decoded = decodeText(original);
				// Marks that are nowhere else make both quotes unique; they are written as a model writes them, with \n.
				const oldText = `${lines[1]}\n${lines[2]}`;
				const newText = `<${changed.join("\n")}\n>`;
				const there = applyEdits(decoded.text, [{ oldText, newText, replaceAll: false }]);
				fc.pre(there.ok && there.tolerances.length === 0 && there.text !== decoded.text);
				if (!there.ok) return;
				const back = applyEdits(there.text, [{ oldText: newText, newText: oldText, replaceAll: false }]);
				if (!back.ok) throw new Error(back.reason);
				expect(encodeText(back.text, decoded.encoding, decoded.hasBom)).toEqual(original);
			},
		),
	);
});

test("where an edit was tolerant, only what differs between its texts is changed", () => {
	const source = "first  \n\tsay(“hi – there”);  \n\tlast\t\n";
	const edit = {
		oldText: 'first\nsay("hi - there");\nlast',
		newText: 'first\nsay("hi - there");\nnew\nlast',
		replaceAll: false,
	};
	expect(applyEdits(source, [edit])).toEqual({
		ok: true,
		text: "first  \n\tsay(“hi – there”);  \nnew\n\tlast\t\n",
		replacements: 1,
		tolerances: ["white space"],
	});
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
