// Real sessions for replays: the real queue, loop and log, with a scripted model and small tools.
import { z } from "zod";
import { systemClock } from "../../src/adapters/system-clock.js";
import { agentFrontMatterSchema } from "../../src/contracts/agent.js";
import type { ErrorData } from "../../src/contracts/errors.js";
import type { NexusEvent } from "../../src/contracts/event.js";
import type { ModelEvent } from "../../src/contracts/model.js";
import type { ApprovalAnswer } from "../../src/contracts/permission.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { createApprovalGate } from "../../src/core/approvals.js";
import type { RunningCall } from "../../src/core/running-call.js";
import { createUlids } from "../../src/lib/ulid.js";
import { SessionRunner } from "../../src/runtime/session-runner.js";
import { openSessionStore } from "../../src/runtime/session-store.js";
import { silentAgents } from "../../src/runtime/silent-agents.js";
import { continuationOf } from "../../src/session/continuation.js";
import { createSessionLog } from "../../src/session/log.js";
import { recovery } from "../../src/session/recover.js";
import { decision, echoTool, toolEnvironment, writeTool } from "./tool-environment.js";

export interface Step {
	readonly reasoning?: string;
	readonly text?: string;
	readonly calls?: readonly { readonly name: string; readonly input: Record<string, unknown> }[];
	readonly retries?: number;
	readonly error?: ErrorData;
	readonly finish?: "stop" | "length" | "refusal";
	readonly hasUsage?: boolean;
}

/** What the person does when so many events are stored. */
export type Action =
	| { readonly at: number; readonly do: "cancel" }
	| { readonly at: number; readonly do: "prompt"; readonly text: string }
	| { readonly at: number; readonly do: "withdraw" }
	| { readonly at: number; readonly do: "context" }
	| { readonly at: number; readonly do: "mode" };

export interface Scenario {
	readonly prompts: readonly string[];
	/** One a request; the last one is repeated. */
	readonly steps: readonly Step[];
	readonly actions: readonly Action[];
	readonly answers: readonly ApprovalAnswer[];
	readonly maxTurns: number;
	readonly fallbacks: number;
	readonly canAsk: boolean;
	/** What an earlier process left, to go on with. */
	readonly before?: readonly NexusEvent[];
}

const failTool = defineTool({
	...echoTool,
	name: "fail",
	run: async ({ text }) => ({ content: `no ${text}`, isError: true }),
});
const throwTool = defineTool({
	...writeTool,
	name: "throw",
	run: async ({ to }) => {
		throw new Error(`broke at ${to}`);
	},
});
const slowTool = defineTool({
	name: "slow",
	category: "files",
	description: "Takes its time.",
	effects: ["read"],
	input: z.object({ ms: z.number() }),
	title: ({ ms }) => `${ms} ms`,
	run: async ({ ms }, { signal }) => {
		for (let turn = 0; turn < ms; turn++) {
			signal.throwIfAborted();
			await new Promise(setImmediate);
		}
		return { content: `waited ${ms}`, details: { ms }, summary: "waited" };
	},
});
const askTool = defineTool({ ...writeTool, name: "ask_first" });
const deniedTool = defineTool({ ...writeTool, name: "forbidden" });
const warnTool = defineTool({ ...writeTool, name: "warns" });

/** Asks while it runs, as a command that wants to reach a host does. */
const askLaterTool = defineTool({
	...writeTool,
	name: "asks_later",
	run: async ({ to }, context) => {
		const { ask, signal } = context as ToolContext & Pick<RunningCall, "ask">;
		const question = { tool: "host", title: to, subject: to, reason: "it wants to", warnings: [], offers: [] };
		const { answer } = await ask(question, signal);
		return { content: `was told ${answer}` };
	},
});

/** Events of a session in which all of that happened. */
export const recordSession = async (scenario: Scenario): Promise<readonly NexusEvent[]> => {
	const nextId = createUlids(() => Date.now());
	const store = openSessionStore(":memory:", systemClock, () => {});
	const sessionId = nextId();
	const log = createSessionLog({
		sessionId,
		store,
		clock: systemClock,
		nextId,
		onFirst: () => store.createSession({ id: sessionId, cwd: "/work", model: "m/0", agent: "nexus", time: "" }),
		redact: (text) => text,
		onStoreError: () => {},
	});
	const { before = [] } = scenario;
	const left = continuationOf(before, true);
	if (before.length > 0) {
		store.createSession({ id: sessionId, cwd: "/work", model: "m/0", agent: "nexus", time: "" });
		store.append(sessionId, before);
		for (const draft of recovery(before, [], left !== undefined)) log.emit(draft);
	}
	let request = 0;
	const stream = async function* (signal: AbortSignal): AsyncGenerator<ModelEvent> {
		const number = request++;
		const step = scenario.steps[Math.min(number, scenario.steps.length - 1)] ?? {};
		await new Promise(setImmediate);
		for (let attempt = 1; attempt <= (step.retries ?? 0); attempt++)
			yield { type: "retry", attempt, delayMs: attempt * 10, error: { code: "provider.overloaded", message: "busy" } };
		for (const channel of ["reasoning", "text"] as const) {
			const text = step[channel];
			if (text === undefined) continue;
			for (const word of text.split(/(?<= )/)) {
				await new Promise(setImmediate);
				if (signal.aborted)
					return yield { type: "error", error: { code: "provider.cancelled", message: "cancelled", exitCode: 130 } };
				yield channel === "text" ? { type: "text.delta", text: word } : { type: "reasoning.delta", text: word };
			}
			yield { type: "part", part: { type: channel, text } };
		}
		for (const [index, call] of (step.calls ?? []).entries()) {
			yield {
				type: "part",
				part: { type: "tool-call", callId: `c${number}_${index}`, name: call.name, input: call.input as never },
			};
		}
		if (step.hasUsage !== false) {
			const counts = { cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
			yield { type: "usage", usage: { inputTokens: 10 + number, outputTokens: 5, ...counts } };
		}
		if (step.error !== undefined) yield { type: "error", error: step.error };
		else yield { type: "finish", reason: step.finish ?? ((step.calls ?? []).length > 0 ? "tool-calls" : "stop") };
	};
	const gate = createApprovalGate();
	let asked = 0;
	const environment = toolEnvironment(
		[echoTool, writeTool, failTool, throwTool, slowTool, askTool, deniedTool, warnTool, askLaterTool],
		{
			nextId,
			approvals: gate,
			canAsk: scenario.canAsk,
			contextFor: async (_tool, _input, call) => ({ ...call }) as unknown as ToolContext,
			decide: async ({ name }) => decision(name === "ask_first" ? "ask" : name === "forbidden" ? "deny" : "allow"),
			beforeEffect: async ({ name }) => (name === "warns" ? "this turn cannot be undone" : undefined),
		},
	);
	const runner = new SessionRunner(
		log,
		{
			clock: systemClock,
			nextId,
			models: {
				open: async (model) => ({
					name: model,
					takesAllTools: false,
					outputSchema: undefined,
					stream: (_, signal) => stream(signal),
					image: undefined,
					contextWindow: () => 200_000,
					price: async () => {
						await new Promise(setImmediate);
						return { costMicroUsd: 7, priceSource: "a table" };
					},
				}),
			},
			fallbackModels: Array.from({ length: scenario.fallbacks }, (_, index) => `m/${index + 1}`),
			findModel: async () => undefined,
			agent: {
				...agentFrontMatterSchema.parse({ name: "nexus", type: "lead", description: "test" }),
				...{ prompt: "", source: "built-in" },
			},
			version: "1",
			cwd: "/work",
			canAsk: scenario.canAsk,
			maxTurns: scenario.maxTurns,
			maxBudgetMicroUsd: undefined,
			limits: () => ({}),
			system: () => "",
			tools: () => new Map(),
			agents: silentAgents({ clock: systemClock, nextId }),
			refreshTools: async () => [],
			environment: () => environment,
			finishTurn: () => {},
			logFailure: () => {},
		},
		{
			model: "m/0",
			mode: "ask",
			type: "chat",
			isTainted: false,
			left,
			...(before.length > 0 ? { startedAt: "" } : {}),
		},
	);
	const watching = new AbortController();
	const acted = new Set<Action>();
	let lastPrompt = "";
	const act = (action: Action): void => {
		acted.add(action);
		if (action.do === "cancel") void runner.cancel();
		else if (action.do === "prompt") lastPrompt = runner.submit({ text: action.text });
		else if (action.do === "withdraw") runner.withdraw(lastPrompt);
		else if (action.do === "mode") runner.setMode("edits");
		else log.emit({ type: "context.add", data: { title: "! ls", text: "a\nb" } });
	};
	const watch = async (): Promise<void> => {
		for await (const event of log.subscribe(before.length, watching.signal)) {
			if (event.type === "approval.request") {
				const answer = scenario.answers[asked++ % Math.max(1, scenario.answers.length)];
				if (answer !== undefined) gate.respond(event.data.approvalId, answer);
				else void runner.cancel();
			}
			for (const action of scenario.actions)
				if (event.seq !== undefined && event.seq >= action.at && !acted.has(action)) act(action);
		}
	};
	const watched = watch();
	runner.resume();
	await runner.idle();
	for (const text of scenario.prompts) {
		runner.submit({ text });
		await runner.idle();
	}
	await runner.idle();
	watching.abort();
	await watched;
	const { events } = store.read(sessionId, 0);
	store.close();
	return events;
};
