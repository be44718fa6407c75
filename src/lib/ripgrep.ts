// Searching by ripgrep, which goes through the folders itself: what it is told to leave out is what `src/adapters/sweep`
// leaves out. Its `--json` output (ripgrep's grep_printer::JSON, "Format") is read as it comes.
import { type FoundLine, MatchCollector, type SearchResult } from "./match-collector.js";

type Run = (request: {
	file: string;
	args: readonly string[];
	cwd: string;
	signal: AbortSignal;
	timeoutMs: number;
	maxOutputBytes: number;
	startsNothing: true;
	onOutput(text: string, stream: "stdout" | "stderr"): void;
}) => Promise<{ readonly exitCode: number | null; readonly timedOut: boolean }>;

export interface RipgrepSearch {
	readonly program: string;
	/** In ripgrep's dialect. */
	readonly pattern: string;
	readonly isCaseSensitive: boolean;
	/** Absolute, links resolved. */
	readonly root: string;
	/** Whether rules of the folders above count: in a repository, up to its top. */
	readonly isInRepository: boolean;
	/** Names of folders to leave out, beside hidden ones. */
	readonly skipped: readonly string[];
	/** Folders to leave out, relative to the root. */
	readonly refused: readonly string[];
	/** A pattern for names alone that lets through at least what is wanted. */
	readonly nameGlob: string | undefined;
	readonly isWanted: (path: string) => boolean;
	readonly maxFileBytes: number;
	readonly limit: number;
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
}

interface RipgrepText {
	readonly text?: string;
	/** Base64, where it is no valid UTF-8. */
	readonly bytes?: string;
}

const textOf = (data: RipgrepText): string =>
	data.text ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.from(data.bytes ?? "", "base64"));

interface Message {
	readonly type: string;
	readonly data: {
		readonly path?: RipgrepText;
		readonly lines?: RipgrepText;
		readonly line_number?: number;
		readonly binary_offset?: number | null;
		readonly stats?: { readonly bytes_searched: number };
	};
}

const walkOptions = ({ isInRepository, skipped, refused }: RipgrepSearch): readonly string[] => [
	"--no-config",
	"--no-messages",
	"--no-require-git",
	"--no-ignore-global",
	"--no-ignore-exclude",
	"--no-ignore-dot",
	...(isInRepository ? [] : ["--no-ignore-parent"]),
	...skipped.map((name) => `--glob=!${name}/`),
	...refused.map((folder) => `--glob=!/${folder.replace(/[\\*?[\]{}!]/g, "\\$&")}/`),
];

const relative = (path: string): string => (path.startsWith("./") ? path.slice(2) : path);

/** Whole lines of what comes in pieces. */
const byLine = (take: (line: string) => void) => {
	let rest = "";
	return (text: string, stream: "stdout" | "stderr"): void => {
		if (stream !== "stdout") return;
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) take(line);
	};
};

async function matchingLines(run: Run, search: RipgrepSearch): Promise<MatchCollector | undefined> {
	const { program: file, root: cwd, signal, timeoutMs, isWanted } = search;
	const collector = new MatchCollector(search.limit);
	let isComplete = false;
	let current = { name: "", isWanted: false, lines: [] as FoundLine[], total: 0 };
	const take = (line: string): void => {
		const { type, data } = JSON.parse(line) as Message;
		if (type === "summary") isComplete = true;
		if (data.path === undefined) return;
		const path = relative(textOf(data.path));
		// Its output is in one piece for each file, whose last message says whether it was one to look at.
		if (type === "begin") current = { name: path, isWanted: isWanted(path), lines: [], total: 0 };
		if (!current.isWanted) return;
		// Asked to leave large files out, ripgrep looks at the size of each one, a tenth of all its time.
		const isTooLarge = (data.stats?.bytes_searched ?? 0) > search.maxFileBytes;
		if (type === "end" && typeof data.binary_offset !== "number" && !isTooLarge && current.total > 0)
			collector.addFile(path, current.lines, current.total);
		if (type !== "match" || data.lines === undefined || data.line_number === undefined) return;
		current.total++;
		if (current.lines.length < search.limit)
			current.lines.push({ path, line: data.line_number, text: textOf(data.lines).replace(/\r?\n$/, "") });
	};
	const result = await run({
		file,
		args: [
			"--json",
			"--no-mmap",
			"--crlf",
			search.isCaseSensitive ? "--case-sensitive" : "--ignore-case",
			...(search.nameGlob === undefined ? [] : [`--type-add=wanted:${search.nameGlob}`, "--type=wanted"]),
			...walkOptions(search),
			`--regexp=${search.pattern}`,
			"--",
			"./",
		],
		cwd,
		signal,
		timeoutMs,
		maxOutputBytes: 1000,
		startsNothing: true,
		onOutput: byLine(take),
	});
	return isComplete && !result.timedOut ? collector : undefined;
}

/**
 * Undefined when ripgrep did not do it (a pattern it does not take): then somebody else has to. `hiddenBy` gets the
 * folders in which something was found, and those above them, and gives a test for paths that .nexusignore leaves out,
 * which ripgrep does not know.
 */
export async function searchByRipgrep(
	run: Run,
	search: RipgrepSearch,
	hiddenBy: (folders: readonly string[]) => Promise<(path: string) => boolean>,
): Promise<SearchResult | undefined> {
	const collector = await matchingLines(run, search);
	search.signal.throwIfAborted();
	if (collector === undefined) return undefined;
	const folders = new Set([""]);
	for (const path of collector.paths()) {
		for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
			const folder = path.slice(0, end);
			if (folders.has(folder)) break;
			folders.add(folder);
		}
	}
	const isHidden = await hiddenBy([...folders]);
	for (const path of [...collector.paths()]) if (isHidden(path)) collector.forget(path);
	return collector.result();
}
