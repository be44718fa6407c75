// The terminal as Ink writes to it. Ink redraws on a resize as if nothing had moved, but terminals wrap the old frame
// anew; so resizes do not reach Ink: the old frame is erased here by where it is now, and Ink starts afresh below.
// Ink also lays out what it prints for good cell by cell; finished lines are laid out already, so Ink is given a
// placeholder for them, which is replaced here at the moment it is written.
import { EventEmitter } from "node:events";
import type { Writable } from "node:stream";
import { textWidth } from "../../../lib/text-width.js";
import type { Frame } from "./frame.js";

export interface TerminalOutput {
	/** What Ink gets as its stdout. */
	readonly stream: NodeJS.WriteStream;
	size(): { columns: number; rows: number };
	/** What to print in the place of these lines; they must be finished, and are written once. */
	placeholder(lines: readonly string[]): string;
	/** The frame that is on the screen now. */
	drawn(frame: Frame): void;
	/** Called with the new size while nothing is written; `done` opens the way again. */
	onResize(listener: (columns: number, rows: number, done: () => void) => void): void;
	close(): void;
}

type Sized = (NodeJS.WriteStream | Writable) & { columns?: number; rows?: number; isTTY?: boolean };
type Environment = Readonly<Record<string, string | undefined>>;

const placeholderPattern = /\u{10ff00}\d+\u{10ff01}/u;

/** The Linux console, plain xterm and GNU screen cut long lines when they get narrower; all others wrap them. */
export const doesReflow = (env: Environment): boolean =>
	env.TERM !== "linux" &&
	env.XTERM_VERSION === undefined &&
	(env.TMUX !== undefined || env.TERM?.startsWith("screen") !== true);

/** Rows of the frame above the cursor, once lines longer than `columns` have wrapped. */
export const rowsAboveCursor = (frame: Frame, columns: number, reflows: boolean): number => {
	const lines = [...frame.above, ...(frame.field === undefined ? [] : [""]), ...frame.below];
	const until = frame.cursor?.y ?? lines.length;
	if (!reflows) return until;
	const rows = lines.slice(0, until).reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)), 0);
	return rows + Math.floor((frame.cursor?.x ?? 0) / columns);
};

export const createTerminalOutput = (stdout: Sized, env: Environment): TerminalOutput => {
	const emitter = new EventEmitter();
	let frame: Frame | undefined;
	let isMuted = false;
	let count = 0;
	let waiting: Record<string, readonly string[]> = {};
	let listener: ((columns: number, rows: number, done: () => void) => void) | undefined;
	const size = () => ({ columns: Math.max(1, stdout.columns || 80), rows: Math.max(1, stdout.rows || 24) });
	const fill = (chunk: string | Uint8Array): string | Uint8Array => {
		const mark = typeof chunk === "string" ? placeholderPattern.exec(chunk)?.[0] : undefined;
		const lines = mark === undefined ? undefined : waiting[mark];
		if (typeof chunk !== "string" || mark === undefined || lines === undefined) return chunk;
		waiting = {};
		return chunk.replace(mark, () => lines.join("\n"));
	};
	const write = (given: string | Uint8Array, ...rest: unknown[]): boolean => {
		const chunk = count === 0 ? given : fill(given);
		const done = rest.find((each) => typeof each === "function");
		if (!isMuted) return done === undefined ? stdout.write(chunk) : stdout.write(chunk, () => done());
		if (done !== undefined) setImmediate(() => done());
		return true;
	};
	const stream = Object.assign(emitter, {
		isTTY: true,
		writable: true,
		write,
	});
	Object.defineProperties(stream, {
		columns: { get: () => size().columns },
		rows: { get: () => size().rows },
		destroyed: { get: () => stdout.destroyed },
		writableEnded: { get: () => stdout.writableEnded },
	});
	const resized = () => {
		const { columns, rows } = size();
		if (!isMuted && frame !== undefined) {
			const up = rowsAboveCursor(frame, columns, doesReflow(env));
			stdout.write(`${up > 0 ? `\u001b[${up}A` : ""}\r\u001b[J`);
		}
		isMuted = true;
		listener?.(columns, rows, () => {
			isMuted = false;
		});
	};
	stdout.on("resize", resized);
	return {
		stream: stream as unknown as NodeJS.WriteStream,
		size,
		placeholder(lines) {
			const mark = `\u{10ff00}${++count}\u{10ff01}`;
			waiting = { ...waiting, [mark]: lines };
			return mark;
		},
		drawn(next) {
			frame = next;
		},
		onResize(next) {
			listener = next;
		},
		close() {
			stdout.off("resize", resized);
			isMuted = false;
		},
	};
};
