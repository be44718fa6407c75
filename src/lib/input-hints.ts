// What to do about a command that wanted something from the person at the terminal, told by its last words.

const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
	[
		/Aborting commit due to empty commit message|empty commit message/i,
		"no editor opens here: give the message with -m",
	],
	[
		/sudo: (?:a terminal is required|a password is required|no tty present)|sudo: .*askpass/i,
		"sudo cannot ask for a password here: the person can run it in a terminal of theirs",
	],
	[/could not read (?:Username|Password)|terminal prompts disabled/i, "git cannot ask for credentials here"],
	[/Host key verification failed/i, "ssh cannot ask about an unknown host here: the person has to connect once"],
	[/EOFError: EOF when reading a line/, "it asked for a line: give it in `stdin`"],
	[
		/not a (?:tty|terminal)\b|(?:requires|needs) an? (?:interactive |real )?(?:tty|terminal)|\/dev\/tty: (?:No such device|Device not configured)|input device is not a TTY|cannot open (?:your )?terminal|inappropriate ioctl/i,
		"there is no terminal here: use an option that asks nothing (-y, --yes, --no-input, --batch)",
	],
	[/Do you want to continue\? \[Y\/n\]\s*Abort/i, "it asked whether to go on: use -y"],
];

/** Half a line, without a full stop; undefined when nothing in the output's end tells of a question. */
export function inputHint(output: string): string | undefined {
	const end = output.slice(-4000);
	return hints.find(([pattern]) => pattern.test(end))?.[1];
}

/**
 * Programs that search what is piped in rather than the folder when there is a pipe. They must be given an empty file
 * for standard input, not a pipe in which nothing comes.
 */
export const searchesInput = (command: string): boolean => /(?:^|[\s;&|(`])(?:rg|ag|ack|ugrep|ug)\s/.test(command);
