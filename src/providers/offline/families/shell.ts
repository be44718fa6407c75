// Commands of the shell and snippets of code.
import { unquote } from "../language/clean.js";
import { createRules } from "../language/rules.js";
import type { Clause, Family, Step } from "../plan.js";
import { englishAfter, L, programs, runCode, runCommand } from "./shell-steps.js";

const run = "(?:run|execute|exec|launch|invoke|issue|do|perform|try|call|start|use)";

const firstOf = createRules<Step>([
	{
		rules: () => [
			[/^(?:\$|!|>) ?(.+)$/, (command) => runCommand(command)],
			[
				/^```(\w+)?\n([\s\S]+?)\n?```$/,
				(language, code) => (language === undefined ? undefined : runCode(language, code)),
			],
			[
				new RegExp(`^(?:${run}|evaluate|eval|test|what does)[\\s\\S]*?\`\`\`(\\w+)\\n([\\s\\S]+?)\\n?\`\`\``, "i"),
				(language, code) => runCode(language, code),
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval|compute|interpret)(?: me(?= |$))?(?: the| this| some| a| following)*(?: piece of| bit of)? ?${L}(?: (?:code|snippet|expression|script|program|one-liner|statement|command|line|oneliner))?(?: (?:in|with|using) node)?:? ([\\s\\S]+)$`,
					"i",
				),
				(language, code) => (/\.\w{1,4}$/.test(code) && !/[(\s]/.test(code) ? undefined : runCode(language, code)),
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval|execute)(?: the| this| following)*(?: (?:code|snippet|expression|script|program|statement))? ?:? (.+?) (?:in|with|using|as|through|via|on) ${L}(?: (?:code|interpreter|shell))?$`,
					"i",
				),
				(code, language) => runCode(language, code),
			],
			[
				new RegExp(
					`^(?:in|using|with) ${L}(?: code)?[,:]? (?:please )?(?:run|execute|evaluate|eval|compute|print|calculate)?:? ?([\\s\\S]+)$`,
					"i",
				),
				(language, code) =>
					/[()=+*/\d]/.test(code) ? runCode(language, /^print|^in \w+,? print/i.test(code) ? code : code) : undefined,
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval)(?: (?:this|that|it|the following|following))? (?:in|with|using|as|through|via) ${L}(?: code)?: ?([\\s\\S]+)$`,
					"i",
				),
				(language, code) => runCode(language, code),
			],
			[
				new RegExp(`^[^:"'()]*\\b${L}\\b[^:"'()]*\\b(?:run|execute|evaluate|try)\\b[^:"'()]*: ?([\\s\\S]+)$`, "i"),
				(language, code) => (/[()=+*/]/.test(code) ? runCode(language, code) : undefined),
			],
			[
				new RegExp(
					`^${L}(?: (?:code|snippet|eval|exec|run|repl|expression|one-?liner|test|command))?: ?([\\s\\S]+)$`,
					"i",
				),
				(language, code) => runCode(language, code),
			],
			[
				new RegExp(
					`^what (?:does|is the output of|will)(?: the| this)? ${L}(?: (?:code|snippet|expression))? [:]?([\\s\\S]+?)(?: (?:print|output|give|return|evaluate to|do))?$`,
					"i",
				),
				(language, code) => (/[()=+*]/.test(code) ? runCode(language, code) : undefined),
			],
			[
				new RegExp(
					`^(?:${run}|evaluate|eval)(?: (?:this|that|it|the following|following))(?: (?:code|snippet|script))? (?:in|with|using|as|through) ${L}(?: code)?:? ([\\s\\S]+)$`,
					"i",
				),
				(language, code) => runCode(language, code),
			],
			[/^(?:node|python3?) -[ec] (.+)$/i, () => undefined],
			[/^(print\(.+\))$/, (code) => runCode("python", code)],
			[/^(console\.log\(.+\);?)$/, (code) => runCode("js", code)],
			[
				new RegExp(
					`^(?:please )?(?:open (?:a |the )?(?:shell|terminal) and )?${run}(?: me(?= |$))?(?: the| a| this| following| my)*(?: (?:shell|bash|terminal|linux|unix|system|console|following))* ?(?:command|cmd|commands)(?: line)?(?: called)?:? ([\\s\\S]+?)$`,
					"i",
				),
				(command) => runCommand(unquote(command.replace(/^: ?/, ""))),
			],
			[
				new RegExp(
					`^${run}(?: the(?= |$))? (\`[^\`]+\`|"[^"]+"|'[^']+')(?: (?:in|on) (?:the )?(?:shell|terminal|command line|bash|console|prompt))?(?: (?:command))?$`,
					"i",
				),
				(command) => runCommand(unquote(command)),
			],
			[
				new RegExp(
					`^${run}:? (.+?) (?:in|on|from|via|using|through) (?:the |a |my )?(?:shell|terminal|command line|bash|console|cmd|command prompt)$`,
					"i",
				),
				(command) => runCommand(unquote(command)),
			],
			[
				new RegExp(`^${run}(?: the(?= |$))? (\\S+(?: \\S+)*?) command$`, "i"),
				(command) => (programs.test(command) ? runCommand(unquote(command)) : undefined),
			],
			[
				/^(?:what is|show|give|get|tell)(?: me(?= |$))? the (?:output|result) of(?: the(?= |$))?(?: command)?(?: running)? (?:`([^`]+)`|"([^"]+)"|(.+?))(?: command)?$/i,
				(...found) => {
					const command = found.find((text) => text !== undefined);
					return command !== undefined && (programs.test(command) || found[0] !== undefined)
						? runCommand(command)
						: undefined;
				},
			],
			[
				/^what does (?:the command )?`([^`]+)` (?:print|output|return|say|give|show)$/i,
				(command) => runCommand(command),
			],
			[
				/^(?:in|on) (?:the |a )?(?:shell|terminal|bash|command line),? (?:run |execute |type )?(.+)$/i,
				(command) => runCommand(unquote(command)),
			],
			[
				/^(?:run|execute|exec|launch|invoke|try):? (.+)$/i,
				(command) =>
					programs.test(command) && !englishAfter.test(command.replace(programs, "").trim())
						? runCommand(unquote(command))
						: undefined,
			],
			[
				/^(\S+(?: .*)? (?:--?[a-z][\w-]*|&&|\|\|?)(?= |$|=).*)$/i,
				(command) =>
					programs.test(command) &&
					(/ (?:&&|\|\|?) /.test(command) ||
						!/^(?:find|time|which|make|type|file|sort|cut|test|date|head|tail|wc|grep|rg|ls|cat|mkdir|cp|mv|touch|rm)\b/.test(
							command,
						))
						? runCommand(command)
						: undefined,
			],
			[/^`([^`]+)`$/, (command) => runCommand(command)],
			[
				/^((?:git|npm|npx|docker|pip3?|cargo|make|curl|echo|pwd|whoami|uname|pnpm|yarn)(?: [\w./-]\S*.*)?)$/,
				(command) =>
					englishAfter.test(command.split(" ").slice(1).join(" ")) || /^(?:make|echo$)/.test(command)
						? undefined
						: runCommand(command),
			],
			[
				/^(?:what is|show|get|check|tell me)(?: me(?= |$))?(?: the| my)? git (status|log|branch|diff)$/i,
				(what) => runCommand(`git ${what.toLowerCase()}`),
			],
			[
				/^(?:what|which) (?:version of (node|npm|python3?|git)|(node|npm|python3?|git) version)(?: (?:is|do i have|am i using|is installed|is this))*(?: installed)?$/i,
				(...found) => {
					const program = found.find((text) => text !== undefined);
					return program === undefined ? undefined : runCommand(`${program.toLowerCase()} --version`);
				},
			],
			[
				/^(?:run|execute|start)(?: the(?= |$))?(?: (?:file|script|program))? (\S+\.(?:js|mjs|ts|py|sh))$/i,
				(file) => runCommand(`${file.endsWith(".py") ? "python3" : file.endsWith(".sh") ? "sh" : "node"} ${file}`),
			],
			[
				/^(?:print|show|what is|tell me|give me|get)(?: me(?= |$))?(?: the| my)?(?: current)? (?:working (?:directory|dir|folder)|cwd|pwd)(?: path)?$|^(?:what|which) (?:directory|folder|dir) (?:am i|are we|is this)(?: in)?(?: now| currently)?$|^where am i$|^what is (?:the |my )?current (?:folder|directory|path)$/i,
				() => runCommand("pwd"),
			],
		],
	},
]);

function match(clause: Clause): Step | undefined {
	if (clause.text.length > 20_000) return undefined;
	return firstOf(clause.text);
}

export const shell: Family = {
	name: "shell-and-code",
	gate: /^\S+.* (?:-|&&|\|)|run|exec|launch|invoke|command|shell|bash|terminal|javascript|typescript|python|\bjs\b|\bts\b|\bpy\b|node|`|^[$!>]|print ?\(|console|\bgit\b|npm|npx|output|version|directory|\bdir\b|folder|where am i|cwd|pwd|^(?:start|try|call|do|use|issue|perform|evaluate|eval|echo|whoami|uname|docker|pip|cargo|curl|pnpm|yarn|make|in|on|show|print)\b/,
	match,
};
