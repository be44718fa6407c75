// Lines that match in files that are read one by one through a port that judges each.

import { createLineMatcher } from "./line-matcher.js";
import { MatchCollector, type SearchResult } from "./match-collector.js";
import { decodeText } from "./text-encoding.js";

export interface SearchSource {
	stat(path: string): Promise<{ readonly sizeBytes: number }>;
	readBytes(path: string): Promise<Uint8Array>;
}

/** Files over this are passed over by every way of searching. */
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
	let group: { readonly path: string; readonly lines: readonly string[] }[] = [];
	let size = 0;
	const searchGroup = () => {
		const found = matcher.match(group.flatMap((entry) => entry.lines));
		let at = 0;
		let start = 0;
		for (const { path, lines } of group) {
			for (; at < found.length && (found[at] ?? 0) < start + lines.length; at++) {
				const index = (found[at] ?? 0) - start;
				collector.add({ path, line: index + 1, text: lines[index] ?? "" });
			}
			start += lines.length;
		}
		group = [];
		size = 0;
	};
	for (const path of files) {
		signal.throwIfAborted();
		const bytes = await source.readBytes(path).catch(() => undefined);
		if (bytes === undefined || bytes.length > maxSearchBytes) continue;
		const lines = searchableLines(bytes);
		if (lines === undefined) continue;
		group.push({ path, lines });
		size += bytes.length;
		if (size >= groupBytes) searchGroup();
	}
	searchGroup();
	return collector.result();
}
