import type { Workers } from "../../src/contracts/ports.js";
import type { AnyTool, ToolContext, ToolDefinition, ToolOutput } from "../../src/contracts/tool.js";
import { ManualClock } from "./manual-clock.js";

/** Friday, in week 47. */
export const testNow = new Date("2026-11-20T05:05:00Z");

/** What tools without files, processes or network touch; everything else throws when it is touched. */
export function pureToolContext(options: { workers?: Workers; now?: Date; timeZone?: string } = {}): ToolContext {
	const context = {
		clock: new ManualClock(options.now ?? testNow),
		timeZone: options.timeZone ?? "Europe/Paris",
		signal: new AbortController().signal,
		workers: options.workers,
		progress: () => {},
	};
	return new Proxy(context as unknown as ToolContext, {
		get(target, key) {
			if (key in target) return Reflect.get(target, key);
			throw new Error(`a pure tool touched ${String(key)}`);
		},
	});
}

/** Validates the input as the loop does, then runs the tool. */
export const runTool = (
	tool: ToolDefinition<never> | AnyTool,
	input: unknown,
	context: ToolContext,
): Promise<ToolOutput> => {
	const definition = tool as AnyTool;
	return definition.run(definition.input.parse(input), context);
};
