// Walks the syntax tree of a command line and collects what it would run, write and read.
import { findExecutes, opaqueWrappers, shells, unwrap, wrappers } from "./command-wrappers.js";
import { hiddenScripts, shellInputProblem } from "./hidden-scripts.js";
import type { ShellNode } from "./shell-parser.js";
import { type ShellWord, wordOf } from "./shell-word.js";

export interface SimpleCommand {
	/** The program and its arguments. */
	readonly words: readonly ShellWord[];
	/**
	 * runs: a rule has to allow it. wrapper: transparent, the command behind it counts. inner: runs behind one that
	 * counts itself (`sudo`, `xargs`); only looked at for what is denied.
	 */
	readonly role: "runs" | "wrapper" | "inner";
}

/** Words behind a wrapper that are tried as the program it runs. */
const maxWrapped = 60;

/** What has been found so far; the visitor adds to it. */
export interface Findings {
	readonly reasons: string[];
	readonly commands: SimpleCommand[];
	readonly writes: (ShellWord | undefined)[];
	readonly reads: ShellWord[];
}

/** Nodes that only hold others. Everything that is neither here nor handled by name is not understood. */
const containers: readonly string[] = [
	...["program", "list", "pipeline", "subshell", "compound_statement", "negated_command", "redirected_statement"],
	...[
		"if_statement",
		"elif_clause",
		"else_clause",
		"while_statement",
		"do_group",
		"command_substitution",
		"process_substitution",
	],
	...["string", "string_content", "concatenation", "word", "number", "raw_string", "simple_expansion", "command_name"],
	...[
		"variable_name",
		"special_variable_name",
		"file_descriptor",
		"variable_assignments",
		"case_statement",
		"case_item",
	],
];

/** Variables that neither load code nor change which program runs or what it does to files. */
const isPlainVariable = (name: string): boolean =>
	/^(?:LANG|LC_[A-Z]+|TZ|NO_COLOR|FORCE_COLOR|CI|COLUMNS|LINES|NODE_ENV|DEBUG|VERBOSE)$/.test(name) ||
	(/^[a-z][a-z0-9_]*$/.test(name) && !/proxy$|^npm_|^pip_|^cargo_|^path$|^fpath$|^cdpath$/.test(name));

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** `analyze` adds what a script within the script would run. */
export function createVisitor(
	found: Findings,
	command: string,
	analyze: (into: Findings, script: string) => void,
): (node: ShellNode) => void {
	const not = (reason: string) => {
		if (!found.reasons.includes(reason)) found.reasons.push(reason);
	};
	const visitChildren = (node: ShellNode): void => {
		for (const child of node.namedChildren) if (child !== null) visit(child);
	};

	const assign = (name: string): void => {
		if (!isPlainVariable(name)) not(`it sets ${name}, which may change what runs`);
	};

	/** Adds a command and whatever it runs in turn. */
	const add = (words: readonly ShellWord[], role: SimpleCommand["role"]): void => {
		const program = words[0]?.text;
		if (program === undefined || words[0]?.isGlob) {
			if (words.length > 0) {
				not("which program runs is only known when it runs");
				found.commands.push({ words, role });
			}
			return;
		}
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
		found.commands.push({ words, role });
		if (opaqueWrappers.includes(name)) addSuffixes(words);
		if (name === "find") {
			for (const [i, text] of texts.entries()) if (findExecutes.includes(text ?? "")) add(words.slice(i + 1), "inner");
		}
		const hidden = hiddenScripts(name, texts.slice(1));
		if (hidden.problem !== undefined) not(hidden.problem);
		for (const script of hidden.scripts) addScript(script, "inner");
		if (shells.includes(name)) addShell(name, words, role);
	};

	const addSuffixes = (words: readonly ShellWord[]): void => {
		if (words.length > maxWrapped) not("too many words behind a program that runs another");
		for (let i = 1; i < Math.min(words.length, maxWrapped); i++) {
			const rest = words.slice(i);
			const first = rest[0]?.text;
			if (first === undefined || first.startsWith("-") || /^\w+=/.test(first)) continue;
			found.commands.push({ words: rest, role: "inner" });
			if (shells.includes(baseName(first))) addShell(baseName(first), rest, "inner");
		}
	};

	const addScript = (script: string | undefined, role: SimpleCommand["role"]): void => {
		if (script === undefined) {
			not("a script is only known when it runs");
			return;
		}
		const inner: Findings = { ...found, commands: [] };
		analyze(inner, script);
		found.commands.push(...inner.commands.map((command) => (role === "inner" ? { ...command, role } : command)));
	};

	/** `bash -c 'script'`: the script counts instead. Without -c the shell runs a file or its input, and counts itself. */
	const addShell = (name: string, words: readonly ShellWord[], role: SimpleCommand["role"]): void => {
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
			return;
		}
		const last = found.commands.at(-1);
		if (last?.words === words && role === "runs")
			found.commands[found.commands.length - 1] = { words, role: "wrapper" };
		addScript(words[at]?.text, role);
	};

	const redirect = (node: ShellNode): void => {
		const target = node.childForFieldName("destination");
		const operator = node.children.find((child) => child !== null && !child.isNamed)?.text ?? "";
		visitChildren(node);
		if (target === null) {
			not("a redirection is not understood");
			return;
		}
		const word = wordOf(target);
		// `2>&1`, `>&-`: another name for an open file.
		if (operator.endsWith("&") && /^(?:\d+-?|-)$/.test(word.text ?? "")) return;
		if (operator === "<") {
			if (word.text === undefined || word.isGlob) not("what is read is only known when it runs");
			if (word.text !== undefined) found.reads.push(word);
			return;
		}
		if (word.text === "/dev/null" || word.text === "/dev/stdout" || word.text === "/dev/stderr") return;
		found.writes.push(word.text === undefined || word.isGlob ? undefined : word);
	};

	const visit = (node: ShellNode): void => {
		switch (node.type) {
			case "command": {
				const words: ShellWord[] = [];
				for (const child of node.namedChildren) {
					if (child === null) continue;
					if (child.type === "variable_assignment" || child.type.endsWith("_redirect")) {
						visit(child);
						continue;
					}
					words.push(wordOf(child));
					visit(child);
				}
				add(words, "runs");
				return;
			}
			case "variable_assignment": {
				const name = node.childForFieldName("name");
				if (name?.type !== "variable_name") not("an assignment is not understood");
				assign(name?.text ?? "");
				const value = node.childForFieldName("value");
				if (value !== null) visit(value);
				return;
			}
			case "declaration_command":
			case "unset_command": {
				found.commands.push({
					words: node.text.split(/\s+/).map((text) => ({ text, raw: text, isGlob: false, isTilde: false })),
					role: "runs",
				});
				for (const child of node.namedChildren) if (child?.type === "variable_name") assign(child.text);
				visitChildren(node);
				return;
			}
			case "for_statement": {
				assign(node.childForFieldName("variable")?.text ?? "");
				visitChildren(node);
				return;
			}
			case "file_redirect":
				redirect(node);
				return;
			case "herestring_redirect":
				visitChildren(node);
				return;
			case "expansion":
				// Other forms assign, indirect, run prompts or calculate. The text behind an operator is expanded once more,
				// and the grammar does not look into it: only what stands for itself may be there.
				if (!/^\$\{\w+(?::?[-+][\w .,:@%+=/-]*)?\}$/.test(node.text))
					not(`${node.text.slice(0, 40)} is not understood`);
				visitChildren(node);
				return;
			case "comment": {
				const before = node.startIndex === 0 ? "\n" : (command[node.startIndex - 1] ?? "");
				if (!/[\s;&|()]/.test(before)) not("a comment is not understood");
				return;
			}
			default:
				if (!containers.includes(node.type)) not(`${node.type.replaceAll("_", " ").toLowerCase()} is not understood`);
				visitChildren(node);
				return;
		}
	};
	return visit;
}
