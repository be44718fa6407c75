// Tells that another process has written to an SQLite file, without asking it again and again.
import { type FSWatcher, watch } from "node:fs";

/** Where the system cannot watch files. */
const pollMs = 250;

/**
 * Watches the log that every write in WAL mode goes to. Calls come a few milliseconds after a write, several as one,
 * also for writes of this process. Keeps no process alive.
 */
export const watchWrites = (path: string, onWrite: () => void): (() => void) => {
	let isPlanned = false;
	const plan = () => {
		if (isPlanned) return;
		isPlanned = true;
		setImmediate(() => {
			isPlanned = false;
			onWrite();
		});
	};
	const timer = (): (() => void) => {
		const polling = setInterval(onWrite, pollMs).unref();
		return () => clearInterval(polling);
	};
	if (path === ":memory:") return () => undefined;
	let stop: () => void;
	try {
		const watcher: FSWatcher = watch(`${path}-wal`, { persistent: false }, plan);
		stop = () => watcher.close();
		watcher.on("error", () => {
			watcher.close();
			stop = timer();
		});
	} catch {
		stop = timer();
	}
	return () => stop();
};
