// A call before it is judged: its tool and its checked arguments, or what is wrong with it.
import type { ErrorData } from "../contracts/errors.js";
import { isAbortError, NexusError, toErrorData } from "../contracts/errors.js";
import type { ToolStatus } from "../contracts/event.js";
import type { ToolCallPart } from "../contracts/message.js";
import type { AnyTool, ToolEntry, ToolOutput } from "../contracts/tool.js";
import { didYouMean } from "../lib/nearest.js";
import { parseToolInput } from "./tool-input.js";

/** What a call came to. */
export interface Outcome {
	readonly status: ToolStatus;
	readonly content: string;
	readonly output?: ToolOutput;
	readonly error?: ErrorData;
	readonly summary?: string;
}

export type PreparedCall =
	| { readonly title: string; readonly tool: AnyTool; readonly input: Record<string, unknown> }
	/** Nothing is to be judged or run: this is its result. */
	| { readonly title: string; readonly outcome: Outcome };

/** Never throws: what cannot be called is an outcome that says why. */
export const prepareFrom =
	(tools: ReadonlyMap<string, ToolEntry>) =>
	async (call: ToolCallPart, signal: AbortSignal): Promise<PreparedCall> => {
		const entry = tools.get(call.name);
		if (entry === undefined) return { title: "", outcome: unknownTool(call.name, [...tools.keys()]) };
		const loaded = await load(entry);
		if ("error" in loaded) return { title: "", outcome: failure(loaded.error, signal) };
		const { tool } = loaded;
		if (call.inputError !== undefined) return { title: "", outcome: malformed(tool, call.inputError) };
		const parsed = parseToolInput(tool, call.input);
		if (parsed.ok) return { title: safeTitle(tool, parsed.value), tool, input: parsed.value };
		return { title: "", outcome: { status: "failed", content: parsed.message, summary: "called wrong" } };
	};

/** Loads a tool of ours while its arguments arrive; what fails is told by the call. Others' code runs only when called. */
export const preloadTool = (entry: ToolEntry | undefined): void => {
	if (entry?.source === "built-in") entry.load().catch(() => undefined);
};

/** Code that does not load (a person's own tool that is broken) is a failed call, not the end of the run. */
const load = async (entry: ToolEntry): Promise<{ readonly tool: AnyTool } | { readonly error: unknown }> => {
	try {
		return { tool: await entry.load() };
	} catch (error) {
		return { error };
	}
};

export const safeTitle = (tool: AnyTool, input: Record<string, unknown>): string => tool.title(input).slice(0, 10_000);

export const cancelled: Outcome = {
	status: "cancelled",
	content: "The person stopped this call.",
	summary: "cancelled",
};

const unknownTool = (name: string, known: readonly string[]): Outcome => ({
	status: "failed",
	content: `There is no tool ${name}${didYouMean(name, known)} The tools are: ${known.join(", ")}.`,
	summary: "no such tool",
});

const malformed = (tool: AnyTool, inputError: string): Outcome => ({
	status: "failed",
	content: `The arguments of ${tool.name} are not valid JSON: ${inputError}. Send one JSON object.`,
	summary: "called wrong",
});

export const failure = (error: unknown, signal: AbortSignal): Outcome => {
	if (signal.aborted && (isAbortError(error) || error instanceof NexusError)) return cancelled;
	const data = toErrorData(error);
	const content = data.hint === undefined ? data.message : `${data.message}. ${data.hint}`;
	return { status: "failed", content, error: data, summary: data.message };
};
