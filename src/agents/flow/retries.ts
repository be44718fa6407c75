// Whether a step is tried again after a failure, and when (SECURITY Q4).
import type { ErrorData } from "../../contracts/errors.js";
import { durationMs, type WorkflowStep } from "../../contracts/workflow.js";

/** Another attempt would meet the same answer. */
const final =
	/^(limit|permission|model|usage|workflow|step|config)\.|^agent\.(not-found|closed|depth|too-)|^provider\.(authentication|permission|not-found|quota|refused|invalid-request|context-overflow)$/;
const usual = { times: 3, delays: [2, 4, 8], on: "passing" } as const;

/**
 * Milliseconds before the next attempt; undefined: there is none. A wait that the other side asked for is kept.
 * @param failures so far, from 1
 */
export const retryDelayMs = (
	retry: WorkflowStep["retry"],
	failures: number,
	error: ErrorData | undefined,
): number | undefined => {
	const { times, delays, on } = retry ?? usual;
	if (failures > times || (error !== undefined && final.test(error.code))) return undefined;
	if (on === "passing" && error?.retryable !== true) return undefined;
	const delay = delays[Math.min(failures, delays.length) - 1] ?? 0;
	return Math.max(durationMs(delay), error?.retryAfterMs ?? 0);
};
