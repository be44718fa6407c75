// The log of nexus itself: stack traces and warnings that never reach the screen.
import { appendFileSync, renameSync, statSync } from "node:fs";

const maxBytes = 5_000_000;

export interface LogFile {
	readonly path: string;
	failure(error: unknown): void;
	warn(message: string): void;
}

/** Lines of JSON; over 5 MB the file is put aside as `.1`. Writing it never fails the caller. */
export const createLogFile = (path: string, now: () => Date, redact: (text: string) => string): LogFile => {
	const write = (level: string, message: string): void => {
		try {
			rotate(path);
			appendFileSync(path, `${redact(JSON.stringify({ time: now().toISOString(), level, message }))}\n`, {
				mode: 0o600,
			});
		} catch {
			// A log that cannot be written must not stop the work it would have told about.
		}
	};
	return {
		path,
		failure: (error) => write("error", error instanceof Error ? (error.stack ?? error.message) : String(error)),
		warn: (message) => write("warn", message),
	};
};

const rotate = (path: string): void => {
	const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
	if (size > maxBytes) renameSync(path, `${path}.1`);
};
