import { basename, join, relative } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { cutText } from "../../src/lib/count-text.js";
import { createGlobMatcher } from "../../src/lib/glob-match.js";
import { skippedFolders } from "../../src/lib/ignore-rules.js";
import {
	compilePattern,
	createLineMatcher,
	escapePattern,
	type LineMatcher,
	PatternTooSlowError,
} from "../../src/lib/line-matcher.js";
import type { FoundLine, SearchResult } from "../../src/lib/match-collector.js";
import { foldersAbove, nexusIgnored } from "../../src/lib/nexus-ignore.js";
import { plural } from "../../src/lib/plural.js";
import { searchByRipgrep } from "../../src/lib/ripgrep.js";
import { toRustPattern } from "../../src/lib/rust-pattern.js";
import { maxSearchBytes, searchableLines, searchByReading } from "../../src/lib/search-files.js";
import { isSecretFolder, isSecretName, secretFolders } from "../../src/lib/secret-names.js";
import { walkFiles } from "../../src/lib/walk-files.js";

interface Input {
	readonly pattern: string;
	readonly path: string;
	readonly glob?: string | undefined;
	readonly case_sensitive: boolean;
	readonly literal: boolean;
	readonly context: number;
	readonly limit: number;
}

const maxFiles = 200_000;
const maxLineCharacters = 400;
const searchTimeoutMs = 100_000;
const sweepMemoryMb = 1024;

function compile({ pattern, literal, case_sensitive }: Input): { expression: RegExp; rust: string | undefined } {
	const source = literal ? escapePattern(pattern) : pattern;
	try {
		return { expression: compilePattern(source, case_sensitive), rust: toRustPattern(source) };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new NexusError("tool.bad-input", `${pattern} is no regular expression: ${reason}`, {
			hint: "Set literal to search for the text as it is.",
		});
	}
}

const trimmed = (path: string): string => path.replace(/(?<=.)\/+$/, "");
const prefixOf = (root: string): string => (root === "." ? "" : root === "/" ? "/" : `${root}/`);
const namesHidden = (glob: string | undefined): boolean => glob !== undefined && /(?:^|[/{,])\.[^/.]/.test(glob);

type Found = SearchResult & { readonly isCut?: boolean };

/** Hidden names are read through the port, which refuses what lies in a folder of secrets. */
async function searchHidden(
	{ path, glob, limit }: Input,
	expression: RegExp,
	{ fs, signal }: ToolContext,
): Promise<Found> {
	const isMatch = glob === undefined ? () => true : createGlobMatcher(glob);
	const root = trimmed(path);
	const files: string[] = [];
	for await (const file of walkFiles(fs, await fs.realPath(root), { root, isHiddenWanted: true, signal, maxFiles })) {
		if (isMatch(file) && !isSecretName(basename(file))) files.push(prefixOf(root) + file);
	}
	return { ...(await searchByReading(fs, files, expression, limit, signal)), isCut: files.length >= maxFiles };
}

/** A glob that ripgrep takes for names just as it is meant here. */
const nameGlobOf = (glob: string | undefined): string | undefined =>
	glob !== undefined && /^[\w.*{},-]+$/.test(glob) && !glob.includes("**") ? glob : undefined;

/** Neither hidden, which ripgrep overlooks where a rule takes the name back in, nor known to hold secrets. */
const isOpen = (path: string): boolean => {
	const names = path.split("/");
	return !names.some((name) => name.startsWith(".") || isSecretFolder(name)) && !isSecretName(names.at(-1) ?? "");
};

async function searchFolder(input: Input, rust: string | undefined, context: ToolContext): Promise<Found> {
	const { fs, processes, workers, signal } = context;
	const { limit, glob, case_sensitive: isCaseSensitive } = input;
	const root = await fs.realPath(input.path);
	const refused = (await fs.refusedBelow(root)).map((folder) => relative(root, folder));
	const isMatch = glob === undefined ? () => true : createGlobMatcher(glob);
	const program = rust === undefined ? undefined : await processes.which("rg");
	if (program !== undefined && rust !== undefined) {
		const above = await foldersAbove(fs, root);
		const search = {
			...{ program, pattern: rust, isCaseSensitive, root, refused, limit, signal },
			isInRepository: above !== undefined,
			skipped: [...skippedFolders.filter((name) => !name.startsWith(".")), ...secretFolders],
			nameGlob: nameGlobOf(glob),
			isWanted: (path: string) => isMatch(path) && isOpen(path),
			maxFileBytes: maxSearchBytes,
			timeoutMs: searchTimeoutMs,
		};
		const isHiddenBy = async (folders: readonly string[]) => {
			const request = { kind: "ignore-files", root, folders: [...folders].sort() };
			const texts = await workers.run("sweep", request, {
				timeoutMs: searchTimeoutMs,
				memoryMb: sweepMemoryMb,
				signal,
			});
			return nexusIgnored(fs, root, texts as unknown as [string, string][], above ?? []);
		};
		const found = await searchByRipgrep((request) => processes.run(request), search, isHiddenBy);
		if (found !== undefined) return found;
	}
	const pattern = input.literal ? escapePattern(input.pattern) : input.pattern;
	const request = {
		kind: "search",
		root,
		refused,
		pattern,
		isCaseSensitive,
		limit,
		maxFiles,
		maxFileBytes: maxSearchBytes,
	};
	const limits = { timeoutMs: searchTimeoutMs, memoryMb: sweepMemoryMb, signal };
	const found = await workers.run("sweep", { ...request, ...(glob === undefined ? {} : { glob }) }, limits);
	const answer = found as unknown as Found | { readonly isTooSlow: true };
	if ("isTooSlow" in answer) throw new PatternTooSlowError();
	return answer;
}

async function search(input: Input, context: ToolContext): Promise<Found> {
	const { fs, signal } = context;
	const { expression, rust } = compile(input);
	try {
		if ((await fs.stat(input.path)).kind !== "directory") {
			return await searchByReading(fs, [input.path], expression, input.limit, signal);
		}
		if (namesHidden(input.glob)) return await searchHidden(input, expression, context);
		const prefix = prefixOf(trimmed(input.path));
		const found = await searchFolder(input, rust, context);
		return { ...found, matches: found.matches.map((match) => ({ ...match, path: prefix + match.path })) };
	} catch (error) {
		if (!(error instanceof PatternTooSlowError)) throw error;
		throw new NexusError("tool.bad-input", `${input.pattern} takes too long to match`, {
			hint: "Avoid repetition inside repetition, such as (a+)+, or narrow path and glob.",
		});
	}
}

/** The part of a long line around its match. */
function shorten(text: string, matcher: LineMatcher): string {
	if (text.length <= maxLineCharacters) return text;
	const at = text.length > 100_000 ? 0 : matcher.indexIn(text);
	const start = Math.max(0, Math.min(at - 100, text.length - maxLineCharacters));
	const cut = cutText(text.slice(start).replace(/^[\uDC00-\uDFFF]/, ""), maxLineCharacters);
	return `${start > 0 ? "…" : ""}${cut}${start + maxLineCharacters < text.length ? "…" : ""}`;
}

/** Lines around the matches as grep shows them: `12:` before a match, `11-` before a neighbour, `--` between groups. */
async function withNeighbours(matches: readonly FoundLine[], around: number, { fs }: ToolContext): Promise<string> {
	const blocks: string[] = [];
	for (const path of new Set(matches.map((match) => match.path))) {
		const lines = searchableLines(await fs.readBytes(path)) ?? [];
		const hits = new Set(matches.filter((match) => match.path === path).map((match) => match.line));
		let last = 0;
		for (const hit of hits) {
			if (last > 0 && hit - around > last + 1) blocks.push("--");
			for (let line = Math.max(last + 1, hit - around); line <= Math.min(lines.length, hit + around); line++) {
				const mark = hits.has(line) ? ":" : "-";
				blocks.push(`${path}${mark}${line}${mark}${cutText(lines[line - 1] ?? "", maxLineCharacters)}`);
				last = line;
			}
		}
		blocks.push("--");
	}
	return blocks.slice(0, -1).join("\n");
}

/** JavaScript regular expressions, line by line. Uses ripgrep where it is there, with the same result. */
export const searchFilesTool = defineTool({
	name: "search_files",
	category: "files",
	description: "Search file contents by regex, line by line. Skips ignored, binary and secret files.",
	keywords: ["grep", "rg", "ripgrep", "find text", "occurrences"],
	effects: ["read"],
	isCore: true,
	input: z.object({
		pattern: z.string().min(1).describe("Regex"),
		path: z.string().default(".").describe("Folder or file"),
		glob: z.string().optional().describe("Only these files"),
		case_sensitive: z.boolean().default(true).describe("Case counts"),
		literal: z.boolean().default(false).describe("No regex"),
		context: z.number().min(0).default(0).describe("Lines around"),
		limit: z.number().min(1).default(200).describe("Most lines"),
	}),
	output: z.object({
		matches: z.array(z.object({ path: z.string(), line: z.number(), text: z.string() })),
		/** All matching lines, and the files that have one. */
		total: z.number(),
		files: z.number(),
	}),
	// Hidden names are only read when they are asked for, and then named, so that a rule can speak of them.
	access: ({ path, glob }) => [
		{ effect: "read", path },
		...(glob !== undefined && /(?:^|[/{,])\./.test(glob) ? [{ effect: "read", path: join(path, glob) } as const] : []),
	],
	title: ({ pattern, path, glob }) => `${pattern}${path === "." ? "" : ` in ${path}`}${glob ? ` (${glob})` : ""}`,
	async run(input, context) {
		const matcher = createLineMatcher(compile(input).expression);
		const found = await search(input, context);
		const matches = found.matches.map(({ path, line, text }) => ({ path, line, text: shorten(text, matcher) }));
		const body =
			input.context > 0
				? await withNeighbours(found.matches, input.context, context)
				: matches.map((match) => `${match.path}:${match.line}:${match.text}`).join("\n");
		const notes = [
			...(found.total > matches.length ? [`${matches.length} of ${found.total} matching lines shown`] : []),
			...(found.isCut === true ? [`only the first ${maxFiles} files were searched`] : []),
		];
		const tail = notes.length === 0 ? "" : `\n[${notes.join("; ")}]`;
		return {
			content: (matches.length === 0 ? "No line matches." : body) + tail,
			details: { matches, total: found.total, files: found.files },
			summary: `${plural(found.total, "match", "matches")} in ${plural(found.files, "file")}`,
		};
	},
});
