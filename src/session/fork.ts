// The beginning of a session as the beginning of another one.
import type { NexusEvent } from "../contracts/event.js";

/**
 * The events up to `lastSeq` (default: all) as a session that has come to rest: prompts that were not taken up by then
 * are left out and a run that went on is over. The ledger stays with the session whose calls it counts.
 */
export const forkEvents = (
	events: readonly NexusEvent[],
	copy: { readonly sessionId: string; readonly lastSeq?: number; nextId(): string; readonly time: string },
): readonly NexusEvent[] => {
	const kept = events.filter((event) => (event.seq ?? 0) <= (copy.lastSeq ?? Number.POSITIVE_INFINITY));
	const taken = new Set(kept.flatMap((event) => (event.type === "prompt.start" ? [event.data.promptId] : [])));
	const forked = kept
		.filter((event) => event.type !== "usage.record")
		.filter((event) => event.type !== "prompt.submit" || taken.has(event.data.promptId))
		.filter((event) => event.type !== "prompt.withdraw" || taken.has(event.data.promptId))
		.map((event) => ({ ...event, sessionId: copy.sessionId }));
	const run = forked.findLast((event) => event.type === "run.start" || event.type === "run.end");
	if (run?.type !== "run.start") return forked;
	const end: NexusEvent = {
		id: copy.nextId(),
		time: copy.time,
		sessionId: copy.sessionId,
		v: 1,
		...(run.runId === undefined ? {} : { runId: run.runId }),
		type: "run.end",
		data: { stopReason: "done", turns: 0, durationMs: 0 },
	};
	return [...forked, end];
};
