// Which rules a command line meets. What holds back is wide, what lets through is narrow (SECURITY R8 to R10).
import { matchWildcard, mayMatchWildcard } from "../lib/wildcard.js";
import { opaqueWrappers } from "./command-wrappers.js";
import { gitValued } from "./hidden-git.js";
import { readOnlyUse } from "./read-only.js";
import type { ParsedRule } from "./rule.js";
import { commandText, type ShellAnalysis, type SimpleCommand, unknownWord } from "./shell-grammar.js";
import type { ShellWord } from "./shell-word.js";

/** Options before a subcommand that are looked past. */
const maxSkipped = 8;

/**
 * Without options between the program and its subcommand: `git -C x push` is still a push. Which options of other
 * programs take the next word is not known, so each is tried both ways.
 */
function withoutGlobals([program, ...words]: readonly ShellWord[]): readonly (readonly ShellWord[])[] {
	if (program === undefined) return [];
	if (program.text === "git") {
		let at = 0;
		while (words[at]?.text?.startsWith("-")) at += gitValued.includes(words[at]?.text ?? "") ? 2 : 1;
		return [[program, ...words.slice(at)]];
	}
	const found: (readonly ShellWord[])[] = [];
	let at = 0;
	for (let round = 0; round < maxSkipped && words[at]?.text?.startsWith("-"); round++) {
		while (words[at]?.text?.startsWith("-")) at++;
		found.push([program, ...words.slice(at)]);
		at++;
	}
	return at === 0 ? [] : [...found, [program, ...words.slice(at)]];
}

/** A command in every spelling that a deny or ask rule may mean. */
function spellings({ words }: SimpleCommand): readonly (readonly ShellWord[])[] {
	const [program, ...rest] = words;
	if (program === undefined) return [];
	const name = program.text?.slice(program.text.lastIndexOf("/") + 1);
	const named = [{ ...program, text: name, isGlob: false, isTilde: false }, ...rest];
	return [words, named, ...withoutGlobals(named)];
}

/** `rm` and `rm *` mean `rm` and every `rm …`. */
function meanings(pattern: string): readonly string[] {
	const program = pattern.replace(/ \*$/, "");
	return [pattern, program, `${program} *`];
}

/** The rule among those that hold back that means a command of the line. */
export const findWide = (
	rules: readonly ParsedRule[],
	raw: string,
	analysis: ShellAnalysis,
): ParsedRule | undefined => {
	if (rules.length === 0) return undefined;
	const texts = analysis.commands.flatMap((command) => spellings(command).map(commandText));
	return rules.find(({ pattern }) => {
		if (pattern === undefined || matchWildcard(pattern, raw)) return true;
		const candidates = meanings(pattern);
		return texts.some((text) => candidates.some((candidate) => matchWildcard(candidate, text)));
	});
};

/** Words that only the shell knows may be none, one or several. */
const openText = (words: readonly ShellWord[]): string =>
	words
		.map((word, i) =>
			word.text === undefined || word.isGlob ? unknownWord : `${i === 0 ? "" : " "}${commandText([word])}`,
		)
		.join("");

/** The rule among those that hold back that may mean a command of the line, once the shell has filled in its words. */
export const findPossible = (rules: readonly ParsedRule[], analysis: ShellAnalysis): ParsedRule | undefined => {
	if (rules.length === 0) return undefined;
	const open = analysis.commands.filter(({ words }) => words.some((word) => word.text === undefined || word.isGlob));
	const texts = open.flatMap((command) => spellings(command).map(openText));
	return rules.find(({ pattern }) => {
		const candidates = meanings(pattern ?? "*");
		return texts.some((text) => candidates.some((candidate) => mayMatchWildcard(candidate, text, unknownWord)));
	});
};

/** So many words are tried as the program that an unknown one runs. */
const maxTried = 60;

/** Their words are no program: what else they run is found elsewhere. */
const keepsWords: readonly string[] = [
	...opaqueWrappers,
	...["git", "npm", "pnpm", "yarn", "docker", "podman", "kubectl", "apt", "apt-get", "brew", "svn", "hg", "gh"],
	...["mkdir", "rmdir", "touch", "cp", "mv", "rm", "export", "kill", "man", "sed", "awk"],
];

function wordsThatMayRun({ words }: SimpleCommand): readonly string[] {
	if (keepsWords.includes(words[0]?.text ?? "") || readOnlyUse(words) !== undefined) return [];
	const behind = words.slice(1, maxTried);
	return behind.flatMap(({ text = "" }, i) => [
		...(/\s/.test(text) ? text.split(/[;&|\n(){}]+/).map((part) => part.trim()) : []),
		...spellings({ words: behind.slice(i), role: "inner" }).map(commandText),
	]);
}

/**
 * The rule among those that hold back that means words behind a program that may run them: there are more of those than
 * any list has (`hyperfine 'rm x'`, `fd -x rm`).
 */
export const findMentioned = (
	rules: readonly ParsedRule[],
	commands: readonly SimpleCommand[],
): ParsedRule | undefined => {
	const texts = rules.length === 0 ? [] : commands.flatMap(wordsThatMayRun);
	return rules.find(({ pattern }) => {
		const candidates = meanings(pattern ?? "*");
		return texts.some((text) => candidates.some((candidate) => matchWildcard(candidate, text)));
	});
};

/** An allow rule for one simple command as it stands: `git log *` is also `git log`, and `ls` never `./ls`. */
export const findNarrow = (rules: readonly ParsedRule[], { words }: SimpleCommand): ParsedRule | undefined => {
	if (rules.length === 0) return undefined;
	const text = commandText(words);
	return rules.find(({ pattern }) => {
		if (pattern === undefined || matchWildcard(pattern, text)) return true;
		return pattern.endsWith(" *") && matchWildcard(pattern.slice(0, -2), text);
	});
};
