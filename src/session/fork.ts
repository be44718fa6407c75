// The beginning of a session as the beginning of another one.
import type { NexusEvent } from "../contracts/event.js";

/**
 * These events as a session that has come to rest: prompts that were not taken up by then are left out and a run that
 * went on is over, unless it is to go on here. The ledger stays with the session whose calls it counts.
 */
export const forkEvents = (
	events: readonly NexusEvent[],
	copy: { readonly sessionId: string; readonly isOpen?: boolean; nextId(): string; readonly time: string },
): readonly NexusEvent[] => {
	const taken = new Set(events.flatMap((event) => (event.type === "prompt.start" ? [event.data.promptId] : [])));
	const forked = events
		.filter((event) => event.type !== "usage.record")
		.filter((event) => event.type !== "prompt.submit" || taken.has(event.data.promptId))
		.filter((event) => event.type !== "prompt.withdraw" || taken.has(event.data.promptId))
		.map((event) => ({ ...event, sessionId: copy.sessionId }));
	const run = forked.findLast((event) => event.type === "run.start" || event.type === "run.end");
	if (run?.type !== "run.start" || copy.isOpen === true) return forked;
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
