// ripgrep's `--json` output (ripgrep's grep_printer::JSON, "Format"), read as it comes.
import { MatchCollector, type SearchResult } from "./search-files.js";

type Run = (request: {
	file: string;
	args: readonly string[];
	cwd: string;
	signal: AbortSignal;
	timeoutMs: number;
	maxOutputBytes: number;
	onOutput(text: string, stream: "stdout" | "stderr"): void;
}) => Promise<{ readonly exitCode: number | null; readonly timedOut: boolean }>;

interface RipgrepText {
	readonly text?: string;
	/** Base64, where it is no valid UTF-8. */
	readonly bytes?: string;
}

const textOf = (data: RipgrepText): string =>
	data.text ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.from(data.bytes ?? "", "base64"));

/** Far below the kernel's limit for arguments (execve(2): 128 kB for one, 2 MB for all). */
const maxArgumentBytes = 400_000;

function* batches(files: readonly string[]): Generator<readonly [first: number, paths: readonly string[]]> {
	let first = 0;
	let size = 0;
	for (const [index, path] of files.entries()) {
		const bytes = Buffer.byteLength(path) + 9;
		if (size + bytes > maxArgumentBytes) {
			yield [first, files.slice(first, index)];
			first = index;
			size = 0;
		}
		size += bytes;
	}
	yield [first, files.slice(first)];
}

interface Message {
	readonly type: string;
	readonly data: {
		readonly path?: RipgrepText;
		readonly lines?: RipgrepText;
		readonly line_number?: number;
		readonly binary_offset?: number | null;
	};
}

/** Undefined when ripgrep did not do it (a pattern it does not take): then somebody else has to. */
export async function searchByRipgrep(
	run: Run,
	program: string,
	/** In ripgrep's dialect. */
	pattern: string,
	/** Absolute paths. */
	files: readonly string[],
	options: {
		readonly isCaseSensitive: boolean;
		readonly limit: number;
		readonly cwd: string;
		readonly signal: AbortSignal;
		readonly timeoutMs: number;
	},
): Promise<SearchResult | undefined> {
	const collector = new MatchCollector(options.limit);
	for (const [first, paths] of batches(files)) {
		if (paths.length === 0) continue;
		const positions = new Map(paths.map((path, index) => [path, first + index]));
		let isComplete = false;
		let rest = "";
		const take = (line: string) => {
			const { type, data } = JSON.parse(line) as Message;
			if (type === "summary") isComplete = true;
			const file = data.path === undefined ? undefined : positions.get(textOf(data.path));
			if (file === undefined) return;
			if (type === "end" && typeof data.binary_offset === "number") collector.forget(file);
			if (type !== "match" || data.lines === undefined || data.line_number === undefined) return;
			collector.add({ file, line: data.line_number, text: textOf(data.lines).replace(/\r?\n$/, "") });
		};
		const result = await run({
			file: program,
			args: [
				"--json",
				"--no-config",
				"--no-ignore",
				"--hidden",
				"--no-mmap",
				"--crlf",
				"--no-messages",
				options.isCaseSensitive ? "--case-sensitive" : "--ignore-case",
				`--regexp=${pattern}`,
				"--",
				...paths,
			],
			cwd: options.cwd,
			signal: options.signal,
			timeoutMs: options.timeoutMs,
			maxOutputBytes: 1000,
			onOutput: (text, stream) => {
				if (stream !== "stdout") return;
				const lines = (rest + text).split("\n");
				rest = lines.pop() ?? "";
				for (const line of lines) take(line);
			},
		});
		options.signal.throwIfAborted();
		if (!isComplete || result.timedOut) return undefined;
	}
	return collector.result();
}
