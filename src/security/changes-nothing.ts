// Whether a command line of a shell is known to read only: nothing has to be saved before it.
import { readOnlyUse } from "./read-only.js";
import { analyzeShell, maxCommandCharacters } from "./shell-grammar.js";
import type { ParseShell } from "./shell-parser.js";

/** What cannot be told counts as a change. */
export const changesNothing = (command: string, parse: ParseShell): boolean => {
	if (command.length > maxCommandCharacters) return false;
	const { isUnderstood, writes, commands } = analyzeShell(command, parse);
	return (
		isUnderstood &&
		writes.length === 0 &&
		commands.length > 0 &&
		commands.every(({ role, words }) => role === "runs" && readOnlyUse(words) !== undefined)
	);
};
