import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createGrammar } from "../../../../src/frontends/tui/markdown/grammars.js";
import { createHighlighter } from "../../../../src/frontends/tui/markdown/highlight.js";
import { createMarkdownStream, type StreamContext } from "../../../../src/frontends/tui/markdown/stream.js";
import { type Line, lineText, lineWidth } from "../../../../src/frontends/tui/text/span.js";
import { themeFor } from "../../../../src/frontends/tui/theme.js";

const highlighter = createHighlighter(
	async () => createGrammar(),
	() => undefined,
);
const context = (width: number, maxLiveRows: number): StreamContext => ({
	theme: themeFor("dark", true),
	width,
	highlight: highlighter.highlight,
	highlighter,
	maxLiveRows,
	rule: "─",
});

/** Feeds the text in pieces; gives everything that was printed. */
const stream = (text: string, cuts: readonly number[], width: number, maxLiveRows: number) => {
	const markdown = createMarkdownStream();
	const printed: Line[] = [];
	let tallest = 0;
	for (const cut of [...cuts].sort((a, b) => a - b)) {
		const step = markdown.update(text.slice(0, cut), true, context(width, maxLiveRows));
		printed.push(...step.committed);
		tallest = Math.max(tallest, step.live.length);
	}
	printed.push(...markdown.update(text, false, context(width, maxLiveRows)).committed);
	return { printed: printed.map(lineText), lines: printed, tallest };
};

const blocks = [
	"# A heading with **bold**",
	"Some prose with `code`, *stress* and a [link](https://example.org/path) that goes on for quite a while so that it wraps.",
	"- one\n- two\n  - nested **b**\n  - [x] done\n- three",
	"1. first\n2. second\n\n3. apart\n   more of it",
	"> quoted text\n> second line",
	"```ts\nconst x: number = 1;\n\nfunction f() {\n\treturn `a\nb`;\n}\n```",
	"```\nno language\n  indented\n```",
	"| name | count |\n|------|------:|\n| alpha | 1 |\n| `beta` | 22 |\n| gamma | 333 |",
	"---",
	"你好，世界。这是一个很长的句子，用来测试换行是否正确。",
	"emoji 👩‍👩‍👧‍👦 and flags 🇩🇪 and e\u0301 combining",
	"para one\nsecond line of it\nthird line",
	"Setext\n======",
	"<div>\nhtml\n</div>",
	"- item\n\n  paragraph inside\n\n  ```js\n  let a = 1;\n  ```\n- next",
];
const documents = fc
	.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 7 })
	.map((parts) => parts.join("\n\n"));
const letters = (lines: readonly string[]) => lines.join("").replace(/[\s*_~`[\]()<>#|\\─-]/g, "");

describe("a growing Markdown text", () => {
	test("is printed the same for any split of chunks", () => {
		fc.assert(
			fc.property(
				documents,
				fc.array(fc.nat(2000), { maxLength: 40 }),
				fc.integer({ min: 12, max: 120 }),
				(text, cuts, width) => {
					const whole = stream(text, [], width, 1000).printed;
					expect(stream(text, cuts, width, 1000).printed).toEqual(whole);
				},
			),
			{ numRuns: 150 },
		);
	});

	test("loses and doubles nothing when the live part must stay small", () => {
		fc.assert(
			fc.property(
				documents,
				fc.array(fc.nat(2000), { maxLength: 60 }),
				fc.integer({ min: 30, max: 120 }),
				fc.integer({ min: 1, max: 6 }),
				(text, cuts, width, rows) => {
					const whole = stream(text, [], width, 1000).printed;
					const small = stream(text, cuts, width, rows);
					expect(letters(small.printed)).toBe(letters(whole));
				},
			),
			{ numRuns: 150 },
		);
	});

	test("keeps the live part within its rows", () => {
		const text = Array.from({ length: 40 }, (_, index) => `line ${index} of a long list\n`).join("- ");
		for (const source of [
			`- ${text}`,
			`\`\`\`ts\n${text}`,
			`| a | b |\n|---|---|\n${text.replaceAll("- ", "| x | ")}`,
			text.replaceAll("\n", " "),
		]) {
			const cuts = Array.from({ length: source.length / 7 }, (_, index) => index * 7);
			expect(stream(source, cuts, 60, 6).tallest).toBeLessThanOrEqual(7);
		}
	});

	test("wraps prose within the width and leaves code whole", () => {
		const { lines } = stream(`${"word ".repeat(60)}\n\n\`\`\`\n${"x".repeat(300)}\n\`\`\``, [], 200, 50);
		const widths = lines.map(lineWidth);
		expect(Math.max(...widths.slice(0, -3))).toBeLessThanOrEqual(100);
		expect(widths.at(-2)).toBe(300);
	});

	test("lets no control sequence through, wherever it is cut", () => {
		const text = "a\u001b]52;c;aGk=\u0007b\u001b[2Jc \u001b]8;;http://x\u001b\\d\u009b31m\n\ne\u0007\rf";
		for (let cut = 0; cut <= text.length; cut++) {
			const printed = stream(text, [cut], 40, 10).printed.join("\n");
			expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
			expect(printed).toMatch(/e␍?f/);
		}
	});

	test.each([
		["[https://a.example](http://b.example)", "https://a.example (b.example)"],
		["[docs](https://docs.example/x)", "docs (docs.example)"],
		["<https://a.example/x>", "https://a.example/x"],
		["![pic](http://canary/?d=1)", "[image: pic] (canary)"],
		["[run](javascript:alert(1))", "run (javascript:alert(1))"],
	])("D24 %j is text and shows where it leads: %j", (text, expected) => {
		expect(
			stream(text, [], 80, 50)
				.printed.map((line) => line.trimEnd())
				.join("|"),
		).toBe(expected);
	});

	test.each([
		["a &amp; b &lt;c&gt; &#27; d", "a & b <c>  d"],
		["- [x] done\n- [ ] open", "- [x] done|- [ ] open"],
		["9. nine\n10. ten", "9. nine|10. ten"],
		["> a\n>> b", "> a|>|> > b"],
		["a  \nb", "a|b"],
		["a\nb", "a b"],
	])("%j reads %j", (text, expected) => {
		expect(
			stream(text, [], 80, 50)
				.printed.map((line) => line.trimEnd())
				.join("|"),
		).toBe(expected);
	});
});
