// Notices an agent that goes round in circles: the same call with the same result, again and again.
import type { ToolCallPart, ToolResultPart } from "../contracts/message.js";
import { canonicalJson, sha256 } from "../lib/canonical-json.js";

export interface RepetitionGuard {
	/** How often this very call has now given this very result in this run. */
	count(call: ToolCallPart, result: ToolResultPart): number;
}

/** From this many repetitions on the model is told. */
export const warnRepetitions = 3;
/** At this many the run is stopped. */
export const maxRepetitions = 6;

export const createRepetitionGuard = (): RepetitionGuard => {
	const counts = new Map<string, number>();
	return {
		count: (call, result) => {
			const key = sha256(canonicalJson([call.name, call.input, result.content]));
			const count = (counts.get(key) ?? 0) + 1;
			counts.set(key, count);
			return count;
		},
	};
};
