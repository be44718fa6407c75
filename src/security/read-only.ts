// Whether a simple command only reads, and which paths it reads (SECURITY R10, R18).
import { findExpressions, type ReadOnlyCommand, readOnlyCommands } from "./read-only-commands.js";
import { isDangerousForGit, readOnlyGit } from "./read-only-git.js";
import type { ShellWord } from "./shell-word.js";

export interface ReadOnlyUse {
	/** Words that are, or may be, paths. Each has to be judged like any other read. */
	readonly paths: readonly ShellWord[];
	/** The folder that later commands run in. */
	readonly changesTo?: ShellWord;
	/** Everything below the paths, or below the working folder when there are none, is read. */
	readonly sweeps?: { readonly hidden: boolean };
	/** It reads the repository's configuration, which can name programs. */
	readonly isGit: boolean;
}

/** Options and operands after a grammar; undefined when something in it is not known to be harmless. */
function matchGrammar(grammar: ReadOnlyCommand, words: readonly ShellWord[]): readonly ShellWord[] | undefined {
	const operands: ShellWord[] = [];
	const long = grammar.long?.split(" ") ?? [];
	let hasPattern = false;
	let isOver = false;
	const uses = (name: string): void => {
		hasPattern ||= grammar.patternOptions?.includes(name) ?? false;
	};
	for (let i = 0; i < words.length; i++) {
		const word = words[i];
		const option = word?.text;
		if (word === undefined || option === undefined) return undefined;
		if (isOver || !option.startsWith("-") || option === "-") {
			operands.push(word);
		} else if (option === "--") {
			isOver = true;
		} else if (option.startsWith("--")) {
			const equals = option.indexOf("=");
			const name = option.slice(2, equals < 0 ? undefined : equals);
			const takesValue = long.includes(`${name}=`);
			const isAlone = long.includes(name);
			if (equals >= 0 ? !takesValue : !takesValue && !isAlone) return undefined;
			if (equals < 0 && takesValue && !isAlone) i++;
			uses(name);
		} else if (!(grammar.numericFlags && /^-\d+$/.test(option))) {
			for (let at = 1; at < option.length; at++) {
				const letter = option[at] ?? "";
				uses(letter);
				if (grammar.flags?.includes(letter)) continue;
				if (grammar.attached?.includes(letter)) break;
				if (!grammar.valued?.includes(letter)) return undefined;
				if (at === option.length - 1) i++;
				break;
			}
		}
		// A value taken from the next word must be known too.
		if (i < words.length && words[i]?.text === undefined) return undefined;
	}
	const isPatternFirst = grammar.operands === "text-then-paths" && !hasPattern;
	const tested = isPatternFirst ? operands.slice(0, 1) : grammar.operands === "text" ? operands : [];
	const pattern = grammar.operandPattern;
	if (pattern !== undefined && tested.some((word) => !pattern.test(word.text ?? ""))) return undefined;
	if (grammar.operands === "none" && operands.length > 0) return undefined;
	if (grammar.maxOperands !== undefined && operands.length > grammar.maxOperands) return undefined;
	if (grammar.fits?.(words.map(({ text = "" }) => text)) === false) return undefined;
	const paths = grammar.operands === "text" ? [] : operands.slice(isPatternFirst ? 1 : 0);
	// What the shell puts in place of a pattern could be a file with secrets, or look like an option.
	if (operands.some((word) => word.isGlob) && !grammar.takesPatterns) return undefined;
	return paths;
}

function matchFind(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
	const first = words.findIndex((word) => /^[-!(,)]/.test(word.text ?? "-"));
	const paths = first < 0 ? words : words.slice(0, first);
	for (let i = paths.length; i < words.length; i++) {
		const word = words[i]?.text;
		const values =
			word === undefined ? undefined : Object.hasOwn(findExpressions, word) ? findExpressions[word] : undefined;
		if (values === undefined) return undefined;
		for (const value of words.slice(i + 1, i + 1 + values))
			if (value.text === undefined || value.isGlob) return undefined;
		i += values;
	}
	return paths.some((word) => word.text === undefined || word.isGlob) ? undefined : paths;
}

function matchGit(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
	const at = words.findIndex((word) => word.text !== "--no-pager" && word.text !== "-P");
	const name = words[at]?.text;
	if (name === "--version" && words.length === 1) return [];
	if (name === undefined || !Object.hasOwn(readOnlyGit, name)) return undefined;
	const rest = words.slice(at + 1);
	const grammar = readOnlyGit[name];
	// Signatures are checked by a program that the configuration names.
	if (rest.some(({ text = "" }) => /%G|show-signature/.test(text) || isDangerousForGit(text))) return undefined;
	if (grammar === undefined || matchGrammar(grammar, rest) === undefined) return undefined;
	// `HEAD:path` names a path too.
	return rest.flatMap((word) => {
		const text = word.text?.split(":").at(-1) ?? "";
		return text.startsWith("-") || text === "" ? [] : [{ ...word, text }];
	});
}

/** Whether the options make it go through whole folders. */
function sweepOf(
	grammar: ReadOnlyCommand | undefined,
	words: readonly ShellWord[],
): { readonly hidden: boolean } | undefined {
	const sweeps = grammar?.sweeps;
	if (sweeps === undefined) return undefined;
	const { hidden, when } = sweeps;
	if (when === "always") return { hidden };
	const asks = words.some(({ text = "" }) =>
		when.some((option) => (option.length > 1 ? text === `--${option}` : /^-[^-]/.test(text) && text.includes(option))),
	);
	return asks ? { hidden } : undefined;
}

/** undefined: not known to be read-only. */
export function readOnlyUse(words: readonly ShellWord[]): ReadOnlyUse | undefined {
	const program = words[0]?.text;
	if (program === undefined) return undefined;
	const name = program.replace(/^\/(?:usr\/)?bin\//, "");
	const rest = words.slice(1);
	// Whatever its words become, it only prints them.
	if (name === "echo") return { paths: [], isGit: false };
	if (name === "cd") {
		const [target] = rest;
		if (rest.length !== 1 || target?.text === undefined || target.isGlob || /^-|^$/.test(target.text)) return undefined;
		return { paths: [target], changesTo: target, isGit: false };
	}
	const isGit = name === "git";
	const grammar = Object.hasOwn(readOnlyCommands, name) ? readOnlyCommands[name] : undefined;
	const paths = isGit ? matchGit(rest) : name === "find" ? matchFind(rest) : grammar && matchGrammar(grammar, rest);
	if (paths === undefined) return undefined;
	const sweep = sweepOf(isGit ? undefined : grammar, rest);
	return { paths, isGit, ...(sweep === undefined ? {} : { sweeps: sweep }) };
}
