import type { JsonValue } from "./json.js";

/**
 * Exit codes of the command line (SPEC section 2): 0 done, 1 failed, 2 usage or configuration, 3 no usable model or
 * credentials, 4 a needed permission was denied, 5 a budget, turn or time limit, 6 provider or network failed for
 * good, 7 the answer does not fit the schema, 130 interrupted, 143 terminated.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 130 | 143;

/** An error as data: what events, results and `--output-format json` carry. */
export interface ErrorData {
	/** Stable, dotted, e.g. `provider.rate-limited`. */
	readonly code: string;
	/** What happened, one line, no stack. */
	readonly message: string;
	/** What to do next. */
	readonly hint?: string | undefined;
	/** Whether the same call may work later. */
	readonly retryable?: boolean | undefined;
	/** How long the other side asked to wait, in milliseconds. */
	readonly retryAfterMs?: number | undefined;
	readonly exitCode?: ExitCode | undefined;
	readonly data?: JsonValue | undefined;
}

export interface NexusErrorOptions extends Omit<ErrorData, "code" | "message"> {
	readonly cause?: unknown;
	readonly httpStatus?: number;
}

/** Characters: a message that repeats what was given must not be a megabyte because that was. */
const maxMessage = 1500;

/** Every error that nexus raises on purpose. Expected failures are values; this is for broken promises and bad input. */
export class NexusError extends Error {
	override readonly name = "NexusError";
	readonly code: string;
	readonly hint: string | undefined;
	readonly retryable: boolean;
	readonly retryAfterMs: number | undefined;
	readonly exitCode: ExitCode;
	readonly httpStatus: number | undefined;
	readonly data: JsonValue | undefined;

	constructor(code: string, message: string, options: NexusErrorOptions = {}) {
		super(
			message.length > maxMessage ? `${message.slice(0, maxMessage).toWellFormed()}…` : message,
			options.cause === undefined ? undefined : { cause: options.cause },
		);
		this.code = code;
		this.hint = options.hint;
		this.retryable = options.retryable ?? false;
		this.retryAfterMs = options.retryAfterMs;
		this.exitCode = options.exitCode ?? 1;
		this.httpStatus = options.httpStatus;
		this.data = options.data;
	}
}

/** Any thrown thing as data. Never contains a stack; the original goes to the log, not to people. */
export function toErrorData(error: unknown): ErrorData {
	if (error instanceof NexusError) {
		return {
			code: error.code,
			message: error.message,
			...(error.hint === undefined ? {} : { hint: error.hint }),
			...(error.retryable ? { retryable: true } : {}),
			...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
			exitCode: error.exitCode,
			...(error.data === undefined ? {} : { data: error.data }),
		};
	}
	const ofSystem = systemProblem(error);
	if (ofSystem !== undefined) return ofSystem;
	const message = error instanceof Error ? error.message : String(error);
	return { code: "internal", message: message.split("\n")[0] ?? message, exitCode: 1 };
}

const elsewhere = "name a place that can be written to; NEXUS_HOME moves what nexus keeps";
const systemProblems: Readonly<Record<string, { readonly what: string; readonly hint: string }>> = {
	EROFS: { what: "the file system is read-only", hint: elsewhere },
	EACCES: { what: "there is no permission for it", hint: elsewhere },
	EPERM: { what: "it is not permitted", hint: elsewhere },
	ENOSPC: { what: "the disk is full", hint: "free some space and try again" },
	EDQUOT: { what: "the quota is used up", hint: "free some space and try again" },
	ENOENT: { what: "it does not exist", hint: "check the path" },
	ENOTDIR: { what: "a part of the path is no folder", hint: "check the path" },
};

/** What Node reports of a file, in words: its own text ends with the system call. */
const systemProblem = (error: unknown): ErrorData | undefined => {
	if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return undefined;
	const problem = systemProblems[String(error.code)];
	if (problem === undefined || typeof error.path !== "string") return undefined;
	return { code: "file.failed", message: `${error.path}: ${problem.what}`, hint: problem.hint, exitCode: 1 };
};

/** The error of an abort, so that callers can tell a cancel from a failure. */
export const isAbortError = (error: unknown): boolean =>
	error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
