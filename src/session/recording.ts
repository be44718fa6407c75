// What a recording says about how its runs were made: which events came from outside, and what each request to a model
// and each call was answered with.
import type { ErrorData } from "../contracts/errors.js";
import type { EventOf, NexusEvent } from "../contracts/event.js";

/**
 * given: somebody outside the run did it (a prompt, a setting, a `!` command). made: the agent's run makes it again.
 * recovered: a later process closed what had died.
 */
export type EntryKind = "given" | "made" | "recovered";

/** Calls that run at once come in any order; so do the price of an answer and what is warned of beside them. */
export const laneOf = ({ type, data }: Pick<NexusEvent, "type" | "data">): string => {
	if (type === "usage.record" || type === "notice.show") return type;
	return "callId" in data ? `call ${data.callId}` : "main";
};

export interface Entry {
	readonly event: NexusEvent;
	readonly kind: EntryKind;
	readonly lane: string;
}

/** One request to a model. Numbers are places in the score. */
export interface RecordedTurn {
	readonly retries: readonly number[];
	/** Absent: nothing was answered. */
	readonly message: number | undefined;
	readonly usage: number | undefined;
	/** How the stream ended, where it did not end well. `died`: nexus did. */
	readonly end: ErrorData | "cancelled" | "died" | undefined;
}

export interface RecordedCall {
	readonly request: number;
	/** More than one where it was asked again after nexus had ended. */
	readonly approvals: readonly { readonly request: number; readonly response: number | undefined }[];
	readonly start: number | undefined;
	readonly result: number | undefined;
}

export interface RecordedRun {
	readonly runId: string;
	readonly turns: readonly RecordedTurn[];
	/** It could not begin: no model could be opened. */
	readonly failure: ErrorData | "cancelled" | undefined;
	/** The person stopped it right after this event. */
	readonly cancelAfter: number | undefined;
	/** Its last event, where it broke off. */
	readonly brokenAfter: number | undefined;
	readonly start: EventOf<"run.start"> | undefined;
	readonly agent: EventOf<"agent.update"> | undefined;
	/** Said before it started: what is wrong with a person's own tools, which model was found. */
	readonly notices: readonly string[];
	/** Models that it went on with when one failed. */
	readonly fallbacks: readonly string[];
}

export interface Recording {
	readonly entries: readonly Entry[];
	readonly runs: ReadonlyMap<string, RecordedRun>;
	readonly calls: ReadonlyMap<string, RecordedCall>;
	/** Tools of which several calls ran at once. */
	readonly sharedTools: ReadonlySet<string>;
	/** Where a run goes on that an earlier process had left: the first event of what it does then. */
	readonly resumed: ReadonlySet<number>;
	/** Prompts that a run took up. */
	readonly takenUp: ReadonlySet<string>;
	readonly isUnfinished: boolean;
}

/** The agent whose runs are made again. Those of others will have a runner each, by their `agentId`. */
export const mainAgent = "main";

export const readRecording = (events: readonly NexusEvent[]): Recording => {
	const recovered = recoveredOnes(events);
	const ended = new Set(
		events.flatMap((event, index) =>
			event.type === "run.end" && event.agentId === mainAgent && !recovered.has(index) ? [event.runId] : [],
		),
	);
	const begun = new Set<string>();
	const entries = events.map((event, index): Entry => {
		if (event.type === "tool.start") begun.add(event.data.callId);
		const made = isMade(event, ended.has(event.runId)) && !isAskedMeanwhile(event, begun);
		return { event, kind: recovered.has(index) ? "recovered" : made ? "made" : "given", lane: laneOf(event) };
	});
	const byRun = new Map<string, number[]>();
	for (const [index, { event, kind }] of entries.entries()) {
		if (kind !== "made") continue;
		const runId = event.runId ?? "";
		byRun.set(runId, [...(byRun.get(runId) ?? []), index]);
	}
	const runs = new Map([...byRun].map(([runId, places]) => [runId, readRun(runId, places, entries)]));
	const taken = entries.filter(({ event, kind }) => event.type === "prompt.start" && kind === "made");
	return {
		entries,
		runs,
		calls: readCalls(entries),
		sharedTools: sharedTools(entries),
		resumed: resumedAt(entries),
		takenUp: new Set(taken.flatMap(({ event }) => (event.type === "prompt.start" ? [event.data.promptId] : []))),
		isUnfinished: isOpenAtEnd(events),
	};
};

/** @param hasEnded whether its run has an end: without one, nobody knows why the agent came to rest */
const isMade = (event: NexusEvent, hasEnded: boolean): boolean =>
	event.runId !== undefined &&
	event.agentId === mainAgent &&
	event.type !== "files.restore" &&
	!(event.type === "usage.record" && event.data.purpose !== "turn") &&
	!(event.type === "tool.result" && event.data.status === "interrupted") &&
	!(event.type === "agent.update" && event.data.state !== "processing" && !hasEnded);

/** Questions that came up while a call ran are its tool's, which does not run. */
const isAskedMeanwhile = (event: NexusEvent, begun: ReadonlySet<string>): boolean =>
	(event.type === "approval.request" || event.type === "approval.response") && begun.has(event.data.callId);

/** Places of what `recovery` wrote: in one piece, up to and with the end of a run that nobody saw. */
const recoveredOnes = (events: readonly NexusEvent[]): ReadonlySet<number> => {
	const places = new Set<number>();
	for (const [index, event] of events.entries()) {
		if (event.type !== "run.end" || event.data.error?.code !== "run.interrupted") continue;
		places.add(index);
		for (let before = index - 1; before >= 0 && isOfRecovery(events[before]); before--) places.add(before);
	}
	return places;
};

const isOfRecovery = (event: NexusEvent | undefined): boolean => {
	switch (event?.type) {
		case "message.end":
			return event.data.finishReason === "interrupted" && event.data.interrupted === true;
		case "tool.result":
			return event.data.status === "interrupted";
		case "prompt.withdraw":
			return true;
		case "notice.show":
			return event.runId === undefined && event.data.text.startsWith("this waited and was not sent: ");
		default:
			return false;
	}
};

const resumedAt = (entries: readonly Entry[]): ReadonlySet<number> => {
	const begun = new Set<string | undefined>();
	const places = new Set<number>();
	for (const [index, { event, kind }] of entries.entries()) {
		if (kind !== "made" || event.type !== "agent.update" || event.data.state !== "processing") continue;
		if (begun.has(event.runId)) places.add(index);
		begun.add(event.runId);
	}
	return places;
};

const isOpenAtEnd = (events: readonly NexusEvent[]): boolean =>
	events.findLast(({ type }) => type === "run.start" || type === "run.end")?.type === "run.start";

const readCalls = (entries: readonly Entry[]): ReadonlyMap<string, RecordedCall> => {
	const calls = new Map<string, RecordedCall>();
	for (const [index, { event, kind }] of entries.entries()) {
		if (kind !== "made" || !("callId" in event.data)) continue;
		const { callId } = event.data;
		const known = calls.get(callId) ?? { ...noCall, request: index };
		const { approvals } = known;
		if (event.type === "approval.request")
			calls.set(callId, { ...known, approvals: [...approvals, { request: index, response: undefined }] });
		else if (event.type === "approval.response") {
			const last = approvals.at(-1);
			const answered = last === undefined ? [] : [{ ...last, response: index }];
			calls.set(callId, { ...known, approvals: [...approvals.slice(0, -1), ...answered] });
		} else if (event.type === "tool.start") calls.set(callId, { ...known, start: index });
		else if (event.type === "tool.result") calls.set(callId, { ...known, result: index });
		else calls.set(callId, known);
	}
	return calls;
};

const noCall = { approvals: [], start: undefined, result: undefined };

/** Tools of calls that began while one before them in the same answer had not ended. */
const sharedTools = (entries: readonly Entry[]): ReadonlySet<string> => {
	let waiting: { readonly callId: string; readonly name: string }[] = [];
	const shared = new Set<string>();
	for (const { event, kind } of entries) {
		if (kind !== "made") continue;
		if (event.type === "message.end") waiting = event.data.parts.filter((part) => part.type === "tool-call");
		if (event.type === "tool.result") waiting = waiting.filter(({ callId }) => callId !== event.data.callId);
		if (event.type !== "tool.request") continue;
		const place = waiting.findIndex(({ callId }) => callId === event.data.callId);
		if (place > 0) for (const { name } of waiting.slice(0, place + 1)) shared.add(name);
	}
	return shared;
};

const fallbackNotice = /^[\s\S]+? failed \(([\s\S]*)\); going on with (\S+)$/;

interface Draft {
	retries: number[];
	message?: number;
	usage?: number;
	end?: RecordedTurn["end"];
}

const readRun = (runId: string, places: readonly number[], entries: readonly Entry[]): RecordedRun => {
	const turns: Draft[] = [];
	const notices: string[] = [];
	const fallbacks: string[] = [];
	let start: EventOf<"run.start"> | undefined;
	let agent: EventOf<"agent.update"> | undefined;
	let end: EventOf<"run.end"> | undefined;
	let waiting: Draft = { retries: [] };
	/** Turns of models that failed before this one. */
	let before = 0;
	/** The answer after which nothing more was asked, if it was one. */
	const last = () => {
		const turn = turns.length > before && waiting.retries.length === 0 ? turns.at(-1) : undefined;
		const event = turn?.message === undefined ? undefined : entries[turn.message]?.event;
		if (turn === undefined || event?.type !== "message.end") return undefined;
		const hasCalls = event.data.parts.some((part) => part.type === "tool-call");
		return { turn, isCut: event.data.interrupted === true, hasCalls };
	};
	/** A run that failed did so in its last answer, or in one that never came. */
	const fail = (how: RecordedTurn["end"], isUnanswered: boolean) => {
		const answer = last();
		if (answer?.isCut === true) answer.turn.end = how;
		else if (isUnanswered) turns.push({ ...waiting, end: how });
		waiting = { retries: [] };
	};
	for (const place of places) {
		const event = entries[place]?.event;
		switch (event?.type) {
			case "run.start":
				start = event;
				break;
			case "agent.update":
				agent ??= event;
				break;
			case "model.retry":
				waiting.retries.push(place);
				break;
			case "message.end":
				turns.push({ ...waiting, message: place });
				waiting = { retries: [] };
				break;
			case "usage.record": {
				const turn = turns.length > before ? turns.at(-1) : undefined;
				if (turn !== undefined && turn.usage === undefined && waiting.retries.length === 0) turn.usage = place;
				else waiting.usage = place;
				break;
			}
			case "notice.show": {
				if (start === undefined) notices.push(event.data.text);
				const [, message, next] = fallbackNotice.exec(event.data.text) ?? [];
				if (message === undefined || next === undefined) break;
				fallbacks.push(next);
				// Any of the errors after which another model is tried.
				fail({ code: "provider.server", message }, last()?.hasCalls !== false);
				before = turns.length;
				break;
			}
			case "run.end":
				end = event;
				break;
		}
	}
	const brokenAfter = end === undefined ? places.at(-1) : undefined;
	const fault = end?.data.stopReason === "cancelled" ? "cancelled" : end?.data.error;
	const asked = turns.length - before;
	const isUnopened = end !== undefined && end.data.turns === 0;
	if (end !== undefined && fault !== undefined && !isUnopened) fail(fault, end.data.turns > asked);
	const died = end === undefined ? deathOf(runId, entries) : undefined;
	if (died !== undefined) turns.push({ ...waiting, message: died, end: "died" });
	else if (end === undefined && waiting.retries.length > 0) turns.push(waiting);
	return {
		runId,
		turns: turns.map(({ retries, message, usage, end: how }) => ({ retries, message, usage, end: how })),
		failure: isUnopened ? fault : undefined,
		cancelAfter: end?.data.stopReason === "cancelled" ? quietCancel(places, entries, turns) : undefined,
		brokenAfter,
		start,
		agent,
		notices,
		fallbacks,
	};
};

/** What had been shown of an answer when nexus died. */
const deathOf = (runId: string, entries: readonly Entry[]): number | undefined => {
	const place = entries.findIndex(
		({ event, kind }) => kind === "recovered" && event.type === "message.end" && event.runId === runId,
	);
	return place === -1 ? undefined : place;
};

/** A stop that neither an answer nor a call shows: it came when the last of them had just ended. */
const quietCancel = (
	places: readonly number[],
	entries: readonly Entry[],
	turns: readonly Draft[],
): number | undefined => {
	const last = turns.at(-1);
	if (last?.message === undefined || last.end === "cancelled") return undefined;
	const from = last.message;
	const results = places.flatMap((place) => {
		const event = entries[place]?.event;
		return place > from && event?.type === "tool.result" ? [{ place, status: event.data.status }] : [];
	});
	if (results.some(({ status }) => status === "cancelled")) return undefined;
	return results.at(-1)?.place ?? from;
};
