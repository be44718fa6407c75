// Where a session stands: for those who come back to it.
import type { NexusEvent } from "../contracts/event.js";
import type { SessionRecap } from "../contracts/session-view.js";
import { firstLine } from "../lib/first-line.js";
import { costText, totalsByModel } from "../lib/usage-totals.js";
import { continuationOf } from "./continuation.js";
import { changedFiles } from "./figures.js";
import { messagesOf } from "./messages.js";

const lineCharacters = 160;

export const sessionRecap = (events: readonly NexusEvent[]): SessionRecap => {
	const messages = messagesOf(events);
	const asked = messages.filter((message) => message.by === "person");
	const answer = messages.findLast((message) => message.by === "model" && message.text.trim() !== "");
	const totals = totalsByModel(events.flatMap((event) => (event.type === "usage.record" ? [event.data] : [])));
	const sum = {
		calls: totals.reduce((all, { calls }) => all + calls, 0),
		costMicroUsd: totals.reduce((all, { costMicroUsd }) => all + costMicroUsd, 0),
		unpricedCalls: totals.reduce((all, { unpricedCalls }) => all + unpricedCalls, 0),
	};
	return {
		goal: shortLine(asked[0]?.text ?? ""),
		done: shortLine(answer?.text ?? ""),
		open: openEnds(events),
		prompts: asked.length,
		calls: messages.reduce((count, message) => count + message.calls.length, 0),
		cost: sum.calls === 0 ? undefined : costText(sum),
		files: changedFiles(events),
	};
};

/** Ids of the background jobs that its calls have started. */
export const jobsOf = (events: readonly NexusEvent[]): ReadonlySet<string> =>
	new Set(
		events.flatMap((event) => {
			if (event.type !== "tool.result" || event.data.name !== "start_job") return [];
			const { details } = event.data;
			const isJob = typeof details === "object" && details !== null && "id" in details;
			return isJob && typeof details.id === "string" ? [details.id] : [];
		}),
	);

/** What nobody has finished: prompts that waited, calls whose outcome is not known, a last run that did not end well. */
const openEnds = (events: readonly NexusEvent[]): readonly string[] => {
	const waiting = new Map<string, string>();
	const open: string[] = [];
	let isRunning = false;
	let lastEnd: string | undefined;
	for (const event of events) {
		if (event.type === "prompt.submit") waiting.set(event.data.promptId, event.data.text);
		if (event.type === "prompt.start") waiting.delete(event.data.promptId);
		if (event.type === "prompt.withdraw") waiting.delete(event.data.promptId);
		if (event.type === "run.start") isRunning = true;
		if (event.type === "run.end") {
			const { stopReason, error } = event.data;
			isRunning = false;
			lastEnd = stopReason === "done" ? undefined : (error?.message ?? `the last run ended: ${stopReason}`);
		}
	}
	const waits = continuationOf(events, true) !== undefined;
	if (isRunning && !waits) open.push("the last run did not end");
	else if (lastEnd !== undefined) open.push(shortLine(lastEnd));
	const lastCalls = messagesOf(events).at(-1)?.calls ?? [];
	for (const call of lastCalls) {
		if (call.status === undefined || call.status === "interrupted") {
			const what = waits && call.status === undefined ? "waits for an answer" : "was interrupted";
			open.push(`${call.name}: ${shortLine(call.title)} ${what}`);
		}
	}
	for (const text of waiting.values()) open.push(`not sent: ${shortLine(text)}`);
	return open;
};

const shortLine = (text: string): string => firstLine(text, lineCharacters);
