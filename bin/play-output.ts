// Results of commands that go on: a recording that is played, a copy that goes on live.
import type { NexusClient } from "../src/contracts/client.js";
import type { CommandResult } from "../src/contracts/command.js";
import type { Invocation } from "./cli.js";
import { printFrontend } from "./frontends.js";

type CommandInvocation = Extract<Invocation, { kind: "command" }>;

interface PlayIo {
	readonly client: NexusClient;
	readonly process: NodeJS.Process;
	readonly signal: AbortSignal;
}

const optionsOf = ({ options, wantsJson }: CommandInvocation) => ({
	outputFormat: wantsJson ? ("json" as const) : options.outputFormat,
	isQuiet: options.quiet,
	isVerbose: options.verbose,
});

export const playRecording = async (
	{ request }: Extract<CommandResult, { type: "replay" }>,
	invocation: CommandInvocation,
	{ client, process, signal }: PlayIo,
): Promise<number> => {
	const { printReplay } = await import("../src/frontends/print/replay.js");
	return printReplay({ client, io: process, signal, request, options: optionsOf(invocation) });
};

/** Says what will happen, then does it as `nexus -p` does. */
export const goOnIn = async (
	{ sessionId, text, resumes = false, prompts = [] }: Extract<CommandResult, { type: "session" }>,
	invocation: CommandInvocation,
	{ client, process, signal }: PlayIo,
): Promise<number> => {
	process.stderr.write(`${text}\n`);
	const frontend = await printFrontend();
	const seconds = invocation.options.timeout;
	return frontend.start({
		client,
		commands: [],
		io: process,
		signal,
		options: {
			...optionsOf(invocation),
			prompt: "",
			typed: "",
			prompts,
			resumes,
			inputFormat: "text",
			outputFile: invocation.options.outputFile,
			outputSchema: undefined,
			sessionId,
			timeoutMs: seconds === undefined ? undefined : seconds * 1000,
		},
	});
};
