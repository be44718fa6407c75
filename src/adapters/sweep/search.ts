// Lines that match in all files below a folder: the same as ripgrep finds with the arguments of `src/lib/ripgrep.ts`.
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { createGlobMatcher } from "../../lib/glob-match.ts";
import { compilePattern, createLineMatcher } from "../../lib/line-matcher.ts";
import { MatchCollector, type SearchResult } from "../../lib/match-collector.ts";
import { requiredText } from "../../lib/required-text.ts";
import { isSecretFolder, isSecretName } from "../../lib/secret-names.ts";
import { decodeText, detectEncoding } from "../../lib/text-encoding.ts";
import { walk } from "./walk.ts";

export interface SearchRequest {
	/** Absolute, links resolved. */
	readonly root: string;
	/** Folders that are passed over, relative to the root. */
	readonly refused: readonly string[];
	/** In the sense of `compilePattern`. */
	readonly pattern: string;
	readonly isCaseSensitive: boolean;
	readonly glob: string | undefined;
	readonly limit: number;
	readonly maxFiles: number;
	readonly maxFileBytes: number;
}

const groupBytes = 2_000_000;
const pieceBytes = 1024 * 1024;

/** The whole file, or undefined when it is too large, no regular file any more, or cannot be read. */
function readFile(path: string, buffer: Buffer, maxBytes: number): Buffer | undefined {
	let handle: number;
	try {
		handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch {
		return undefined;
	}
	try {
		const first = readSync(handle, buffer, 0, buffer.length, 0);
		if (first < buffer.length) return buffer.subarray(0, first);
		const { size } = fstatSync(handle);
		if (size > maxBytes) return undefined;
		const whole = Buffer.alloc(size);
		buffer.copy(whole);
		let filled = Math.min(first, size);
		while (filled < size) {
			const count = readSync(handle, whole, filled, size - filled, filled);
			if (count === 0) break;
			filled += count;
		}
		return whole.subarray(0, filled);
	} catch {
		return undefined;
	} finally {
		closeSync(handle);
	}
}

function linesOf(bytes: Buffer): readonly string[] | undefined {
	const { text } = decodeText(bytes);
	if (text.includes("\0")) return undefined;
	const lines = text.split("\n");
	if (lines.at(-1) === "") lines.pop();
	return text.includes("\r") ? lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line)) : lines;
}

/** Paths are relative to the root. Throws PatternTooSlowError. */
export function search(request: SearchRequest): SearchResult & { readonly isCut: boolean } {
	const { root, refused, limit, glob, maxFiles, maxFileBytes } = request;
	const isMatch = glob === undefined ? () => true : createGlobMatcher(glob);
	const matcher = createLineMatcher(compilePattern(request.pattern, request.isCaseSensitive));
	const collector = new MatchCollector(limit);
	const buffer = Buffer.allocUnsafe(pieceBytes);
	let group: { readonly path: string; readonly lines: readonly string[] }[] = [];
	let size = 0;
	let searched = 0;
	// Most files hold nothing of what is looked for: that is seen in their bytes, before there are lines.
	const required = request.isCaseSensitive ? requiredText(request.pattern) : undefined;
	const wanted = required === undefined ? undefined : Buffer.from(required);
	const mayMatch = (bytes: Buffer) =>
		wanted === undefined || bytes.includes(wanted) || detectEncoding(bytes).encoding !== "utf-8";
	const searchGroup = () => {
		const all: string[] = [];
		for (const { lines } of group) for (const line of lines) all.push(line);
		const found = matcher.match(all);
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
	for (const path of walk(root, (folder, name) => isSecretFolder(name) || refused.includes(folder))) {
		if (!isMatch(path) || isSecretName(path.slice(path.lastIndexOf("/") + 1))) continue;
		if (searched >= maxFiles) return { ...collector.result(), isCut: true };
		searched++;
		const bytes = readFile(`${root === "/" ? "" : root}/${path}`, buffer, maxFileBytes);
		const lines = bytes !== undefined && mayMatch(bytes) ? linesOf(bytes) : undefined;
		if (bytes === undefined || lines === undefined) continue;
		group.push({ path, lines });
		size += bytes.length;
		if (size >= groupBytes) searchGroup();
	}
	searchGroup();
	return { ...collector.result(), isCut: false };
}
