// A run that stopped where it can go on: it waited for a person's answer when nexus ended (SPEC 17.1), or is a copy that
// was made to go on.
import type { NexusEvent } from "../contracts/event.js";
import type { AssistantPart } from "../contracts/message.js";

export interface Continuation {
	readonly runId: string;
	readonly promptId: string;
	/** What was asked. */
	readonly text: string;
	/** The answer whose calls have not all ended; undefined where they have. */
	readonly answer: readonly AssistantPart[] | undefined;
	/** Ids of its calls that the log has already. */
	readonly requested: ReadonlySet<string>;
}

/** @param canAsk somebody is there to be asked again */
export const continuationOf = (events: readonly NexusEvent[], canAsk: boolean): Continuation | undefined => {
	const start = events.findLastIndex(({ type }) => type === "run.start" || type === "run.end");
	const run = events[start];
	if (run?.type !== "run.start") return undefined;
	const last = events.at(-1);
	const isMeant = last?.type === "session.fork" && last.data.goesOn === true;
	const since = events.slice(start);
	const answer = since.findLast((event) => event.type === "message.end");
	const calls = answer?.type === "message.end" ? answer.data.parts.filter((part) => part.type === "tool-call") : [];
	const idsOf = (type: NexusEvent["type"]) =>
		new Set(since.flatMap((event) => (event.type === type && "callId" in event.data ? [event.data.callId] : [])));
	const [ended, begun] = [idsOf("tool.result"), idsOf("tool.start")];
	const open = calls.filter(({ callId }) => !ended.has(callId));
	// One of no run was only taken back.
	const answered = new Set(
		since.flatMap((event) =>
			event.type === "approval.response" && event.runId !== undefined ? [event.data.approvalId] : [],
		),
	);
	const waits = since.some(
		(event) =>
			event.type === "approval.request" && !answered.has(event.data.approvalId) && !begun.has(event.data.callId),
	);
	if (!isMeant && !(canAsk && waits && open.length > 0)) return undefined;
	const prompt = events.find((event) => event.type === "prompt.submit" && event.data.promptId === run.data.promptId);
	return {
		runId: run.runId ?? run.id,
		promptId: run.data.promptId,
		text: prompt?.type === "prompt.submit" ? prompt.data.text : "",
		answer: answer?.type === "message.end" && open.length > 0 ? answer.data.parts : undefined,
		requested: idsOf("tool.request"),
	};
};
