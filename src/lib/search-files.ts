// Lines that match, in two ways that give the same: with ripgrep, and without. Both get the same list of files.

import { createLineMatcher } from "./line-matcher.js";
import { decodeText } from "./text-encoding.js";

export interface FoundLine {
	/** Position in the list of files. */
	readonly file: number;
	/** From 1. */
	readonly line: number;
	readonly text: string;
}

export interface SearchResult {
	/** The first `limit` lines, by file, then by line. */
	readonly matches: readonly FoundLine[];
	/** All matching lines and the files that have one. */
	readonly total: number;
	readonly files: number;
}

/** Keeps the first `limit` of what comes in any order, in memory for a few times that. */
export class MatchCollector {
	private kept: FoundLine[] = [];
	private readonly counts = new Map<number, number>();
	private readonly limit: number;

	constructor(limit: number) {
		this.limit = limit;
	}

	add(found: FoundLine): void {
		this.counts.set(found.file, (this.counts.get(found.file) ?? 0) + 1);
		this.kept.push(found);
		if (this.kept.length > this.limit * 4 + 1000) this.trim();
	}

	/** A file that turned out to be binary after some of its lines had matched. */
	forget(file: number): void {
		if (!this.counts.delete(file)) return;
		this.kept = this.kept.filter((found) => found.file !== file);
	}

	private trim(): void {
		this.kept.sort((a, b) => a.file - b.file || a.line - b.line);
		this.kept.length = Math.min(this.kept.length, this.limit);
	}

	result(): SearchResult {
		this.trim();
		let total = 0;
		for (const count of this.counts.values()) total += count;
		return { matches: this.kept, total, files: this.counts.size };
	}
}

export interface SearchSource {
	stat(path: string): Promise<{ readonly sizeBytes: number }>;
	readBytes(path: string): Promise<Uint8Array>;
}

/** Files over this are passed over by both ways of searching. */
export const maxSearchBytes = 20_000_000;
const groupBytes = 2_000_000;

/** Lines of a text file; undefined when it holds a NUL character, which no text does. */
export function searchableLines(bytes: Uint8Array): readonly string[] | undefined {
	const { text } = decodeText(bytes);
	if (text.includes("\0")) return undefined;
	const lines = text.split("\n");
	if (lines.at(-1) === "") lines.pop();
	return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

/** Unreadable files are passed over. Throws PatternTooSlowError, or the signal's reason. */
export async function searchByReading(
	source: SearchSource,
	files: readonly string[],
	expression: RegExp,
	limit: number,
	signal: AbortSignal,
): Promise<SearchResult> {
	const matcher = createLineMatcher(expression);
	const collector = new MatchCollector(limit);
	let group: { readonly file: number; readonly lines: readonly string[] }[] = [];
	let size = 0;
	const searchGroup = () => {
		const found = matcher.match(group.flatMap((entry) => entry.lines));
		let at = 0;
		let start = 0;
		for (const { file, lines } of group) {
			for (; at < found.length && (found[at] ?? 0) < start + lines.length; at++) {
				const index = (found[at] ?? 0) - start;
				collector.add({ file, line: index + 1, text: lines[index] ?? "" });
			}
			start += lines.length;
		}
		group = [];
		size = 0;
	};
	for (const [file, path] of files.entries()) {
		signal.throwIfAborted();
		const bytes = await source.readBytes(path).catch(() => undefined);
		if (bytes === undefined || bytes.length > maxSearchBytes) continue;
		const lines = searchableLines(bytes);
		if (lines === undefined) continue;
		group.push({ file, lines });
		size += bytes.length;
		if (size >= groupBytes) searchGroup();
	}
	searchGroup();
	return collector.result();
}
