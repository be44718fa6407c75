// The process: words in, an exit code out. The only place that ends it.
import { NexusError, toErrorData } from "../src/contracts/errors.js";
import { errorLine } from "../src/lib/error-line.js";
import { failureOutput } from "./failure-output.js";
import { run } from "./run.js";

const leave = (code: number): void => {
	process.exitCode = code;
	// Whatever still holds the event loop (an idle connection, a timer) must not hold the person's shell.
	process.exit();
};

const fail = (error: unknown): number => {
	const data = toErrorData(error);
	process.stderr.write(`${errorLine(data)}\n`);
	if (process.env.NEXUS_DEBUG === "1" && !(error instanceof NexusError))
		process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
	return data.exitCode ?? 1;
};

// A reader that has seen enough (`nexus … | head -1`) is no error. Errors of stderr arrive as uncaught ones: to listen to
// it would open it, and most runs write nothing there.
const leaveUnread = (error: NodeJS.ErrnoException) => leave(error.code === "EPIPE" ? 0 : 1);
process.stdout.on("error", leaveUnread);
process.on("uncaughtException", (error) => {
	if (process.stderr.errored === error) leaveUnread(error);
	else leave(fail(error));
});
process.on("unhandledRejection", (error) => leave(fail(error)));

const words = process.argv.slice(2);
run(words, process).then(leave, async (error: unknown) => {
	const output = await failureOutput(words, error).catch(() => "");
	const code = fail(error);
	if (output === "") leave(code);
	else process.stdout.write(output, () => leave(code));
});
