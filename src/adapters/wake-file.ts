// Tells other processes that a file they share has changed, and is told so by them, without asking again and again.
import { closeSync, constants, openSync, watch, writeSync } from "node:fs";

export interface WakeFile {
	/** To be called after a change is there for all to see. */
	signal(): void;
	/**
	 * Calls come soon after a signal of any process, several as one, and every two seconds besides: whoever is killed
	 * after its change and before its signal is noticed too. Keeps no process alive.
	 */
	watch(onSignal: () => void): () => void;
	close(): void;
}

const lookEveryMs = 2000;
/** Where the system cannot watch files. */
const pollMs = 100;

/**
 * One byte is written over and over, and the system tells who watches. The log of the database itself will not do: it is
 * written a moment before the change can be seen.
 * @param path `:memory:` makes one that does nothing
 */
export const openWakeFile = (path: string): WakeFile => {
	if (path === ":memory:") return { signal: () => undefined, watch: () => () => undefined, close: () => undefined };
	const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
	const byte = Buffer.from(".");
	let isOpen = true;
	return {
		signal: () => {
			if (isOpen) writeSync(file, byte, 0, 1, 0);
		},
		watch: (onSignal) => {
			let isPlanned = false;
			const plan = () => {
				if (isPlanned) return;
				isPlanned = true;
				setImmediate(() => {
					isPlanned = false;
					onSignal();
				});
			};
			let timer = setInterval(onSignal, lookEveryMs).unref();
			const poll = () => {
				clearInterval(timer);
				timer = setInterval(onSignal, pollMs).unref();
			};
			const stopWatching = watchFile(path, plan, poll);
			return () => {
				stopWatching();
				clearInterval(timer);
			};
		},
		close: () => {
			if (isOpen) closeSync(file);
			isOpen = false;
		},
	};
};

const watchFile = (path: string, onChange: () => void, onFailure: () => void): (() => void) => {
	try {
		const watcher = watch(path, { persistent: false }, onChange);
		watcher.on("error", () => {
			watcher.close();
			onFailure();
		});
		return () => watcher.close();
	} catch {
		onFailure();
		return () => undefined;
	}
};
