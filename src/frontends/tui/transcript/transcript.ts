// What goes to the scrollback, once, and what is still live above the dock. Finished blocks leave the state for good.
import { releaseFinished } from "../../../state/reduce.js";
import type { Block, SessionState, TextBlock, ToolBlock } from "../../../state/state.js";
import type { Highlighter } from "../markdown/highlight.js";
import type { MarkdownStream } from "../markdown/stream.js";
import { type Line, span } from "../text/span.js";
import { contextLines, noticeLines, promptLines, reasoningLines, restoreLines } from "./block-lines.js";
import { finishedTool, liveTool, type ToolContext, unfoldedTool } from "./tool-lines.js";

export interface TranscriptContext extends Omit<ToolContext, "highlight"> {
	/** Rows that the live part may take. */
	readonly maxLiveRows: number;
	/** Nothing unfinished is shown: for screen readers. */
	readonly isLinear: boolean;
}
export interface TranscriptStep {
	/** The state without what has been printed. */
	readonly state: SessionState;
	readonly committed: readonly Line[];
	readonly live: readonly Line[];
}
export interface Transcript {
	/** Loads what reads Markdown, which takes longer than all else of the first frame; answers can be shown from then on. */
	ready(): Promise<void>;
	step(state: SessionState, context: TranscriptContext): TranscriptStep;
	/** Lines of something that is not a block: a command's answer. */
	print(lines: readonly Line[]): readonly Line[];
	/** The last calls in full; each only once. */
	unfold(context: TranscriptContext): readonly Line[];
	/** A change that has been shown in full already: its diff is not printed again. */
	markShown(callId: string): void;
}

interface Growing {
	readonly stream: MarkdownStream;
	/** The text as it was last time. */
	seen: string;
	hasPrinted: boolean;
}

type Kind = Block["kind"] | "other";

/** Blocks that can still be unfolded, and how many go at once. */
const keptFolded = 30;
const unfoldAtOnce = 6;

interface Markdown {
	createMarkdownStream(): MarkdownStream;
}

export const createTranscript = (highlighter: Highlighter, load: () => Promise<Markdown>): Transcript => {
	let markdown: Markdown | undefined;
	const growing: Record<string, Growing> = {};
	const shownDiffs: Record<string, true> = {};
	let folded: readonly (ToolBlock | TextBlock)[] = [];
	let lastKind: Kind | undefined;

	/** With an empty line where the kind of block changes; calls stand close together. */
	const spaced = (kind: Kind, lines: readonly Line[]): readonly Line[] => {
		if (lines.length === 0) return [];
		const isApart = lastKind !== undefined && !(kind === "tool" && lastKind === "tool");
		lastKind = kind;
		return isApart ? [[], ...lines] : lines;
	};

	const text = (block: TextBlock, context: TranscriptContext, maxLiveRows: number) => {
		const out: Line[] = [];
		let entry = growing[block.id];
		if (entry !== undefined && !block.text.startsWith(entry.seen)) {
			// After a broken connection the answer starts again. While it says the same, nothing is said twice.
			if (block.isOpen && entry.seen.startsWith(block.text)) return { committed: out, live: [] };
			if (entry.hasPrinted) {
				out.push(
					...spaced("other", [[span("the connection broke here; the answer starts again", context.theme.warn)]]),
				);
			}
			entry = undefined;
		}
		if (markdown === undefined) throw new Error("an answer is shown before the transcript is ready");
		entry ??= { stream: markdown.createMarkdownStream(), seen: "", hasPrinted: false };
		entry.seen = block.text;
		growing[block.id] = entry;
		const { committed, live } = entry.stream.update(block.text, block.isOpen, {
			theme: context.theme,
			width: context.width,
			highlight: highlighter.highlight,
			highlighter,
			rule: context.glyphs.rule,
			maxLiveRows,
		});
		if (committed.length > 0) {
			out.push(...(entry.hasPrinted ? committed : spaced("text", committed)));
			entry.hasPrinted = true;
		}
		const isFirst = !entry.hasPrinted && lastKind !== undefined && live.length > 0;
		return { committed: out, live: isFirst ? [[], ...live] : live };
	};

	const finished = (block: Block, context: TranscriptContext): readonly Line[] => {
		switch (block.kind) {
			case "text": {
				const { committed } = text({ ...block, isOpen: false }, context, 1);
				delete growing[block.id];
				return committed;
			}
			case "reasoning":
				folded = [...folded, block].slice(-keptFolded);
				return spaced("reasoning", reasoningLines(block.text, context));
			case "tool": {
				folded = [...folded, block].slice(-keptFolded);
				const showDiff = shownDiffs[block.id] === undefined;
				delete shownDiffs[block.id];
				return spaced("tool", finishedTool(block, { ...context, highlight: highlighter.highlight }, showDiff));
			}
			case "prompt":
				return spaced("prompt", promptLines(block, context));
			case "notice":
				return spaced("notice", noticeLines(block, context));
			case "context":
				return spaced("context", contextLines(block, context));
			case "restore":
				return spaced("notice", restoreLines(block, context));
		}
	};

	const unfinished = (blocks: readonly Block[], context: TranscriptContext) => {
		const committed: Line[] = [];
		const live: Line[] = [];
		let previous: Kind | undefined = lastKind;
		for (const [index, block] of blocks.entries()) {
			if (block.kind === "text") {
				// Only the first open block may print: what follows it has to stay below.
				const rows = index === 0 ? context.maxLiveRows : Number.POSITIVE_INFINITY;
				const step = text(block, context, rows);
				committed.push(...step.committed);
				live.push(...step.live);
			} else {
				const lines = liveBlock(block, context);
				const isApart = lines.length > 0 && previous !== undefined && !(block.kind === "tool" && previous === "tool");
				live.push(...(isApart ? [[], ...lines] : lines));
			}
			previous = block.kind;
		}
		return { committed, live: context.isLinear ? [] : live };
	};

	const liveBlock = (block: Block, context: TranscriptContext): readonly Line[] => {
		if (block.kind === "tool") return liveTool(block, { ...context, highlight: highlighter.highlight });
		if (block.kind === "reasoning") return reasoningLines(block.text.slice(-400), context);
		if (block.kind === "notice") return noticeLines(block, context);
		return [];
	};

	return {
		async ready() {
			markdown ??= await load();
		},
		step(state, context) {
			const released = releaseFinished(state);
			const committed = released.finished.flatMap((block) => finished(block, context));
			const rest = unfinished(released.state.blocks, context);
			return { state: released.state, committed: [...committed, ...rest.committed], live: rest.live };
		},
		print: (lines) => spaced("other", lines),
		unfold(context) {
			const taken = folded.slice(-unfoldAtOnce);
			folded = folded.slice(0, -unfoldAtOnce);
			return taken.flatMap((block) =>
				block.kind === "tool"
					? spaced("other", unfoldedTool(block, { ...context, highlight: highlighter.highlight }))
					: spaced(
							"other",
							block.text.split("\n").map((line): Line => [span(line, context.theme.dim)]),
						),
			);
		},
		markShown(callId) {
			shownDiffs[callId] = true;
		},
	};
};
