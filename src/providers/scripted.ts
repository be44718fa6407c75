// A model that says what a script tells it to: for tests, demonstrations and trying the screen without a key.
import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { NexusError, toErrorData } from "../contracts/errors.js";
import { defineProvider, type ModelEvent, type ModelRequest, type Provider } from "../contracts/model.js";
import type { Clock } from "../contracts/ports.js";

const stepSchema = z.strictObject({
	/** Only for a request whose last message contains this. */
	when: z.string().optional(),
	reasoning: z.string().optional(),
	text: z.string().optional(),
	calls: z.array(z.strictObject({ id: z.string().optional(), name: z.string(), input: z.json() })).default([]),
	/** Milliseconds between two pieces of text. */
	delayMs: z.number().min(0).default(0),
	/** Characters in a piece of text. */
	chunk: z.int().min(1).default(12),
	usage: z.strictObject({ input: z.number(), output: z.number() }).optional(),
	/** Ends the stream with this error, after the text. */
	error: z.strictObject({ code: z.string(), message: z.string(), retryable: z.boolean().optional() }).optional(),
	/** Streams and then says nothing more until it is cancelled. */
	hang: z.boolean().default(false),
});

const stepsSchema = z.array(stepSchema).min(1);
/**
 * `steps`: one a request, in order; the last one is repeated. `agents`: the steps of agents that are put to work, by
 * their names; one that is not named there gets the others.
 */
export const scriptSchema = z.strictObject({
	steps: stepsSchema,
	agents: z.record(z.string(), z.strictObject({ steps: stepsSchema })).default({}),
});
export type Script = z.input<typeof scriptSchema>;

/** `scripted/<path of a JSON file>`, see `scriptSchema`. */
export const scriptedProvider = defineProvider({
	id: "scripted",
	title: "Scripted",
	apiKeyVariables: [],
	isHidden: true,
	create: (_, context) => ({
		id: "scripted",
		stream: (request, signal) => streamFile(request, signal, context.clock),
	}),
});

/** The same from a script in memory. */
export const createScriptedProvider = (script: Script, clock: Clock): Provider => {
	const parsed = scriptSchema.parse(script);
	return { id: "scripted", stream: (request, signal) => play(stepsFor(parsed, request), request, signal, clock) };
};

async function* streamFile(request: ModelRequest, signal: AbortSignal, clock: Clock): AsyncGenerator<ModelEvent> {
	try {
		if (!(await stat(request.model)).isFile()) throw new Error("it is not a file");
		const script = scriptSchema.parse(JSON.parse(await readFile(request.model, "utf8")));
		yield* play(stepsFor(script, request), request, signal, clock);
	} catch (cause) {
		const message = `the script ${request.model} cannot be used`;
		const hint = "name a JSON file: scripted/path/to/script.json";
		yield {
			type: "error",
			error: toErrorData(new NexusError("provider.invalid-request", message, { hint, exitCode: 3, cause })),
		};
	}
}

type Step = z.output<typeof stepSchema>;

const stepsFor = (script: z.output<typeof scriptSchema>, { agent }: ModelRequest): readonly Step[] => {
	const own = agent !== undefined && Object.hasOwn(script.agents, agent.name) ? script.agents[agent.name] : undefined;
	return (own ?? script).steps;
};

async function* play(
	steps: readonly Step[],
	request: ModelRequest,
	signal: AbortSignal,
	clock: Clock,
): AsyncGenerator<ModelEvent> {
	const answers = request.messages.filter((message) => message.role === "assistant").length;
	const step = chooseStep(steps, request, answers);
	try {
		if (step.reasoning !== undefined) yield* say("reasoning", step.reasoning, step, signal, clock);
		if (step.text !== undefined) yield* say("text", step.text, step, signal, clock);
		for (const [index, call] of step.calls.entries()) {
			const callId = call.id ?? `call_${answers}_${index}`;
			yield { type: "tool-call.start", callId, name: call.name };
			yield { type: "part", part: { type: "tool-call", callId, name: call.name, input: call.input } };
		}
		if (step.hang) await clock.sleep(2 ** 31 - 1, signal);
	} catch {
		yield { type: "error", error: { code: "provider.cancelled", message: "cancelled" } };
		return;
	}
	const { input = 10, output = Math.ceil((step.text ?? "").length / 4) } = step.usage ?? {};
	const usage = {
		inputTokens: input,
		outputTokens: output,
		cacheReadTokens: 0,
		cacheWriteTokens: 0,
		reasoningTokens: 0,
	};
	yield { type: "usage", usage };
	if (step.error !== undefined) yield { type: "error", error: step.error };
	else yield { type: "finish", reason: step.calls.length > 0 ? "tool-calls" : "stop" };
}

const chooseStep = (steps: readonly Step[], request: ModelRequest, answers: number): Step => {
	const last = JSON.stringify(request.messages.at(-1) ?? "");
	const matching = steps.find((step) => step.when !== undefined && last.includes(step.when));
	const ordered = steps.filter((step) => step.when === undefined);
	const step = matching ?? ordered[Math.min(answers, ordered.length - 1)] ?? steps[0];
	return step as Step;
};

async function* say(
	channel: "text" | "reasoning",
	text: string,
	step: Step,
	signal: AbortSignal,
	clock: Clock,
): AsyncGenerator<ModelEvent> {
	for (let at = 0; at < text.length; at += step.chunk) {
		if (step.delayMs > 0) await clock.sleep(step.delayMs, signal);
		signal.throwIfAborted();
		const piece = text.slice(at, at + step.chunk);
		yield channel === "text" ? { type: "text.delta", text: piece } : { type: "reasoning.delta", text: piece };
	}
	yield { type: "part", part: { type: channel, text } };
}
