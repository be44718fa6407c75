// Runs a command and writes its result: tables for people, JSON for scripts.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import type { NexusClient } from "../src/contracts/client.js";
import type { CommandDefinition, CommandResult } from "../src/contracts/command.js";
import { NexusError } from "../src/contracts/errors.js";
import { sanitizeText } from "../src/lib/sanitize.js";
import { showHidden } from "../src/lib/show-hidden.js";
import { textTable } from "../src/lib/text-table.js";
import { askSecret } from "./ask-secret.js";
import type { Invocation } from "./cli.js";
import { readPipedInput } from "./piped-input.js";

interface CommandIo {
	readonly commands: readonly CommandDefinition[];
	readonly mainFlags: readonly string[];
	readonly process: NodeJS.Process;
	readonly canAsk: boolean;
	readonly signal: AbortSignal;
}

export const runCommand = async (
	invocation: Extract<Invocation, { kind: "command" }>,
	client: NexusClient,
	{ commands, mainFlags, process, canAsk, signal }: CommandIo,
): Promise<number> => {
	for (const warning of client.info.warnings) process.stderr.write(`${sanitizeText(warning)}\n`);
	const result = await invocation.command.run(invocation.args, {
		client,
		signal,
		commands: commands.filter((command) => command.surfaces.includes("cli")),
		surface: "cli",
		rest: invocation.rest,
		mainFlags,
		readStdin: () => readPipedInput(process, false, signal),
		...(canAsk
			? {
					approve: (question: string) => askOnTerminal(question, process),
					askSecret: (question: string) => askSecret(question, process, signal),
					askLine: (question: string) => askForLine(question, process, signal),
					editText: (text: string, extension: string) => editText(text, extension, process),
				}
			: {}),
		outputFormat: invocation.wantsJson ? "json" : invocation.options.outputFormat,
		writeLine: (line) => void process.stdout.write(`${line}\n`),
		...(invocation.options.quiet
			? {}
			: { say: (line: string) => void process.stderr.write(`${sanitizeText(line)}\n`) }),
		// Where both go to the same screen the result alone is enough.
		...(process.stderr.isTTY === true && process.stdout.isTTY !== true
			? { onProgress: (text: string) => void process.stderr.write(sanitizeText(text)) }
			: {}),
	});
	if (result.type !== "replay" && result.type !== "session") return writeResult(result, invocation.wantsJson, process);
	const { playRecording, goOnIn } = await import("./play-output.js");
	return result.type === "replay"
		? playRecording(result, invocation, { client, process, signal })
		: goOnIn(result, invocation, { client, process, signal });
};

const writeResult = async (result: CommandResult, wantsJson: boolean, process: NodeJS.Process): Promise<number> => {
	const write = (text: string): Promise<void> =>
		new Promise((resolve) => process.stdout.write(text.endsWith("\n") ? text : `${text}\n`, () => resolve()));
	switch (result.type) {
		case "message":
			await write(wantsJson ? JSON.stringify(result.json ?? { message: result.text }) : sanitizeText(result.text));
			return result.exitCode ?? 0;
		case "table": {
			if (wantsJson) await write(JSON.stringify(typeof result.json === "function" ? await result.json() : result.json));
			else if (result.rows.length === 0) await write(result.empty ?? "nothing");
			else
				await write(
					textTable(result.columns, result.rows, process.stdout.isTTY === true ? process.stdout.columns : undefined),
				);
			return result.exitCode ?? 0;
		}
		case "follow":
			for await (const line of result.lines)
				await write(wantsJson ? JSON.stringify(line.json) : sanitizeText(line.text));
			return 0;
		case "edit":
			return openEditor(result.path, process);
		default:
			await write(JSON.stringify(result));
			return 0;
	}
};

/** Rejects with an AbortError when nexus is told to stop: ctrl+c at the question is one way to say so. */
const askForLine = async (question: string, process: NodeJS.Process, signal: AbortSignal): Promise<string> => {
	const lines = createInterface({ input: process.stdin, output: process.stderr });
	lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
	try {
		return await lines.question(showHidden(question), { signal });
	} finally {
		lines.close();
	}
};

const editText = async (text: string, extension: string, process: NodeJS.Process): Promise<string> => {
	const folder = await mkdtemp(join(tmpdir(), "nexus-edit-"));
	const path = join(folder, `plan.${extension}`);
	try {
		await writeFile(path, text, { mode: 0o600 });
		const code = await openEditor(path, process);
		if (code !== 0) throw new NexusError("usage.editor", `the editor ended with ${code}`, { exitCode: 2 });
		return await readFile(path, "utf8");
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
};

const askOnTerminal = async (question: string, process: NodeJS.Process): Promise<boolean> => {
	const lines = createInterface({ input: process.stdin, output: process.stderr });
	try {
		const answer = await lines.question(`${showHidden(question)}\nallow? [y/N] `);
		return /^y(es)?$/i.test(answer.trim());
	} finally {
		lines.close();
	}
};

const openEditor = (path: string, process: NodeJS.Process): Promise<number> => {
	const editor = process.env.VISUAL || process.env.EDITOR;
	if (editor === undefined || editor === "") {
		throw new NexusError("usage.editor", "neither VISUAL nor EDITOR is set", {
			hint: `the file is ${path}`,
			exitCode: 2,
		});
	}
	const [file = editor, ...args] = editor.split(/\s+/);
	return new Promise((resolve, reject) => {
		const child = spawn(file, [...args, path], { stdio: "inherit" });
		child.on("error", () =>
			reject(new NexusError("usage.editor", `cannot start the editor ${file}`, { hint: "set EDITOR", exitCode: 2 })),
		);
		child.on("exit", (code) => resolve(code ?? 1));
	});
};
