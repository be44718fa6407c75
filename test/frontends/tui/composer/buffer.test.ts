import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Edit, edit, emptyBuffer } from "../../../../src/frontends/tui/composer/buffer.js";
import { type Buffer, expandChips } from "../../../../src/frontends/tui/composer/chips.js";
import { editFor } from "../../../../src/frontends/tui/composer/keymap.js";
import { layoutRows, locate } from "../../../../src/frontends/tui/composer/layout.js";
import { splitChunk, toKeys, typeAhead } from "../../../../src/frontends/tui/screen/key.js";
import { cpuMs } from "../../../helpers/cpu-time.js";

/** `|` is the cursor. */
const buffer = (marked: string): Buffer => ({
	...emptyBuffer,
	text: marked.replace("|", ""),
	cursor: marked.indexOf("|"),
});
const show = ({ text, cursor }: Buffer) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;
const simple = (type: string) => ({ type }) as Edit;

describe("edits", () => {
	test.each([
		["ab|c", "left", "a|bc"],
		["|abc", "left", "|abc"],
		["a👩‍👩‍👧|b", "left", "a|👩‍👩‍👧b"],
		["e\u0301|", "backspace", "|"],
		["a|🇩🇪b", "delete", "a|b"],
		["foo bar|", "word-left", "foo |bar"],
		["foo| bar", "word-right", "foo bar|"],
		["foo bar-baz|", "kill-word", "foo bar-|"],
		["fo|o bar", "kill-word-forward", "fo| bar"],
		["one\ntw|o", "line-start", "one\n|two"],
		["one\nt|wo", "line-end", "one\ntwo|"],
		["on|e\ntwo", "kill-end", "on|\ntwo"],
		["one|\ntwo", "kill-end", "one|two"],
		["one\ntwo|", "kill-start", "one\n|"],
		["one\ntw|o", "start", "|one\ntwo"],
		["on|e\ntwo", "end", "one\ntwo|"],
		["ab|", "transpose", "ba|"],
		["a|b", "transpose", "ba|"],
		["|ab", "transpose", "|ab"],
	])("%j %s gives %j", (before, type, after) => {
		expect(show(edit(buffer(before), simple(type)))).toBe(after);
	});

	test("what is killed in a row comes back together", () => {
		const killed = ["kill-word", "kill-word"].reduce(
			(each, type) => edit(each, simple(type)),
			buffer("one two three|"),
		);
		expect(show(killed)).toBe("one |");
		expect(show(edit(killed, { type: "yank" }))).toBe("one two three|");
	});

	test("undo takes back a word typed letter by letter", () => {
		const typed = Array.from("hello world").reduce((each, text) => edit(each, { type: "insert", text }), buffer("|"));
		const once = edit(typed, { type: "undo" });
		expect(show(once)).toBe("hello|");
		expect(show(edit(once, { type: "undo" }))).toBe("|");
	});

	test("any edits keep the cursor on a whole character, and undo leads back to nothing", () => {
		const types = ["left", "right", "backspace", "delete", "word-left", "kill-end", "kill-start", "yank", "transpose"];
		const edits = fc.oneof(
			fc.constantFrom(...types).map(simple),
			fc.constantFrom("a", " ", "\n", "你", "👩‍👩‍👧", "e\u0301", "🇩🇪").map((text): Edit => ({ type: "insert", text })),
		);
		fc.assert(
			fc.property(fc.array(edits, { maxLength: 60 }), (list) => {
				let now = list.reduce((each, action) => edit(each, action), emptyBuffer);
				const boundaries = [0];
				for (const { index, segment } of new Intl.Segmenter().segment(now.text))
					boundaries.push(index + segment.length);
				expect(boundaries).toContain(now.cursor);
				for (let step = 0; step < 300; step++) now = edit(now, { type: "undo" });
				expect(now.text).toBe("");
			}),
		);
	});
});

describe("a large paste", () => {
	test.each([
		["1,000 characters stay", "x".repeat(1000), false],
		["1,001 do not", "x".repeat(1001), true],
		["5 lines stay", "a\nb\nc\nd\ne", false],
		["6 do not", "a\nb\nc\nd\ne\nf", true],
	])("%s", (_, text, isChip) => {
		const pasted = edit(buffer("see | there"), { type: "paste", text });
		expect(pasted.text.length < text.length + 10).toBe(isChip);
		expect(expandChips(pasted)).toBe(`see ${text} there`);
		expect(show(edit(pasted, { type: "backspace" })).length).toBeLessThan(isChip ? 13 : text.length + 12);
	});

	test("a chip is one character to the cursor and a label on the screen", () => {
		const pasted = edit(buffer("a|b"), { type: "paste", text: "x".repeat(5000) });
		const [row] = layoutRows(pasted, 80);
		expect(row?.shown).toBe("a[pasted 5,000 characters]b");
		expect(locate(pasted, [row!], pasted.cursor)).toEqual({ row: 0, column: 26 });
		expect(edit(pasted, { type: "left" }).cursor).toBe(1);
	});

	test("typed text cannot pass for a chip", () => {
		const first = edit(emptyBuffer, { type: "paste", text: "x".repeat(2000) });
		expect(edit(first, { type: "insert", text: first.text }).text).toBe(first.text);
	});

	test("a megabyte takes less than 100 ms", () => {
		const text = "word and more\n".repeat(75_000);
		const began = cpuMs();
		const pasted = edit(emptyBuffer, { type: "paste", text });
		layoutRows(pasted, 80);
		expect(cpuMs() - began).toBeLessThan(100);
	});
});

describe("rows", () => {
	test.each([
		["", 10, [""]],
		["abcdef", 4, ["abcd", "ef"]],
		["你好吗", 4, ["你好", "吗"]],
		["a\n\nb", 4, ["a", "", "b"]],
		["abcd", 1, ["a", "b", "c", "d"]],
	])("%j in %i columns", (text, width, expected) => {
		expect(layoutRows({ ...emptyBuffer, text }, width).map((row) => row.shown)).toEqual(expected);
	});

	test.each([
		["abcdef\nxy|z", -1, 10, "ab|cdef\nxyz"],
		["ab|cdef\nx", 1, 10, "abcdef\nx|"],
		["你好\nab|c", -1, 10, "你|好\nabc"],
		["abcdefgh|", -1, 4, "abcd|efgh"],
		["|abc", -1, 10, "|abc"],
	] as const)("%j moved by %i in %i columns", (before, direction, width, after) => {
		expect(show(edit(buffer(before), { type: "vertical", direction, width }))).toBe(after);
	});
});

const inkKey = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageUp: false,
	pageDown: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
};

describe("keys", () => {
	test.each([
		["hello\r", ["text:hello", "enter"]],
		["a\rb\r", ["text:a", "newline", "text:b", "newline"]],
		["ab\t", ["text:ab", "tab"]],
		["\n", ["newline"]],
		["\r", ["enter"]],
		["a\u0001b", ["text:a", "ctrl+a", "text:b"]],
		["ab\u007f", ["text:ab", "backspace"]],
	])("%j in one read", (input, expected) => {
		expect(
			splitChunk(input).map((key) => (key.name === "text" ? `${key.ctrl ? "ctrl+" : "text:"}${key.text}` : key.name)),
		).toEqual(expected);
	});

	test("what was typed ahead is sent line by line, without escape sequences", () => {
		const keys = typeAhead("one\rtwo\u001b[A\u001b\r");
		expect(keys.map((key) => key.text || key.name)).toEqual(["one", "enter", "two"]);
	});

	test("a key that is let go says nothing", () => {
		expect(toKeys("a", { ...inkKey, eventType: "release" })).toEqual([]);
	});

	test.each([
		["b", { meta: true }, "word-left"],
		["d", { meta: true }, "kill-word-forward"],
		["w", { ctrl: true }, "kill-word"],
		["y", { ctrl: true }, "yank"],
		["_", { ctrl: true }, "undo"],
		["", { return: true, shift: true }, "insert"],
		["", { return: true, meta: true }, "insert"],
		["", { return: true }, undefined],
		["", { leftArrow: true, ctrl: true }, "word-left"],
		["", { backspace: true, meta: true }, "kill-word"],
		["x", { ctrl: true }, undefined],
	])("%j with %j means %s", (input, flags, expected) => {
		const [key] = toKeys(input, { ...inkKey, ...flags });
		expect(editFor(key!)?.type).toBe(expected);
	});
});
