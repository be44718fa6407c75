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

/** `most` undefined: there is none. Both in micro-dollars. */
export const createBudget = (most: number | undefined, spent: () => number): Budget => {
	let held = 0;
	return {
		hold: async (inputTokens, price) => {
			if (most === undefined) return { release: () => {} };
			const nothing = { outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
			const next = (await price({ inputTokens, ...nothing })).costMicroUsd;
			if (next === null) return { refusal: unknownPrice };
			const gone = held + spent();
			if (gone + next > most) return { refusal: usedUp(most, gone, next) };
			held += next;
			let isHeld = true;
			return {
				release: () => {
					if (isHeld) held -= next;
					isHeld = false;
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
	"name another model, or leave out --max-budget-usd",
);

const usedUp = (most: number, gone: number, next: number): ErrorData => {
	const dollars = (microUsd: number) => `$${(microUsd / 1e6).toFixed(4)}`;
	return budgetError(
		`the budget of ${dollars(most)} is used up: ${dollars(gone)} spent, the next request costs at least ${dollars(next)}`,
		"raise --max-budget-usd to go on",
	);
};
