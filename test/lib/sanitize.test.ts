import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, sanitizeLine, sanitizeText } from "../../src/lib/sanitize.js";
import { cpuMs } from "../helpers/cpu-time.js";

const cases: readonly (readonly [name: string, input: string, output: string])[] = [
	["plain text", "a\tb\nc é 漢 👩‍👩‍👧", "a\tb\nc é 漢 👩‍👩‍👧"],
	["colour", "\x1b[1;31mred\x1b[0m", "red"],
	["D27 OSC 52 (clipboard), BEL", "a\x1b]52;c;aGk=\x07b", "ab"],
	["D27 OSC 0 (title), ST", "a\x1b]0;title\x1b\\b", "ab"],
	["D27 OSC 0, C1 ST", "a\x1b]0;title\x9cb", "ab"],
	["D27 CSI 2J", "a\x1b[2Jb", "ab"],
	["D27 CSI with intermediates", "a\x1b[!pb\x1b[?1049hc\x1b[2 qd", "abcd"],
	["D27 DCS", "a\x1bPq#0;2\x1b\\b", "ab"],
	["D27 APC, PM, SOS", "a\x1b_Gx\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d", "abcd"],
	["D27 BEL, BS, NUL, VT, FF, SO, DEL", "a\x07\x08\x00\x0b\x0c\x0e\x7fb", "ab"],
	["D27 one-byte CSI", "a\x9b2Jb", "ab"],
	["D27 one-byte OSC, DCS", "a\x9d0;t\x07b\x90q\x9cc", "abc"],
	["D27 other C1", "a\x85\x84\x8db", "ab"],
	["D28 OSC 8 keeps its text", "see \x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\ now", "see here now"],
	["charset, keypad, reset", "a\x1b(Bb\x1b=c\x1bcd", "abcd"],
	["unterminated OSC costs its line", "a\x1b]0;never ends\nb", "a\nb"],
	["unterminated OSC at the end", "a\x1b]0;never ends", "a"],
	["unterminated CSI", "a\x1b[31", "a"],
	["lone ESC", "a\x1b", "a"],
	["ESC before a newline", "a\x1b\nb", "a\nb"],
	["ESC before a wide character", "a\x1b漢", "a漢"],
	["CSI broken by a newline", "a\x1b[3\nb", "a\nb"],
	["CSI broken by an ESC", "a\x1b[3\x1b[0mb", "ab"],
	["OSC broken by a CSI", "a\x1b]0;x\x1b[31mb", "ab"],
	["OSC broken by an OSC", "a\x1b]0;x\x1b]0;y\x07b", "ab"],
	["CAN ends a string", "a\x1b]0;x\x18b", "ab"],
	["CRLF", "a\r\nb\r\n", "a\nb\n"],
	["CR CR LF", "a\r\r\nb", "a\nb"],
	["lone CR is shown", "good\rbad", "good␍bad"],
	["CR at the end", "a\r", "a␍"],
	["CR before a sequence", "a\r\x1b[Kb", "a␍b"],
];

describe("sanitizeText", () => {
	it.each(cases)("%s", (_name, input, output) => {
		expect(sanitizeText(input)).toBe(output);
	});

	it.each(cases)("%s, one character at a time", (_name, input, output) => {
		const sanitizer = createSanitizer();
		const pieces = [...input].map((character) => sanitizer.push(character));
		expect(pieces.join("") + sanitizer.end()).toBe(output);
	});

	const nasty = fc.string({
		unit: fc.oneof(
			fc.constantFrom(
				"\x1b",
				"[",
				"]",
				"P",
				"\\",
				"\x07",
				"\r",
				"\n",
				"\t",
				"m",
				";",
				"0",
				"\x9b",
				"\x9c",
				"\x9d",
				" ",
			),
			fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
		),
		maxLength: 60,
	});

	it("D27 never lets a control byte through", () => {
		fc.assert(
			fc.property(nasty, (text) => {
				expect(sanitizeText(text)).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
			}),
			{ numRuns: 2000 },
		);
	});

	it("gives the same for any split, also within a character", () => {
		fc.assert(
			fc.property(nasty, fc.array(fc.nat(60), { maxLength: 6 }), (text, cuts) => {
				const sanitizer = createSanitizer();
				const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
				const joined = at.slice(1).map((to, i) => sanitizer.push(text.slice(at[i], to)));
				expect(joined.join("") + sanitizer.end()).toBe(sanitizeText(text));
			}),
			{ numRuns: 2000 },
		);
	});

	it("leaves plain text as it is, and is done after one pass", () => {
		fc.assert(
			fc.property(nasty, fc.string({ unit: "grapheme" }), (text, plain) => {
				const clean = plain.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
				expect(sanitizeText(clean)).toBe(clean);
				expect(sanitizeText(sanitizeText(text))).toBe(sanitizeText(text));
			}),
		);
	});

	it("takes at least 50 MB of plain text a second", () => {
		const text = "The quick brown fox jumps over the lazy dog. ".repeat(100_000);
		const started = cpuMs();
		for (let i = 0; i < 5; i++) sanitizeText(text);
		const seconds = (cpuMs() - started) / 1000;
		expect((5 * text.length) / 1e6 / seconds).toBeGreaterThan(50);
	});
});

describe("sanitizeLine", () => {
	it("D27 keeps a name on one line", () => {
		expect(sanitizeLine("a\x1b[2J\nb\tc\u2028d")).toBe("a⏎b c⏎d");
	});
});
