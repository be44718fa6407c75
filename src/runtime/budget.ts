// The most that a session may cost, checked before each request (SPEC 17.7).
import type { ErrorData } from "../contracts/errors.js";
import type { Usage } from "../contracts/model.js";

export type PriceOf = (usage: Usage) => Promise<{ costMicroUsd: number | null }>;

export interface Budget {
	/**
	 * A refusal where what has been spent, what is on its way, and the least that a request of so many tokens will cost
	 * are more than the budget. Else that least is held until `release`, so that requests side by side do not share it.
	 */
	hold(
		inputTokens: number,
		price: PriceOf,
	): Promise<{ readonly refusal: ErrorData } | { readonly release: () => void }>;
}

export interface BudgetSource {
	/** Undefined: there is none. Micro-dollars. */
	readonly most: number | undefined;
	spent(): number;
	/** Of input and output together; undefined: as many as the money pays for. */
	readonly mostTokens?: number | undefined;
	spentTokens?(): number;
}

/** What an agent may spend holds within what the one `above` it may. */
export const createBudget = (source: BudgetSource, above?: Budget): Budget => {
	const { most, mostTokens } = source;
	let held = 0;
	let heldTokens = 0;
	const holdOwn = async (inputTokens: number, price: PriceOf): Promise<Awaited<ReturnType<Budget["hold"]>>> => {
		const goneTokens = heldTokens + (source.spentTokens?.() ?? 0);
		if (mostTokens !== undefined && goneTokens + inputTokens > mostTokens)
			return { refusal: tokensUsedUp(mostTokens, goneTokens, inputTokens) };
		let next = 0;
		if (most !== undefined) {
			const nothing = { outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
			const cost = (await price({ inputTokens, ...nothing })).costMicroUsd;
			if (cost === null) return { refusal: unknownPrice };
			next = cost;
			const gone = held + source.spent();
			if (gone + next > most) return { refusal: usedUp(most, gone, next) };
		}
		held += next;
		heldTokens += inputTokens;
		let isHeld = true;
		return {
			release: () => {
				if (!isHeld) return;
				isHeld = false;
				held -= next;
				heldTokens -= inputTokens;
			},
		};
	};
	return {
		hold: async (inputTokens, price) => {
			const own = await holdOwn(inputTokens, price);
			if ("refusal" in own || above === undefined) return own;
			const higher = await above.hold(inputTokens, price);
			if ("refusal" in higher) {
				own.release();
				return higher;
			}
			return {
				release: () => {
					own.release();
					higher.release();
				},
			};
		},
	};
};

const budgetError = (message: string, hint: string): ErrorData => ({
	code: "limit.budget",
	message,
	hint,
	exitCode: 5,
});

const unknownPrice = budgetError(
	"the price of this model is not known, so the budget cannot be kept",
	"name another model, or set no budget",
);

const tokensUsedUp = (most: number, gone: number, next: number): ErrorData =>
	budgetError(
		`the budget of ${most} tokens is used up: ${gone} spent, the next request takes at least ${next}`,
		"give the agent a larger budget",
	);

const usedUp = (most: number, gone: number, next: number): ErrorData => {
	const dollars = (microUsd: number) => `$${(microUsd / 1e6).toFixed(4)}`;
	return budgetError(
		`the budget of ${dollars(most)} is used up: ${dollars(gone)} spent, the next request costs at least ${dollars(next)}`,
		"raise the budget (--max-budget-usd, or the agent's) to go on",
	);
};
