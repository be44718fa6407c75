// Agents that want to work wait in line until the machine has room for them. Who waits is told why.
import type { Clock } from "../contracts/ports.js";
import { orAbort } from "../lib/abort.js";
import type { Headroom, Slots } from "./slots.js";

export interface Place {
	/** The agent works no more. To be called once; later calls do nothing. */
	leave(): void;
	/** Gives the place to others while the agent waits for agents below it, and takes one again after. */
	lend<T>(work: Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface WaitingLine {
	/**
	 * Resolves when there is room; `onWait` is told each new reason meanwhile. Rejects with an AbortError.
	 */
	enter(signal: AbortSignal, onWait: (reason: string) => void): Promise<Place>;
	/** Agents that work, and that wait. */
	count(): { readonly working: number; readonly waiting: number };
}

export interface WaitingLineOptions {
	readonly clock: Clock;
	/** Looked at when a second agent comes, and while somebody waits. */
	headroom(working: number): Promise<Headroom>;
	slots(room: Headroom): Slots;
}

const lookEveryMs = 500;

export const createWaitingLine = ({ clock, headroom, slots }: WaitingLineOptions): WaitingLine => {
	let working = 0;
	const waiting: { admit(): void; onWait(reason: string): void; told: string }[] = [];
	let isLooking = false;

	/** The first in line comes first; as many as there is room for. */
	const look = async (): Promise<void> => {
		while (waiting.length > 0) {
			// The first one always has room: nothing has to be measured.
			const room = working === 0 ? undefined : slots(await headroom(working));
			const first = waiting[0];
			if (first === undefined) return;
			if (working === 0 || room === undefined || working < room.slots) {
				waiting.shift();
				working++;
				first.admit();
				continue;
			}
			for (const each of waiting) {
				if (each.told !== room.reason) each.onWait(room.reason);
				each.told = room.reason;
			}
			await Promise.race([clock.sleep(lookEveryMs), changed()]);
		}
	};

	let wake: (() => void) | undefined;
	const changed = (): Promise<void> =>
		new Promise((resolve) => {
			wake = resolve;
		});
	const startLooking = (): void => {
		wake?.();
		if (isLooking) return;
		isLooking = true;
		void look().finally(() => {
			isLooking = false;
			if (waiting.length > 0) startLooking();
		});
	};

	const freeOne = (): void => {
		working--;
		wake?.();
	};

	const wait = (signal: AbortSignal, onWait: (reason: string) => void): Promise<void> => {
		const { promise, resolve } = Promise.withResolvers<void>();
		let isIn = false;
		const entry = {
			admit: () => {
				isIn = true;
				resolve();
			},
			onWait,
			told: "",
		};
		waiting.push(entry);
		startLooking();
		return orAbort(promise, signal).catch((error: unknown) => {
			const at = waiting.indexOf(entry);
			if (at !== -1) waiting.splice(at, 1);
			else if (isIn) freeOne();
			throw error;
		});
	};

	return {
		count: () => ({ working, waiting: waiting.length }),
		enter: async (signal, onWait) => {
			await wait(signal, onWait);
			let isIn = true;
			let lent = 0;
			return {
				leave: () => {
					if (isIn && lent === 0) freeOne();
					isIn = false;
				},
				lend: async (work, lendSignal) => {
					if (isIn && lent++ === 0) freeOne();
					try {
						return await work;
					} finally {
						// Who was told to stop meanwhile needs no place to do so.
						lent--;
						if (lent === 0 && isIn)
							isIn = await wait(lendSignal, onWait).then(
								() => true,
								() => false,
							);
					}
				},
			};
		},
	};
};
