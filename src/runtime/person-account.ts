import type { ModelAccount } from "./model-calls.js";
import type { SessionRunner } from "./session-runner.js";

/** What a person's own tool calls ask of models is in the ledger too: in a session of its own, made with the first. */
export const personAccount = (model: string, open: () => SessionRunner): ModelAccount => {
	let runner: SessionRunner | undefined;
	return {
		model: () => model,
		admit: async (inputTokens, price) => {
			runner ??= open();
			const { account, log } = runner;
			const admission = await account.admit(inputTokens, price);
			if ("refusal" in admission) return admission;
			return {
				settle: (record) => {
					admission.settle(record);
					if (record !== undefined) log.emit({ type: "session.update", data: { title: "nexus tools run" } });
				},
			};
		},
	};
};
