// Walks the syntax tree of a command line and collects what it would run, write and read.
import { createCommandFinder, type Findings } from "./command-finder.js";
import type { ShellNode } from "./shell-parser.js";
import { type ShellWord, wordOf } from "./shell-word.js";

/** Nodes that only hold others. Everything that is neither here nor handled by name is not understood. */
const containers: readonly string[] = [
	...["program", "list", "pipeline", "subshell", "compound_statement", "negated_command", "redirected_statement"],
	...["if_statement", "elif_clause", "else_clause", "while_statement", "do_group", "process_substitution"],
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
/** Nodes that end with their line. */
const inOneLine: readonly string[] = [
	...["command", "redirected_statement", "file_redirect", "herestring_redirect", "variable_assignment"],
	...["variable_assignments", "declaration_command", "unset_command", "concatenation", "command_name"],
];

/** `analyze` adds what a script within the script would run. */
export function createVisitor(
	found: Findings,
	command: string,
	analyze: (into: Findings, script: string) => void,
): (node: ShellNode) => void {
	const { not, assign, add, addHidden } = createCommandFinder(found, analyze);
	const visitChildren = (node: ShellNode): void => {
		for (const child of node.namedChildren) if (child !== null) visit(child);
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

	/** Between backquotes a backslash is taken away before the script is read (Bash manual, 3.5.4); the grammar keeps it. */
	const backquotes = (node: ShellNode): void => {
		if (!node.text.startsWith("`") || !node.text.includes("\\")) return;
		not("a backslash between backquotes is not understood");
		analyze(found, node.text.slice(1, -1).replaceAll(/\\([$`"\\])/g, "$1"));
	};

	/** Between the parts of a command bash takes only blanks; the grammar sometimes takes a line break for one. */
	const checkGaps = (node: ShellNode): void => {
		let end = node.startIndex;
		for (const child of node.children) {
			if (child === null) continue;
			if (!/^(?:[ \t]|\\\n)*$/.test(command.slice(end, child.startIndex))) not("a line break is not understood");
			end = Math.max(end, child.endIndex);
		}
	};

	const visit = (node: ShellNode): void => {
		if (inOneLine.includes(node.type)) checkGaps(node);
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
				const words = node.text.split(/\s+/).map((text) => ({ text, raw: text, isGlob: false, isTilde: false }));
				const at = found.commands.push({ words, role: "runs" }) - 1;
				const others: ShellWord[] = [];
				for (const child of node.namedChildren) {
					if (child === null || child.type === "variable_assignment") continue;
					if (child.type === "variable_name") assign(child.text);
					else if (child.type !== "word" || !/^[-+][^inaA]*$/.test(child.text)) {
						not(`a declaration like ${node.text.slice(0, 40)} is not understood`);
						others.push(wordOf(child));
					}
				}
				addHidden(words[0]?.text ?? "", [...words.slice(0, 1), ...others], at);
				visitChildren(node);
				return;
			}
			case "for_statement": {
				assign(node.childForFieldName("variable")?.text ?? "");
				visitChildren(node);
				return;
			}
			case "command_substitution":
				backquotes(node);
				visitChildren(node);
				return;
			case "word":
				// The grammar takes a line break before a backslash for the beginning of a word; bash ends the command there.
				if (!/^(?:\\[\s\S]|[^\s\\;|&<>()])*$/.test(node.text)) not("a word is not understood");
				visitChildren(node);
				return;
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
