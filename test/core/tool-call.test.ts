import { describe, expect, test } from "vitest";

import type { EventDraft } from "../../src/contracts/event.js";
import type { ToolCallPart } from "../../src/contracts/message.js";
import { defineTool } from "../../src/contracts/tool.js";
import { createApprovalGate } from "../../src/core/approvals.js";
import { runToolCall, type ToolCallEnvironment } from "../../src/core/tool-call.js";
import { collect } from "../helpers/collect.js";
import { decision, echoTool, toolEnvironment, writeTool } from "../helpers/tool-environment.js";

const call = (name: string, input: ToolCallPart["input"]): ToolCallPart => ({
	type: "tool-call",
	callId: "c1",
	name,
	input,
});
const types = (items: readonly EventDraft[]) => items.map((item) => item.type);
const run = (part: ToolCallPart, environment: ToolCallEnvironment, signal = new AbortController().signal) =>
	collect(runToolCall(part, environment, signal));

describe("a call", () => {
	test("goes through its states in order", async () => {
		const { items, result } = await run(call("echo", { text: "hi" }), toolEnvironment([echoTool]));
		expect(types(items)).toEqual(["tool.request", "tool.start", "tool.result"]);
		expect(result).toEqual({ type: "tool-result", callId: "c1", name: "echo", content: "hi", details: { text: "hi" } });
	});

	test("streams its progress", async () => {
		const slow = {
			...echoTool,
			run: async (_: unknown, context: { progress(text: string): void }) => {
				context.progress("half");
				return { content: "whole" };
			},
		};
		const { items } = await run(call("echo", { text: "x" }), toolEnvironment([slow]));
		expect(items).toContainEqual({ type: "tool.progress", data: { callId: "c1", text: "half" } });
	});

	test.each([
		["an unknown tool is answered with the nearest", call("ecko", { text: "x" }), /did you mean echo\?/],
		["a missing field is named", call("echo", {}), /text is missing/],
		["a wrong type is named", call("echo", { text: 5 }), /text must be a string; it is 5/],
		[
			"an unknown field is named with the nearest",
			call("echo", { text: "x", tex: "y" }),
			/no field tex \(did you mean text\?\)/,
		],
		[
			"arguments that are not JSON say so",
			{ ...call("echo", {}), inputError: "Unexpected end" },
			/not valid JSON: Unexpected end/,
		],
	])("%s", async (_, part, message) => {
		const { items, result } = await run(part, toolEnvironment([echoTool]));
		expect(types(items)).toEqual(["tool.request", "tool.result"]);
		expect(result).toMatchObject({ isError: true, content: expect.stringMatching(message) });
	});

	test("a thrown error is a result with its hint", async () => {
		const failing = { ...echoTool, run: async () => Promise.reject(new Error("the disk is gone")) };
		const { result } = await run(call("echo", { text: "x" }), toolEnvironment([failing]));
		expect(result).toMatchObject({ isError: true, content: "the disk is gone" });
	});

	test("a long result is cut in the middle and kept whole", async () => {
		const kept: string[] = [];
		const environment = toolEnvironment([echoTool], {
			maxResultCharacters: 100,
			keepArtifact: async (_, text) => {
				kept.push(text);
				return "/kept";
			},
		});
		const text = "a".repeat(300);
		const { items, result } = await run(call("echo", { text }), environment);
		expect(kept).toEqual([text]);
		expect(result.content).toMatch(/200 characters left out; all of it is in \/kept/);
		expect(items.at(-1)).toMatchObject({ data: { artifact: "/kept" } });
	});

	test("is ended at its time limit", async () => {
		const hanging = defineTool({
			...echoTool,
			timeoutMs: 20,
			run: (_, { signal }) =>
				new Promise((_resolve, reject) =>
					signal.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
				),
		});
		const { result } = await run(call("echo", { text: "x" }), toolEnvironment([hanging]));
		expect(result.content).toBe("echo was ended after 0.02 s.");
	});

	test("that ignores an abort is left behind within a second", async () => {
		const abort = new AbortController();
		const deaf = { ...echoTool, run: () => new Promise<never>(() => {}) };
		const running = run(call("echo", { text: "x" }), toolEnvironment([deaf]), abort.signal);
		const started = performance.now();
		abort.abort();
		expect((await running).items.at(-1)).toMatchObject({ data: { status: "cancelled" } });
		expect(performance.now() - started).toBeLessThan(1000);
	});
});

describe("permission", () => {
	test("a denial by rule is a result that names the rule", async () => {
		const { items, result } = await run(
			call("change", { to: "x" }),
			toolEnvironment([writeTool], { decide: async () => decision("deny", "deny change") }),
		);
		expect(types(items)).toEqual(["tool.request", "tool.result"]);
		expect(items.at(-1)).toMatchObject({
			data: { status: "denied", error: { code: "permission.denied", exitCode: 4 } },
		});
		expect(result.content).toContain("deny change");
	});

	test("where nobody can be asked, asking is a denial that names what to allow", async () => {
		const { result } = await run(
			call("change", { to: "x" }),
			toolEnvironment([writeTool], { decide: async () => decision("ask") }),
		);
		expect(result.content).toContain("--allow 'rule(x)'");
	});

	const ask = async (
		answer: Parameters<ReturnType<typeof createApprovalGate>["respond"]>[1],
		overrides: Partial<ToolCallEnvironment> = {},
	) => {
		const approvals = createApprovalGate();
		const environment = toolEnvironment([writeTool], {
			approvals,
			canAsk: true,
			decide: async () => decision("ask"),
			...overrides,
		});
		const generator = runToolCall(call("change", { to: "x" }), environment, new AbortController().signal);
		const items: EventDraft[] = [];
		for (;;) {
			const next = generator.next();
			const last = items.at(-1);
			if (last?.type === "approval.request") approvals.respond(last.data.approvalId, answer);
			const step = await next;
			if (step.done === true) return { items, result: step.value, approvals };
			items.push(step.value);
		}
	};

	test("allowed once runs", async () => {
		const { items } = await ask({ answer: "once" });
		expect(types(items)).toEqual([
			"tool.request",
			"approval.request",
			"approval.response",
			"tool.start",
			"tool.result",
		]);
	});

	test("allowed for the session keeps the rule that was shown", async () => {
		const saved: unknown[] = [];
		await ask({ answer: "session", rule: "rule(x)" }, { saveRule: async (answer) => void saved.push(answer) });
		expect(saved).toEqual([{ answer: "session", rule: "rule(x)", by: "person" }]);
	});

	test("a denial with a reason reaches the model", async () => {
		const { result } = await ask({ answer: "deny", reason: "use the other file" });
		expect(result.content).toContain("use the other file");
	});

	test("the second answer comes too late", async () => {
		const { items, approvals } = await ask({ answer: "once" });
		const request = items.find((item) => item.type === "approval.request");
		expect(
			approvals.respond(request?.type === "approval.request" ? request.data.approvalId : "", { answer: "deny" }),
		).toBe(false);
	});

	test("what is asked about is bound to the arguments by a hash", async () => {
		const hashes = new Set<string>();
		for (const to of ["x", "y"]) {
			const { items } = await run(
				call("change", { to }),
				toolEnvironment([writeTool], { canAsk: true, decide: async () => decision("ask") }),
				AbortSignal.timeout(20),
			);
			for (const item of items) if (item.type === "approval.request") hashes.add(item.data.inputHash);
		}
		expect(hashes.size).toBe(2);
	});
});
