import { join } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { cutText } from "../../src/lib/count-text.js";
import { createGlobMatcher } from "../../src/lib/glob-match.js";
import {
	compilePattern,
	createLineMatcher,
	escapePattern,
	type LineMatcher,
	PatternTooSlowError,
} from "../../src/lib/line-matcher.js";
import { plural } from "../../src/lib/plural.js";
import { searchByRipgrep } from "../../src/lib/ripgrep.js";
import { toRustPattern } from "../../src/lib/rust-pattern.js";
import {
	type FoundLine,
	maxSearchBytes,
	type SearchResult,
	searchableLines,
	searchByReading,
} from "../../src/lib/search-files.js";
import { isSecretName } from "../../src/lib/secret-names.js";
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
const ripgrepTimeoutMs = 60_000;

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

const namesHidden = (glob: string | undefined): boolean => glob !== undefined && /(?:^|[/{,])\.[^/.]/.test(glob);

interface Candidates {
	readonly files: readonly string[];
	readonly secrets: number;
	readonly isCut: boolean;
}

async function candidates({ path, glob }: Input, { fs, signal }: ToolContext): Promise<Candidates> {
	if ((await fs.stat(path)).kind !== "directory") return { files: [path], secrets: 0, isCut: false };
	const isMatch = glob === undefined ? () => true : createGlobMatcher(glob);
	const root = path.replace(/(?<=.)\/+$/, "");
	const prefix = root === "." ? "" : root === "/" ? "/" : `${root}/`;
	const isHiddenWanted = namesHidden(glob);
	const files: string[] = [];
	let secrets = 0;
	for await (const file of walkFiles(fs, await fs.realPath(root), { root, isHiddenWanted, signal, maxFiles })) {
		if (!isMatch(file)) continue;
		if (isSecretName(file.slice(file.lastIndexOf("/") + 1))) secrets++;
		else files.push(prefix + file);
	}
	return { files: files.sort(), secrets, isCut: files.length + secrets >= maxFiles };
}

async function search(input: Input, files: readonly string[], context: ToolContext): Promise<SearchResult> {
	const { fs, processes, signal, cwd } = context;
	const { expression, rust } = compile(input);
	// Hidden names are read through the port, which refuses what lies in a folder of secrets.
	const isForRipgrep = rust !== undefined && files.length > 0 && !namesHidden(input.glob);
	const ripgrep = isForRipgrep ? await processes.which("rg") : undefined;
	if (ripgrep !== undefined && rust !== undefined) {
		const sized: string[] = [];
		const positions: number[] = [];
		for (const [index, file] of files.entries()) {
			const stat = await fs.stat(file).catch(() => undefined);
			if (stat === undefined || stat.kind !== "file" || stat.sizeBytes > maxSearchBytes) continue;
			sized.push(await fs.realPath(file));
			positions.push(index);
		}
		const options = {
			isCaseSensitive: input.case_sensitive,
			limit: input.limit,
			cwd,
			signal,
			timeoutMs: ripgrepTimeoutMs,
		};
		const found = await searchByRipgrep((request) => processes.run(request), ripgrep, rust, sized, options);
		if (found !== undefined) {
			return { ...found, matches: found.matches.map((match) => ({ ...match, file: positions[match.file] ?? 0 })) };
		}
	}
	try {
		return await searchByReading(fs, files, expression, input.limit, signal);
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
async function withNeighbours(
	matches: readonly FoundLine[],
	files: readonly string[],
	around: number,
	{ fs }: ToolContext,
): Promise<string> {
	const blocks: string[] = [];
	for (const file of new Set(matches.map((match) => match.file))) {
		const path = files[file] ?? "";
		const lines = searchableLines(await fs.readBytes(path)) ?? [];
		const hits = new Set(matches.filter((match) => match.file === file).map((match) => match.line));
		let last = 0;
		for (const hit of hits) {
			if (last > 0 && hit - around > last + 1) blocks.push("--");
			for (let line = Math.max(last + 1, hit - around); line <= Math.min(lines.length, hit + around); line++) {
				blocks.push(
					`${path}${hits.has(line) ? ":" : "-"}${line}${hits.has(line) ? ":" : "-"}${cutText(lines[line - 1] ?? "", maxLineCharacters)}`,
				);
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
	// Hidden names are only read when they are asked for, and then named, so that a rule can speak of them.
	access: ({ path, glob }) => [
		{ effect: "read", path },
		...(glob !== undefined && /(?:^|[/{,])\./.test(glob) ? [{ effect: "read", path: join(path, glob) } as const] : []),
	],
	title: ({ pattern, path, glob }) => `${pattern}${path === "." ? "" : ` in ${path}`}${glob ? ` (${glob})` : ""}`,
	async run(input, context) {
		const matcher = createLineMatcher(compile(input).expression);
		const { files, secrets, isCut } = await candidates(input, context);
		const found = await search(input, files, context);
		const matches = found.matches.map(({ file, line, text }) => ({
			path: files[file] ?? "",
			line,
			text: shorten(text, matcher),
		}));
		const body =
			input.context > 0
				? await withNeighbours(found.matches, files, input.context, context)
				: matches.map((match) => `${match.path}:${match.line}:${match.text}`).join("\n");
		const notes = [
			...(found.total > matches.length ? [`${matches.length} of ${found.total} matching lines shown`] : []),
			...(secrets > 0 ? [`${plural(secrets, "secret file")} passed over; name one in path to search it`] : []),
			...(isCut ? [`only the first ${maxFiles} files were searched`] : []),
		];
		const tail = notes.length === 0 ? "" : `\n[${notes.join("; ")}]`;
		return {
			content: (matches.length === 0 ? `No line matches in ${plural(files.length, "file")}.` : body) + tail,
			details: { matches, total: found.total, files: found.files },
			summary: `${plural(found.total, "match", "matches")} in ${plural(found.files, "file")}`,
		};
	},
});
