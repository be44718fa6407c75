// The budget of a run: each step is given a part before it begins, and gives back what it does not use (SECURITY Q10).
import type { AgentBudget } from "../../contracts/agent-task.js";
import type { Workflow, WorkflowStep } from "../../contracts/workflow.js";
import type { StepResult } from "../../contracts/workflow-run.js";

export interface Purse {
	/**
	 * The most that a step may use: what it asks for, at most its equal share among those that wait. Undefined: nothing
	 * is left.
	 */
	take(
		wish: WorkflowStep["budget"],
		waiting: number,
	):
		| { readonly budget: AgentBudget | undefined; giveBack(used: Pick<StepResult, "tokens" | "costMicroUsd">): void }
		| undefined;
}

/** @param past what earlier processes of this run used */
export const createPurse = (
	budget: Workflow["budget"],
	past: readonly Pick<StepResult, "tokens" | "costMicroUsd">[],
): Purse => {
	const used = { cost: 0, tokens: 0 };
	for (const { tokens, costMicroUsd } of past) {
		used.cost += costMicroUsd ?? 0;
		used.tokens += tokens;
	}
	const reserved = { cost: 0, tokens: 0 };
	const most = { cost: budget?.usd === undefined ? undefined : budget.usd * 1e6, tokens: budget?.tokens };

	const part = (what: "cost" | "tokens", wish: number | undefined, waiting: number): number | undefined => {
		const all = most[what];
		if (all === undefined) return wish;
		const left = all - used[what] - reserved[what];
		const share = left / (waiting + 1);
		const given = wish === undefined ? share : Math.min(wish, left);
		return what === "tokens" ? Math.floor(given) : given;
	};

	return {
		take: (wish, waiting) => {
			const cost = part("cost", wish?.usd === undefined ? undefined : wish.usd * 1e6, waiting);
			const tokens = part("tokens", wish?.tokens, waiting);
			if ((cost !== undefined && cost <= 0) || (tokens !== undefined && tokens <= 0)) return undefined;
			reserved.cost += most.cost === undefined ? 0 : (cost ?? 0);
			reserved.tokens += most.tokens === undefined ? 0 : (tokens ?? 0);
			const given = {
				...(cost === undefined ? {} : { maxCostMicroUsd: cost }),
				...(tokens === undefined ? {} : { maxTokens: tokens }),
			};
			return {
				budget: Object.keys(given).length === 0 ? undefined : given,
				giveBack: (result) => {
					reserved.cost -= most.cost === undefined ? 0 : (cost ?? 0);
					reserved.tokens -= most.tokens === undefined ? 0 : (tokens ?? 0);
					used.cost += result.costMicroUsd ?? 0;
					used.tokens += result.tokens;
				},
			};
		},
	};
};
