// A `!` command: the person's own, so nothing is asked; its output goes to the screen and into the context.
import { searchesInput } from "../lib/input-hints.js";
import { truncateMiddle } from "../lib/truncate.js";
import type { ToolEnvironment } from "./environment.js";
import type { SessionRunner } from "./session-runner.js";

const maxCharacters = 30_000;

export const runShellCommand = async (
	runner: SessionRunner,
	command: string,
	environment: ToolEnvironment,
	nextId: () => string,
): Promise<void> => {
	const { log } = runner;
	const callId = `shell_${nextId()}`;
	runner.begin();
	log.emit({ type: "tool.request", data: { callId, name: "shell", title: command, input: { command } } });
	log.emit({ type: "tool.start", data: { callId } });
	const title = `! ${command}`;
	const turn = { key: callId, sessionId: log.sessionId, title, time: log.read().at(-1)?.time ?? "" };
	const warning = await environment.turns.beforeCommand(turn, command);
	if (warning !== undefined) log.emit({ type: "notice.show", data: { level: "warn", text: warning } });
	const shell = (await environment.processes.which("bash")) ?? (await environment.processes.which("sh")) ?? "/bin/sh";
	const result = await environment.processes.run({
		file: shell,
		args: ["--norc", "-c", command],
		cwd: environment.cwd,
		noticesInput: !searchesInput(command),
		timeoutMs: 600_000,
		signal: runner.shellSignal(),
		onOutput: (text) => log.emit({ type: "tool.progress", data: { callId, text } }),
	});
	environment.turns.finish(callId);
	const content = truncateMiddle(result.output.toWellFormed(), maxCharacters);
	const status = result.cancelled ? "cancelled" : result.exitCode === 0 ? "done" : "failed";
	const waited = result.wantedInput === undefined ? "" : ", it waited for input";
	const summary = result.cancelled ? "stopped" : `exit ${result.exitCode ?? result.signal ?? ""}${waited}`;
	log.emit({
		type: "tool.result",
		data: { callId, name: "shell", status, content, summary, durationMs: Math.round(result.durationMs) },
	});
	log.emit({ type: "context.add", data: { title: `the person ran: ${command} (${summary})`, text: content } });
};
