import { expect, test } from "vitest";
import { chartText } from "../../src/lib/chart-text.js";
import { textWidth } from "../../src/lib/text-width.js";

test("one row a label, bars to scale, the figure behind", () => {
	const chart = { unit: "MB", labels: ["a", "bee"], series: [{ name: "size", values: [5, 10] }] };
	expect(chartText(chart, 30)).toEqual([`a   ${"█".repeat(10)} 5 MB`, `bee ${"█".repeat(20)} 10 MB`]);
});

test("several series share a label", () => {
	const chart = {
		labels: ["mon"],
		series: [
			{ name: "in", values: [1] },
			{ name: "out", values: [2] },
		],
	};
	expect(chartText(chart, 24)).toEqual(["mon in  ███████ 1", "    out ██████████████ 2"]);
});

test("many labels become one line from the least to the most", () => {
	const values = Array.from({ length: 100 }, (_, index) => index);
	const lines = chartText({ labels: values.map(String), series: [{ name: "n", values }] }, 40);
	expect(lines[0]).toMatch(/^n ▁+▂+▃+▄+▅+▆+▇+█+ 0 to 99$/);
	expect(lines[1]).toBe("0 … 99");
});

test.each([
	["no values at all", [], []],
	["only zeros", ["a", "b"], [0, 0]],
	["a value that is no number", ["a", "b"], [Number.NaN, 3]],
	["below zero", ["a", "b"], [-3, 3]],
	["wide labels", ["東京都東京都東京都東京都", "b"], [1, 2]],
])("%s fits the width", (_, labels, values) => {
	const lines = chartText({ labels, series: [{ name: "n", values }] }, 24);
	expect(lines.length).toBe(labels.length);
	for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(24);
});
