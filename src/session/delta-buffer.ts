// Joins what streams into one event a frame: cost per token stays flat however fast a model is.
import type { EventDraft } from "../contracts/event.js";
import type { Clock } from "../contracts/ports.js";

type Delta = Extract<EventDraft, { type: "message.delta" }>;

/** Half a frame of a 30 Hz screen: not seen as delay, few enough writes. */
const holdMs = 16;

export interface DeltaBuffer {
	add(delta: Delta): void;
	/** Gives out what waits; with `isWhole` also what might have become a secret, since nothing follows it. */
	flush(isWhole: boolean): void;
	/** What has been given out of messages that have not ended, one delta a stretch. */
	spoken(): readonly Delta[];
	forget(messageId: string): void;
}

/**
 * The first delta after a pause goes out at once, later ones at most every 16 ms. `mayBecomeSecret` gives the characters
 * at the end of a text that might be the beginning of a secret: they wait for what follows, so that a secret that comes
 * in pieces goes out in one, where it can be recognised.
 */
export const createDeltaBuffer = (
	clock: Clock,
	mayBecomeSecret: (text: string) => number,
	out: (delta: Delta) => void,
): DeltaBuffer => {
	let held: Delta | undefined;
	let timer: NodeJS.Timeout | undefined;
	let lastOutMs = Number.NEGATIVE_INFINITY;
	const said = new Map<string, Delta[]>();

	const flush = (isWhole: boolean): void => {
		clearTimeout(timer);
		timer = undefined;
		if (held === undefined) return;
		const { text } = held.data;
		const end = isWhole ? text.length : text.length - mayBecomeSecret(text);
		if (end === 0) return;
		const delta = withText(held, text.slice(0, end));
		held = end === text.length ? undefined : withText(held, text.slice(end));
		lastOutMs = clock.monotonicMs();
		remember(delta);
		out(delta);
	};

	const remember = (delta: Delta): void => {
		const stretches = said.get(delta.data.messageId) ?? [];
		const last = stretches.at(-1);
		if (last !== undefined && last.data.channel === delta.data.channel)
			stretches[stretches.length - 1] = join(last, delta);
		else stretches.push(delta);
		said.set(delta.data.messageId, stretches);
	};

	const add = (delta: Delta): void => {
		if (held !== undefined && !isSameStretch(held, delta)) flush(true);
		held = held === undefined ? delta : join(held, delta);
		const waitMs = lastOutMs + holdMs - clock.monotonicMs();
		if (waitMs <= 0) flush(false);
		else timer ??= setTimeout(() => flush(false), waitMs);
	};

	return { add, flush, spoken: () => [...said.values()].flat(), forget: (messageId) => said.delete(messageId) };
};

const isSameStretch = (a: Delta, b: Delta): boolean =>
	a.data.messageId === b.data.messageId && a.data.channel === b.data.channel;

const withText = (delta: Delta, text: string): Delta => ({ ...delta, data: { ...delta.data, text } });

const join = (first: Delta, next: Delta): Delta => withText(first, first.data.text + next.data.text);
