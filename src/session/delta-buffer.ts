// Joins what streams into one event a frame: cost per token stays flat however fast a model is.
import type { EventDraft } from "../contracts/event.js";
import type { Clock } from "../contracts/ports.js";

type Delta = Extract<EventDraft, { type: "message.delta" }>;

/** Half a frame of a 30 Hz screen: not seen as delay, few enough writes. */
const holdMs = 16;

export interface DeltaBuffer {
	add(delta: Delta): void;
	/** Gives out what is held back. */
	flush(): void;
	/** What has been given out of messages that have not ended, one delta a stretch. */
	spoken(): readonly Delta[];
	forget(messageId: string): void;
}

/** The first delta after a pause goes out at once, later ones at most every 16 ms. */
export const createDeltaBuffer = (clock: Clock, out: (delta: Delta) => void): DeltaBuffer => {
	let held: Delta | undefined;
	let timer: NodeJS.Timeout | undefined;
	let lastOutMs = Number.NEGATIVE_INFINITY;
	const said = new Map<string, Delta[]>();

	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		if (held === undefined) return;
		const delta = held;
		held = undefined;
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
		if (held !== undefined && !isSameStretch(held, delta)) flush();
		held = held === undefined ? delta : join(held, delta);
		const waitMs = lastOutMs + holdMs - clock.monotonicMs();
		if (waitMs <= 0) flush();
		else timer ??= setTimeout(flush, waitMs);
	};

	return { add, flush, spoken: () => [...said.values()].flat(), forget: (messageId) => said.delete(messageId) };
};

const isSameStretch = (a: Delta, b: Delta): boolean =>
	a.data.messageId === b.data.messageId && a.data.channel === b.data.channel;

const join = (first: Delta, next: Delta): Delta => ({
	...first,
	data: { ...first.data, text: first.data.text + next.data.text },
});
