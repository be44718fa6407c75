// A command line as the simple commands that it would run (SECURITY R8 to R11). What is not understood is said so.

import { hasHidden } from "../lib/show-hidden.js";
import type { Findings, SimpleCommand } from "./command-finder.js";
import type { ParseShell } from "./shell-parser.js";
import { createVisitor } from "./shell-visitor.js";
import { quoteWord, type ShellWord } from "./shell-word.js";

export type { SimpleCommand } from "./command-finder.js";

export interface ShellAnalysis {
	/** False: no allow rule can be satisfied. */
	readonly isUnderstood: boolean;
	/** Why not, for people. */
	readonly reasons: readonly string[];
	readonly commands: readonly SimpleCommand[];
	/** Files that redirections write; undefined when only the shell can know which. */
	readonly writes: readonly (ShellWord | undefined)[];
	/** Files that redirections read. */
	readonly reads: readonly ShellWord[];
}

/** Longer commands are refused: too long to analyse (SECURITY R9). */
export const maxCommandCharacters = 10_000;
const maxDepth = 5;

/** Analyses a command line; `parse` is the grammar. Never throws. */
export function analyzeShell(command: string, parse: ParseShell): ShellAnalysis {
	const found: Findings = { reasons: [], commands: [], writes: [], reads: [] };
	analyzeInto(found, command, parse, 0);
	return { ...found, isUnderstood: found.reasons.length === 0 };
}

function analyzeInto(found: Findings, command: string, parse: ParseShell, depth: number): void {
	if (depth > maxDepth) {
		found.reasons.push("shells within shells, too deep");
		return;
	}
	if (command.length > maxCommandCharacters) found.reasons.push("it is too long to analyse");
	if (hasHidden(command)) found.reasons.push("it holds characters that cannot be seen");
	// Bash joins the two halves, the grammar does not.
	if (/[^\s\\]\\\n\S/.test(command)) found.reasons.push("a word goes on in the next line");
	const visitor = createVisitor(found, command, (into, script) => analyzeInto(into, script, parse, depth + 1));
	try {
		parse(command, (root) => {
			if (root.hasError) found.reasons.push("it does not parse");
			visitor(root);
		});
	} catch {
		// Nested deeper than the stack.
		found.reasons.push("it is too complicated to analyse");
	}
}

/** Only a `*` in a pattern can match it. */
export const unknownWord = "\ufffc";

/** One spelling for a list of words; words that only the shell knows are matched by nothing but `*`. */
export const commandText = (words: readonly ShellWord[]): string =>
	words
		.map((word) =>
			word.text === undefined ? unknownWord : word.isGlob || word.isTilde ? word.raw : quoteWord(word.text),
		)
		.join(" ");
