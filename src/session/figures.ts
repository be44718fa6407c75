// Figures of one session, from its events.
import type { NexusEvent } from "../contracts/event.js";
import type { SessionStats } from "../contracts/session-view.js";
import { totalsByModel } from "../lib/usage-totals.js";
import { messagesOf } from "./messages.js";

export const sessionStats = (events: readonly NexusEvent[]): SessionStats => {
	const messages = messagesOf(events);
	const count = (by: "person" | "model" | "context") => messages.filter((message) => message.by === by).length;
	const ends = events.flatMap((event) => (event.type === "run.end" ? [event.data.durationMs] : []));
	const [first, last] = [events[0], events.at(-1)].map((event) => Date.parse(event?.time ?? ""));
	return {
		messages: { person: count("person"), model: count("model"), context: count("context") },
		runs: ends.length,
		calls: toolFigures(events),
		models: totalsByModel(events.flatMap((event) => (event.type === "usage.record" ? [event.data] : []))),
		// A clock that was set back makes no negative time.
		spanMs: Math.max(0, (last ?? 0) - (first ?? 0)) || 0,
		busyMs: ends.reduce((sum, durationMs) => sum + durationMs, 0),
		files: changedFiles(events),
	};
};

/** Files that tools wrote, in the order in which they were first changed; what a shell did is not known here. */
export const changedFiles = (events: readonly NexusEvent[]): readonly string[] => {
	const paths = events.flatMap((event) =>
		event.type === "tool.result" && event.data.status === "done" && event.data.view?.kind === "diff"
			? [event.data.view.path]
			: [],
	);
	return [...new Set(paths)];
};

const toolFigures = (events: readonly NexusEvent[]): SessionStats["calls"] => {
	const figures = new Map<string, SessionStats["calls"][number]>();
	for (const event of events) {
		if (event.type !== "tool.result") continue;
		const { name, status, durationMs } = event.data;
		const known = figures.get(name);
		figures.set(name, {
			tool: name,
			calls: (known?.calls ?? 0) + 1,
			failed: (known?.failed ?? 0) + (status === "done" ? 0 : 1),
			durationMs: (known?.durationMs ?? 0) + durationMs,
		});
	}
	return [...figures.values()].toSorted((a, b) => b.calls - a.calls);
};
