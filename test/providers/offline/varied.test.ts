import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { interpret } from "../../../src/providers/offline/interpret.js";
import type { Outcome, ToolRequest } from "../../../src/providers/offline/plan.js";

interface Case {
	readonly request: string;
	/** The calls in order, with the part of their input that matters; none: it needs a model, or is small talk. */
	readonly calls: readonly { readonly tool: string; readonly input?: Readonly<Record<string, string>> }[];
}

const cases: readonly Case[] = readFileSync(new URL("../../fixtures/offline/varied.jsonl", import.meta.url), "utf8")
	.split("\n")
	.filter((line) => line !== "")
	.map((line) => JSON.parse(line) as Case);

const earlier: readonly Outcome[] = [
	{ tool: "calculate", input: {}, content: "12", details: { result: "12" }, isError: false },
];

const callsOf = (request: string): readonly ToolRequest[] =>
	interpret(request).flatMap(({ step }) => {
		const planned = step.plan({ earlier, attachment: undefined });
		return typeof planned === "string" ? [] : planned;
	});

const isRight = ({ request, calls }: Case): boolean => {
	const made = callsOf(request);
	return (
		made.length === calls.length &&
		calls.every(({ tool, input = {} }, index) => {
			const call = made[index]!;
			return call.tool === tool && Object.entries(input).every(([key, value]) => String(call.input[key]) === value);
		})
	);
};

describe("requests of many kinds of people", () => {
	test("there are hundreds", () => expect(cases.length).toBeGreaterThan(300));

	test("at least 95 % are understood", () => {
		const wrong = cases.filter((found) => !isRight(found)).map(({ request }) => request);
		const share = 1 - wrong.length / cases.length;
		console.info(
			`offline: ${(share * 100).toFixed(1)} % of ${cases.length} varied requests${wrong.map((request) => `\n  not yet: ${request}`).join("")}`,
		);
		expect(share, wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
	});

	test("one request takes less than 5 ms", () => {
		for (const { request } of cases) interpret(request);
		const times = cases.map(({ request }) => {
			const started = performance.now();
			interpret(request);
			return performance.now() - started;
		});
		expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(5);
	});

	test("no text is slow or throws", () => {
		for (const text of [
			"xyzzy ".repeat(2000),
			"a, b and c then d; ".repeat(100),
			"(".repeat(2000),
			"what is ".repeat(300),
			"1+".repeat(900),
			"\u0000\u202e",
			"'".repeat(99),
		]) {
			const started = performance.now();
			expect(interpret(text).length).toBeGreaterThan(0);
			expect(performance.now() - started).toBeLessThan(1000);
		}
	});
});
