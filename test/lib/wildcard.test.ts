import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	escapeWildcard,
	literalOf,
	matchPathPattern,
	matchWildcard,
	mayMatchWildcard,
} from "../../src/lib/wildcard.js";
import { cpuMs } from "../helpers/cpu-time.js";

describe("matchWildcard", () => {
	it.each<[string, string, boolean]>([
		["git log *", "git log -5", true],
		["git log *", "git log", false],
		["*", "", true],
		["*.ts", "a.ts", true],
		["a*b*c", "axxbyyc", true],
		["a*b*c", "axxbyy", false],
		["a*a", "a", false],
		["ab", "abc", false],
		["a.c", "abc", false],
		["a\\*", "a*", true],
		["a\\*", "ab", false],
		["a\\\\b", "a\\b", true],
		["a**b", "a/x/b", true],
	])("%s on %s: %s", (pattern, text, expected) => {
		expect(matchWildcard(pattern, text)).toBe(expected);
	});

	it("is quick where backtracking would not be", () => {
		const started = cpuMs();
		expect(matchWildcard("*a".repeat(50), `${"a".repeat(10_000)}b`)).toBe(false);
		expect(cpuMs() - started).toBeLessThan(100);
	});

	it("an escaped text matches itself and nothing longer", () => {
		fc.assert(
			fc.property(fc.string(), fc.string({ minLength: 1 }), (text, more) => {
				expect(matchWildcard(escapeWildcard(text), text)).toBe(true);
				expect(matchWildcard(escapeWildcard(text), text + more)).toBe(false);
				expect(literalOf(escapeWildcard(text))).toBe(text);
			}),
		);
	});
});

describe("matchPathPattern", () => {
	it.each<[string, string, boolean]>([
		["src/*", "src/a", true],
		["src/*", "src/a/b", false],
		["src/**", "src/a/b", true],
		["src/**/x", "src/x", true],
		["src/**/x", "src/a/b/x", true],
		["**/x", "x", true],
		["a.b", "axb", false],
		["a(b)[c]", "a(b)[c]", true],
	])("%s on %s: %s", (pattern, path, expected) => {
		expect(matchPathPattern(pattern, path)).toBe(expected);
	});
});

describe("mayMatchWildcard", () => {
	it.each<[string, string, boolean]>([
		["rm *", "rm ?", true],
		["rm *", "?", true],
		["rm -rf *", "rm? -rf x", true],
		["git push *", "git? push x", true],
		["git push", "git?", true],
		["git push", "git? pull", false],
		["*evil*", "curl?", true],
		["a*b*c", "?b?", true],
		["a*b*c", "x?", false],
		["ab", "a?b", true],
		["ab", "a?c", false],
		["", "?", true],
		["", "a?", false],
		["a\\*", "a?", true],
		["x".repeat(400), `${"x".repeat(350)}?`, true],
	])("%s, %s: %s", (pattern, text, expected) => {
		expect(mayMatchWildcard(pattern, text, "?")).toBe(expected);
	});
	it("is true wherever some filling matches", () => {
		const part = fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 6 }).map((parts) => parts.join(""));
		const known = fc.array(fc.constantFrom("a", "b"), { maxLength: 4 }).map((parts) => parts.join(""));
		fc.assert(
			fc.property(part, known, known, known, (pattern, before, filling, after) => {
				if (!matchWildcard(pattern, before + filling + after)) return;
				expect(mayMatchWildcard(pattern, `${before}?${after}`, "?")).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});
});
