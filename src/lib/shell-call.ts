// How a command line of a model is given to a shell.

/** Nobody sits at this shell: pagers, editors and password prompts would wait for ever. */
export const shellEnvironment = {
	PAGER: "cat",
	GIT_PAGER: "cat",
	GIT_EDITOR: "true",
	GIT_TERMINAL_PROMPT: "0",
	DEBIAN_FRONTEND: "noninteractive",
	TERM: "dumb",
} as const;

/** bash, else sh; the command line is the next argument. Undefined where there is neither. */
export async function findShell(processes: {
	which(program: string): Promise<string | undefined>;
}): Promise<{ readonly file: string; readonly args: readonly string[] } | undefined> {
	const bash = await processes.which("bash");
	// With a socket for stdin, bash takes itself for a remote shell and reads ~/.bashrc (bash(1), INVOCATION).
	if (bash !== undefined) return { file: bash, args: ["--norc", "-c"] };
	const sh = await processes.which("sh");
	return sh === undefined ? undefined : { file: sh, args: ["-c"] };
}

export const noShell = "There is no shell here: neither bash nor sh is on PATH.";
