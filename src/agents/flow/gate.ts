// How many steps of a run are at work at once. Whether the machine has room for them the agents' own waiting line says.
import { orAbort } from "../../lib/abort.js";

export interface Gate {
	/** Resolves with what gives the place back; `onWait` is told why it does not at once. Rejects with an AbortError. */
	enter(signal: AbortSignal, onWait: (reason: string) => void): Promise<() => void>;
	/** Steps that have no place yet. */
	readonly waiting: number;
}

export const createGate = (most: number): Gate => {
	let working = 0;
	const line: (() => void)[] = [];
	const leave = (): void => {
		const next = line.shift();
		if (next === undefined) working--;
		else next();
	};
	const once = (): (() => void) => {
		let isIn = true;
		return () => {
			if (isIn) leave();
			isIn = false;
		};
	};
	return {
		get waiting() {
			return line.length;
		},
		enter: async (signal, onWait) => {
			signal.throwIfAborted();
			if (working < most) {
				working++;
				return once();
			}
			const { promise, resolve } = Promise.withResolvers<void>();
			line.push(resolve);
			onWait(`${working} steps are at work, and the workflow allows ${most} at once`);
			try {
				await orAbort(promise, signal);
			} catch (error) {
				const at = line.indexOf(resolve);
				if (at === -1) leave();
				else line.splice(at, 1);
				throw error;
			}
			return once();
		},
	};
};
