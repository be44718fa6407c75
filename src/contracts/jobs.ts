// Commands that go on in the background while the conversation does.
import type { ProcessRequest } from "./ports.js";

export interface Job {
	/** Short, unique in this NEXUS_HOME, e.g. `job-3`. */
	readonly id: string;
	readonly command: string;
	/** Absolute. */
	readonly cwd: string;
	readonly pid: number;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	/** `lost`: the nexus that started it is gone and nobody saw how it ended. */
	readonly state: "running" | "exited" | "killed" | "lost";
	/** Null when a signal ended it; absent while it runs. */
	readonly exitCode?: number | null;
	/** Bytes written so far by both streams. */
	readonly outputBytes: number;
	/** Absolute path of the file that holds all of its output. */
	readonly outputPath: string;
	/** Goes on when nexus ends. */
	readonly stays: boolean;
	/** It runs in the OS sandbox. */
	readonly sandboxed: boolean;
	/** ISO 8601, UTC; absent while it runs and where nobody saw its end. */
	readonly endedAt?: string;
	/** It runs, wants input and will get none. */
	readonly waitsForInput?: boolean;
}

/**
 * Throws NexusError `job.not-found` for an unknown id, with the ids there are, and `job.failed` for one that cannot be
 * started.
 */
export interface Jobs {
	/** The command line is given to the shell with `env` added to its environment. */
	start(request: {
		readonly command: string;
		readonly cwd: string;
		readonly stays: boolean;
		readonly env?: Readonly<Record<string, string>>;
		readonly sandbox?: ProcessRequest["sandbox"];
	}): Promise<Job>;
	/** Newest first; also those that stay and were started by an earlier nexus. */
	list(): Promise<readonly Job[]>;
	/** Output from a byte offset on (negative: counted from the end), cut at whole characters. Default at most 30,000 bytes. */
	read(
		id: string,
		range: { readonly offset?: number; readonly maxBytes?: number },
	): Promise<{ readonly job: Job; readonly text: string; readonly offset: number; readonly nextOffset: number }>;
	/**
	 * Resolves when a line of the output from `offset` on (default: its beginning) matches, the job ends or waits for
	 * input, or the time is up: whichever is first. `match` is that line. Throws `job.slow-pattern`.
	 */
	wait(
		id: string,
		until: {
			readonly pattern?: RegExp;
			readonly offset?: number;
			readonly timeoutMs: number;
			readonly signal: AbortSignal;
		},
	): Promise<{ readonly job: Job; readonly match?: string; readonly timedOut: boolean }>;
	/** Ends it with all that it started: TERM, then KILL. One that has ended stays as it is. */
	kill(id: string): Promise<Job>;
	/** Ends those that do not stay. */
	close(): Promise<void>;
}
