// A recorded session that runs again: no model is asked and nothing is touched (SPEC 15, 18.5).
import type { JsonValue } from "./json.js";
import type { SessionRow } from "./store.js";

/** A stored session, or what `sessions export` wrote as JSON or JSON lines. */
export type RecordingSource = { readonly sessionId: string } | { readonly text: string };

export interface ReplayRequest {
	readonly source: RecordingSource;
	/** How many times as fast as it was recorded; Infinity waits for nothing. */
	readonly speed: number;
	/** Waits for `step` before each prompt, answer, decision and result. */
	readonly isStepped?: boolean;
	/** The last message or event that is played. */
	readonly until?: { readonly message: number } | { readonly seq: number };
}

/** The first event that did not come as it was recorded. */
export interface Divergence {
	/** Number of the recorded event; one past the last where more came than was recorded. */
	readonly seq: number;
	/** What differs, e.g. `tool.result data.content`. */
	readonly what: string;
	/** Null where there is none. */
	readonly recorded: JsonValue;
	readonly replayed: JsonValue;
}

export interface ReplayOutcome {
	/** Of the recording. */
	readonly events: number;
	/** Events that came again as they were recorded; the others are the person's, and were only given. */
	readonly compared: number;
	readonly divergence?: Divergence;
	/** What is not in the recording and should be. */
	readonly missing: readonly string[];
	/** The last run was still going on where the recording ends. */
	readonly isUnfinished: boolean;
	/** The last event that was played, where that is not the last of the recording. */
	readonly stoppedAt?: number;
}

export interface Replay {
	/** A session of this process alone: it can be read and followed, and nothing is stored of it. */
	readonly sessionId: string;
	/** Resolves at the end, at the first divergence, or where something is missing. */
	play(): Promise<ReplayOutcome>;
	/** Lets the next step happen. */
	step(): void;
	stop(): void;
}

/** One thing that was said, said differently: a prompt, an answer, or the result of the answer's n-th call. */
export interface Change {
	readonly message: number;
	/** From 1. */
	readonly call?: number;
	readonly text: string;
}

export interface Changed {
	/** A copy up to the change; the original stays as it is. */
	readonly session: SessionRow;
	/** A run goes on in it as soon as `runs.resume` is called. */
	readonly goesOn: boolean;
	/** Prompts that are to be sent after that: the changed one, and those that came later. */
	readonly prompts: readonly string[];
}

export interface ReplaysClient {
	/**
	 * Nothing is played before `play`. Throws NexusError `session.not-found`, `import.format`, `session.no-message`,
	 * `replay.empty`.
	 */
	open(request: ReplayRequest): Promise<Replay>;
	/** Makes the copy that goes on live. Throws as `open`, and `replay.change`. */
	change(source: RecordingSource, change: Change): Promise<Changed>;
}

/** A line for people: how a replay ended. */
export const outcomeText = ({
	events,
	compared,
	divergence,
	missing,
	isUnfinished,
	stoppedAt,
}: ReplayOutcome): string => {
	const played = stoppedAt === undefined ? `${events} events` : `events 1 to ${stoppedAt} of ${events}`;
	if (divergence !== undefined) {
		const { seq, what, recorded, replayed } = divergence;
		return `diverges at event ${seq}: ${what} was ${shown(recorded)}, is ${shown(replayed)}`;
	}
	if (missing.length > 0) return `the recording is damaged: ${missing.join("; ")} (replayed: ${played})`;
	const end = isUnfinished && stoppedAt === undefined ? "; its last run had not ended" : "";
	return `replayed ${played}, ${compared} compared: as recorded${end}`;
};

const shownCharacters = 120;

const shown = (value: JsonValue): string => {
	if (value === null) return "nothing";
	const text = JSON.stringify(value);
	return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters - 1).toWellFormed()}…`;
};
