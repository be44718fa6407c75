// Running commands and code (SECURITY R8 to R11, R14, R16, R18, R25).
import { resolve } from "node:path";
import type { Access } from "../contracts/permission.js";
import { matchWildcard } from "../lib/wildcard.js";
import { commandHosts, hostWarnings } from "./command-hosts.js";
import { appenders } from "./command-wrappers.js";
import { gitProblem } from "./git-folder.js";
import { isInRoots, writeGuard } from "./judge-path.js";
import { pathOf, readProblem, sandboxedReadProblem, sweepProblem } from "./judge-reads.js";
import {
	byEffect,
	byMode,
	byRule,
	type Judgement,
	type PolicyContext,
	planDenies,
	untrustedRead,
	yoloAllows,
} from "./judgement.js";
import { readOnlyUse } from "./read-only.js";
import { exactRule, isExactly, type ParsedRule, ruleInWords } from "./rule.js";
import { isSecretFile } from "./secret-files.js";
import { maxCommandCharacters, type ShellAnalysis, type SimpleCommand } from "./shell-grammar.js";
import { findMentioned, findNarrow, findPossible, findWide } from "./shell-rules.js";

type ExecuteAccess = Extract<Access, { effect: "execute" }>;

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
	// As the shell names them: `cd ..` goes back by the name, through which link it may have come, or by the real path.
	let named = [start];
	for (const command of analysis.commands) {
		const target = readOnlyUse(command.words)?.changesTo;
		if (target === undefined) continue;
		if (named.length > maxFolders) return undefined;
		const reached = await Promise.all(named.map((folder) => pathOf(target, folder, context)));
		const byName = named.map((folder) => (target.isTilde ? undefined : resolve(folder, target.text ?? "")));
		named = [...new Set([...named, ...reached, ...byName].filter((path) => path !== undefined))];
	}
	return named.length === 1 ? named : [...new Set(await Promise.all(named.map(context.realPath)))];
}

/** Whether what it reads can be code: no rule tells what that is. */
const takesCode = ({ commands }: ShellAnalysis): boolean =>
	commands.some(({ words, unseen }) => unseen !== undefined || appenders.includes(words[0]?.text ?? ""));

/** The rule, or the reason, by which every simple command of the line may run; a reason why not otherwise. */
async function coverage(
	analysis: ShellAnalysis,
	{ start, folders, isFed }: { start: string; folders: readonly string[] | undefined; isFed: boolean },
	context: PolicyContext,
): Promise<{ by: ParsedRule | "reads" } | { missing: string }> {
	if (!analysis.isUnderstood) return { missing: analysis.reasons.join("; ") };
	if (!isInRoots(start, context.roots)) return { missing: `it runs in ${start}, outside the workspace` };
	if (folders === undefined) return { missing: tooManyFolders };
	if (isFed) return { missing: "it runs what it is given as input" };
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
			const foreign = gitProblem(folder, context.cwd);
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

/** Why a rule that holds back may mean the line, though none is known to; undefined when none can. */
function possibleDenial(analysis: ShellAnalysis, context: PolicyContext): Doubt | undefined {
	if (context.deny.length > 0 && !analysis.isUnderstood)
		return { reason: `a rule may deny it, but ${analysis.reasons.join("; ")}`, isForGood: true };
	const possible = findPossible(context.deny, analysis);
	if (possible !== undefined)
		return {
			reason: `${ruleInWords(possible)} may mean it: some of its words are only known when it runs`,
			isForGood: true,
		};
	if (context.deny.length === 0) return undefined;
	// A rule that names the command was made by somebody who knows what it runs; one for all commands was not.
	const naming = context.allow.filter((rule) => rule.pattern !== undefined);
	const unseen = analysis.commands.find(
		(command) => command.unseen !== undefined && (command.role !== "runs" || findNarrow(naming, command) === undefined),
	)?.unseen;
	if (unseen !== undefined) return { reason: `a rule may deny it: ${unseen}`, isForGood: false };
	const named = analysis.commands.filter((command) => command.role === "runs" && !findNarrow(naming, command));
	const mentioned = findMentioned(context.deny, named);
	return mentioned === undefined
		? undefined
		: { reason: `${ruleInWords(mentioned)} may mean it: its words may be run`, isForGood: false };
}

interface Doubt {
	readonly reason: string;
	/** No rule can take it away. */
	readonly isForGood: boolean;
}

/** The same for rules that ask. */
function askingRule(raw: string, analysis: ShellAnalysis, context: PolicyContext): Judgement | undefined {
	const asked = findWide(context.ask, raw, analysis);
	if (asked !== undefined) return byRule(asked);
	if (context.ask.length > 0 && !analysis.isUnderstood)
		return byEffect("ask", `a rule may ask about it, and ${analysis.reasons.join("; ")}`);
	const possible = findPossible(context.ask, analysis);
	return possible === undefined
		? undefined
		: byEffect("ask", `${ruleInWords(possible)} may mean it: some of its words are only known when it runs`);
}

/**
 * Judges a command line, or one command of it: then `whole` is the line that it stands in, for the folders that it may
 * run in.
 */
export async function judgeCommand(
	access: ExecuteAccess,
	context: PolicyContext,
	analysis: ShellAnalysis,
	whole: ShellAnalysis = analysis,
): Promise<Judgement> {
	const { command } = access;
	const raw = command.trim();
	if (command.length > maxCommandCharacters) {
		return byEffect(
			"deny",
			`the command has ${command.length} characters; more than ${maxCommandCharacters} are refused`,
		);
	}
	const denied = findWide(context.deny, raw, analysis);
	if (denied !== undefined) return byRule(denied);
	const hosts = context.sandbox.works ? commandHosts(analysis) : [];
	const ask = (judgement: Judgement): Judgement => ({
		...{ ...judgement, hosts },
		warnings: [...sandboxWarnings(context), ...hostWarnings(hosts)],
	});
	if (context.mode === "plan") return planDenies("run commands");
	const asked = askingRule(raw, analysis, context);
	if (asked !== undefined) return ask(asked);

	const start = access.cwd === undefined ? context.cwd : await context.realPath(access.cwd);
	const targets = await Promise.all(
		analysis.writes.map((word) => (word === undefined ? undefined : pathOf(word, start, context))),
	);
	const guard = targets
		.map((path) => (path === undefined ? undefined : writeGuard(path, context.home)))
		.find((why) => why !== undefined);
	const isFed = access.hasInput === true && takesCode(analysis);
	const doubt = possibleDenial(analysis, context);
	// A rule says nothing about the folder, so it means the working directory; nor about what comes in.
	const mayBeRule =
		start === context.cwd &&
		analysis.isUnderstood &&
		guard === undefined &&
		!targets.includes(undefined) &&
		doubt?.isForGood !== true &&
		!isFed;
	const offer = mayBeRule ? exactRule(context.tool.name, raw) : undefined;
	const exact = mayBeRule ? context.allow.find((rule) => isExactly(rule, raw)) : undefined;
	if (
		context.mode !== "yolo" &&
		access.outlives === true &&
		!context.allow.some((rule) => rule.pattern === undefined)
	) {
		return ask(byEffect("ask", "it goes on when nexus ends"));
	}
	if (exact !== undefined) return { ...byRule(exact), hosts };
	if (doubt !== undefined) return ask(byEffect("ask", doubt.reason, offer));
	if (context.mode === "yolo") return { ...yoloAllows(), hosts: [] };
	const secret = secretWord(analysis);
	if (secret !== undefined) return ask(byEffect("ask", `${secret} is known to hold secrets`, offer));
	const folders = await workingFolders(whole, start, context);
	const covered = await coverage(analysis, { start, folders, isFed }, context);
	if ("by" in covered && covered.by === "reads") return byEffect("allow", "it only reads inside the workspace");
	if (context.isTainted) {
		return ask(byEffect("ask", `it runs a program, and ${untrustedRead(context)}`, offer));
	}
	if ("by" in covered && covered.by !== "reads") return { ...byRule(covered.by), hosts: [] };
	const missing = "missing" in covered ? covered.missing : "";
	if (context.mode !== "auto") return ask(byEffect("ask", missing, offer));
	if (folders === undefined) return ask(byEffect("ask", tooManyFolders, offer));
	const isByRule = (one: SimpleCommand) => findNarrow(context.allow, one) !== undefined;
	// The sandbox holds back what is written and sent, and shows most files.
	const shown = await sandboxedReadProblem(analysis, folders, context, isByRule);
	if (shown !== undefined) return ask(byEffect("ask", shown, offer));
	if (context.sandbox.works) return { ...byMode("allow", "auto mode runs commands in the sandbox"), hosts: [] };
	return ask(byMode("ask", `auto mode needs a sandbox: ${context.sandbox.reason}`, offer));
}

/** Code in a language that is not looked into. */
export function judgeCode({ command, language }: ExecuteAccess, context: PolicyContext): Judgement {
	const code = command.trim();
	const covers = ({ pattern }: ParsedRule) => pattern === undefined || matchWildcard(pattern, code);
	const denied = context.deny.find(covers);
	if (denied !== undefined) return byRule(denied);
	if (context.mode === "plan") return planDenies("run code");
	const ask = (judgement: Judgement): Judgement => ({ ...judgement, warnings: sandboxWarnings(context) });
	const asked = context.ask.find(covers);
	if (asked !== undefined) return ask(byRule(asked));
	if (context.mode === "yolo") return yoloAllows();
	const offer = exactRule(context.tool.name, code);
	const exact = context.allow.find((rule) => isExactly(rule, code));
	if (exact !== undefined) return byRule(exact);
	if (context.isTainted) return ask(byEffect("ask", `it runs code, and ${untrustedRead(context)}`, offer));
	const allowed = context.allow.find(covers);
	if (allowed !== undefined) return byRule(allowed);
	if (context.mode === "auto" && context.sandbox.works) return byMode("allow", "auto mode runs code in the sandbox");
	return ask(byEffect("ask", `it runs ${language} code`, offer));
}
