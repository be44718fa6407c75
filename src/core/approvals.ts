// Questions that wait for a person. Whoever answers first wins; an abort is a denial.
import type { ApprovalAnswer } from "../contracts/permission.js";

export interface ApprovalGate {
	/** Resolves with the first answer; with a denial when the signal aborts. */
	ask(approvalId: string, signal: AbortSignal): Promise<ApprovalAnswer & { readonly by: "person" | "cancel" }>;
	/** False when nobody waits for it any more. */
	respond(approvalId: string, answer: ApprovalAnswer): boolean;
}

export const createApprovalGate = (): ApprovalGate => {
	const waiting = new Map<string, (answer: ApprovalAnswer) => void>();
	return {
		ask: (approvalId, signal) =>
			new Promise((resolve) => {
				const onAbort = () => {
					waiting.delete(approvalId);
					resolve({ answer: "deny", reason: "cancelled", by: "cancel" });
				};
				if (signal.aborted) return onAbort();
				signal.addEventListener("abort", onAbort, { once: true });
				waiting.set(approvalId, (answer) => {
					signal.removeEventListener("abort", onAbort);
					waiting.delete(approvalId);
					resolve({ ...answer, by: "person" });
				});
			}),
		respond: (approvalId, answer) => {
			const resolve = waiting.get(approvalId);
			resolve?.(answer);
			return resolve !== undefined;
		},
	};
};
