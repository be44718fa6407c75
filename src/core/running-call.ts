// What happens while a call runs: its progress, and questions that only come up then.
import type { EventDraft } from "../contracts/event.js";
import type { JsonValue } from "../contracts/json.js";
import type { ApprovalAnswer, PermissionDecision } from "../contracts/permission.js";
import { AsyncQueue } from "../lib/async-queue.js";
import { canonicalJson, sha256 } from "../lib/canonical-json.js";
import type { ApprovalGate } from "./approvals.js";

/** Something that a running call needs beside what it was allowed. */
export interface Question extends Pick<PermissionDecision, "reason" | "warnings" | "offers"> {
	/** What rules about it are written with. */
	readonly tool: string;
	readonly title: string;
	/** What it is about, whole: what was shown is what is allowed. */
	readonly subject: JsonValue;
}

/** One call as those see it who give it its ports. */
export interface RunningCall {
	readonly signal: AbortSignal;
	/** A person was asked about this very call and said yes. */
	readonly isApproved: boolean;
	progress(text: string): void;
	/** Asks a person and keeps the rule that they choose; a denial once the call or the signal is over. */
	ask(question: Question, signal: AbortSignal): Promise<ApprovalAnswer>;
}

export interface Meanwhile {
	readonly call: Pick<RunningCall, "progress" | "ask">;
	/** Ends with `end`. */
	readonly events: AsyncIterable<EventDraft>;
	end(): void;
}

interface Surroundings {
	readonly nextId: () => string;
	readonly approvals: ApprovalGate;
	readonly canAsk: boolean;
	saveRule(answer: ApprovalAnswer): Promise<void>;
}

const refused: ApprovalAnswer = { answer: "deny" };

/** A call of which only the reading ports are used, before it is allowed. */
export const quietCall = (signal: AbortSignal): RunningCall => ({
	signal,
	isApproved: false,
	progress: () => {},
	ask: async () => refused,
});

const joined = (last: EventDraft, next: EventDraft): EventDraft | undefined =>
	last.type === "tool.progress" && next.type === "tool.progress"
		? { ...next, data: { ...next.data, text: last.data.text + next.data.text } }
		: undefined;

export function openMeanwhile(callId: string, around: Surroundings, signal: AbortSignal): Meanwhile {
	const events = new AsyncQueue<EventDraft>(joined);
	const over = new AbortController();
	const open = new Set<Promise<unknown>>();
	const put = async ({ subject, ...question }: Question, ends: AbortSignal): Promise<ApprovalAnswer> => {
		const approvalId = around.nextId();
		const { tool, title, reason, warnings, offers } = question;
		events.push({
			type: "approval.request",
			data: {
				...{ approvalId, callId, tool, title, reason, warnings: [...warnings], offers: [...offers] },
				inputHash: sha256(canonicalJson([tool, subject])),
			},
		});
		const answer = await around.approvals.ask(approvalId, ends);
		events.push({ type: "approval.response", data: { approvalId, callId, ...answer } });
		if (answer.answer === "session" || answer.answer === "project") await around.saveRule(answer);
		return answer;
	};
	const ask: RunningCall["ask"] = async (question, until) => {
		const ends = AbortSignal.any([signal, until, over.signal]);
		if (!around.canAsk || ends.aborted) return refused;
		const answer = put(question, ends);
		open.add(answer);
		return answer.finally(() => open.delete(answer));
	};
	return {
		call: { ask, progress: (text) => events.push({ type: "tool.progress", data: { callId, text } }) },
		events,
		end: () => {
			over.abort();
			// What is still asked is taken back first.
			void Promise.allSettled(open).then(() => events.close());
		},
	};
}
