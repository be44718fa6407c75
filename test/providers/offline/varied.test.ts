import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/contracts/json.js";
import type { ToolResultPart } from "../../../src/contracts/message.js";
import { advance } from "../../../src/providers/offline/advance.js";
import { interpret } from "../../../src/providers/offline/interpret.js";
import type { Outcome, ToolRequest } from "../../../src/providers/offline/plan.js";
import { cpuMs } from "../../helpers/cpu-time.js";

interface Case {
	readonly request: string;
	/** The calls in order, with the part of their input that matters; none: it needs a model, or is small talk. */
	readonly calls: readonly { readonly tool: string; readonly input?: Readonly<Record<string, string>> }[];
}

const casesOf = (file: string): readonly Case[] =>
	readFileSync(new URL(`../../fixtures/offline/${file}.jsonl`, import.meta.url), "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as Case);

// Many kinds of requests; the same families in six voices (a terse developer, an office worker, a learner of English,
// a student, an administrator, a chat); requests that only look like one of the tools.
const files = ["varied", "voices", "shapes", "personas", "more", "plain", "needs-model"];
const cases = files.flatMap(casesOf);

const earlier: readonly Outcome[] = [
	{ tool: "calculate", input: {}, content: "12", details: { result: "12" }, isError: false },
];

/** All the calls of a request; each is taken to succeed with what it was given. */
function callsOf(request: string): readonly ToolRequest[] {
	const results = new Map<string, ToolResultPart>();
	const made: ToolRequest[] = [];
	for (let round = 0; round < 6; round++) {
		const next = advance({ request, attachment: undefined, earlier, results, index: 1 }, []);
		if (next.type === "answer") break;
		for (const { callId, name, input } of next.calls) {
			const details = { result: "12", ...(input as JsonObject) };
			results.set(callId, { type: "tool-result", callId, name, content: "", details });
			made.push({ tool: name, input: input as JsonObject });
		}
	}
	return made;
}

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

describe("requests of many kinds of people", { timeout: 60_000 }, () => {
	test("there are hundreds", () => expect(cases.length).toBeGreaterThan(300));

	test.each(files)("at least 95 percent of %s are understood", (file) => {
		const cases = casesOf(file);
		const wrong = cases.filter((found) => !isRight(found)).map(({ request }) => request);
		const share = 1 - wrong.length / cases.length;
		console.info(
			`offline: ${(share * 100).toFixed(1)} % of ${cases.length} requests in ${file}${wrong.map((request) => `\n  not yet: ${request}`).join("")}`,
		);
		expect(share, wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
	});

	test("one request takes less than 5 ms", () => {
		const some = cases.filter((_, index) => index % 10 === 0);
		for (const { request } of some) interpret(request);
		const times = some.map(({ request }) => {
			const started = cpuMs();
			interpret(request);
			return cpuMs() - started;
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
			const started = cpuMs();
			expect(interpret(text).length).toBeGreaterThan(0);
			expect(cpuMs() - started).toBeLessThan(1000);
		}
	});
});
