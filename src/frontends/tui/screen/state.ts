// All that the screen shows, as one value. Keys and events make the next one; drawing is a function of it.
import type { CommandChoice } from "../../../contracts/command.js";
import type { SessionState } from "../../../state/state.js";
import { emptyBuffer } from "../composer/buffer.js";
import type { Buffer } from "../composer/chips.js";
import type { Completion } from "../composer/completion.js";
import { emptyHistory, type History, type Search } from "../composer/history.js";
import type { Glyphs } from "../glyphs.js";
import type { Line } from "../text/span.js";
import type { Theme } from "../theme.js";

/** Lines that go to the scrollback once. A new id means: print these too. */
export interface Batch {
	readonly id: number;
	readonly lines: readonly string[];
	/** Columns of the widest line. */
	readonly width: number;
}

export interface Decision {
	readonly approvalId: string;
	/** Keys still go to the composer: the person was typing when it appeared. */
	readonly isGuarded: boolean;
	/** Its text was too long for the window and has been printed. */
	readonly isPrinted: boolean;
	/** The reason for a no, while it is written. */
	readonly reason: string | undefined;
}

export interface Picker {
	readonly title: string;
	readonly command: string;
	/** Options of the command that come before the value. */
	readonly given: string;
	readonly items: readonly CommandChoice[];
	readonly filter: string;
	readonly selected: number;
	readonly search?: (filter: string) => Promise<readonly CommandChoice[]>;
	/** What `search` has found for the filter. */
	readonly found?: readonly CommandChoice[];
}

export interface ScreenState {
	readonly session: SessionState;
	readonly buffer: Buffer;
	readonly history: History;
	readonly search: Search | undefined;
	readonly completion: Completion | undefined;
	readonly decision: Decision | undefined;
	readonly picker: Picker | undefined;
	readonly dock: "open" | "folded";
	/** First of the panes where not all have room. */
	readonly pane: number;
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly batch: Batch;
	/** Unfinished blocks. */
	readonly live: readonly Line[];
	/** What is in the decision, above its box. */
	readonly detail: readonly Line[];
	/** Shown above the composer until something else is printed. */
	readonly header: readonly Line[];
	/** What was just done or can be done, in place of the key help. */
	readonly hint: string | undefined;
	/** Suggested where nothing is typed yet. */
	readonly placeholder: string;
	readonly columns: number;
	readonly rows: number;
	readonly nowMs: number;
	readonly reducedMotion: boolean;
	/** Linear, no boxes, nothing that moves. */
	readonly screenReader: boolean;
	/** A command or the end of a run is awaited. */
	readonly busy: string | undefined;
}

/** A screen on which nothing has been typed and nothing has happened. */
export const emptyScreen = (
	given: Pick<ScreenState, "session" | "theme" | "glyphs" | "columns" | "rows" | "nowMs">,
): ScreenState => ({
	buffer: emptyBuffer,
	history: emptyHistory,
	search: undefined,
	completion: undefined,
	decision: undefined,
	picker: undefined,
	dock: "open",
	pane: 0,
	batch: { id: 0, lines: [], width: given.columns },
	live: [],
	detail: [],
	header: [],
	hint: undefined,
	placeholder: "",
	reducedMotion: false,
	screenReader: false,
	busy: undefined,
	...given,
});
