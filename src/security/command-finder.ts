// The programs behind the words of a simple command: wrappers, shells, scripts among words (SECURITY R8, R10).
import { appenders, findExecutes, opaqueWrappers, shells, unwrap, wrappers } from "./command-wrappers.js";
import { hiddenScripts, shellInputProblem } from "./hidden-scripts.js";
import type { ShellWord } from "./shell-word.js";

export interface SimpleCommand {
	/** The program and its arguments. */
	readonly words: readonly ShellWord[];
	/**
	 * runs: a rule has to allow it. wrapper: transparent, the command behind it counts. inner: runs behind one that
	 * counts itself (`sudo`, `xargs`); only looked at for what is denied.
	 */
	readonly role: "runs" | "wrapper" | "inner";
	/** Why what it runs in turn cannot be seen. */
	readonly unseen?: string;
}

/** Words behind a wrapper that are tried as the program it runs. */
const maxWrapped = 60;
/** So many commands in one line are more than anybody writes; each takes time to judge. */
const maxCommands = 4000;

/** What has been found so far; the visitor adds to it. */
export interface Findings {
	readonly reasons: string[];
	readonly commands: SimpleCommand[];
	readonly writes: (ShellWord | undefined)[];
	readonly reads: ShellWord[];
}

/** Variables that neither load code nor change which program runs or what it does to files. */
const isPlainVariable = (name: string): boolean =>
	/^(?:LANG|LC_[A-Z]+|TZ|NO_COLOR|FORCE_COLOR|CI|COLUMNS|LINES|NODE_ENV|DEBUG|VERBOSE)$/.test(name) ||
	(/^[a-z][a-z0-9_]*$/.test(name) && !/proxy$|^npm_|^pip_|^cargo_|^path$|^fpath$|^cdpath$/.test(name));

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Words of the grammar itself (Bash manual, 3.2.1): as a program they mean that it was read differently than bash will. */
const reserved: readonly string[] = [
	...["if", "then", "elif", "else", "fi", "for", "in", "until", "while", "do", "done", "case", "esac", "select"],
	...["function", "{", "}", "[[", "]]", "!"],
];

/** What a program that appends what it reads puts at the end. */
const whatever: ShellWord = { text: undefined, raw: "…", isGlob: false, isTilde: false };

/** A wrapper without a program: what is appended to its words becomes one. */
function isOpenEnded(name: string, words: readonly ShellWord[]): boolean {
	if (words.at(-1) !== whatever) return false;
	const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
	const texts = words.map(({ text }) => text);
	if (wrapper !== undefined) return (unwrap(wrapper, texts.slice(0, -1))?.rest ?? texts.length) >= texts.length - 1;
	return opaqueWrappers.includes(name) && texts.slice(1, -1).every((text) => text?.startsWith("-"));
}

/** `xargs -I{} {} x` and `xargs -I{} sh -c '{}; x'`: what is read is put where a program may stand. */
function isReplaced(texts: readonly (string | undefined)[]): boolean {
	const at = texts.findIndex((text) => /^-[a-zA-Z0-9]*[IiJ]|^--replace/.test(text ?? "-I"));
	if (at < 0) return false;
	const option = /^(?:-[a-zA-Z0-9]*?[IiJ]|--replace=?)(.*)$/s.exec(texts[at] ?? "")?.[1] ?? "";
	const isNext = option === "" && /[IJ]$/.test(texts[at] ?? "");
	const mark = option !== "" ? option : isNext ? texts[at + 1] : "{}";
	if (mark === undefined || mark === "") return true;
	const behind = texts.slice(at + (isNext ? 2 : 1));
	const program = behind.findIndex((text) => text === undefined || !/^-|^\d+$/.test(text));
	const name = baseName(behind[program] ?? "");
	const isWrapper = Object.hasOwn(wrappers, name) || [...opaqueWrappers, ...shells, "git"].includes(name);
	return behind.some(
		(text, i) => text === undefined || (text.includes(mark) && (isWrapper || i <= program || /[\s;|&$]/.test(text))),
	);
}

export interface CommandFinder {
	/** Says why the line is not understood. */
	not(reason: string): void;
	/** A variable is set. */
	assign(name: string): void;
	/** Adds a command and whatever it runs in turn. */
	add(words: readonly ShellWord[], role: SimpleCommand["role"]): void;
	/** Adds what the program of the command at a position in the list runs of its words. */
	addHidden(program: string, words: readonly ShellWord[], at: number): void;
}

/** `analyze` adds what a script within the script would run. */
export function createCommandFinder(found: Findings, analyze: (into: Findings, script: string) => void): CommandFinder {
	const not = (reason: string) => {
		if (!found.reasons.includes(reason)) found.reasons.push(reason);
	};

	const assign = (name: string): void => {
		if (!isPlainVariable(name)) not(`it sets ${name}, which may change what runs`);
	};

	const add = (words: readonly ShellWord[], role: SimpleCommand["role"]): void => {
		if (found.commands.length > maxCommands) {
			not("it runs too many commands to analyse");
			return;
		}
		const program = words[0]?.text;
		if (program === undefined || words[0]?.isGlob) {
			if (words.length > 0) {
				not("which program runs is only known when it runs");
				found.commands.push({ words, role });
			}
			return;
		}
		if (/^[A-Za-z_]\w*\+?=/.test(program)) {
			assign(program.split(/\+?=/, 1)[0] ?? "");
			add(words.slice(1), role);
			return;
		}
		if (reserved.includes(words[0]?.raw ?? "")) not(`${program} stands where a program should`);
		const name = baseName(program);
		const texts = words.map((word) => word.text);
		const wrapper = wrappers[name];
		const isQuestion = name === "command" && /^-[vV]$/.test(texts[1] ?? "");
		if (Object.hasOwn(wrappers, name) && wrapper !== undefined && !isQuestion && words.length > 1) {
			const inner = unwrap(wrapper, texts);
			if (inner === undefined) {
				not(`the options of ${name} are not understood`);
				addSuffixes(words);
			} else {
				for (const variable of inner.assigned) assign(variable);
				if (inner.rest < words.length) {
					found.commands.push({ words, role: role === "runs" ? "wrapper" : role });
					add(words.slice(inner.rest), role);
					return;
				}
			}
		}
		const at = found.commands.push({ words, role }) - 1;
		if (appenders.includes(name) && isReplaced(texts)) not("which program runs is only known when it runs");
		if (opaqueWrappers.includes(name)) addSuffixes(appenders.includes(name) ? [...words, whatever] : words);
		if (name === "find") addExecuted(words, role);
		addHidden(program, words, at);
		if (shells.includes(name)) addShell(name, words, at);
	};

	/** `find -exec`: each `{}` is the name of a file, which can be any. */
	const addExecuted = (words: readonly ShellWord[], role: SimpleCommand["role"]): void => {
		if (words.some(({ text }) => text === undefined)) not("what find does is only known when it runs");
		for (const [i, { text = "" }] of words.entries()) {
			if (!findExecutes.includes(text)) continue;
			const rest = words.slice(i + 1);
			const end = rest.findIndex((word) => word.text === ";" || word.text === "+");
			add(
				(end < 0 ? rest : rest.slice(0, end)).map((word) =>
					word.text?.includes("{}") ? { ...word, text: undefined } : word,
				),
				role,
			);
		}
	};

	const addHidden = (program: string, words: readonly ShellWord[], at: number): void => {
		const hidden = hiddenScripts(
			program,
			words.slice(1).map(({ text }) => text),
		);
		const self = found.commands[at];
		if (self === undefined) return;
		if (hidden.problem !== undefined) not(hidden.problem);
		if (hidden.unseen !== undefined) found.commands[at] = { ...self, unseen: hidden.unseen };
		const isGit = baseName(program) === "git";
		for (const start of hidden.commandsAt ?? []) add(words.slice(start + 1), self.role);
		for (const script of hidden.scripts) addScript(script, isGit ? self.role : "inner");
	};

	const addSuffixes = (words: readonly ShellWord[]): void => {
		if (words.length > maxWrapped) not("too many words behind a program that runs another");
		for (let i = 1; i < Math.min(words.length, maxWrapped); i++) {
			const rest = words.slice(i);
			const first = rest[0]?.text;
			if (first === undefined && rest[0] !== whatever) found.commands.push({ words: rest, role: "inner" });
			if (first === undefined || first.startsWith("-") || /^\w+=/.test(first)) continue;
			const at = found.commands.push({ words: rest, role: "inner" }) - 1;
			const name = baseName(first);
			if (isOpenEnded(name, rest)) not("which program runs is only known when it runs");
			if (name === "find") addExecuted(rest, "inner");
			if (shells.includes(name)) addShell(name, rest, at);
			else addHidden(first, rest, at);
		}
	};

	const addScript = (script: string | undefined, role: SimpleCommand["role"]): void => {
		if (script === undefined) {
			not("a script is only known when it runs");
			return;
		}
		const from = found.commands.length;
		analyze(found, script);
		if (role !== "inner") return;
		for (const [i, command] of found.commands.entries()) {
			if (i >= from) found.commands[i] = { ...command, role };
		}
	};

	/** `bash -c 'script'`: the script counts instead. Without -c the shell runs a file or its input, and counts itself. */
	const addShell = (name: string, words: readonly ShellWord[], position: number): void => {
		const self = found.commands[position];
		if (self === undefined) return;
		let isScript = false;
		let at = 1;
		for (; at < words.length; at++) {
			const option = words[at]?.text;
			if (option === undefined ? isScript : !/^[-+]./.test(option)) break;
			if (/^-[celuxvn]+$/.test(option ?? "")) isScript ||= option?.includes("c") === true;
			else if (/^[-+]o$/.test(option ?? "")) at++;
			else if (!["--norc", "--noprofile", "--posix", "--login"].includes(option ?? "")) {
				not(`the options of ${name} are not understood`);
				return;
			}
		}
		if (!isScript) {
			const problem = shellInputProblem(name, words[at]?.text);
			if (problem !== undefined) not(problem);
			else found.commands[position] = { ...self, unseen: `what is in ${words[at]?.text} is not in the command` };
			return;
		}
		if (self.role === "runs") found.commands[position] = { ...self, role: "wrapper" };
		addScript(words[at]?.text, self.role);
	};

	return { not, assign, add, addHidden };
}
