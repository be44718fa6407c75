import { describe, expect, test } from "vitest";
import { glyphsFor } from "../../../../src/frontends/tui/glyphs.js";
import { plainHighlight } from "../../../../src/frontends/tui/markdown/highlight.js";
import { lineText, lineWidth } from "../../../../src/frontends/tui/text/span.js";
import { themeFor } from "../../../../src/frontends/tui/theme.js";
import { diffCounts, diffLines } from "../../../../src/frontends/tui/transcript/diff-lines.js";
import {
	finishedTool,
	liveTool,
	type ToolContext,
	unfoldedTool,
} from "../../../../src/frontends/tui/transcript/tool-lines.js";
import type { ToolBlock } from "../../../../src/state/state.js";

const context = (width: number, glyphs = glyphsFor({})): ToolContext => ({
	theme: themeFor("dark", true),
	glyphs,
	width,
	highlight: plainHighlight,
	nowMs: Date.parse("2026-01-01T00:00:04.500Z"),
	tick: 0,
	reducedMotion: true,
});
const result = {
	content: "",
	summary: "12 matches",
	view: undefined,
	error: undefined,
	artifact: undefined,
	durationMs: 130,
};
const block: ToolBlock = {
	kind: "tool",
	id: "c",
	name: "search_files",
	title: "toFixed in src/",
	input: {},
	status: "done",
	startedAt: "2026-01-01T00:00:00Z",
	tail: "",
	result,
};
const text = (lines: ReturnType<typeof finishedTool>) => lines.map((line) => lineText(line).trimEnd());

describe("a finished call", () => {
	test("is one line with its figures at the right", () => {
		const [line] = text(finishedTool(block, context(60)));
		expect(line).toMatch(/^● search_files {2}toFixed in src\/ +12 matches +0\.1 s$/);
		expect(line).toHaveLength(60);
	});

	test.each([
		["done", "●", "+"],
		["failed", "✗", "x"],
		["denied", "⊘", "-"],
		["cancelled", "⏸", "="],
		["interrupted", "⏸", "="],
	] as const)("%s has its sign with and without Unicode", (status, sign, plain) => {
		expect(text(finishedTool({ ...block, status }, context(80)))[0]?.startsWith(sign)).toBe(true);
		expect(text(finishedTool({ ...block, status }, context(80, glyphsFor({ LANG: "C" }))))[0]?.startsWith(plain)).toBe(
			true,
		);
	});

	test("that failed opens to its first useful lines", () => {
		const failed = {
			...block,
			status: "failed" as const,
			result: { ...result, content: "\n\none\ntwo\nthree\nfour\nfive" },
		};
		expect(text(finishedTool(failed, context(60))).slice(1)).toEqual([
			"  one",
			"  two",
			"  three",
			"  four",
			"  1 more line; ctrl+o shows them",
		]);
	});

	test.each([1, 5, 10, 24, 40, 80, 200])("fits in %i columns", (width) => {
		const long = { ...block, name: "a_very_long_tool_name", title: "你好 ".repeat(40) };
		for (const line of [...finishedTool(long, context(width)), ...liveTool(long, context(width))]) {
			expect(lineWidth(line)).toBeLessThanOrEqual(Math.max(width, 12));
		}
	});

	test("unfolds to everything there is", () => {
		const long = { ...block, result: { ...result, content: "a\nb\nc", artifact: "/tmp/all" } };
		expect(text(unfoldedTool(long, context(60))).slice(1)).toEqual(["a", "b", "c", "all of it: /tmp/all"]);
	});
});

test("a running call shows how long and the end of what it says", () => {
	const running = { ...block, status: "running" as const, result: undefined, tail: "1\n2\n3\n4\n5\n10%\r50%\r100%\n" };
	expect(text(liveTool(running, context(60)))).toEqual([
		expect.stringMatching(/^◐ search_files .* 4 s$/),
		"  3",
		"  4",
		"  5",
		"  100%",
	]);
});

describe("a change", () => {
	const before = "a\nb\nc\nd\ne\nf\ng\nh\n";
	test("is a patch without line numbers", () => {
		const lines = diffLines({ path: "x", before, after: before.replace("d", "D") }, themeFor("dark", true));
		expect(lines.map(lineText)).toEqual(["@@ -1,7 +1,7 @@", " a", " b", " c", "-d", "+D", " e", " f", " g"]);
	});
	test.each([
		[before, before.replace("d", "D"), "+1 -1"],
		["", "a\nb\n", "+2 -0"],
		[before, before, "+0 -0"],
	])("counts", (from, to, counts) => {
		expect(diffCounts({ path: "x", before: from, after: to })).toBe(counts);
	});
	test("shows what is hidden where something is decided", () => {
		const [, line] = diffLines({ path: "x", before: "", after: "a\u202eb" }, themeFor("none", false), true).map(
			lineText,
		);
		expect(line).toMatch(/^\+a.*202E.*b$/i);
	});
});
