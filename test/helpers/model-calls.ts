// Models that tools ask, over real providers and HTTP, and the ledger that their calls are written to.
import { systemClock } from "../../src/adapters/system-clock.js";
import { configSchema } from "../../src/config/schema.js";
import type { ErrorData } from "../../src/contracts/errors.js";
import type { EventData } from "../../src/contracts/event.js";
import type { Clock } from "../../src/contracts/ports.js";
import type { ModelCalls } from "../../src/contracts/tool-services.js";
import { builtinProviders } from "../../src/providers/index.js";
import { createModelCalls } from "../../src/runtime/model-calls.js";
import { createModelStack, type ModelStack } from "../../src/runtime/model-stack.js";
import { sequence } from "./sequence.js";

export interface TestModels {
	readonly calls: ModelCalls;
	readonly stack: ModelStack;
	/** What has been written down, in order. */
	readonly ledger: readonly EventData<"usage.record">[];
	/** Estimated input tokens of each call that was let through or refused. */
	readonly admitted: readonly number[];
}

export const testModels = (
	env: Readonly<Record<string, string>>,
	{ refusal, clock = systemClock }: { refusal?: ErrorData; clock?: Clock } = {},
): TestModels => {
	const stack = createModelStack({
		definitions: builtinProviders,
		env,
		config: configSchema.parse({}),
		clock,
		outputSchema: undefined,
		warn: () => {},
	});
	const ledger: EventData<"usage.record">[] = [];
	const admitted: number[] = [];
	const account = {
		model: () => "custom/own",
		admit: async (inputTokens: number) => {
			admitted.push(inputTokens);
			if (refusal !== undefined) return { refusal };
			return { settle: (record: EventData<"usage.record"> | undefined) => void (record && ledger.push(record)) };
		},
	};
	const calls = createModelCalls({ models: stack, account, clock, nextId: sequence("m") });
	return { calls, stack, ledger, admitted };
};
