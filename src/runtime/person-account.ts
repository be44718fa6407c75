import type { Agents } from "../contracts/agent-run.js";
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

/** Agents that a person's own tool calls put to work are in a session too. */
export const personAgents = (open: () => Agents): Agents => {
	let agents: Agents | undefined;
	const get = (): Agents => {
		agents ??= open();
		return agents;
	};
	return {
		available: () => get().available(),
		start: (request, signal) => get().start(request, signal),
		list: () => agents?.list() ?? [],
		get: (id) => get().get(id),
		wait: (work, signal) => get().wait(work, signal),
	};
};
