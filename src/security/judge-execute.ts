// Running commands and code (SECURITY R8 to R11, R14, R16, R18, R25).
import type { Access } from "../contracts/permission.js";
import { matchWildcard } from "../lib/wildcard.js";
import { gitProblem } from "./git-folder.js";
import { isInRoots, writeGuard } from "./judge-path.js";
import { pathOf, readProblem, sandboxedReadProblem, sweepProblem } from "./judge-reads.js";
import { byEffect, byMode, byRule, type Judgement, type PolicyContext, planDenies, yoloAllows } from "./judgement.js";
import { readOnlyUse } from "./read-only.js";
import { exactRule, isExactly, type ParsedRule } from "./rule.js";
import { isSecretFile } from "./secret-files.js";
import {
	analyzeShell,
	commandText,
	maxCommandCharacters,
	type ShellAnalysis,
	type SimpleCommand,
} from "./shell-grammar.js";
import type { ParseShell } from "./shell-parser.js";
import type { ShellWord } from "./shell-word.js";

type ExecuteAccess = Extract<Access, { effect: "execute" }>;

/** Options of git before its subcommand that take a value (git(1)). */
const gitValued: readonly string[] = [
	"-C",
	"-c",
	"--git-dir",
	"--work-tree",
	"--namespace",
	"--exec-path",
	"--super-prefix",
	"--config-env",
];

/** Without options between the program and its subcommand: `git -C x push` is still a push. */
function withoutGlobals(words: readonly ShellWord[]): readonly ShellWord[] {
	let at = 1;
	while (words[at]?.text?.startsWith("-")) at += gitValued.includes(words[at]?.text ?? "") ? 2 : 1;
	return [...words.slice(0, 1), ...words.slice(at)];
}

/** A command in every spelling that a deny or ask rule may mean. */
function spellings({ words }: SimpleCommand): readonly string[] {
	const [program, ...rest] = words;
	if (program === undefined) return [];
	const name = program.text?.slice(program.text.lastIndexOf("/") + 1);
	const named = [{ ...program, text: name, isGlob: false, isTilde: false }, ...rest];
	return [commandText(words), commandText(named), commandText(withoutGlobals(named))];
}

/** `rm` and `rm *` mean `rm` and every `rm …`. */
function isMeant(pattern: string, text: string): boolean {
	const program = pattern.replace(/ \*$/, "");
	return [pattern, program, `${program} *`].some((candidate) => matchWildcard(candidate, text));
}

const findWide = (rules: readonly ParsedRule[], raw: string, analysis: ShellAnalysis): ParsedRule | undefined =>
	rules.find(({ pattern }) => {
		if (pattern === undefined || matchWildcard(pattern, raw)) return true;
		return analysis.commands.some((command) => spellings(command).some((text) => isMeant(pattern, text)));
	});

/** An allow rule for one simple command as it stands: `git log *` is also `git log`, and `ls` never `./ls`. */
const findNarrow = (rules: readonly ParsedRule[], { words }: SimpleCommand): ParsedRule | undefined => {
	const text = commandText(words);
	return rules.find(({ pattern }) => {
		if (pattern === undefined || matchWildcard(pattern, text)) return true;
		return pattern.endsWith(" *") && matchWildcard(pattern.slice(0, -2), text);
	});
};

/** Every path that a word may name: `a=b` and `rev:path` name one in their last part. */
const namesIn = (text: string): readonly string[] => [
	text,
	text.slice(text.lastIndexOf("=") + 1),
	text.slice(text.lastIndexOf(":") + 1),
];

const secretWord = (analysis: ShellAnalysis): string | undefined =>
	[...analysis.commands.flatMap((command) => command.words.slice(1)), ...analysis.reads]
		.map((word) => word.text)
		.find((text) => text !== undefined && namesIn(text).some(isSecretFile));

const maxFolders = 16;
const tooManyFolders = "it changes folders too often to know where it runs";

/** The folders in which a command may find itself after every `cd` in the line; undefined when they are too many. */
async function workingFolders(
	analysis: ShellAnalysis,
	start: string,
	context: PolicyContext,
): Promise<readonly string[] | undefined> {
	let folders = [start];
	for (const command of analysis.commands) {
		const target = readOnlyUse(command.words)?.changesTo;
		if (target === undefined) continue;
		if (folders.length > maxFolders) return undefined;
		const reached = await Promise.all(folders.map((folder) => pathOf(target, folder, context)));
		folders = [...new Set([...folders, ...reached.filter((path) => path !== undefined)])];
	}
	return folders;
}

/** The rule, or the reason, by which every simple command of the line may run; a reason why not otherwise. */
async function coverage(
	analysis: ShellAnalysis,
	start: string,
	context: PolicyContext,
): Promise<{ by: ParsedRule | "reads" } | { missing: string }> {
	if (!analysis.isUnderstood) return { missing: analysis.reasons.join("; ") };
	if (!isInRoots(start, context.roots)) return { missing: `it runs in ${start}, outside the workspace` };
	const folders = await workingFolders(analysis, start, context);
	if (folders === undefined) return { missing: tooManyFolders };
	const isEverything = context.allow.some((rule) => rule.pattern === undefined);
	for (const write of analysis.writes) {
		const path = write === undefined ? undefined : await pathOf(write, start, context);
		if (path === undefined) return { missing: "where it writes is only known when it runs" };
		const guard = writeGuard(path, context.home);
		if (guard !== undefined) return { missing: guard };
		if (!isEverything) return { missing: `it writes ${write?.text ?? ""}` };
		if (!isInRoots(path, context.roots) || folders.length > 1) return { missing: `it writes ${path}` };
	}
	let by: ParsedRule | "reads" = "reads";
	const running = analysis.commands.filter((command) => command.role === "runs");
	for (const command of running) {
		const rule = findNarrow(context.allow, command);
		if (rule !== undefined) {
			by = rule;
			continue;
		}
		const use = readOnlyUse(command.words);
		if (use === undefined) return { missing: `it runs ${command.words[0]?.text ?? "something"}` };
		if (use.isGit && context.isTrusted !== true)
			return { missing: "git runs what this folder's configuration says, and the folder is not trusted" };
		for (const folder of use.isGit ? folders : []) {
			const foreign = await gitProblem(folder, context.cwd);
			if (foreign !== undefined) return { missing: foreign };
		}
		const problem = (await readProblem(use.paths, folders, context)) ?? (await sweepProblem(use, folders, context));
		if (problem !== undefined) return { missing: problem };
	}
	const problem = await readProblem(analysis.reads, folders, context);
	if (problem !== undefined) return { missing: problem };
	return running.length === 0 && analysis.commands.length === 0 && by === "reads"
		? { missing: "it runs nothing that is known" }
		: { by };
}

/** What stands beside the question when no sandbox holds. */
const sandboxWarnings = ({ sandbox }: PolicyContext): readonly string[] =>
	sandbox.works ? [] : [`No sandbox: ${sandbox.reason}. It would run with all your rights.`];

export async function judgeCommand(
	access: ExecuteAccess,
	context: PolicyContext,
	parse: ParseShell,
): Promise<Judgement> {
	const { command } = access;
	const raw = command.trim();
	if (command.length > maxCommandCharacters) {
		return byEffect(
			"deny",
			`the command has ${command.length} characters; more than ${maxCommandCharacters} are refused`,
		);
	}
	const analysis = analyzeShell(command, parse);
	const denied = findWide(context.deny, raw, analysis);
	if (denied !== undefined) return byRule(denied);
	const ask = (judgement: Judgement): Judgement => ({ ...judgement, warnings: sandboxWarnings(context) });
	if (context.mode === "plan") return planDenies("run commands");
	if (context.deny.length > 0 && !analysis.isUnderstood) {
		return ask(byEffect("ask", `a rule may deny it, but ${analysis.reasons.join("; ")}`));
	}
	if (context.mode === "yolo") return yoloAllows();
	const asked = findWide(context.ask, raw, analysis);
	if (asked !== undefined) return ask(byRule(asked));
	if (access.outlives === true && !context.allow.some((rule) => rule.pattern === undefined)) {
		return ask(byEffect("ask", "it goes on when nexus ends"));
	}

	const start = await context.realPath(access.cwd ?? context.cwd);
	const targets = await Promise.all(
		analysis.writes.map((word) => (word === undefined ? undefined : pathOf(word, start, context))),
	);
	const guard = targets
		.map((path) => (path === undefined ? undefined : writeGuard(path, context.home)))
		.find((why) => why !== undefined);
	// A rule says nothing about the folder, so it means the working directory.
	const mayBeRule =
		start === context.cwd && analysis.isUnderstood && guard === undefined && !targets.includes(undefined);
	const offer = mayBeRule ? exactRule(context.tool.name, raw) : undefined;
	const exact = mayBeRule ? context.allow.find((rule) => isExactly(rule, raw)) : undefined;
	if (exact !== undefined) return byRule(exact);
	const secret = secretWord(analysis);
	if (secret !== undefined) return ask(byEffect("ask", `${secret} is known to hold secrets`, offer));
	const covered = await coverage(analysis, start, context);
	if ("by" in covered && covered.by === "reads") return byEffect("allow", "it only reads inside the workspace");
	if (context.isTainted) {
		return ask(byEffect("ask", "it runs a program, and untrusted content has been read in this turn", offer));
	}
	if ("by" in covered && covered.by !== "reads") return byRule(covered.by);
	const missing = "missing" in covered ? covered.missing : "";
	if (context.mode !== "auto") return ask(byEffect("ask", missing, offer));
	const folders = await workingFolders(analysis, start, context);
	if (folders === undefined) return ask(byEffect("ask", tooManyFolders, offer));
	const isByRule = (one: SimpleCommand) => findNarrow(context.allow, one) !== undefined;
	// The sandbox holds back what is written and sent, and shows most files.
	const shown = await sandboxedReadProblem(analysis, folders, context, isByRule);
	if (shown !== undefined) return ask(byEffect("ask", shown, offer));
	if (context.sandbox.works) return byMode("allow", "auto mode runs commands in the sandbox");
	return ask(byMode("ask", `auto mode needs a sandbox: ${context.sandbox.reason}`, offer));
}

/** Code in a language that is not looked into. */
export function judgeCode({ command, language }: ExecuteAccess, context: PolicyContext): Judgement {
	const code = command.trim();
	const covers = ({ pattern }: ParsedRule) => pattern === undefined || matchWildcard(pattern, code);
	const denied = context.deny.find(covers);
	if (denied !== undefined) return byRule(denied);
	if (context.mode === "yolo") return yoloAllows();
	if (context.mode === "plan") return planDenies("run code");
	const ask = (judgement: Judgement): Judgement => ({ ...judgement, warnings: sandboxWarnings(context) });
	const asked = context.ask.find(covers);
	if (asked !== undefined) return ask(byRule(asked));
	const offer = exactRule(context.tool.name, code);
	const exact = context.allow.find((rule) => isExactly(rule, code));
	if (exact !== undefined) return byRule(exact);
	if (context.isTainted)
		return ask(byEffect("ask", "it runs code, and untrusted content has been read in this turn", offer));
	const allowed = context.allow.find(covers);
	if (allowed !== undefined) return byRule(allowed);
	if (context.mode === "auto" && context.sandbox.works) return byMode("allow", "auto mode runs code in the sandbox");
	return ask(byEffect("ask", `it runs ${language} code`, offer));
}
