// One agent's loop on a model that answers, or on the next one when it fails for good.
import { type ErrorData, toErrorData } from "../contracts/errors.js";
import type { EventDraft } from "../contracts/event.js";
import type { JsonSchema } from "../contracts/json.js";
import type { ModelRequest, ToolSpec } from "../contracts/model.js";
import { type LoopInput, type LoopResult, runLoop } from "../core/loop.js";
import type { ToolCallEnvironment } from "../core/tool-call.js";
import type { Budget } from "./budget.js";
import type { ModelAccess, OpenModel } from "./model-access.js";

export interface AgentLoop extends Pick<LoopInput, "clock" | "nextId" | "maxTurns" | "isKnownCall" | "incoming"> {
	readonly models: ModelAccess;
	/** The first that does not fail for good answers; never empty. */
	readonly candidates: readonly string[];
	readonly request: Pick<ModelRequest, "system" | "cacheKey" | "agent">;
	/** What the answer must fit; `OpenModel.outputSchema` is what nexus was started with. */
	outputSchema(model: Pick<OpenModel, "outputSchema">): JsonSchema | undefined;
	/** From the log: asked anew for each model. */
	beginning(): Pick<LoopInput, "messages" | "open">;
	tools(model: { readonly takesAllTools: boolean }): readonly ToolSpec[];
	readonly environment: ToolCallEnvironment;
	readonly budget: Budget;
	readonly signal: AbortSignal;
	emit(draft: EventDraft): void;
	/** One failed, the next takes over. */
	onFallback(model: string, next: string, error: ErrorData): void;
	/** Writes a failure of nexus itself to the log file. */
	logFailure(error: unknown): void;
}

/** Errors after which another model may do better. */
const fallbackCodes = new Set([
	"provider.authentication",
	"provider.permission",
	"provider.not-found",
	"provider.rate-limited",
	"provider.quota",
	"provider.overloaded",
	"provider.network",
	"provider.timeout",
	"provider.server",
	"provider.malformed",
	"model.no-key",
]);

/** Never throws. */
export const runAgentLoop = async (options: AgentLoop): Promise<LoopResult> => {
	for (const [index, model] of options.candidates.entries()) {
		const result = await runOn(model, options);
		const next = options.candidates[index + 1];
		const { error } = result;
		if (next === undefined || error === undefined || !fallbackCodes.has(error.code) || options.signal.aborted)
			return result;
		options.onFallback(model, next, error);
	}
	return { stopReason: "failed", turns: 0 };
};

const runOn = async (model: string, options: AgentLoop): Promise<LoopResult> => {
	const { signal, budget } = options;
	try {
		const access = await options.models.open(model);
		const outputSchema = options.outputSchema(access);
		const loop = runLoop({
			...options,
			model,
			request: {
				...options.request,
				model: access.name,
				...(outputSchema === undefined ? {} : { outputSchema }),
			},
			tools: () => options.tools(access),
			...options.beginning(),
			stream: access.stream,
			contextWindow: access.contextWindow,
			price: access.price,
			admit: (inputTokens) => budget.hold(inputTokens, access.price),
		});
		for (let step = await loop.next(); ; step = await loop.next()) {
			if (step.done === true) return step.value;
			options.emit(step.value);
		}
	} catch (error) {
		options.logFailure(error);
		return { stopReason: signal.aborted ? "cancelled" : "failed", error: toErrorData(error), turns: 0 };
	}
};
