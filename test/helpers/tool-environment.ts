import { z } from "zod";
import { systemClock } from "../../src/adapters/system-clock.js";
import type { PermissionDecision } from "../../src/contracts/permission.js";
import { type AnyTool, defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { createApprovalGate } from "../../src/core/approvals.js";
import { prepareFrom } from "../../src/core/prepare-call.js";
import { createResultCache } from "../../src/core/result-cache.js";
import type { ToolCallEnvironment } from "../../src/core/tool-call.js";
import { toolEntry } from "../../src/core/tool-entry.js";
import { sequence } from "./sequence.js";

export const decision = (answer: PermissionDecision["decision"], reason = "for the test"): PermissionDecision => ({
	decision: answer,
	reason,
	source: "mode",
	offers: [{ scope: "session", rule: "rule(x)" }],
	warnings: [],
});

export const echoTool = defineTool({
	name: "echo",
	category: "files",
	description: "Gives back its text.",
	effects: ["read"],
	input: z.object({ text: z.string() }),
	title: ({ text }) => text,
	run: async ({ text }) => ({ content: text, details: { text }, summary: "echoed" }),
});

export const writeTool = defineTool({
	name: "change",
	category: "files",
	description: "Changes something.",
	effects: ["write"],
	input: z.object({ to: z.string() }),
	title: ({ to }) => to,
	run: async ({ to }) => ({ content: `changed to ${to}` }),
});

export const toolEnvironment = (
	tools: readonly AnyTool[],
	overrides: Partial<ToolCallEnvironment> = {},
): ToolCallEnvironment => {
	const entries = overrides.tools ?? new Map(tools.map((tool) => [tool.name, toolEntry(tool)]));
	return {
		tools: entries,
		prepare: prepareFrom(entries),
		clock: systemClock,
		nextId: sequence("id"),
		approvals: createApprovalGate(),
		decide: async () => decision("allow"),
		canAsk: false,
		beforeEffect: async () => undefined,
		saveRule: async () => {},
		contextFor: async (_tool, _input, { signal, progress }) => ({ signal, progress }) as ToolContext,
		keepArtifact: async (callId) => `/artifacts/${callId}`,
		maxResultCharacters: 1000,
		results: createResultCache(),
		onDone: () => {},
		onEnd: () => {},
		...overrides,
	};
};
