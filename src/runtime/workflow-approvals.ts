// Questions of the agents of a run, put to the person at the terminal one after the other.
import { agentOf, type NexusEvent } from "../contracts/event.js";
import type { ApprovalAnswer } from "../contracts/permission.js";
import type { SessionRunner } from "./session-runner.js";

export interface ApprovalsOptions {
	readonly session: Pick<SessionRunner, "log">;
	/** Absent: nobody is there, so nothing is allowed. */
	readonly allow: ((question: string) => Promise<boolean>) | undefined;
	respond(approvalId: string, answer: ApprovalAnswer): boolean;
	readonly signal: AbortSignal;
}

/** Resolves when the signal aborts. */
export const answerApprovals = async ({ session, allow, respond, signal }: ApprovalsOptions): Promise<void> => {
	const calls = new Map<string, Extract<NexusEvent, { type: "tool.request" }>>();
	const after = session.log.read().at(-1)?.seq ?? 0;
	for await (const event of session.log.subscribe(after, signal)) {
		if (event.type === "tool.request") calls.set(event.data.callId, event);
		if (event.type === "tool.result") calls.delete(event.data.callId);
		if (event.type !== "approval.request") continue;
		const { approvalId, callId, tool, reason, warnings } = event.data;
		// All of the call, not a title of it: what is shown is what runs (SECURITY R12).
		const input = JSON.stringify(calls.get(callId)?.data.input ?? event.data.title, undefined, 2);
		const question = [`${agentOf(event)} asks: ${tool} ${input}`, reason, ...warnings].join("\n");
		const isAllowed = (await allow?.(question)) === true;
		respond(approvalId, isAllowed ? { answer: "once" } : { answer: "deny" });
	}
};
