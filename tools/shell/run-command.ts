import { resolve } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import type { ProcessResult } from "../../src/contracts/ports.js";
import { reachedLimitSchema } from "../../src/contracts/reached-limit.js";
import { defineTool } from "../../src/contracts/tool.js";
import { inputHint, searchesInput } from "../../src/lib/input-hints.js";
import { limitText } from "../../src/lib/limit-text.js";
import { formatBytes } from "../../src/lib/plural.js";
import { findShell, noShell, shellEnvironment } from "../../src/lib/shell-call.js";
import { truncateMiddle } from "../../src/lib/truncate.js";

const maxSeconds = 3600;
/** Kept in memory; all of it is in the file. */
const maxOutputBytes = 5_000_000;
const maxShown = 40_000;

/** What it asked, and what to do; undefined when it asked nothing. */
function asked({ wantedInput, output, exitCode }: ProcessResult): string | undefined {
	if (wantedInput === undefined) return exitCode === 0 ? undefined : inputHint(output);
	const question = wantedInput.prompt.trim();
	const what = question === "" ? "" : ` (${question})`;
	if (wantedInput.from === "terminal") {
		return `it waited for somebody at a terminal${what} and was ended: use an option that asks nothing (-y, --yes), or ask the person to run it in a terminal of theirs`;
	}
	return `it waited for input${what} and got none: give the answer in \`stdin\`, or use an option that asks nothing`;
}

/** Runs the exact text in bash (or sh), in the sandbox where it works. */
export const runCommandTool = defineTool({
	name: "run_command",
	category: "shell",
	description:
		"Run a bash command; it ends with all it started. In the sandbox only allowed hosts are reached, by HTTP.",
	effects: ["execute"],
	isCore: true,
	keywords: ["terminal", "bash", "sh", "execute", "exec", "cli", "script", "build", "test", "git", "npm"],
	input: z.object({
		command: z.string().min(1).describe("Command line"),
		cwd: z.string().optional().describe("Folder"),
		timeout_s: z.number().min(1).max(maxSeconds).default(120).describe("Seconds"),
		stdin: z.string().optional().describe("Its input; else empty"),
	}),
	output: z.object({
		exitCode: z.number().nullable(),
		output: z.string(),
		timedOut: z.boolean(),
		durationMs: z.number(),
		sandboxed: z.boolean(),
		/** Limits that it ran into: MB, or a number of processes. */
		reached: z.array(reachedLimitSchema).optional(),
		/** It waited for input that nobody gave; `prompt` is what it had asked. */
		wantedInput: z.object({ from: z.enum(["input", "terminal"]), prompt: z.string() }).optional(),
		/** The file with all of it, when it is too long for a result. */
		outputPath: z.string().optional(),
	}),
	access: ({ command, cwd, stdin }, { cwd: here }) => [
		{
			effect: "execute",
			command,
			language: "shell",
			...(cwd === undefined ? {} : { cwd: resolve(here, cwd) }),
			...(stdin === undefined ? {} : { hasInput: true }),
		},
	],
	title: ({ command, cwd, stdin }) =>
		`${command}${cwd === undefined ? "" : ` (in ${cwd})`}${stdin === undefined ? "" : ` < ${JSON.stringify(stdin)}`}`,
	timeoutMs: (maxSeconds + 10) * 1000,
	async run({ command, cwd, timeout_s, stdin }, { processes, fs, roots, signal, progress, outputs, cwd: here }) {
		if (command.includes("\0")) throw new NexusError("tool.bad-input", "The command contains a NUL character");
		if (cwd !== undefined && (await fs.stat(cwd)).kind !== "directory") {
			throw new NexusError("tool.bad-input", `${cwd} is not a folder`);
		}
		const shell = await findShell(processes);
		if (shell === undefined) return { content: noShell, isError: true };
		const whole = outputs.open();
		let path: string | undefined;
		let result: ProcessResult;
		try {
			result = await processes.run({
				file: shell.file,
				args: [...shell.args, command],
				cwd: cwd === undefined ? here : await fs.realPath(cwd),
				env: shellEnvironment,
				...(stdin === undefined ? { noticesInput: !searchesInput(command) } : { input: stdin }),
				timeoutMs: timeout_s * 1000,
				signal,
				maxOutputBytes,
				onOutput: (text) => {
					whole.write(text);
					progress(text);
				},
				sandbox: { network: false, writableRoots: roots },
			});
		} finally {
			path = whole.end();
		}
		const { exitCode, output, timedOut, durationMs, sandboxed, wantedInput, reached = [] } = result;
		const ending = timedOut
			? `stopped after ${timeout_s} s`
			: result.cancelled
				? "cancelled"
				: wantedInput?.from === "terminal"
					? "ended: it waited for input"
					: exitCode === null
						? reached.length > 0
							? "ended"
							: `ended by ${result.signal ?? "a signal"}`
						: `exit code ${exitCode}`;
		const isError = exitCode !== 0 || timedOut;
		const question = result.cancelled ? undefined : asked(result);
		const dropped = result.droppedBytes > 0;
		const notes = [
			...(isError || dropped || reached.length > 0 ? [ending] : []),
			...reached.map((limit) => limitText(limit)),
			...(question === undefined ? [] : [question]),
			...(timedOut ? ["a program that is to go on belongs into start_job"] : []),
			...(dropped
				? [`${formatBytes(result.droppedBytes)} left out${path === undefined ? "" : `, all of it is in ${path}`}`]
				: []),
		];
		const body = output === "" ? "(no output)" : output.replace(/\n$/, "");
		return {
			content: notes.length === 0 ? body : `${body}\n[${notes.join("; ")}]`,
			details: {
				exitCode,
				output,
				timedOut,
				durationMs: Math.round(durationMs),
				sandboxed,
				...(reached.length === 0 ? {} : { reached: [...reached] }),
				...(wantedInput === undefined ? {} : { wantedInput }),
				...(path === undefined ? {} : { outputPath: path }),
			},
			summary: ending,
			view: { kind: "text", text: truncateMiddle(output, maxShown, path) },
			artifact: path,
			...(isError ? { isError } : {}),
		};
	},
});
