// Results of steps: made, joined, and as values for the templates of other steps.
import type { AgentReceipt } from "../../contracts/agent-task.js";
import type { ErrorData } from "../../contracts/errors.js";
import type { JsonObject, JsonValue } from "../../contracts/json.js";
import type { StepResult, StepStatus } from "../../contracts/workflow-run.js";

export const emptyResult = (status: StepStatus, error?: ErrorData): StepResult => ({
	status,
	text: "",
	...(error === undefined ? {} : { error }),
	tokens: 0,
	costMicroUsd: 0,
	durationMs: 0,
});

export const resultOf = (receipt: AgentReceipt): StepResult => ({
	status: receipt.status,
	text: receipt.text,
	...(receipt.output === undefined ? {} : { output: receipt.output }),
	...(receipt.error === undefined ? {} : { error: receipt.error }),
	tokens: receipt.tokens.input + receipt.tokens.output,
	costMicroUsd: receipt.costMicroUsd,
	durationMs: receipt.durationMs,
	receipt,
});

/** What was used by all of them. */
export const sumOf = (results: readonly StepResult[]): Pick<StepResult, "tokens" | "costMicroUsd"> => ({
	tokens: results.reduce((sum, each) => sum + each.tokens, 0),
	costMicroUsd: results.reduce<number | null>(
		(sum, each) => (sum === null || each.costMicroUsd === null ? null : sum + each.costMicroUsd),
		0,
	),
});

/** One result of several. The texts inside are kept where they were made; receipts are not repeated. */
export const joined = (
	status: StepStatus,
	results: ReadonlyMap<string, StepResult>,
	more: { readonly text?: string; readonly error?: ErrorData | undefined; readonly durationMs?: number } = {},
): StepResult => ({
	status,
	text: more.text ?? listed(results),
	results: Object.fromEntries([...results].map(([id, { receipt, ...result }]) => [id, result])),
	...(more.error === undefined ? {} : { error: more.error }),
	...sumOf([...results.values()]),
	durationMs: more.durationMs ?? 0,
});

/** The texts of those that are done, each under its name; of a single one as it is. */
export const listed = (results: ReadonlyMap<string, StepResult>): string => {
	const done = [...results].filter(([, { status, text }]) => status === "done" && text !== "");
	const [only, another] = done;
	if (only !== undefined && another === undefined) return only[1].text;
	return done.map(([id, { text }]) => `## ${id}\n\n${text}`).join("\n\n");
};

/** What `{{steps.x}}` gives. */
export const toValue = ({ status, text, output, results, error }: StepResult): JsonObject => ({
	status,
	text,
	...(output === undefined ? {} : { output }),
	...(error === undefined ? {} : { error: error.message }),
	...(results === undefined ? {} : { results: toValues(new Map(Object.entries(results))) }),
});

export const toValues = (results: ReadonlyMap<string, StepResult>): Readonly<Record<string, JsonValue>> =>
	Object.fromEntries([...results].map(([id, result]) => [id, toValue(result)]));

/** The worst of what did not go well, for whoever must know why: waiting comes last, it is no end. */
export const worst = (results: readonly StepResult[]): StepResult | undefined => {
	for (const status of ["failed", "limited", "cancelled", "waiting"] as const) {
		const found = results.find((result) => result.status === status);
		if (found !== undefined) return found;
	}
	return undefined;
};
