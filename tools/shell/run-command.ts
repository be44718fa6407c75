import { resolve } from "node:path";
import { z } from "zod";
import { NexusError } from "../../src/contracts/errors.js";
import { defineTool } from "../../src/contracts/tool.js";

const maxSeconds = 3600;
const maxOutputBytes = 5_000_000;

/** Nobody sits at this shell: pagers, editors and password prompts would wait for ever. */
const environment = {
	PAGER: "cat",
	GIT_PAGER: "cat",
	GIT_EDITOR: "true",
	GIT_TERMINAL_PROMPT: "0",
	DEBIAN_FRONTEND: "noninteractive",
	TERM: "dumb",
};

/** Runs the exact text in bash (or sh), in the sandbox where it works, without network. */
export const runCommandTool = defineTool({
	name: "run_command",
	category: "shell",
	description: "Run a bash command; stdin is empty. No network in the sandbox.",
	effects: ["execute"],
	isCore: true,
	input: z.object({
		command: z.string().min(1).describe("Command line"),
		cwd: z.string().optional().describe("Folder"),
		timeout_s: z.number().min(1).max(maxSeconds).default(120).describe("Seconds"),
	}),
	access: ({ command, cwd }, { cwd: here }) => [
		{ effect: "execute", command, language: "shell", ...(cwd === undefined ? {} : { cwd: resolve(here, cwd) }) },
	],
	title: ({ command, cwd }) => (cwd === undefined ? command : `${command} (in ${cwd})`),
	timeoutMs: (maxSeconds + 10) * 1000,
	async run({ command, cwd, timeout_s }, { processes, fs, roots, signal, progress, cwd: here }) {
		if (command.includes("\0")) throw new NexusError("tool.bad-input", "The command contains a NUL character");
		if (cwd !== undefined && (await fs.stat(cwd)).kind !== "directory") {
			throw new NexusError("tool.bad-input", `${cwd} is not a folder`);
		}
		const bash = await processes.which("bash");
		const shell = bash ?? (await processes.which("sh"));
		if (shell === undefined) {
			return { content: "There is no shell here: neither bash nor sh is on PATH.", isError: true };
		}
		const result = await processes.run({
			file: shell,
			// With a socket for stdin, bash takes itself for a remote shell and reads ~/.bashrc (bash(1), INVOCATION).
			args: [...(bash === undefined ? [] : ["--norc"]), "-c", command],
			cwd: cwd === undefined ? here : await fs.realPath(cwd),
			env: environment,
			input: "",
			timeoutMs: timeout_s * 1000,
			signal,
			maxOutputBytes,
			onOutput: (text) => progress(text),
			sandbox: { network: false, writableRoots: roots },
		});
		const { exitCode, output, timedOut, durationMs, sandboxed } = result;
		const end = timedOut
			? `stopped after ${timeout_s} s`
			: result.cancelled
				? "cancelled"
				: exitCode === null
					? `ended by ${result.signal ?? "a signal"}`
					: `exit code ${exitCode}`;
		const dropped = result.droppedBytes > 0 ? `; ${result.droppedBytes} bytes of output dropped` : "";
		const isError = exitCode !== 0 || timedOut;
		const body = output === "" ? "(no output)" : output.replace(/\n$/, "");
		return {
			content: isError || dropped !== "" ? `${body}\n[${end}${dropped}]` : body,
			details: { exitCode, output, timedOut, durationMs: Math.round(durationMs), sandboxed },
			summary: end,
			view: { kind: "text", text: output },
			...(isError ? { isError } : {}),
		};
	},
});
