import type { ErrorContext } from "./provider-error.js";

/** What a decoder of any dialect is given. */
export interface DecoderOptions {
	readonly context: ErrorContext;
	/** Call ids of the conversation so far; an answer that repeats one is given another. */
	readonly takenCallIds: ReadonlySet<string>;
	/** A fresh call id. */
	newCallId(): string;
}
