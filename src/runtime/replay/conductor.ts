// Follows a recording while its runs are made again: gives what came from outside at its place, holds back what would
// come too early, and notices the first event that comes otherwise.
import { type EventDraft, isDurable } from "../../contracts/event.js";
import type { Divergence } from "../../contracts/replay.js";
import { abortError } from "../../lib/abort.js";
import type { Entry, RecordedRun, RecordedTurn, Recording } from "../../session/recording.js";
import { laneOf } from "../../session/recording.js";
import { createIdPairs, differenceOf } from "../../session/recording-diff.js";
import type { Pace } from "./pace.js";

export interface Stage {
	/** Puts an event into the session. */
	emit(draft: EventDraft): void;
	/** Does again what somebody outside the run did. */
	give(entry: Entry): void;
	/** Ends the run that goes on, without a word, as if its process had died. */
	abandon(): void;
	/** Stops the run that goes on, as the person did. */
	cancel(): void;
	/** Goes on with the run in a process that comes later. */
	goOn(): void;
	/** What a process that comes later finds to close. */
	recover(): readonly EventDraft[];
}

export interface ConductorOptions {
	readonly recording: Recording;
	readonly pace: Pace;
	readonly stage: Stage;
	/** Place behind the last entry that is played. */
	readonly end: number;
	onEnd(how: { readonly divergence?: Divergence }): void;
}

export class Conductor {
	readonly recording: Recording;
	readonly pace: Pace;
	/** The run that goes on. */
	run: RecordedRun | undefined;
	compared = 0;
	readonly #options: ConductorOptions;
	readonly #ids = createIdPairs();
	readonly #done: boolean[];
	/** How many requests to a model each run has made. */
	readonly #asked = new Map<string, number>();
	readonly #resumed = new Set<number>();
	readonly #waiting = new Map<number, Set<() => void>>();
	/** Ends with the process that is played. */
	#life = new AbortController();
	#isOver = false;
	#first = 0;
	#isSettling = false;
	#isPausing = false;

	constructor(options: ConductorOptions) {
		this.#options = options;
		this.recording = options.recording;
		this.pace = options.pace;
		this.#done = options.recording.entries.map(() => false);
	}

	get isOver(): boolean {
		return this.#isOver;
	}

	/** Place of the first entry that has not come yet. */
	get first(): number {
		return this.#first;
	}

	start(): void {
		this.#settle();
	}

	isDone(place: number): boolean {
		return this.#done[place] === true;
	}

	/** The run that goes on has said what it runs with. */
	hasBegun(): boolean {
		const start = this.run?.start;
		return start !== undefined && this.isDone(this.recording.entries.findIndex(({ event }) => event === start));
	}

	/** What the next request to a model is answered with; undefined where no further one was made. */
	nextTurn(): RecordedTurn | undefined {
		const turn = this.#turn();
		if (this.run !== undefined) this.#asked.set(this.run.runId, (this.#asked.get(this.run.runId) ?? 0) + 1);
		return turn;
	}

	/** Why the run cannot begin: no model could be opened. */
	get failure(): RecordedRun["failure"] {
		return this.#turn() === undefined ? this.run?.failure : undefined;
	}

	#turn(): RecordedTurn | undefined {
		return this.run?.turns[this.#asked.get(this.run.runId) ?? 0];
	}

	/** Ends the replay where it is. */
	stop(divergence?: Divergence): void {
		if (this.isOver) return;
		this.#isOver = true;
		this.#abandon();
		this.#options.onEnd(divergence === undefined ? {} : { divergence });
	}

	/** Something that the recording does not have, where the run wants to go on. */
	diverge(what: string): void {
		const entry = this.recording.entries[this.#first];
		const seq = this.#seq(this.#first);
		this.stop({ seq, what, recorded: entry?.event.type ?? null, replayed: null });
	}

	/** An event of the run that goes on. */
	made(draft: EventDraft): void {
		if (this.isOver) return;
		if (!isDurable(draft.type)) {
			this.#options.stage.emit(draft);
			return;
		}
		const place = this.#placeOf(draft);
		// Without a ledger of its own: a copy of a session has none for what it was copied from.
		if (place === undefined && draft.type === "usage.record") return;
		const entry = place === undefined ? undefined : this.recording.entries[place];
		if (place === undefined || entry === undefined) {
			this.#unexpected(this.#nextMade(), draft);
			return;
		}
		if (!this.#isSame(place, entry, draft)) return;
		this.#done[place] = true;
		if (entry.kind !== "given") this.compared++;
		if (draft.type === "run.end") this.run = undefined;
		if (draft.type === "prompt.start") this.run = this.recording.runs.get(entry.event.runId ?? "");
		this.#options.stage.emit(draft);
		if (this.run?.cancelAfter === place) this.#options.stage.cancel();
		this.#settle();
	}

	/** Resolves when all before this entry has come, and its time. False: it will not. */
	async due(place: number, kind: "work" | "person" = "work", signal?: AbortSignal): Promise<boolean> {
		const alive = this.#alive(signal);
		if (!(await this.reached(place, alive))) return false;
		await this.pace.wait(this.gapBefore(place), kind, alive);
		return !alive.aborted;
	}

	/** Resolves when all before this entry has come. False: it will not. */
	async reached(place: number, signal?: AbortSignal): Promise<boolean> {
		const alive = this.#alive(signal);
		while (this.#first < place && !alive.aborted) {
			await new Promise<void>((resolve) => {
				const waiting = this.#waiting.get(place) ?? new Set();
				waiting.add(resolve);
				this.#waiting.set(place, waiting);
				alive.addEventListener("abort", () => resolve(), { once: true });
			});
		}
		return !alive.aborted;
	}

	/** Waits for what never came. Rejects when what is played dies, or the signal aborts. */
	never(signal?: AbortSignal): Promise<never> {
		const alive = this.#alive(signal);
		return new Promise((_, reject) => {
			if (alive.aborted) reject(abortError());
			alive.addEventListener("abort", () => reject(abortError()), { once: true });
		});
	}

	/** Milliseconds between the entry before and this one, as recorded. */
	gapBefore(place: number): number {
		const [before, event] = [this.recording.entries[place - 1]?.event, this.recording.entries[place]?.event];
		if (before === undefined || event === undefined) return 0;
		return Math.max(0, Date.parse(event.time) - Date.parse(before.time)) || 0;
	}

	/** nexus died here: what was running is gone. */
	die(): void {
		this.#abandon();
		this.run = undefined;
		this.#settle();
	}

	cancel(): void {
		this.#options.stage.cancel();
	}

	/** The id that stands for a recorded one in this replay. */
	idFor(recorded: string): string {
		return this.#ids.replayed(recorded) ?? recorded;
	}

	#alive(signal: AbortSignal | undefined): AbortSignal {
		return signal === undefined ? this.#life.signal : AbortSignal.any([signal, this.#life.signal]);
	}

	#abandon(): void {
		this.#options.stage.abandon();
		this.#life.abort();
		if (!this.#isOver) this.#life = new AbortController();
	}

	#seq(place: number): number {
		return this.recording.entries[place]?.event.seq ?? place + 1;
	}

	#nextMade(): number {
		const place = this.recording.entries.findIndex(({ kind }, index) => !this.#done[index] && kind === "made");
		return place === -1 ? this.recording.entries.length : place;
	}

	#unexpected(place: number, draft: EventDraft): void {
		const recorded = this.recording.entries[place]?.event.type ?? null;
		this.stop({ seq: this.#seq(place), what: "event", recorded, replayed: draft.type });
	}

	#isSame(place: number, { event }: Entry, draft: EventDraft): boolean {
		const difference = differenceOf(event, draft, this.#ids);
		if (difference === undefined) return true;
		const { path, ...values } = difference;
		this.stop({ seq: this.#seq(place), what: path === "" ? "event" : `${event.type} ${path}`, ...values });
		return false;
	}

	/** The recorded event that this one is, by its lane: nothing of the run itself may be left out before it. */
	#placeOf(draft: EventDraft): number | undefined {
		const { entries } = this.recording;
		const isPrompt = draft.type === "prompt.submit";
		const lane = laneOf(draft as Entry["event"]);
		for (let place = this.#first; place < entries.length; place++) {
			const entry = entries[place];
			if (entry === undefined || this.#done[place]) continue;
			if (isPrompt && entry.event.type === "prompt.submit" && entry.kind === "given") return place;
			if (entry.kind !== "made") continue;
			if (entry.lane === lane) return place;
			if (entry.lane === "main" || lane === "main") return undefined;
		}
		return undefined;
	}

	/** Goes on as far as it can without the run. */
	#settle(): void {
		if (this.#isSettling || this.#isPausing) return;
		this.#isSettling = true;
		try {
			while (!this.isOver && this.#step());
		} finally {
			this.#isSettling = false;
		}
	}

	/** False: now it is the run's turn, or time's. */
	#step(): boolean {
		const { entries } = this.recording;
		while (this.#done[this.#first] === true) this.#first++;
		if (this.#first >= this.#options.end) {
			this.stop();
			return false;
		}
		if (this.run?.brokenAfter !== undefined && this.run.brokenAfter < this.#first && !this.#diesInAnswer()) this.die();
		const entry = entries[this.#first];
		if (this.recording.resumed.has(this.#first) && !this.#resumed.has(this.#first)) {
			this.#resumed.add(this.#first);
			this.run = this.recording.runs.get(entry?.event.runId ?? "");
			this.#abandon();
			this.#options.stage.goOn();
		}
		this.#wake();
		if (entry === undefined || entry.kind === "made") return false;
		if (entry.kind === "recovered") {
			if (this.run !== undefined) return false;
			this.#recover();
			return true;
		}
		const isPrompt = entry.event.type === "prompt.submit";
		if (this.run !== undefined || !isPrompt) return this.#give(entry);
		this.#isPausing = true;
		void this.pace.wait(this.gapBefore(this.#first), "person", this.#life.signal).then(() => {
			this.#isPausing = false;
			if (this.isOver) return;
			this.#give(entry);
			this.#settle();
		});
		return false;
	}

	#give(entry: Entry): true {
		const place = this.#first;
		this.#options.stage.give(entry);
		this.#done[place] = true;
		return true;
	}

	/** The answer that was on the screen when it died is still to be shown. */
	#diesInAnswer(): boolean {
		return this.run?.turns.at(-1)?.end === "died";
	}

	/** A later process closes what it finds; it has to find the same. */
	#recover(): void {
		for (const draft of this.#options.stage.recover()) {
			const place = this.#first;
			const entry = this.recording.entries[place];
			if (entry?.kind !== "recovered") {
				this.#unexpected(place, draft);
				return;
			}
			if (!this.#isSame(place, entry, draft)) return;
			this.#done[place] = true;
			this.#first++;
			this.compared++;
			this.#options.stage.emit(draft);
		}
		if (this.recording.entries[this.#first]?.kind === "recovered" && !this.isOver)
			this.diverge("event that closes what had died");
	}

	#wake(): void {
		for (const [place, waiting] of this.#waiting) {
			if (place > this.#first) continue;
			this.#waiting.delete(place);
			for (const wake of waiting) wake();
		}
	}
}
