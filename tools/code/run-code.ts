import { z } from "zod";
import type { ProcessResult } from "../../src/contracts/ports.js";
import { reachedLimitSchema } from "../../src/contracts/reached-limit.js";
import { defineTool, type ToolContext } from "../../src/contracts/tool.js";
import { inputHint } from "../../src/lib/input-hints.js";
import { limitText } from "../../src/lib/limit-text.js";
import { formatBytes } from "../../src/lib/plural.js";
import { type ProducedFile, producedFiles } from "../../src/lib/produced-files.js";
import { createScratchFolder } from "../../src/lib/scratch-folder.js";
import { findShell, noShell } from "../../src/lib/shell-call.js";
import { truncateMiddle } from "../../src/lib/truncate.js";

type Language = "javascript" | "typescript" | "python" | "shell";

const maxSeconds = 600;
const maxOutputBytes = 1_000_000;
const maxShown = 40_000;
const defaultMemoryMb = 512;
/** What the interpreter needs for itself, and what it reserves beyond without using it. V8 reserves far more than its heap, for code and for the heaps of workers. */
const javascriptExtra = { ownMb: 128, reservedMb: 3456 };
const otherExtra = { ownMb: 64, reservedMb: 448 };
/** More than this is listed but not kept. */
const maxKeptFiles = 100;
const maxKeptBytes = 100_000_000;

interface Interpreter {
	readonly file: string;
	readonly args: readonly string[];
	readonly fileName: string;
	readonly extra: typeof otherExtra;
}

const noPython = "Python is not installed here: no python3 or python on PATH. Use javascript, or install Python.";

async function findInterpreter(
	language: Language,
	memoryMb: number,
	{ processes }: ToolContext,
): Promise<Interpreter | string> {
	if (language === "javascript" || language === "typescript") {
		// Enums and namespaces need more than erasing types; the flag is gone where it is the default.
		const transform = "--experimental-transform-types";
		const canTransform = language === "typescript" && process.allowedNodeEnvironmentFlags.has(transform);
		const fileName = language === "typescript" ? "main.ts" : "main.js";
		return {
			file: process.execPath,
			args: [`--max-old-space-size=${memoryMb}`, "--no-warnings", ...(canTransform ? [transform] : []), fileName],
			fileName,
			extra: javascriptExtra,
		};
	}
	const limit = { extra: otherExtra };
	if (language === "python") {
		const file = (await processes.which("python3")) ?? (await processes.which("python"));
		return file === undefined ? noPython : { file, args: ["-B", "-u", "main.py"], fileName: "main.py", ...limit };
	}
	const shell = await findShell(processes);
	if (shell === undefined) return noShell;
	return { file: shell.file, args: [...shell.args.slice(0, -1), "main.sh"], fileName: "main.sh", ...limit };
}

/** Moves what fits to where the model can read it. */
async function keep(folder: string, found: readonly ProducedFile[], { outputs }: ToolContext) {
	let bytes = 0;
	const fitting = found.filter(({ sizeBytes }, index) => {
		bytes += sizeBytes;
		return index < maxKeptFiles && bytes <= maxKeptBytes;
	});
	const paths = await outputs.keepFiles(
		folder,
		fitting.map(({ name }) => name),
	);
	return found.map((file) => {
		const path = paths[fitting.indexOf(file)];
		return { ...file, ...(path === undefined ? {} : { path }) };
	});
}

const ending = ({ timedOut, exitCode, signal }: ProcessResult, seconds: number): string =>
	timedOut
		? `stopped after ${seconds} s`
		: exitCode === null
			? `ended by ${signal ?? "a signal"}`
			: `exit code ${exitCode}`;

function question({ wantedInput, exitCode, output }: ProcessResult): string | undefined {
	if (wantedInput === undefined) return exitCode === 0 ? undefined : inputHint(output);
	const prompt = wantedInput.prompt.trim();
	return `it waited for input${prompt === "" ? "" : ` (${prompt})`}: give it in \`stdin\``;
}

/** Runs in an empty folder of its own, the only place where the sandbox lets it write, without network. */
export const runCodeTool = defineTool({
	name: "run_code",
	category: "code",
	description:
		"Run a snippet in a sandbox: no network, empty folder; files it makes are kept. Print what you want to see.",
	effects: ["execute"],
	keywords: ["script", "snippet", "node", "js", "ts", "py", "bash", "eval", "program", "interpreter"],
	input: z.object({
		language: z.enum(["javascript", "typescript", "python", "shell"]).describe("Language"),
		code: z.string().min(1).describe("Source"),
		stdin: z.string().optional().describe("Its input; else empty"),
		timeout_s: z.number().min(1).max(maxSeconds).default(30).describe("Seconds"),
		memory_mb: z.int().min(64).max(16_384).default(defaultMemoryMb).describe("Memory"),
	}),
	output: z.object({
		exitCode: z.number().nullable(),
		stdout: z.string(),
		stderr: z.string(),
		timedOut: z.boolean(),
		/** Limits that it ran into: MB, or a number of processes. */
		reached: z.array(reachedLimitSchema).optional(),
		/** What it made, by its name in its folder; `path` is where it is kept. */
		files: z.array(z.object({ name: z.string(), sizeBytes: z.number(), path: z.string().optional() })),
		/** The file with all of its output, when it is too long for a result. */
		outputPath: z.string().optional(),
	}),
	access: ({ language, code, stdin }) => [
		{
			effect: "execute",
			command: code,
			language: language === "typescript" ? "javascript" : language,
			...(stdin === undefined ? {} : { hasInput: true }),
		},
	],
	title: ({ language, code }) => `${language}: ${code.trim().split("\n")[0] ?? ""}`,
	timeoutMs: (maxSeconds + 10) * 1000,
	async preview({ language, code, stdin }) {
		// All that it is given is shown before it runs (SECURITY R12).
		return { kind: "code", language, text: stdin === undefined ? code : `${code}\n\n< ${JSON.stringify(stdin)}` };
	},
	async run({ language, code, stdin, timeout_s, memory_mb }, context) {
		const interpreter = await findInterpreter(language, memory_mb, context);
		if (typeof interpreter === "string") return { content: interpreter, isError: true };
		await using folder = await createScratchFolder("nexus-code-");
		await folder.write(interpreter.fileName, code);
		const whole = context.outputs.open();
		let outputPath: string | undefined;
		let result: ProcessResult;
		try {
			result = await context.processes.run({
				file: interpreter.file,
				args: interpreter.args,
				cwd: folder.path,
				env: { PYTHONIOENCODING: "utf-8", NO_COLOR: "1", TMPDIR: folder.path },
				...(stdin === undefined ? { noticesInput: true } : { input: stdin }),
				timeoutMs: timeout_s * 1000,
				signal: context.signal,
				maxOutputBytes,
				onOutput: (text) => {
					whole.write(text);
					context.progress(text);
				},
				sandbox: {
					network: false,
					writableRoots: [folder.path],
					memoryMb: memory_mb + interpreter.extra.ownMb,
					reservedMb: interpreter.extra.reservedMb,
				},
			});
		} finally {
			outputPath = whole.end();
		}
		const files = await keep(folder.path, await producedFiles(folder.path, interpreter.fileName), context);
		const { exitCode, timedOut } = result;
		const end = ending(result, timeout_s);
		const isError = exitCode !== 0 || timedOut;
		const asked = question(result);
		const notes = [
			...(isError ? [end] : []),
			...(result.reached ?? []).map((limit) =>
				limitText(limit.what === "memory" ? { ...limit, most: memory_mb } : limit, { memory: "memory_mb" }),
			),
			...(asked === undefined ? [] : [asked]),
			...(result.droppedBytes > 0
				? [
						`${formatBytes(result.droppedBytes)} of output left out${outputPath === undefined ? "" : `, all of it is in ${outputPath}`}`,
					]
				: []),
			...(result.sandboxed ? [] : ["not sandboxed"]),
		];
		const made = files.map(
			({ name, sizeBytes, path }) =>
				`${name} (${formatBytes(sizeBytes)})${path === undefined ? ", not kept" : `: ${path}`}`,
		);
		const nothing = files.length === 0 ? "(no output: print what you want to see)" : "(no output)";
		return {
			content: [
				result.output === "" ? nothing : result.output.replace(/\n$/, ""),
				...(notes.length === 0 ? [] : [`[${notes.join("; ")}]`]),
				...(made.length === 0 ? [] : ["[files made]", ...made]),
			].join("\n"),
			details: {
				exitCode,
				stdout: result.stdout,
				stderr: result.stderr,
				timedOut,
				...(result.reached === undefined ? {} : { reached: [...result.reached] }),
				files,
				...(outputPath === undefined ? {} : { outputPath }),
			},
			artifact: outputPath,
			summary: files.length === 0 ? end : `${end}, ${files.length === 1 ? "1 file" : `${files.length} files`}`,
			view: { kind: "text", text: truncateMiddle([result.output, ...made].join("\n"), maxShown) },
			...(isError ? { isError: true } : {}),
		};
	},
});
