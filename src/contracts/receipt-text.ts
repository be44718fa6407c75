// A receipt as text for whoever asked: a model, or a person.
import type { AgentReceipt } from "./agent-task.js";

const maxItems = 40;

const listed = (title: string, items: readonly string[]): readonly string[] => {
	if (items.length === 0) return [];
	const more = items.length > maxItems ? [`- and ${items.length - maxItems} more`] : [];
	return [`${title}:`, ...items.slice(0, maxItems).map((item) => `- ${item}`), ...more];
};

/** `analyzer-1: done`. */
export const receiptTitle = ({ taskId, status, error }: AgentReceipt): string =>
	`${taskId}: ${status}${status === "done" || error === undefined ? "" : ` (${error.message})`}`;

/** Its words, then what the log says that it did. */
export const receiptText = (receipt: AgentReceipt): string => {
	const { text, files, commands, calls, error, status } = receipt;
	const failed = calls.filter((call) => call.failed > 0).map(({ tool, failed: times }) => `${tool} (${times} times)`);
	return [
		...(status === "done" || error === undefined ? [] : [`It did not finish: ${error.message}`]),
		...(text.trim() === "" ? [] : [status === "done" ? text.trim() : `Its last words:\n${text.trim()}`]),
		...listed("Files it wrote", files),
		...listed("Commands it ran", commands),
		...listed("Calls that failed or were not allowed", failed),
	].join("\n");
};

/** `$0.0213`, `unknown`; "" where no model was called. */
export const receiptCost = ({ costMicroUsd, tokens }: Pick<AgentReceipt, "costMicroUsd" | "tokens">): string => {
	if (costMicroUsd === null) return "cost unknown";
	if (tokens.input + tokens.output === 0) return "";
	return `$${(costMicroUsd / 1e6).toFixed(4)}`;
};
