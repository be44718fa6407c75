// One session's events: appended first, published after. What a screen shows as done has been saved.
import type { ErrorData } from "../contracts/errors.js";
import { toErrorData } from "../contracts/errors.js";
import { type EventDraft, isDurable, type NexusEvent } from "../contracts/event.js";
import type { Clock } from "../contracts/ports.js";
import type { SessionStore } from "../contracts/store.js";
import { AsyncQueue } from "../lib/async-queue.js";
import { createDeltaBuffer } from "./delta-buffer.js";
import { mergeLive } from "./merge-live.js";

/** After these nothing follows that could be the rest of a word. */
const endsText: ReadonlySet<string> = new Set(["message.end", "message.restart", "tool.draft"]);

export interface SessionLog {
	readonly sessionId: string;
	/** Durable drafts are in the store when this returns; gives their number. */
	emit(draft: EventDraft): number | undefined;
	/** All durable events so far. */
	read(): readonly NexusEvent[];
	/** Stored events after `after`, then what happens from now on, until the signal aborts. */
	subscribe(after: number, signal: AbortSignal): AsyncIterable<NexusEvent>;
	/** Writes what is held back; nothing may be emitted afterwards. */
	close(): void;
}

export interface SessionLogOptions {
	readonly sessionId: string;
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly nextId: () => string;
	/** Makes the session's row before its first event, so that an unused session leaves no trace. */
	readonly onFirst: () => void;
	/** Replaces secrets in everything that is stored or shown (SECURITY R30). */
	readonly redact: (text: string) => string;
	/** Characters at the end of a text that may be the beginning of a secret; without it none. */
	readonly mayBecomeSecret?: (text: string) => number;
	/** The store cannot be written; called once until it can be again. */
	readonly onStoreError: (error: ErrorData) => void;
}

export const createSessionLog = (options: SessionLogOptions): SessionLog => {
	const { sessionId, store, clock } = options;
	const subscribers = new Set<AsyncQueue<NexusEvent>>();
	/** Published while the store could not be written; appended as soon as it can. */
	let unsaved: NexusEvent[] = [];
	let hasRow = false;
	let lastSeq = 0;

	const envelope = (draft: EventDraft): NexusEvent => {
		const event = { id: options.nextId(), time: clock.now().toISOString(), sessionId, v: 1 as const, ...draft };
		return redactEvent(event, options.redact) as NexusEvent;
	};

	const publish = (event: NexusEvent): void => {
		for (const queue of subscribers) queue.push(event);
	};

	const append = (event: NexusEvent): NexusEvent => {
		const batch = [...unsaved, event];
		try {
			if (!hasRow) options.onFirst();
			hasRow = true;
			const stored = store.append(sessionId, batch);
			unsaved = [];
			lastSeq = stored.at(-1)?.seq ?? lastSeq;
			return stored.at(-1) ?? event;
		} catch (error) {
			if (unsaved.length === 0) options.onStoreError(toErrorData(error));
			lastSeq++;
			const numbered = { ...event, seq: lastSeq };
			unsaved.push(numbered);
			return numbered;
		}
	};

	const deltas = createDeltaBuffer(clock, options.mayBecomeSecret ?? (() => 0), (draft) => {
		const event = envelope(draft);
		if (event.type !== "message.delta") return;
		const { messageId, channel, text } = event.data;
		try {
			if (unsaved.length === 0) store.appendPartial(sessionId, { messageId, channel, text });
		} catch {
			// The next durable event meets the same error and reports it; the text itself comes again in message.end.
		}
		publish(event);
	});

	const clearPartials = (messageId: string): void => {
		try {
			store.clearPartials(sessionId, messageId);
		} catch {
			// The next durable event meets the same error and reports it; at worst a crash now would bring the text back twice.
		}
	};

	const emit = (draft: EventDraft): number | undefined => {
		if (draft.type === "message.delta") {
			deltas.add(draft);
			return undefined;
		}
		deltas.flush(endsText.has(draft.type));
		if (draft.type === "message.restart") deltas.forget(draft.data.messageId);
		const event = envelope(draft);
		if (event.type === "message.restart") clearPartials(event.data.messageId);
		const given = isDurable(event.type) ? append(event) : event;
		publish(given);
		if (event.type === "message.end") deltas.forget(event.data.messageId);
		return given.seq;
	};

	async function* subscribe(after: number, signal: AbortSignal): AsyncGenerator<NexusEvent> {
		if (signal.aborted) return;
		const queue = new AsyncQueue<NexusEvent>(mergeLive);
		const onAbort = () => queue.close();
		signal.addEventListener("abort", onAbort, { once: true });
		for (const event of readStored(after)) queue.push(event);
		// Who joins in the middle of a message first gets what has been said so far.
		for (const draft of deltas.spoken()) queue.push(envelope(draft));
		subscribers.add(queue);
		try {
			yield* queue;
		} finally {
			subscribers.delete(queue);
			signal.removeEventListener("abort", onAbort);
		}
	}

	const readStored = (after: number): readonly NexusEvent[] => {
		const { events, damaged } = store.read(sessionId, after);
		lastSeq = Math.max(lastSeq, events.at(-1)?.seq ?? 0);
		const notices = damaged.map(
			(event): NexusEvent => ({
				...envelope({
					type: "notice.show",
					data: { level: "warn", text: `event ${event.seq} is left out: ${event.reason}` },
				}),
				seq: event.seq,
			}),
		);
		const stored = [...events, ...unsaved.filter((event) => (event.seq ?? 0) > after)];
		return notices.length === 0 ? stored : [...stored, ...notices].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
	};

	return {
		sessionId,
		emit,
		read: () => readStored(0),
		subscribe,
		close: () => {
			deltas.flush(true);
			for (const queue of subscribers) queue.close();
		},
	};
};

const redactEvent = (event: object, redact: (text: string) => string): object => {
	const text = JSON.stringify(event);
	const redacted = redact(text);
	return redacted === text ? event : JSON.parse(redacted);
};
