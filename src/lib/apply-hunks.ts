// Hunks of a unified diff on a text: where their lines are, nearest to where they should be; else with up to two lines
// of context at their ends left out, as patch(1) does ("fuzz").
import type { Hunk, HunkLine } from "./patch-text.js";

export interface AppliedHunk {
	/** Lines from where the header said; 0 without a header. */
	readonly offset: number;
	/** Context lines that were left out at each end. */
	readonly fuzz: number;
}

export type HunksResult =
	| { readonly ok: true; readonly text: string; readonly hunks: readonly AppliedHunk[] }
	/** `index` of the hunk that does not fit. */
	| { readonly ok: false; readonly index: number; readonly reason: string };

const maxFuzz = 2;

interface Line {
	readonly text: string;
	/** `""` only for a last line without one. */
	readonly end: string;
}

function linesOf(text: string): Line[] {
	return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
		const end = line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
		return { text: line.slice(0, line.length - end.length), end };
	});
}

/** How much context there is before the first change and after the last one. */
function contextOf(lines: readonly HunkLine[]): { readonly head: number; readonly tail: number } {
	const first = lines.findIndex(({ kind }) => kind !== " ");
	const last = lines.findLastIndex(({ kind }) => kind !== " ");
	return { head: first, tail: lines.length - 1 - last };
}

/** Positions from `0` to `most`, nearest to `start` first. */
function* nearest(start: number, most: number): Generator<number> {
	const from = Math.min(Math.max(start, 0), most);
	yield from;
	for (let distance = 1; from - distance >= 0 || from + distance <= most; distance++) {
		if (from + distance <= most) yield from + distance;
		if (from - distance >= 0) yield from - distance;
	}
}

interface Fit {
	readonly at: number;
	readonly fuzz: number;
	/** Context lines left out at the start. */
	readonly skipped: number;
	readonly lines: readonly HunkLine[];
}

/** `floor`: hunks come in order, so each begins after the one before. */
function findFit(
	file: readonly Line[],
	{ lines, oldStart }: Hunk,
	shift: number,
	floor: number,
): Fit | "many" | undefined {
	const context = contextOf(lines);
	for (let fuzz = 0; fuzz <= Math.min(maxFuzz, Math.max(context.head, context.tail)); fuzz++) {
		// The longer context gives way first.
		const most = Math.max(context.head, context.tail);
		const head = Math.max(0, fuzz - (most - context.head));
		const tail = Math.max(0, fuzz - (most - context.tail));
		const kept = lines.slice(head, lines.length - tail);
		// Some of the context has to hold it, else a lone line anywhere would do.
		if (fuzz > 0 && !kept.some(({ kind }) => kind === " ")) break;
		const old = kept.filter(({ kind }) => kind !== "+");
		const fits = (at: number) => old.every(({ text }, index) => file[at + index]?.text === text);
		const last = file.length - old.length;
		if (last < 0) continue;
		if (oldStart !== undefined) {
			// Without a line to hold on to it goes where the header says, and nowhere else.
			if (old.length === 0) {
				const at = Math.max(floor, Math.min(oldStart - 1 + shift, file.length));
				return lines.every(({ kind }) => kind === "+") ? { at, fuzz, skipped: head, lines: kept } : undefined;
			}
			// Context that is shorter at one end was cut off by that end of the file (GNU patch, `locate_hunk`).
			const edge = context.head + fuzz < most ? [0] : context.tail + fuzz < most ? [last] : [];
			for (const at of [...edge, ...nearest(oldStart - 1 + head + shift, last)]) {
				if (at >= floor && fits(at)) return { at, fuzz, skipped: head, lines: kept };
			}
			continue;
		}
		if (old.length === 0) return { at: file.length, fuzz, skipped: head, lines: kept };
		const places: number[] = [];
		for (let at = floor; at <= last; at++) if (fits(at)) places.push(at);
		if (places.length > 1) return "many";
		if (places[0] !== undefined) return { at: places[0], fuzz, skipped: head, lines: kept };
	}
	return undefined;
}

const quote = (line: HunkLine | undefined): string => JSON.stringify((line?.text ?? "").slice(0, 80));

function whyNot(file: readonly Line[], hunk: Hunk): string {
	const old = hunk.lines.filter(({ kind }) => kind !== "+");
	const missing = old.find(({ text }) => !file.some((line) => line.text === text));
	const where = hunk.oldStart === undefined ? "" : ` near line ${hunk.oldStart}`;
	if (missing !== undefined) return `it has no line ${quote(missing)}${where}`;
	return `the lines are there, but not together as in the hunk${where}`;
}

/** All hunks or none. Lines that are put in end as most lines of the text do (`lineEnd`); the others stay as they are. */
export function applyHunks(text: string, hunks: readonly Hunk[], lineEnd: "\n" | "\r\n"): HunksResult {
	const file = linesOf(text);
	const result: Line[] = [];
	const applied: AppliedHunk[] = [];
	let taken = 0;
	let shift = 0;
	for (const [index, hunk] of hunks.entries()) {
		const fit = findFit(file, hunk, shift, taken);
		if (fit === undefined) return { ok: false, index, reason: whyNot(file, hunk) };
		if (fit === "many") {
			return { ok: false, index, reason: "its lines are there more than once; give the hunk its line numbers" };
		}
		const isHeld = fit.lines.some(({ kind }) => kind !== "+");
		if (isHeld && hunk.oldStart !== undefined) shift = fit.at - (hunk.oldStart - 1 + fit.skipped);
		applied.push({ offset: isHeld && hunk.oldStart !== undefined ? shift : 0, fuzz: fit.fuzz });
		result.push(...file.slice(taken, fit.at));
		let at = fit.at;
		for (const line of fit.lines) {
			if (line.kind === "+") {
				result.push({ text: line.text, end: line.isUnended ? "" : lineEnd });
				continue;
			}
			const found = file[at++];
			if (line.kind === " " && found !== undefined) result.push(found);
		}
		taken = at;
	}
	result.push(...file.slice(taken));
	const last = result.length - 1;
	const joined = result.map((line, index) => line.text + (line.end === "" && index < last ? lineEnd : line.end));
	return { ok: true, text: joined.join(""), hunks: applied };
}
