// What a command reads: inside the workspace, and no secret (SECURITY R17, R18).
import { homedir } from "node:os";
import { secretBelow, secretMatching } from "./find-secrets.js";
import { isInRoots, isOwn } from "./judge-path.js";
import type { PolicyContext } from "./judgement.js";
import { type ReadOnlyUse, readOnlyUse } from "./read-only.js";
import { isSecretFile } from "./secret-files.js";
import type { ShellAnalysis, SimpleCommand } from "./shell-grammar.js";
import type { ShellWord } from "./shell-word.js";

/** A path from a folder, as whoever opens it puts the two together: `..` is left to the links before it. */
export const below = (folder: string, text: string): string => (text.startsWith("/") ? text : `${folder}/${text}`);

/** Where a word of a command leads, from a folder; undefined when that cannot be known. */
export async function pathOf(word: ShellWord, from: string, context: PolicyContext): Promise<string | undefined> {
	const text = word.isGlob ? word.raw.slice(0, word.raw.search(/[*?[]/)).replace(/[^/]*$/, "") : word.text;
	if (text === undefined || (word.isTilde && !/^~(?:\/|$)/.test(text))) return undefined;
	return context.realPath(word.isTilde ? homedir() + text.slice(1) : below(from, text));
}

/** Why these reads are not harmless; undefined when all stay inside the workspace and are no secrets. */
export async function readProblem(
	words: readonly ShellWord[],
	folders: readonly string[],
	context: PolicyContext,
): Promise<string | undefined> {
	for (const word of words) {
		if (word.text === "-" || word.text === "/dev/null") continue;
		for (const folder of folders) {
			const path = await pathOf(word, folder, context);
			if (path === undefined) return `what ${word.raw} names is only known when it runs`;
			if (isSecretFile(path) || isOwn(path, context.home, context.roots)) return `${path} is known to hold secrets`;
			if (!isInRoots(path, context.roots)) return `${path} is outside the workspace`;
		}
	}
	return undefined;
}

/** Why a search through folders is not harmless. */
export async function sweepProblem(
	use: ReadOnlyUse,
	folders: readonly string[],
	context: PolicyContext,
): Promise<string | undefined> {
	if (use.sweeps === undefined) return undefined;
	const named = use.paths.flatMap((word) => folders.map((folder) => pathOf(word, folder, context)));
	const paths = use.paths.length === 0 ? folders : await Promise.all(named);
	for (const path of paths) {
		const problem = path === undefined ? undefined : await secretBelow(path, use.sweeps.hidden);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

/** What a search with options that are not known may go through; none when it stays with the files it is given. */
function searchesOf(words: readonly ShellWord[]): readonly ReadOnlyUse[] {
	const [program, ...rest] = words.map(({ text = "" }) => text);
	const isGrep = /(?:^|\/)[efz]?grep$/.test(program ?? "");
	const isDeep = isGrep && rest.some((word) => /^-[^-]*[rRd]|^--(?:[dr]|include)/.test(word));
	if (!isDeep && !/(?:^|\/)(?:rg|ag|ack|ugrep)$/.test(program ?? "")) return [];
	const paths = words.slice(1).filter(({ text }) => text !== undefined && !text.startsWith("-"));
	const named: ReadOnlyUse = { paths, sweeps: { hidden: true }, isGit: false };
	// The only one is the pattern, as a rule: then it goes through the folder it is in.
	return paths.length > 1 ? [named] : [named, { ...named, paths: [] }];
}

/** Why what the shell puts in place of a pattern may be a secret. */
async function patternProblem(
	words: readonly ShellWord[],
	folders: readonly string[],
	isDotted: boolean,
): Promise<string | undefined> {
	for (const { isGlob, isTilde, raw } of words) {
		if (!isGlob) continue;
		if (isTilde && !raw.startsWith("~/")) return `what ${raw} names is only known when it runs`;
		for (const folder of folders) {
			const pattern = isTilde ? homedir() + raw.slice(1) : below(folder, raw);
			const problem = await secretMatching(pattern, isDotted);
			if (problem !== undefined) return problem;
		}
	}
	return undefined;
}

/**
 * Why a line that runs in the sandbox unasked would show a secret, or files outside the workspace, as far as its words
 * tell. It need not be understood. `isByRule`: the person has allowed that command.
 */
export async function sandboxedReadProblem(
	analysis: ShellAnalysis,
	folders: readonly string[],
	context: PolicyContext,
	isByRule: (command: SimpleCommand) => boolean,
): Promise<string | undefined> {
	const isDotted = analysis.commands.some(({ words }) => words[0]?.text === "shopt");
	for (const command of analysis.commands) {
		const [program, ...words] = command.words;
		if (program === undefined || isByRule(command)) continue;
		const use = readOnlyUse(command.words);
		if (use?.changesTo !== undefined) continue;
		const problem =
			use === undefined
				? await patternProblem(words, folders, isDotted)
				: await readProblem(use.paths, folders, context);
		if (problem !== undefined) return problem;
		for (const search of use === undefined ? searchesOf(command.words) : [use]) {
			const swept = await sweepProblem(search, folders, context);
			if (swept !== undefined) return swept;
		}
	}
	return (
		(await patternProblem(analysis.reads, folders, isDotted)) ?? (await readProblem(analysis.reads, folders, context))
	);
}
