// What the parts of the screen know of one another.
import type { NexusClient } from "../../../contracts/client.js";
import type { CommandDefinition } from "../../../contracts/command.js";
import type { Replay } from "../../../contracts/replay.js";
import type { Highlighter } from "../markdown/highlight.js";
import type { Line } from "../text/span.js";
import type { Transcript } from "../transcript/transcript.js";
import type { Feed } from "./feed.js";
import type { Key } from "./key.js";
import type { Store } from "./store.js";
import type { Timers } from "./timers.js";

export interface ScreenOptions {
	readonly client: NexusClient;
	readonly commands: readonly CommandDefinition[];
	readonly store: Store;
	readonly transcript: Transcript;
	readonly highlighter: Highlighter;
	readonly timers: Timers;
	/** Ends when the screen does. */
	readonly signal: AbortSignal;
	readonly color: boolean;
	/** Opens a text in the person's editor; resolves to what was saved, or undefined when nothing was. */
	openEditor(text: string): Promise<string | undefined>;
	/** Tells also when the window is not looked at. */
	ring(text: string): void;
	repaint(): void;
	leave(exitCode: number): void;
}

export interface Screen extends ScreenOptions {
	readonly feed: Feed;
	/** The session on screen; waits until there is one. */
	sessionId(): Promise<string>;
	setSession(id: Promise<string>): void;
	key(key: Key): void;
	paste(text: string): void;
	resize(columns: number, rows: number): void;
	print(lines: readonly Line[]): void;
	/** In the place of the key help, until the next key or for 5 s. */
	hint(text: string | undefined): void;
	fail(error: unknown): void;
	/** Runs in the background; failures are printed. */
	run(work: Promise<unknown>): void;
	/** Memory of the last keys. */
	readonly memory: Memory;
}

export interface Memory {
	lastKeyMs: number;
	/** When escape was pressed with nothing to stop. */
	lastEscapeMs: number;
	/** When ctrl+c was pressed the first time. */
	leaveAskedMs: number;
	guardedUntilMs: number;
	/** What is played in the session on screen. */
	replay: Replay | undefined;
	/** Aborts the command that runs. */
	command: AbortController | undefined;
}
